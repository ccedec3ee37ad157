#!/bin/sh
# Makes npm packages of the archives of a release: one for each platform, which holds the command, and `ravelin`, which
# asks for that of its platform and starts it.
#
#   npm.sh VERSION ARCHIVES FOLDER     writes FOLDER/ravelin and FOLDER/SYSTEM-CPU, to be published by `npm publish`
set -eu

version=$1
archives=$(cd "$2" && pwd)
folder=$3
release=$(cd "$(dirname "$0")" && pwd)
top=$release/../..
common="\"version\": \"$version\",
  \"license\": \"Apache-2.0\",
  \"homepage\": \"https://github.com/ravelin-scanner/ravelin\",
  \"repository\": { \"type\": \"git\", \"url\": \"git+https://github.com/ravelin-scanner/ravelin.git\" }"

# Takes the command out of an archive into a folder.
unpack() {
  case $1 in
    *.zip) unzip -q -j "$archives/$1" "${1%.zip}/ravelin.exe" -d "$2" ;;
    *) tar -x -z -f "$archives/$1" -C "$2" --strip-components=1 "${1%.tar.gz}/ravelin" ;;
  esac
}

optional=
while read -r target system cpu; do
  case $target in
    '#'*) continue ;;
    *windows*) archive=ravelin-$version-$target.zip ;;
    *) archive=ravelin-$version-$target.tar.gz ;;
  esac
  [ -f "$archives/$archive" ] || continue
  package=$folder/$system-$cpu
  mkdir -p "$package"
  unpack "$archive" "$package"
  cp "$top/LICENSE" "$package"
  cat > "$package/package.json" << END
{
  "name": "@ravelin-scanner/$system-$cpu",
  "description": "The command of the package ravelin for $system on $cpu",
  $common,
  "os": ["$system"],
  "cpu": ["$cpu"],
  "preferUnplugged": true
}
END
  optional="$optional${optional:+,
    }\"@ravelin-scanner/$system-$cpu\": \"$version\""
done < "$release/targets"
if [ -z "$optional" ]; then
  echo "error: there are no archives of $version in $2" >&2
  exit 1
fi

mkdir -p "$folder/ravelin"
cp "$top/LICENSE" "$top/.github/package/npm/README.md" "$top/.github/package/npm/ravelin.js" "$folder/ravelin"
cat > "$folder/ravelin/package.json" << END
{
  "name": "ravelin",
  "description": "Infrastructure-as-code misconfiguration scanner",
  $common,
  "keywords": ["security", "terraform", "kubernetes", "dockerfile", "sarif"],
  "bin": { "ravelin": "ravelin.js" },
  "files": ["ravelin.js"],
  "engines": { "node": ">=18" },
  "optionalDependencies": {
    $optional
  }
}
END
