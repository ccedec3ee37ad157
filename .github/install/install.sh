#!/bin/sh
# Installs Ravelin from a release, and nothing that its checksum is not of. See docs/install.md.
#
#   install.sh [--version 1.2.3] [--dir FOLDER] [--sha256 SUM] [--quiet]
#
# RAVELIN_VERSION, RAVELIN_INSTALL_DIR       what --version and --dir say: the newest release, into ~/.local/bin
# RAVELIN_DOWNLOAD_URL                       a mirror with the paths of the releases on GitHub: latest/download/FILE and
#                                            download/vVERSION/FILE
set -eu

releases=${RAVELIN_DOWNLOAD_URL:-https://github.com/ravelin-scanner/ravelin/releases}
version=${RAVELIN_VERSION:-}
folder=${RAVELIN_INSTALL_DIR:-}
sha256=
quiet=false
work=
trap '[ -z "$work" ] || rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

say() { [ "$quiet" = true ] || printf '%s\n' "$*" >&2; }

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

need() { command -v "$1" > /dev/null 2>&1 || fail "\`$1\` is needed to install Ravelin, and is not there"; }

arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --quiet) quiet=true ;;
      --version | --dir | --sha256)
        [ $# -ge 2 ] || fail "$1 needs a value"
        case $1 in
          --version) version=$2 ;;
          --dir) folder=$2 ;;
          --sha256) sha256=$2 ;;
        esac
        shift
        ;;
      *) fail "\`$1\` is no option; there are --version, --dir, --sha256 and --quiet" ;;
    esac
    shift
  done
  version=${version#v}
  if [ -n "$version" ]; then is_version "$version" || fail "the version \`$version\` is not of the form 1.2.3"; fi
  if [ -n "$sha256" ]; then is_sha256 "$sha256" || fail "--sha256 is no SHA-256 in lower case"; fi
  if [ -z "$folder" ]; then
    [ -n "${HOME:-}" ] || fail "there is no home directory to install into; name a folder with --dir"
    folder=$HOME/.local/bin
  fi
  releases=${releases%/}
  protocol=
  case $releases in
    https://?*) protocol='=https' ;;
    # Behind the @ stands another host.
    http://*@*) ;;
    # For tests: nobody listens in on what does not leave the machine.
    http://127.0.0.1:* | http://localhost:* | "http://[::1]:"*) protocol='=http' ;;
  esac
  [ -n "$protocol" ] || fail "RAVELIN_DOWNLOAD_URL must begin with https://, and is \`$releases\`"
}

is_version() {
  case $1 in
    *[!0-9A-Za-z.-]*) return 1 ;;
    [0-9]*.[0-9]*.[0-9]*) ;;
    *) return 1 ;;
  esac
}

is_sha256() {
  case $1 in *[!0-9a-f]*) return 1 ;; esac
  [ ${#1} -eq 64 ]
}

# The name that Rust has for this system. The builds for Linux are static: they run whatever the C library.
platform() {
  system=$(uname -s)
  machine=$(uname -m)
  case $system in
    Darwin)
      # What is translated by Rosetta does not know what it runs on.
      if [ "$(sysctl -n hw.optional.arm64 2> /dev/null || true)" = 1 ]; then machine=arm64; fi
      suffix=apple-darwin
      ;;
    Linux) suffix=unknown-linux-musl ;;
    MINGW* | MSYS* | CYGWIN*) fail "on Windows, use install.ps1" ;;
    *) fail "there are no builds for $system; \`cargo install ravelin\` builds one" ;;
  esac
  case $machine in
    x86_64 | amd64) target=x86_64-$suffix ;;
    aarch64 | arm64) target=aarch64-$suffix ;;
    *) fail "there are no builds for $system on $machine; \`cargo install ravelin\` builds one" ;;
  esac
}

# Downloads the second argument into the file that the first names.
fetch() {
  code=0
  status=$(curl --proto "$protocol" --tlsv1.2 --silent --location --retry 3 --connect-timeout 30 --output "$1" \
    --write-out '%{http_code}' "$2") || code=$?
  case $code:$status in
    0:200) ;;
    0:404) return 4 ;;
    0:*) fail "$2 was answered with status $status" ;;
    18:*) fail "the download of $2 broke off" ;;
    *) fail "$2 cannot be reached (curl ended with $code)" ;;
  esac
}

