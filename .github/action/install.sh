#!/usr/bin/env bash
# Puts `ravelin` into $RUNNER_TEMP/ravelin/bin. Run by action.yml.
#
#   install.sh digest     prints `digest=…`, which names a build of this source
#   install.sh build      builds this source
#   install.sh download   downloads release $RAVELIN_VERSION; $RAVELIN_SHA256 says what its archive must be
set -euo pipefail

releases=https://github.com/ravelin-scanner/ravelin/releases/download
root=$RUNNER_TEMP/ravelin

fail() {
  echo "::error title=Ravelin::$1"
  exit 1
}

digest() {
  local name
  name=$(find build.rs Cargo.lock Cargo.toml checks src -type f | LC_ALL=C sort | tr '\n' '\0' | xargs -0 cat |
    git hash-object --stdin)
  echo "digest=$name"
}

build() {
  command -v cargo > /dev/null || fail "there is no Rust toolchain to build Ravelin with"
  CARGO_TARGET_DIR=$RUNNER_TEMP/ravelin-target cargo install --locked --path . --root "$root"
}

# The name that Rust has for this runner.
target() {
  case "$RUNNER_OS-$RUNNER_ARCH" in
    Linux-X64) echo x86_64-unknown-linux-musl ;;
    Linux-ARM64) echo aarch64-unknown-linux-musl ;;
    macOS-X64) echo x86_64-apple-darwin ;;
    macOS-ARM64) echo aarch64-apple-darwin ;;
    Windows-X64) echo x86_64-pc-windows-msvc ;;
    *) fail "there are no releases for $RUNNER_OS on $RUNNER_ARCH" >&2 ;;
  esac
}

sha256() {
  if command -v sha256sum > /dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

download() {
  [[ $RAVELIN_VERSION =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] || fail "the version is not of the form 1.2.3"
  local name archive expected
  name=ravelin-$RAVELIN_VERSION-$(target).tar.gz
  archive=$RUNNER_TEMP/$name
  fetch "$name" "$archive"
  expected=$RAVELIN_SHA256
  if [ -z "$expected" ]; then
    fetch "$name.sha256" "$archive.sha256"
    expected=$(cut -d ' ' -f 1 "$archive.sha256")
  fi
  [[ $expected =~ ^[0-9a-f]{64}$ ]] || fail "the checksum of $name is no SHA-256 in lower case"
  [ "$(sha256 "$archive")" = "$expected" ] || fail "$name is not the file that its checksum is of"
  mkdir -p "$root/bin"
  tar -xzf "$archive" -C "$root/bin"
}

fetch() {
  local url=$releases/v$RAVELIN_VERSION/$1
  curl --proto '=https' --tlsv1.2 --silent --show-error --location --fail --retry 3 --output "$2" "$url" ||
    fail "$url cannot be downloaded; without \`version\` the action builds its own source"
}

# Not in the folder that is scanned: Cargo and rustup would obey the configuration there.
cd "$(dirname "$0")/../.."
case "${1:-}" in
  digest | build | download) "$1" ;;
  *) fail "usage: install.sh digest|build|download" ;;
esac
