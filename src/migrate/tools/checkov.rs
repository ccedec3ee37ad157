//! Checkov: every option of its command line is a key
//! ([reference](https://www.checkov.io/2.Basics/CLI%20Command%20Reference.html)).

use super::super::formats::extension;
use super::super::paths;
use super::super::settings::Setting;
use super::super::tool::Fate::{Carried, Lost};
use super::super::tool::{Reader, Tool, get};
use super::severities;
use crate::check::Severity;

const PLATFORM: &str = "it is for Prisma Cloud, which Ravelin does not speak to";
const DISPLAY: &str = "how much is shown is said on the command line: see `ravelin scan --help`";
const MODULES: &str = "Ravelin downloads nothing; modules that `terraform init` has fetched are read";
const PACKAGES: &str = "it is about packages, and Ravelin looks at configurations";
const POLICIES: &str = "its policies are of another form; docs/checks.md says how checks are written";
const LANGUAGES: &str = "every language that Ravelin knows is read; `paths.exclude` leaves files out";
const GIVEN: &str = "what is scanned is named on the command line";
const COMMAND: &str = "it is a command, and no setting";
const HISTORY: &str = "the history of the repository is not searched";

pub(super) const TOOL: Tool = Tool {
    name: "Checkov",
    files: &[".checkov.yaml", ".checkov.yml"],
    lists: None,
    keys: &[
        ("add-check", Lost(COMMAND)),
        (
            "baseline",
            Lost(
                "`ravelin exceptions import .checkov.baseline` prints its findings as exceptions; `ravelin baseline write` makes one of ours",
            ),
        ),
        ("bc-api-key", Lost(PLATFORM)),
        ("block-list-secret-scan", Lost("`paths.exclude` leaves files out for all checks")),
        ("branch", Lost(PLATFORM)),
        ("ca-certificate", Lost(PLATFORM)),
        ("check", Carried(check)),
        ("compact", Lost(DISPLAY)),
        ("create-baseline", Lost("`ravelin baseline write` makes one")),
        ("create-config", Lost(COMMAND)),
        ("custom-tool-name", Lost("reports name Ravelin")),
        ("deep-analysis", Lost("a plan beside its source is joined with it always")),
        ("directory", Lost(GIVEN)),
        ("docker-image", Lost(PACKAGES)),
        ("dockerfile-path", Lost(PACKAGES)),
        ("download-external-modules", Lost(MODULES)),
        (
            "enable-secret-scan-all-files",
            Lost("credentials are looked for in the files of the languages that are read"),
        ),
        ("evaluate-variables", Lost("variables are evaluated always")),
        ("external-checks-dir", Lost(POLICIES)),
        ("external-checks-git", Lost(POLICIES)),
        ("external-modules-download-path", Lost(MODULES)),
        ("file", Lost(GIVEN)),
        ("framework", Carried(framework)),
        ("hard-fail-on", Carried(hard_fail_on)),
        ("include-all-checkov-policies", Lost(PLATFORM)),
        ("list", Lost(COMMAND)),
        ("mask", Lost("credentials are masked in every report")),
        ("no-cert-verify", Lost(PLATFORM)),
        (
            "no-fail-on-crash",
            Lost("what goes wrong in one file is told, and the rest is judged; see `gate.fail-on-incomplete`"),
        ),
        ("no-guide", Lost(PLATFORM)),
        ("openai-api-key", Lost("nothing is sent to anybody")),
        ("output", Carried(output)),
        ("output-baseline-as-skipped", Lost("what a baseline has is in every report that can say so")),
        ("output-bc-ids", Lost(PLATFORM)),
        // What `output` does not say is written to the terminal.
        ("output-file-path", Carried(|_, _, _| {})),
        ("policy-metadata-filter", Lost(PLATFORM)),
        ("policy-metadata-filter-exception", Lost(PLATFORM)),
        ("prisma-api-url", Lost(PLATFORM)),
        ("quiet", Lost("only what fails is listed anyway")),
        ("repo-id", Lost(PLATFORM)),
        ("repo-root-for-plan-enrichment", Lost("a plan beside its source is joined with it always")),
        ("run-all-external-checks", Lost(POLICIES)),
        ("scan-secrets-history", Lost(HISTORY)),
        ("secrets-history-timeout", Lost(HISTORY)),
        ("secrets-scan-file-type", Lost("credentials are looked for in the files of the languages that are read")),
        ("show-config", Lost(COMMAND)),
        ("skip-check", Carried(skip_check)),
        ("skip-cve-package", Lost(PACKAGES)),
        ("skip-download", Lost("Ravelin downloads nothing")),
        ("skip-fixes", Lost(PLATFORM)),
        ("skip-framework", Lost(LANGUAGES)),
        ("skip-path", Carried(|reader, setting, _| reader.exclude(setting.words(), paths::of_regex))),
        ("skip-policy-download", Lost(PLATFORM)),
        ("skip-resources-without-violations", Lost(PLATFORM)),
        ("skip-results-upload", Lost(PLATFORM)),
        ("skip-suppressions", Lost(PLATFORM)),
        (
            "soft-fail",
            Carried(|reader, setting, _| {
                if setting.is_true() {
                    reader.fail_on(setting, None);
                }
            }),
        ),
        ("soft-fail-on", Carried(soft_fail_on)),
        ("summary-position", Lost(DISPLAY)),
        ("support", Lost(PLATFORM)),
        ("tool-name", Lost("reports name Ravelin")),
        ("use-enforcement-rules", Lost(PLATFORM)),
        ("var-file", Carried(|reader, setting, _| reader.variable_files(setting.words()))),
    ],
};

