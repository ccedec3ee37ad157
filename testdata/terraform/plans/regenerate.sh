#!/usr/bin/env bash
# Makes `expected.json` of each case from a plan of the real Terraform: for each output and resource its value, and a
# mark for what of it is not known before apply. Needs `terraform` and `jq`, and no network.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for case in */; do
    case=${case%/}
    rm -rf "$work/case"
    cp -R "$case" "$work/case"
    (
        cd "$work/case"
        terraform init -no-color -input=false >/dev/null
        terraform plan -no-color -input=false -lock=false -out=plan >/dev/null
        terraform show -json plan
    ) | jq -S '{
        outputs: (.output_changes // {} | map_values({value: .after, unknown: .after_unknown})),
        resources: (.resource_changes // [] | map({key: .address, value: {value: .change.after, unknown: .change.after_unknown}}) | from_entries)
    }' >"$case/expected.json"
done
