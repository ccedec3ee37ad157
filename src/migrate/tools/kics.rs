//! KICS: every option of `kics scan` is a key, in JSON, YAML, TOML or HCL
//! ([reference](https://docs.kics.io/latest/configuration-file/)).

use super::super::formats::extension;
use super::super::paths;
use super::super::settings::Setting;
use super::super::tool::Fate::{Carried, Lost};
use super::super::tool::{Reader, Tool, get};
use super::severities;
use crate::check::Severity;

const DISPLAY: &str = "how much is shown is said on the command line: see `ravelin scan --help`";
const LOGS: &str = "there is no log; what could not be read is in every report";
const QUERIES: &str = "queries in Rego have no equivalent; docs/checks.md says how checks are written";
const LANGUAGES: &str = "every language that Ravelin knows is read; `paths.exclude` leaves files out";
const PAYLOAD: &str = "there is no file of what was read; `ravelin explain` shows how a value came to be";

pub(super) const TOOL: Tool = Tool {
    name: "KICS",
    files: &[
        "kics.config",
        "kics.yaml",
        "kics.yml",
        "kics.json",
        "kics.toml",
        "kics.hcl",
        ".kics.yaml",
        ".kics.yml",
        ".kics.json",
        ".kics.toml",
        ".kics.hcl",
    ],
    lists: None,
    keys: &[
        ("bom", Lost("there is no bill of materials")),
        ("ci", Lost(DISPLAY)),
        ("cloud-provider", Lost(LANGUAGES)),
        ("config", Lost("one configuration is read")),
        ("disable-cis-descriptions", Lost("nothing is fetched for descriptions")),
        ("disable-full-descriptions", Lost("nothing is fetched for descriptions")),
        (
            "disable-secrets",
            Carried(|reader, setting, _| {
                if setting.is_true() {
                    reader.skip_group("secrets", "disable-secrets");
                }
            }),
        ),
        ("exclude-categories", Carried(exclude_categories)),
        ("exclude-gitignore", Lost("it is an option of the command line: `--no-ignore`")),
        (
            "exclude-paths",
            Carried(|reader, setting, _| reader.exclude(setting.words(), |text| paths::of_glob(text, false))),
        ),
        ("exclude-platform", Lost(LANGUAGES)),
        ("exclude-queries", Carried(|reader, setting, _| reader.skip(&setting.words()))),
        (
            "exclude-results",
            Lost("its similarity ids cannot be told from the code; `ravelin exceptions add` excepts findings"),
        ),
        ("exclude-severities", Carried(exclude_severities)),
        ("exclude-type", Lost(LANGUAGES)),
        ("experimental-queries", Lost(QUERIES)),
        ("fail-on", Carried(fail_on)),
        ("ignore-on-exit", Carried(ignore_on_exit)),
        ("include-queries", Carried(|reader, setting, _| reader.only(&setting.words()))),
        ("input-data", Lost(QUERIES)),
        ("kics_compute_new_simid", Lost("fingerprints are made in one way")),
        ("libraries-path", Lost(QUERIES)),
        ("line-info-payload", Lost(PAYLOAD)),
        ("log-file", Lost(LOGS)),
        ("log-format", Lost(LOGS)),
        ("log-level", Lost(LOGS)),
        ("log-path", Lost(LOGS)),
        ("max-file-size", Lost("files of up to 10 MiB are read")),
        ("max-resolver-depth", Lost("a scan has limits of its own: docs/limits.md")),
        ("minimal-ui", Lost(DISPLAY)),
        ("no-color", Lost("`NO_COLOR` in the environment says so")),
        ("no-progress", Lost("progress is shown on a terminal alone")),
        ("old-severities", Lost("severities are those of the checks")),
        // What `report-formats` says is written there.
        ("output-name", Carried(|_, _, _| {})),
        ("output-path", Carried(output_path)),
        ("parallel", Lost("all cores are used")),
        ("path", Lost("what is scanned is named on the command line")),
        ("payload-lines", Lost(PAYLOAD)),
        ("payload-path", Lost(PAYLOAD)),
        ("platform", Lost(LANGUAGES)),
        ("preview-lines", Lost(DISPLAY)),
        ("profiling", Lost(LOGS)),
        ("queries-path", Lost(QUERIES)),
        ("report-formats", Carried(report_formats)),
        ("secrets-regexes-path", Lost(QUERIES)),
        ("silent", Lost(DISPLAY)),
        ("terraform-vars-path", Carried(|reader, setting, _| reader.variable_files(setting.words()))),
        ("timeout", Lost("a scan has limits of its own: docs/limits.md")),
        ("type", Lost(LANGUAGES)),
        ("verbose", Lost(DISPLAY)),
    ],
};