/// A severity means it and those above.
fn check(reader: &mut Reader<'_>, setting: &Setting, _: &[Setting]) {
    let (severities, names) = severities::partition(setting.words());
    if let Some((least, (word, _))) = severities.into_iter().min() {
        reader.only_from(least, &word);
    }
    reader.only(&names);
}

/// A severity means it and those below.
fn skip_check(reader: &mut Reader<'_>, setting: &Setting, _: &[Setting]) {
    let (severities, names) = severities::partition(setting.words());
    if let Some((most, (word, _))) = severities.into_iter().max() {
        for severity in Severity::ALL.into_iter().filter(|severity| *severity <= most) {
            reader.skip_group(severity.as_str(), &word);
        }
    }
    reader.skip(&names);
}

fn framework(reader: &mut Reader<'_>, setting: &Setting, _: &[Setting]) {
    if setting.words().iter().any(|(word, _)| word != "all") {
        reader.lost(setting, LANGUAGES);
    }
}

const BY_SEVERITY: &str = "the gate goes by severity: give the check one with `checks.severity`";

fn hard_fail_on(reader: &mut Reader<'_>, setting: &Setting, _: &[Setting]) {
    let (severities, names) = severities::partition(setting.words());
    if let Some((least, _)) = severities.into_iter().min() {
        reader.fail_on(setting, Some(least));
    }
    reader.notes(&names, BY_SEVERITY);
}

fn soft_fail_on(reader: &mut Reader<'_>, setting: &Setting, all: &[Setting]) {
    let (severities, names) = severities::partition(setting.words());
    let is_said = get(all, "soft-fail").is_some_and(Setting::is_true) || get(all, "hard-fail-on").is_some();
    if let Some((most, _)) = severities.into_iter().max().filter(|_| !is_said) {
        reader.fail_on(setting, severities::above(most));
    }
    reader.notes(&names, BY_SEVERITY);
}

const FORMATS: &[(&str, &str)] =
    &[("cli", "pretty"), ("junitxml", "junit"), ("github_failed_only", "markdown"), ("gitlab_sast", "gitlab-sast")];

/// `output-file-path` is a folder, or a list of files for the formats in their order, of which `console` is the terminal.
fn output(reader: &mut Reader<'_>, setting: &Setting, all: &[Setting]) {
    let files = get(all, "output-file-path").map(Setting::words).unwrap_or_default();
    let file = |index: usize, format: &str| match &files[..] {
        [] => None,
        [(folder, _)] if !folder.ends_with(extension(format)) => {
            Some(format!("{}/results_{format}.{}", folder.trim_end_matches('/'), extension(format)))
        }
        files => files.get(index).map(|(file, _)| file.clone()).filter(|file| file != "console"),
    };
    reader.formats(setting.words(), FORMATS, file);
}
