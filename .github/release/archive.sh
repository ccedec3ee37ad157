#!/bin/sh
# Packs a build into the archive of its platform: the command, what it knows to say for man and shells, and the papers.
#
#   archive.sh TARGET COMMAND FOLDER     writes FOLDER/ravelin-VERSION-TARGET.tar.gz, for Windows .zip
set -eu

target=$1
command=$2
folder=$3
top=$(cd "$(dirname "$0")/../.." && pwd)
name=ravelin-$("$top/.github/release/version.sh")-$target

case $target in
  *windows*) suffix=.exe ;;
  *) suffix= ;;
esac
mkdir -p "$folder"
staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
mkdir -p "$staging/$name/completions" "$staging/$name/man"
cp "$top/LICENSE" "$top/README.md" "$top/CHANGELOG.md" "$staging/$name"
cp "$command" "$staging/$name/ravelin$suffix"
"$command" man --dir "$staging/$name/man"
# By the names under which shells look for them.
"$command" completions bash > "$staging/$name/completions/ravelin.bash"
"$command" completions elvish > "$staging/$name/completions/ravelin.elv"
"$command" completions fish > "$staging/$name/completions/ravelin.fish"
"$command" completions powershell > "$staging/$name/completions/_ravelin.ps1"
"$command" completions zsh > "$staging/$name/completions/_ravelin"

if [ -n "$suffix" ]; then
  # The tar of Windows, which knows zip; the one of bash does not.
  (cd "$staging" && "${SYSTEMROOT:-/c/Windows}/System32/tar.exe" -a -c -f "$name.zip" "$name")
  mv "$staging/$name.zip" "$folder"
else
  tar -c -z -f "$folder/$name.tar.gz" -C "$staging" "$name"
fi
