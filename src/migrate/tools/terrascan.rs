//! Terrascan, in TOML ([reference](https://runterrascan.io/docs/usage/config_options/)).

use super::super::settings::Setting;
use super::super::tool::Fate::{Carried, Lost};
use super::super::tool::{Reader, Tool};
use super::severities;

const ADMISSION: &str = "there is no admission controller";
const NOTIFICATIONS: &str = "nothing is sent to anybody; a report can be uploaded by the pipeline";

pub(super) const TOOL: Tool = Tool {
    name: "Terrascan",
    files: &[".terrascan.toml", "terrascan.toml", "terrascan-config.toml"],
    lists: None,
    keys: &[
        ("category.list", Lost("its categories are others; `checks.only` takes those of `ravelin checks list`")),
        ("k8s-admission-control.categories", Lost(ADMISSION)),
        ("k8s-admission-control.dashboard", Lost(ADMISSION)),
        ("k8s-admission-control.denied-categories", Lost(ADMISSION)),
        ("k8s-admission-control.denied-severity", Lost(ADMISSION)),
        ("k8s-admission-control.save-requests", Lost(ADMISSION)),
        ("notifications.webhook.token", Lost(NOTIFICATIONS)),
        ("notifications.webhook.url", Lost(NOTIFICATIONS)),
        ("policy.access_token", Lost("nothing is fetched")),
        ("policy.branch", Lost("nothing is fetched")),
        ("policy.environment", Lost("nothing is fetched")),
        ("policy.path", Lost("policies in Rego have no equivalent; docs/checks.md says how checks are written")),
        ("policy.rego_subdir", Lost("policies in Rego have no equivalent; docs/checks.md says how checks are written")),
        ("policy.repo_url", Lost("nothing is fetched")),
        ("rules.scan-rules", Carried(|reader, setting, _| reader.only(&setting.words()))),
        ("rules.skip-rules", Carried(|reader, setting, _| reader.skip(&setting.words()))),
        ("severity.level", Carried(level)),
    ],
};

/// What is below is neither scanned nor displayed.
fn level(reader: &mut Reader<'_>, setting: &Setting, _: &[Setting]) {
    if let Some(severity) = severities::of(reader, setting) {
        reader.list_from(severity);
        reader.fail_on(setting, Some(severity));
    }
}
