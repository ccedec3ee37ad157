#!/usr/bin/env bash
# Scans as the INPUT_* variables say, which hold the inputs of action.yml. Empty ones say nothing. They are not called
# RAVELIN_*: the command reads some of those itself.
# `${x[@]+"${x[@]}"}` is an array that may be empty: the bash of macOS takes an empty one for an unset variable.
set -euo pipefail

bin=$RUNNER_TEMP/ravelin/bin
# Steps after this one can run `ravelin` too.
echo "$bin" >> "$GITHUB_PATH"
# In the PATH of bash on Windows, `D:` would end a folder.
if command -v cygpath > /dev/null; then bin=$(cygpath -u "$bin"); fi
export PATH="$bin:$PATH"

# The lines of a text that are not blank, into the array `lines`, without the blanks around them.
split() {
  lines=()
  local line
  while read -r line; do
    line=${line%$'\r'}
    line=${line%"${line##*[![:space:]]}"}
    if [ -n "$line" ]; then lines+=("$line"); fi
  done <<< "$1"
}

arguments=()
option() {
  if [ -n "$2" ]; then arguments+=("$1=$2"); fi
}

matched=false
commands=false
split "$INPUT_FORMAT"
for format in ${lines[@]+"${lines[@]}"}; do
  option --format "$format"
  if [ "$format" = concise ]; then matched=true; fi
  if [ "$format" = github ]; then commands=true; fi
done
option --fail-on "$INPUT_FAIL_ON"
option --since "$INPUT_SINCE"
option --baseline "$INPUT_BASELINE"
option --config "$INPUT_CONFIG"
option --trust "$INPUT_TRUST"
option --policy "$INPUT_POLICY"
sarif=$INPUT_SARIF
if [ -z "$sarif" ] && [ "$INPUT_UPLOAD_SARIF" = true ]; then sarif=$RUNNER_TEMP/ravelin.sarif; fi
if [ -n "$sarif" ]; then
  option --format "github-sarif=$sarif"
  # A file of an earlier step would be uploaded as if it were of this one.
  rm -f -- "$sarif"
fi
if [ "$INPUT_SUMMARY" = true ]; then option --format "github-summary=$GITHUB_STEP_SUMMARY"; fi
counted=$RUNNER_TEMP/ravelin.ndjson
rm -f -- "$counted"
option --format "ndjson=$counted"
# A line is an argument, or an option and its value. What stands behind a `=` is one value, with the blanks in it.
split "$INPUT_ARGS"
for line in ${lines[@]+"${lines[@]}"}; do
  if [[ $line =~ ^(-[^[:space:]=]*)[[:space:]]+(.*)$ ]]; then
    arguments+=("${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}")
  else
    arguments+=("$line")
  fi
done
split "${INPUT_PATHS:-${INPUT_PATH:-.}}"
paths=(${lines[@]+"${lines[@]}"})

matcher=$RUNNER_TEMP/ravelin-matcher.json
if [ "$matched" = true ]; then
  ravelin init --problem-matcher github > "$matcher"
  echo "::add-matcher::$matcher"
fi

# What is printed names files, and a file can be named like a workflow command. The format `github` is made of
# commands, with all that comes from the input escaped.
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
if [ "$commands" = false ]; then echo "::stop-commands::$token"; fi
code=0
ravelin scan ${arguments[@]+"${arguments[@]}"} -- ${paths[@]+"${paths[@]}"} || code=$?
if [ "$commands" = false ]; then echo "::$token::"; fi

if [ "$matched" = true ]; then
  sed -n 's/^ *"owner": "\([a-z-]*\)",*$/\1/p' "$matcher" | while IFS= read -r owner; do
    echo "::remove-matcher owner=$owner::"
  done
fi

# A scan that could not compare, or not judge what was named, has not opened the gate.
gate=closed
if [ "$code" -eq 0 ]; then gate=open; fi
{
  echo "exit-code=$code"
  echo "gate=$gate"
  # One line each; quotes in values are escaped, so that these are the names of fields.
  if [ -f "$counted" ]; then
    echo "findings=$(grep -c -E '^\{"type":"finding",.*"suppression":null,"baseline":(null|"new")' "$counted" || true)"
  fi
  if [ -n "$sarif" ] && [ -f "$sarif" ]; then echo "sarif=$sarif"; fi
} >> "$GITHUB_OUTPUT"
exit "$code"
