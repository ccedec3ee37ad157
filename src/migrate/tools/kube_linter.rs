//! `KubeLinter` ([reference](https://docs.kubelinter.io/#/configuring-kubelinter)).

use super::super::paths;
use super::super::settings::Setting;
use super::super::tool::Fate::{Carried, Lost};
use super::super::tool::{Reader, Tool, get};

/// Manifests, and no files of Compose.
const MANIFESTS: &[&str] = &["*.yaml", "*.yml", "*.json", "!*compose*.yaml", "!*compose*.yml"];

pub(super) const TOOL: Tool = Tool {
    name: "KubeLinter",
    files: &[".kube-linter.yaml", ".kube-linter.yml"],
    lists: None,
    keys: &[
        ("checks.addAllBuiltIn", Lost("all checks run unless they are left out")),
        ("checks.doNotAutoAddDefaults", Carried(no_defaults)),
        ("checks.exclude", Carried(|reader, setting, _| reader.except(&setting.words(), None, MANIFESTS))),
        (
            "checks.ignorePaths",
            Carried(|reader, setting, _| reader.exclude(setting.words(), |text| paths::of_glob(text, false))),
        ),
        ("checks.include", Carried(include)),
        (
            "customChecks",
            Lost("checks from templates have another form here; docs/checks.md says how checks are written"),
        ),
    ],
};

/// What is included without the defaults is all that runs: of manifests alone, which cannot be said.
fn no_defaults(reader: &mut Reader<'_>, setting: &Setting, all: &[Setting]) {
    match get(all, "checks.include") {
        _ if get(all, "checks.addAllBuiltIn").is_some() => {}
        Some(include) => {
            reader.only(&include.words());
            reader.lost(
                setting,
                "`checks.only` leaves out the checks of every other language as well: add what you want of them",
            );
        }
        None => reader.lost(setting, "nothing would run"),
    }
}

/// Beside the defaults, it is what runs anyway.
fn include(reader: &mut Reader<'_>, setting: &Setting, all: &[Setting]) {
    if get(all, "checks.doNotAutoAddDefaults").is_none() {
        reader.lost(setting, "all checks run unless they are left out");
    }
}