sum_of() {
  if command -v sha256sum > /dev/null 2>&1; then
    sha256sum "$1"
  elif command -v shasum > /dev/null 2>&1; then
    shasum -a 256 "$1"
  else
    need openssl
    openssl dgst -sha256 -r "$1"
  fi | cut -d ' ' -f 1
}

# Which archive it is, and what its checksum must be, from the list of the release.
choose() {
  where=latest/download
  [ -z "$version" ] || where=download/v$version
  fetch "$work/SHA256SUMS" "$releases/$where/SHA256SUMS" ||
    fail "there is no release ${version:-yet} at $releases, or it has no SHA256SUMS"
  # The newest release is known by what its archives are called.
  [ -n "$version" ] || version=$(sed -n "s/^[0-9a-f]*  ravelin-\([0-9][0-9A-Za-z.-]*\)-$target\.tar\.gz\$/\1/p" "$work/SHA256SUMS")
  name=ravelin-$version-$target
  listed=$(sed -n "s/^\([0-9a-f]*\)  $name\.tar\.gz\$/\1/p" "$work/SHA256SUMS")
  if ! is_sha256 "$listed"; then
    builds=$(sed -n 's/^[0-9a-f]*  \(ravelin-.*\.tar\.gz\)$/  \1/p' "$work/SHA256SUMS")
    fail "release ${version:-latest} has no build for $target; it has
$builds"
  fi
  [ "${sha256:-$listed}" = "$listed" ] ||
    fail "$name.tar.gz has another checksum in the release than --sha256 says: $listed"
}

unpack() {
  archive=$work/$name.tar.gz
  url=$releases/download/v$version/$name.tar.gz
  fetch "$archive" "$url" || fail "$url is not there"
  sum=$(sum_of "$archive")
  [ "$sum" = "$listed" ] || fail "$name.tar.gz is not the file that its checksum is of
  expected  $listed
  is        $sum"
  tar -tzf "$archive" > "$work/names" 2> /dev/null || fail "$name.tar.gz cannot be unpacked"
  if grep -q -E '^/|(^|/)\.\.(/|$)' "$work/names"; then
    fail "$name.tar.gz holds a path that leads out of its folder; nothing was unpacked"
  fi
  # Nothing else is taken out of it, whatever it holds, and it belongs to whoever installs it.
  tar -xzof "$archive" -C "$work" "$name/ravelin" 2> /dev/null || fail "$name.tar.gz does not hold $name/ravelin"
  unpacked=$work/$name/ravelin
  if [ -L "$unpacked" ] || [ ! -f "$unpacked" ]; then fail "$name/ravelin in $name.tar.gz is no file"; fi
  chmod 755 "$unpacked"
  said=$("$unpacked" --version 2> /dev/null) || fail "the build for $target does not run on this machine"
  [ "$said" = "ravelin $version" ] || fail "the build says that it is \`$said\`, and not \`ravelin $version\`"
}

main() {
  arguments "$@"
  need curl
  need tar
  platform
  mkdir -p "$folder" 2> /dev/null || fail "the folder $folder cannot be made; name another one with --dir"
  # A move into it would succeed, and install nothing.
  [ ! -d "$folder/ravelin" ] || fail "$folder/ravelin is a folder; name another place with --dir"
  # Within the folder, so that the last step is a move within one file system: the command is the old or the new one.
  work=$(mktemp -d "$folder/.ravelin.XXXXXX" 2> /dev/null) || {
    work=
    fail "nothing can be written into $folder; name another one with --dir"
  }
  choose
  say "downloading ravelin $version for $target"
  unpack
  mv -f "$unpacked" "$folder/ravelin"
  say "installed $folder/ravelin"
  case ":${PATH:-}:" in
    *":$folder:"*) ;;
    *) say "$folder is not on the PATH; add it there to run \`ravelin\`" ;;
  esac
}

# All of it is read before any of it runs: a download that broke off does nothing.
main "$@"
