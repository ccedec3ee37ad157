//! hadolint ([reference](https://github.com/hadolint/hadolint#configure)).

use super::super::settings::Setting;
use super::super::tool::Fate::{Carried, Lost};
use super::super::tool::{Reader, Tool, get};
use super::severities;
use crate::check::Severity;
use crate::config::hadolint::read;

/// The files that it reads.
const FILES: &[&str] = &["Dockerfile*", "*.Dockerfile", "*.dockerfile", "Containerfile*"];

pub(super) const TOOL: Tool = Tool {
    name: "hadolint",
    files: &[".hadolint.yaml", ".hadolint.yml"],
    lists: None,
    keys: &[
        ("disable-ignore-pragma", Carried(no_pragmas)),
        ("failure-threshold", Carried(threshold)),
        ("format", Carried(|reader, setting, _| reader.formats(setting.words(), FORMATS, |_, _| None))),
        ("ignored", Carried(|reader, setting, _| reader.except(&setting.words(), Some("docker-dockerfile-"), FILES))),
        // The labels are read together.
        ("label-schema", Carried(labels)),
        ("labelSchema", Carried(labels)),
        ("no-color", Lost("`NO_COLOR` in the environment says so")),
        (
            "no-fail",
            Carried(|reader, setting, _| {
                if setting.is_true() {
                    reader.fail_on(setting, None);
                }
            }),
        ),
        ("override.error", Carried(|reader, setting, _| severity(reader, setting, Severity::High))),
        ("override.info", Carried(|reader, setting, _| severity(reader, setting, Severity::Low))),
        ("override.style", Carried(|reader, setting, _| severity(reader, setting, Severity::Info))),
        ("override.warning", Carried(|reader, setting, _| severity(reader, setting, Severity::Medium))),
        ("strict-labels", Carried(labels)),
        ("strictLabels", Carried(labels)),
        ("trusted-registries", Carried(labels)),
        ("trustedRegistries", Carried(labels)),
    ],
};

const FORMATS: &[(&str, &str)] = &[
    ("tty", "pretty"),
    ("gnu", "concise"),
    ("codeclimate", "gitlab-codequality"),
    ("gitlab_codeclimate", "gitlab-codequality"),
];

fn severity(reader: &mut Reader<'_>, setting: &Setting, severity: Severity) {
    setting.words().iter().for_each(|word| reader.severity(word, severity));
}

/// Comments in Dockerfiles then except nothing.
fn no_pragmas(reader: &mut Reader<'_>, setting: &Setting, _: &[Setting]) {
    if setting.is_true() && !reader.gathered.not_inline.iter().any(|name| name == "docker-*") {
        reader.gathered.not_inline.push("docker-*".to_owned());
    }
}

fn threshold(reader: &mut Reader<'_>, setting: &Setting, all: &[Setting]) {
    if get(all, "no-fail").is_some_and(Setting::is_true) {
        return;
    }
    match setting.text().unwrap_or_default().as_str() {
        // Everything is at or above it.
        "ignore" | "none" => reader.fail_on(setting, Some(Severity::Info)),
        // Its `info` is our low.
        "info" => reader.fail_on(setting, Some(Severity::Low)),
        _ => {
            if let Some(severity) = severities::of(reader, setting) {
                reader.fail_on(setting, Some(severity));
            }
        }
    }
}

/// Registries and labels are parameters of checks, as a scan takes them from the file as well.
fn labels(reader: &mut Reader<'_>, setting: &Setting, _: &[Setting]) {
    let file = read(reader.file);
    for (check, lists) in file.checks.parameters {
        let known = reader.gathered.parameters.entry(check.value).or_default();
        for (name, words) in lists {
            known.insert(name.value, words.into_iter().map(|word| word.value).collect());
        }
    }
    if setting.key.starts_with("trusted") {
        reader.lost(setting, "it holds for images in every language here, and not in Dockerfiles alone");
    }
}
