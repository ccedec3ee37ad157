#!/usr/bin/env bash
# Asks Terraform for the answers in console.txt that are missing, or for all of them with --all. Expressions, comments
# and `?` lines stay as they are.
set -euo pipefail
cd "$(dirname "$0")"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r files "$work/"
cat > "$work/main.tf" <<'TF'
terraform {
  required_providers {
    terraform = { source = "terraform.io/builtin/terraform" }
  }
}
TF
terraform -chdir="$work" init -backend=false > "$work/init.log" 2>&1 || { cat "$work/init.log"; exit 1; }

# Prints the answer to the expression. In base64 it stays on one line and needs no unquoting.
ask() {
  local answer
  if answer=$(cd "$work" && printf 'base64encode(jsonencode(%s))\n' "$1" | terraform console 2> /dev/null); then
    printf '  = %s\n' "$(printf '%s' "$answer" | tr -d '"' | base64 -d)"
  else
    printf '  !\n'
  fi
}

mapfile -t lines < console.txt
for index in "${!lines[@]}"; do
  line=${lines[index]}
  next=${lines[index + 1]:-}
  case $line in
    '  = '* | '  !') [ "${1:-}" = --all ] || printf '%s\n' "$line" ;;
    '' | '#'* | ' '*) printf '%s\n' "$line" ;;
    *)
      printf '%s\n' "$line"
      case $next in
        '  = '* | '  !') [ "${1:-}" != --all ] || ask "$line" ;;
        *) ask "$line" ;;
      esac
      ;;
  esac
done > "$work/new"
cp "$work/new" console.txt
