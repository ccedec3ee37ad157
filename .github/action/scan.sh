#!/usr/bin/env bash
# Scans as the RAVELIN_* variables say, which hold the inputs of action.yml. Empty ones say nothing.
# `${x[@]+"${x[@]}"}` is an array that may be empty: the bash of macOS takes an empty one for an unset variable.
set -euo pipefail

bin=$RUNNER_TEMP/ravelin/bin
export PATH="$bin:$PATH"
# Steps after this one can run `ravelin` too.
echo "$bin" >> "$GITHUB_PATH"

# The lines of a text that are not empty, into the array `lines`.
split() {
  lines=()
  local line
  while IFS= read -r line; do
    line=${line%$'\r'}
    if [ -n "$line" ]; then lines+=("$line"); fi
  done <<< "$1"
}

arguments=()
option() {
  if [ -n "$2" ]; then arguments+=("$1=$2"); fi
}

matched=false
commands=false
split "$RAVELIN_FORMAT"
for format in ${lines[@]+"${lines[@]}"}; do
  option --format "$format"
  if [ "$format" = concise ]; then matched=true; fi
  if [ "$format" = github ]; then commands=true; fi
done
option --fail-on "$RAVELIN_FAIL_ON"
option --since "$RAVELIN_SINCE"
option --baseline "$RAVELIN_BASELINE"
option --config "$RAVELIN_CONFIG"
option --trust "$RAVELIN_TRUST"
option --policy "$RAVELIN_POLICY"
if [ -n "$RAVELIN_SARIF" ]; then option --format "github-sarif=$RAVELIN_SARIF"; fi
if [ "$RAVELIN_SUMMARY" = true ]; then option --format "markdown=$GITHUB_STEP_SUMMARY"; fi
split "$RAVELIN_PATH"
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
echo "exit-code=$code" >> "$GITHUB_OUTPUT"
exit "$code"
