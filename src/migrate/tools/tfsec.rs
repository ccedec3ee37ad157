//! tfsec ([reference](https://aquasecurity.github.io/tfsec/latest/guides/configuration/config/)).

use super::super::paths;
use super::super::settings::Setting;
use super::super::tool::Fate::{Carried, Lost};
use super::super::tool::{Reader, Tool};
use super::severities;

pub(super) const TOOL: Tool = Tool {
    name: "tfsec",
    files: &[".tfsec/config.yml", ".tfsec/config.yaml", ".tfsec/config.json"],
    lists: None,
    keys: &[
        ("exclude", Carried(|reader, setting, _| reader.skip(&setting.words()))),
        ("exclude_ignores", Lost("`exception-policy.not-inline` names checks that comments cannot except")),
        (
            "exclude_paths",
            Carried(|reader, setting, _| reader.exclude(setting.words(), |text| paths::of_glob(text, false))),
        ),
        ("include", Carried(|reader, setting, _| reader.only(&setting.words()))),
        ("min_required_version", Lost("it is a version of tfsec")),
        ("minimum_severity", Carried(minimum_severity)),
        ("severity_overrides", Carried(severity_overrides)),
    ],
};

/// What is below is not reported, and does not fail.
fn minimum_severity(reader: &mut Reader<'_>, setting: &Setting, _: &[Setting]) {
    if let Some(severity) = severities::of(reader, setting) {
        reader.list_from(severity);
        reader.fail_on(setting, Some(severity));
    }
}

fn severity_overrides(reader: &mut Reader<'_>, setting: &Setting, _: &[Setting]) {
    for child in setting.children() {
        let name = child.key.trim_start_matches("severity_overrides.").to_owned();
        if let Some(severity) = severities::of(reader, &child) {
            reader.severity(&(name, child.at), severity);
        }
    }
}
