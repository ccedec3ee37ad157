#!/bin/sh
# Prints what the changelog says of a version: the text below `## VERSION`, behind which a date may stand.
#
#   notes.sh VERSION [CHANGELOG]
set -eu

version=$1
changelog=${2:-$(dirname "$0")/../../CHANGELOG.md}
notes=$(awk -v version="$version" '
  /^## / { inside = ($2 == version); next }
  inside { print }
' "$changelog")
if [ -z "$(printf '%s' "$notes" | tr -d '[:space:]')" ]; then
  echo "error: $(basename "$changelog") has nothing below \`## $version\`" >&2
  exit 1
fi
# Command substitution has taken the blank lines at the end already.
printf '%s\n' "$notes" | sed '/./,$!d'
