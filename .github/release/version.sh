#!/bin/sh
# Prints the version of Cargo.toml. With a tag, it must be that of the version.
#
#   version.sh [TAG]
set -eu
cd "$(dirname "$0")/../.."

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml)
if [ $# -gt 0 ] && [ "$1" != "v$version" ]; then
  echo "error: the tag is $1, and Cargo.toml has the version $version, whose tag is v$version" >&2
  exit 1
fi
echo "$version"