/// Categories of KICS that are about the same as one of ours.
const CATEGORIES: &[(&str, &str)] = &[
    ("access control", "access-control"),
    ("availability", "resilience"),
    ("backup", "resilience"),
    ("best practices", "maintenance"),
    ("encryption", "encryption"),
    ("networking and firewall", "network-exposure"),
    ("observability", "logging"),
    ("secret management", "secrets"),
    ("supply-chain", "supply-chain"),
];

fn exclude_categories(reader: &mut Reader<'_>, setting: &Setting, _: &[Setting]) {
    for (word, at) in setting.words() {
        match CATEGORIES.iter().find(|(theirs, _)| theirs.eq_ignore_ascii_case(&word)) {
            Some((_, ours)) => reader.skip_group(ours, &word),
            None => reader.note(at, &word, "no category is about the same"),
        }
    }
}

fn exclude_severities(reader: &mut Reader<'_>, setting: &Setting, _: &[Setting]) {
    for (word, at) in setting.words() {
        match severities::severity(&word) {
            Some(severity) => reader.skip_group(severity.as_str(), &word),
            None => reader.note(at, &word, "it is no severity"),
        }
    }
}

/// It names each severity that fails.
fn fail_on(reader: &mut Reader<'_>, setting: &Setting, all: &[Setting]) {
    if get(all, "ignore-on-exit").and_then(Setting::text).is_some_and(|word| matches!(word.as_str(), "all" | "results"))
    {
        return;
    }
    let (severities, others) = severities::partition(setting.words());
    reader.notes(&others, "it is no severity");
    let named: Vec<Severity> = severities.into_iter().map(|(severity, _)| severity).collect();
    let Some(least) = named.iter().copied().min() else { return };
    reader.fail_on(setting, Some(least));
    let has_gap =
        |severity: &Severity| *severity > least && *severity < Severity::Critical && !named.contains(severity);
    if Severity::ALL.iter().any(has_gap) {
        reader.lost(setting, format!("severities above `{least}` fail as well"));
    }
}

fn ignore_on_exit(reader: &mut Reader<'_>, setting: &Setting, _: &[Setting]) {
    match setting.text().unwrap_or_default().as_str() {
        "all" | "results" => reader.fail_on(setting, None),
        "none" => {}
        _ => reader.lost(setting, "errors of a scan have exit codes of their own"),
    }
}

const FORMATS: &[(&str, &str)] = &[("codeclimate", "gitlab-codequality"), ("glsast", "gitlab-sast")];

/// Its reports are files, and what people read goes to the terminal beside.
fn report_formats(reader: &mut Reader<'_>, setting: &Setting, all: &[Setting]) {
    let text = |key: &str, default: &str| get(all, key).and_then(Setting::text).unwrap_or(default.to_owned());
    let (folder, name) = (text("output-path", "results"), text("output-name", "results"));
    let folder = folder.trim_start_matches("./").trim_end_matches('/').to_owned();
    reader.formats(vec![("pretty".to_owned(), setting.at)], &[], |_, _| None);
    let name = name.trim_end_matches(".json");
    // Of formats with one ending, one has the name alone.
    let file = |format: &str| match format {
        "json" | "sarif" | "html" | "csv" => format!("{folder}/{name}.{}", extension(format)),
        _ => format!("{folder}/{format}-{name}.{}", extension(format)),
    };
    reader.formats(setting.words(), FORMATS, |_, format| Some(file(format)));
}

/// Without formats, it writes JSON.
fn output_path(reader: &mut Reader<'_>, setting: &Setting, all: &[Setting]) {
    if get(all, "report-formats").is_none() {
        let folder = setting.text().unwrap_or_default();
        let folder = folder.trim_start_matches("./").trim_end_matches('/');
        reader.formats(vec![("pretty".to_owned(), setting.at)], &[], |_, _| None);
        reader.formats(vec![("json".to_owned(), setting.at)], &[], |_, _| Some(format!("{folder}/results.json")));
    }
}
