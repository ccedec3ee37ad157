#!/usr/bin/env bash
# Puts `ravelin` into $RUNNER_TEMP/ravelin/bin. Run by action.yml, with its inputs in variables.
#
#   setup.sh name       prints `version=…`, the release to download, and `key=…`, by which a cache knows it or a build
#   setup.sh download   downloads that release
#   setup.sh build      builds the source of this action
#
# INPUT_VERSION, INPUT_SHA256, INPUT_BUILD as in action.yml.
set -euo pipefail

bin=$RUNNER_TEMP/ravelin/bin

# The lines of an error become one annotation, and can give no commands.
fail() {
  local text=${1//'%'/%25}
  text=${text//$'\r'/%0D}
  # Not where an output is read from; the runner looks for commands in both.
  echo "::error title=Ravelin::${text//$'\n'/%0A}" >&2
  exit 1
}

# The source of a tag states the version of the tag, or there is no release of it. What the runner says the action was named
# by is not asked: within another composite action, it is what names that one.
version() {
  if [ -n "$INPUT_VERSION" ]; then
    echo "${INPUT_VERSION#v}"
  else
    .github/release/version.sh
  fi
}

source_digest() {
  find askama.toml build.rs Cargo.lock Cargo.toml checks src -type f | LC_ALL=C sort | tr '\n' '\0' | xargs -0 cat | git hash-object --stdin
}

name() {
  local version
  version=$(version)
  # What comes from an input is a line of its own, or it could set other outputs.
  [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] || fail "the version \`$version\` is not of the form 1.2.3"
  [[ $INPUT_SHA256 =~ ^([0-9a-f]{64})?$ ]] || fail "the input sha256 is no SHA-256 in lower case"
  echo "version=$version"
  if [ "$INPUT_BUILD" = true ]; then
    echo "key=ravelin-source-$RUNNER_OS-$RUNNER_ARCH-$(source_digest)"
  else
    echo "key=ravelin-$version-$RUNNER_OS-$RUNNER_ARCH"
  fi
}

build() {
  command -v cargo > /dev/null || fail "there is no Rust toolchain to build Ravelin with"
  CARGO_TARGET_DIR=$RUNNER_TEMP/ravelin-target cargo install --locked --path . --root "$RUNNER_TEMP/ravelin"
}

# With the installer that everyone uses.
download() {
  local errors=$RUNNER_TEMP/ravelin-errors said installer=(sh .github/install/install.sh) dash=--
  if [ "$RUNNER_OS" = Windows ]; then
    installer=(pwsh -NoProfile -File .github/install/install.ps1)
    dash=-
  fi
  installer+=("${dash}version" "$(version)" "${dash}dir" "$bin")
  if [ -n "$INPUT_SHA256" ]; then installer+=("${dash}sha256" "$INPUT_SHA256"); fi
  if ! "${installer[@]}" 2> "$errors"; then
    said=$(sed -n '/^error: /,$p' "$errors")
    # A shell that does not get as far as the installer says it in its own way.
    said=${said:-$(cat "$errors")}
    fail "${said#error: }"$'\n'"\`build: true\` builds the source of the action instead."
  fi
  cat "$errors"
}

# Not in the folder that is scanned: Cargo and rustup would obey the configuration there.
cd "$(dirname "$0")/../.."
case "${1:-}" in
  name | download | build) "$1" ;;
  *) fail "usage: setup.sh name|download|build" ;;
esac
