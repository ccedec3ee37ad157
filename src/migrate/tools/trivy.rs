//! Trivy: `trivy.yaml` ([reference](https://trivy.dev/latest/docs/references/configuration/config-file/)), and its lists
//! of exceptions.

use super::super::paths;
use super::super::settings::Setting;
use super::super::tool::Fate::{Carried, Lost};
use super::super::tool::{Reader, Tool, get};
use super::severities;

const DOWNLOADS: &str = "Ravelin downloads nothing and keeps no cache";
const PACKAGES: &str = "it is about packages, images or licences, and Ravelin looks at configurations";
const CLUSTER: &str = "clusters are not looked at; scan what `kubectl get --output yaml` prints";
const HELM: &str = "charts are not rendered; scan what `helm template` prints";
const LANGUAGES: &str = "every language that Ravelin knows is read; `paths.exclude` leaves files out";
const REGO: &str = "checks in Rego have no equivalent; docs/checks.md says how checks are written";
const OTHERS: &str = "this language is not read";
const SERVER: &str = "there is no server";
const DISPLAY: &str = "how much is shown is said on the command line: see `ravelin scan --help`";

pub(super) const TOOL: Tool = Tool {
    name: "Trivy",
    files: &["trivy.yaml", ".trivy.yaml", ".trivyignore", ".trivyignore.yaml"],
    lists: Some((".trivyignore", |reader| reader.exceptions())),
    keys: &[
        ("ansible", Lost(OTHERS)),
        ("cacert", Lost(DOWNLOADS)),
        ("cache", Lost(DOWNLOADS)),
        ("clean", Lost(DOWNLOADS)),
        ("db", Lost(DOWNLOADS)),
        ("debug", Lost(DISPLAY)),
        ("dependency-tree", Lost(PACKAGES)),
        ("exit-code", Carried(exit_code)),
        ("exit-on-eol", Lost(PACKAGES)),
        ("format", Carried(format)),
        ("ignore-policy", Lost(REGO)),
        ("ignorefile", Carried(ignorefile)),
        ("image", Lost(PACKAGES)),
        ("insecure", Lost(DOWNLOADS)),
        ("kubernetes", Lost(CLUSTER)),
        ("license", Lost(PACKAGES)),
        ("list-all-pkgs", Lost(PACKAGES)),
        ("misconfiguration.checks-bundle-repository", Lost(DOWNLOADS)),
        ("misconfiguration.cloudformation", Lost(OTHERS)),
        ("misconfiguration.config-file-schemas", Lost(REGO)),
        ("misconfiguration.download-checks-bundle-only", Lost(DOWNLOADS)),
        ("misconfiguration.helm", Lost(HELM)),
        (
            "misconfiguration.include-non-failures",
            Lost("`--format json` counts what passes; compliance reports list it"),
        ),
        ("misconfiguration.raw-config-scanners", Lost(REGO)),
        ("misconfiguration.render-cause", Lost("where a value comes from is shown always")),
        ("misconfiguration.reset-checks-bundle", Lost(DOWNLOADS)),
        ("misconfiguration.scanners", Lost(LANGUAGES)),
        ("misconfiguration.terraform.exclude-downloaded-modules", Carried(downloaded_modules)),
        ("misconfiguration.terraform.vars", Carried(|reader, setting, _| reader.variable_files(setting.words()))),
        ("module", Lost("there are no modules that extend the scanner")),
        // What `format` does not say is written to the terminal.
        ("output", Carried(|_, _, _| {})),
        ("output-plugin-arg", Lost("there are no plug-ins")),
        ("pkg", Lost(PACKAGES)),
        ("quiet", Lost(DISPLAY)),
        ("registry", Lost(PACKAGES)),
        ("rego", Lost(REGO)),
        ("report", Lost(DISPLAY)),
        ("repository", Lost("what is scanned is a folder; `git clone` it first")),
        ("scan.compliance", Lost("`ravelin compliance report` is a command of its own")),
        ("scan.detection-priority", Lost(PACKAGES)),
        ("scan.disable-telemetry", Lost("nothing is sent to anybody")),
        ("scan.distro", Lost(PACKAGES)),
        (
            "scan.file-patterns",
            Lost("files are known by name and content; one that is named on the command line is always read"),
        ),
        ("scan.offline", Lost("every scan is offline")),
        ("scan.parallel", Lost("all cores are used")),
        ("scan.rekor-url", Lost(PACKAGES)),
        ("scan.sbom-sources", Lost(PACKAGES)),
        ("scan.scanners", Carried(scanners)),
        ("scan.show-suppressed", Lost("it is an option of the command line: `--show-exceptions`")),
        (
            "scan.skip-dirs",
            Carried(|reader, setting, _| reader.exclude(setting.words(), |text| paths::of_glob(text, true))),
        ),
        (
            "scan.skip-files",
            Carried(|reader, setting, _| reader.exclude(setting.words(), |text| paths::of_glob(text, false))),
        ),
        ("scan.skip-version-check", Lost("no version is asked for")),
        (
            "secret",
            Lost("patterns of credentials of one's own have no equivalent; docs/checks.md says how checks are written"),
        ),
        ("server", Lost(SERVER)),
        // What `exit-code` does not say is what is listed.
        ("severity", Carried(severity)),
        ("table-mode", Lost(DISPLAY)),
        ("template", Carried(template)),
        ("timeout", Lost("a scan has limits of its own: docs/limits.md")),
        ("vulnerability", Lost(PACKAGES)),
    ],
};

