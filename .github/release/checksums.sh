#!/bin/sh
# Writes the checksum of each file of a folder beside it, and all of them into SHA256SUMS. Every build must be there.
#
#   checksums.sh VERSION FOLDER
set -eu

version=$1
here=$(cd "$(dirname "$0")" && pwd)
cd "$2"

missing=0
while read -r target _; do
  case $target in
    '#'*) continue ;;
    *windows*) archive=ravelin-$version-$target.zip ;;
    *) archive=ravelin-$version-$target.tar.gz ;;
  esac
  if [ ! -f "$archive" ]; then
    echo "error: $archive is missing" >&2
    missing=1
  fi
done < "$here/targets"
[ "$missing" -eq 0 ]

rm -f SHA256SUMS ./*.sha256
if command -v sha256sum > /dev/null; then sum() { sha256sum "$1"; }; else sum() { shasum -a 256 "$1"; }; fi
sums=$(for file in *; do sum "$file"; done)
printf '%s\n' "$sums" > SHA256SUMS
while IFS= read -r line; do
  printf '%s\n' "$line" > "${line#*  }.sha256"
done < SHA256SUMS