/// Without a code, findings never fail.
fn exit_code(reader: &mut Reader<'_>, setting: &Setting, all: &[Setting]) {
    if setting.text().is_some_and(|code| code == "0") {
        return reader.fail_on(setting, None);
    }
    let least = get(all, "severity").map(|severity| severities::partition(severity.words()).0);
    let least = least.and_then(|severities| severities.into_iter().map(|(severity, _)| severity).min());
    reader.fail_on(setting, Some(least.unwrap_or(crate::check::Severity::Info)));
}

fn severity(reader: &mut Reader<'_>, setting: &Setting, _: &[Setting]) {
    let (severities, others) = severities::partition(setting.words());
    reader.notes(&others, "it is no severity");
    if let Some(least) = severities.into_iter().map(|(severity, _)| severity).min() {
        reader.list_from(least);
    }
}

fn downloaded_modules(reader: &mut Reader<'_>, setting: &Setting, _: &[Setting]) {
    if setting.is_true() {
        reader.exclude(vec![("**/.terraform".to_owned(), setting.at)], |text| paths::of_glob(text, true));
    }
}

fn scanners(reader: &mut Reader<'_>, setting: &Setting, _: &[Setting]) {
    for (word, at) in setting.words() {
        match word.as_str() {
            "misconfig" | "config" | "secret" => {}
            _ => reader.note(at, &word, PACKAGES),
        }
    }
}

fn ignorefile(reader: &mut Reader<'_>, setting: &Setting, _: &[Setting]) {
    if !setting.text().is_some_and(|file| TOOL.files.contains(&file.trim_start_matches("./"))) {
        reader.lost(setting, "name the file `.trivyignore`, and `ravelin exceptions import` prints what it excepts");
    }
}

const FORMATS: &[(&str, &str)] = &[("table", "pretty")];

/// A template has a format of its own, and says which.
fn format(reader: &mut Reader<'_>, setting: &Setting, all: &[Setting]) {
    let words = setting.words().into_iter().filter(|(word, _)| word != "template" || get(all, "template").is_none());
    reader.formats(words.collect(), FORMATS, |_, _| get(all, "output").and_then(Setting::text));
}

const TEMPLATES: &[(&str, &str)] =
    &[("junit", "junit"), ("html", "html"), ("gitlab", "gitlab-sast"), ("gitlab-codequality", "gitlab-codequality")];

/// The templates that come with it, by their names.
fn template(reader: &mut Reader<'_>, setting: &Setting, all: &[Setting]) {
    let path = setting.text().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".tpl");
    match TEMPLATES.iter().find(|(theirs, _)| *theirs == name) {
        Some((_, ours)) => reader
            .formats(vec![((*ours).to_owned(), setting.at)], &[], |_, _| get(all, "output").and_then(Setting::text)),
        None => reader.lost(setting, "templates of another tool are not read"),
    }
}
