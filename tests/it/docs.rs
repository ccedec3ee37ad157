//! The documentation tells the truth where a machine can tell.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use ravelin::vocabulary::{Assessable, Category, Expectation, Grade, Platform, Scope, Severity, Shape, Word};
use regex::Regex;
use serde_yaml::Value;

use crate::runner::{Project, ravelin, read};

/// What platforms read of this repository.
const YAML: [&str; 9] = [
    "action.yml",
    ".pre-commit-hooks.yaml",
    ".github/workflows/ci.yml",
    ".github/workflows/docs.yml",
    ".github/workflows/release.yml",
    ".github/ISSUE_TEMPLATE/bug.yml",
    ".github/ISSUE_TEMPLATE/config.yml",
    ".github/ISSUE_TEMPLATE/false-alarm.yml",
    ".github/ISSUE_TEMPLATE/miss.yml",
];

fn yaml(name: &str) -> Value {
    serde_yaml::from_str(&read(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn documents() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut names = vec!["README.md".to_owned(), "CHANGELOG.md".to_owned()];
    for folder in ["docs", "docs/integrations", ".github"] {
        let entries = fs::read_dir(root.join(folder)).expect("is there").map(|entry| entry.expect("readable").path());
        let files = entries.filter(|path| path.is_file());
        names.extend(files.map(|path| format!("{folder}/{}", path.file_name().expect("a file").to_string_lossy())));
    }
    names.into_iter().map(|name| (name.clone(), read(&name))).collect()
}

/// The blocks of a document in a language.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let opening = format!("```{language}\n");
    let inside = |rest: &'a str| rest.split_once("\n```").map(|(block, _)| block);
    text.split(opening.as_str()).skip(1).filter_map(inside).collect()
}

/// Every `src/…`, `docs/…`, `tests/…` or `testdata/…` in code font is there.
#[test]
fn paths_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut missing = Vec::new();
    for (name, text) in documents() {
        for code in text.split('`').skip(1).step_by(2) {
            let tops = ["src/", "docs/", "tests/", "testdata/", "benches/", "fuzz/", ".ci/", ".github/"];
            // The pages on integrations speak of the workflows of others.
            let of_others = name.starts_with("docs/integrations/") && code.starts_with(".github/");
            let of_project = tops.iter().any(|top| code.starts_with(top)) && !of_others;
            if of_project && !code.contains(['<', '*', ' ', '…']) && !root.join(code).exists() {
                missing.push(format!("{name}: {code}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Every link to a file of this repository leads to one.
#[test]
fn links_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)#\s]+)").expect("a regular expression");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut missing = Vec::new();
    for (name, text) in documents() {
        let folder = root.join(&name);
        let folder = folder.parent().expect("a folder");
        let targets = link.captures_iter(&text).map(|link| link[1].to_owned());
        let targets = targets.filter(|target| !target.contains("://"));
        missing
            .extend(targets.filter(|target| !folder.join(target).exists()).map(|target| format!("{name}: {target}")));
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The option with which a text starts, without its value and what follows.
fn option(text: &str) -> &str {
    text.split(|char: char| !char.is_ascii_alphanumeric() && char != '-').next().unwrap_or_default()
}

/// Every `--option` in code font is one of the commands' or of the installer's. `docs/limits.md` names options that are not
/// there.
#[test]
fn options_exist() {
    let commands = [
        "scan",
        "inspect",
        "lsp",
        "checks new",
        "checks import",
        "checks test",
        "checks list",
        "checks show",
        "checks docs",
        "explain",
        "compliance report",
        "trend",
        "init",
        "exceptions add",
        "fix",
        "migrate",
    ];
    let help =
        commands.map(|command| ravelin(&[&command.split(' ').collect::<Vec<_>>()[..], &["--help"]].concat()).stdout);
    let installer = read(".github/install/install.sh");
    let usage = installer.lines().find(|line| line.starts_with("#   install.sh ")).expect("a usage").replace('[', "");
    let help = help.concat() + &usage;
    let options: BTreeSet<&str> = help.split_whitespace().map(option).collect();
    let mut missing = Vec::new();
    for (name, text) in documents().into_iter().filter(|(name, _)| name != "docs/limits.md") {
        let codes = text.split('`').skip(1).step_by(2).filter(|code| code.starts_with("--"));
        let unknown = codes.map(option).filter(|option| !options.contains(option));
        missing.extend(unknown.map(|option| format!("{name}: {option}")));
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// What the integrations run: every option is one of the command's, every format one that it writes.
#[test]
fn integrations_run_what_is_there() {
    let mut seen = 0;
    let mut missing = Vec::new();
    for (name, text) in documents().into_iter().filter(|(name, _)| name.starts_with("docs/integrations/")) {
        let mut help = None;
        for line in text.lines() {
            let line: Vec<&str> = line.split_whitespace().collect();
            let command = line.iter().position(|word| *word == "ravelin");
            let words = &line[command.map_or(0, |at| at + 1)..];
            help = match words {
                ["scan", ..] => Some(ravelin(&["scan", "--help"]).stdout),
                ["compliance", "report", ..] => Some(ravelin(&["compliance", "report", "--help"]).stdout),
                // The command goes on.
                [first, ..] if command.is_none() && first.starts_with("--") => help,
                _ => None,
            };
            let Some(help) = &help else { continue };
            let options = words.iter().copied().filter(|word| word.starts_with("--") && *word != "--");
            let formats = words.windows(2).filter(|pair| pair[0] == "--format");
            let formats = formats.map(|pair| pair[1].split('=').next().unwrap_or_default());
            let unknown = options.chain(formats).filter(|word| !help.contains(word));
            missing.extend(unknown.map(|word| format!("{name}: {word}")));
            seen += 1;
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(seen >= 30, "only {seen} lines of commands were found");
}

/// Pipelines that are shown, and the files that platforms read, are YAML.
#[test]
fn integrations_are_yaml() {
    for name in YAML {
        yaml(name);
    }
    for (name, text) in documents() {
        for block in blocks(&text, "yaml") {
            let parsed = serde_yaml::from_str::<Value>(block);
            assert!(parsed.is_ok(), "{name}: {:?}\n{block}", parsed.err());
        }
    }
}

/// What is run with the rights of a repository is what was reviewed: actions are named by their commit. The pages name our
/// own by the tag of this version, and one of them says how to pin that.
#[test]
fn actions_are_pinned() {
    let own = format!("ravelin-scanner/ravelin@v{}", env!("CARGO_PKG_VERSION"));
    let uses = Regex::new(r"(?m)^ *-? *uses: (\S+)(.*)$").expect("a regular expression");
    let pinned = Regex::new(r"^[\w.-]+/[\w./-]+@[0-9a-f]{40}$").expect("a regular expression");
    let mut seen = 0;
    let pages = documents().into_iter().filter(|(name, _)| name.starts_with("docs/"));
    let mut commits: BTreeMap<String, String> = BTreeMap::new();
    for (name, text) in YAML.map(|name| (name.to_owned(), read(name))).into_iter().chain(pages) {
        for action in uses.captures_iter(&text) {
            let checked_out = &action[1] == "./" && name.starts_with(".github/");
            let reviewed = pinned.is_match(&action[1]) || checked_out;
            let of_page = action[1] == own && name.starts_with("docs/");
            assert!(of_page || reviewed && action[2].starts_with(" # "), "{name}: {}", &action[0]);
            // One commit of each, so that none is forgotten when it moves.
            if let Some((action, commit)) = action[1].split_once('@') {
                let first = commits.entry(action.to_owned()).or_insert_with(|| commit.to_owned());
                assert_eq!(first, commit, "{name}: {action}");
            }
            seen += 1;
        }
    }
    assert!(seen >= 10, "only {seen} actions were found");
}

/// The job that branch protection asks for knows of every other one.
#[test]
fn one_job_waits_for_all() {
    let workflow = yaml(".github/workflows/ci.yml");
    let jobs = workflow["jobs"].as_mapping().expect("jobs");
    let others: Vec<_> = jobs.keys().filter(|name| *name != "all-green").collect();
    let needs: Vec<_> = workflow["jobs"]["all-green"]["needs"].as_sequence().expect("a list").iter().collect();
    assert_eq!(needs, others);
}

/// A job has the permissions that it names and no others, and ends some time.
#[test]
fn jobs_have_few_rights_and_end() {
    for name in YAML.into_iter().filter(|name| name.starts_with(".github/workflows/")) {
        let workflow = yaml(name);
        let read_only = ["{}", "contents: read"].map(|text| serde_yaml::from_str::<Value>(text).expect("YAML"));
        assert!(read_only.contains(&workflow["permissions"]), "{name}");
        for (job, value) in workflow["jobs"].as_mapping().expect("jobs") {
            assert!(value["timeout-minutes"].is_u64(), "{name}: {job:?}");
            assert!(name.ends_with("ci.yml") || value["permissions"].is_mapping(), "{name}: {job:?}");
        }
    }
}

/// Everything that is documented is on the site, and the site has no page that is not there.
#[test]
fn the_site_has_every_page() {
    let link = Regex::new(r"\]\(([^)]+)\)").expect("a regular expression");
    let listed: Vec<String> = link.captures_iter(&read("docs/SUMMARY.md")).map(|link| link[1].to_owned()).collect();
    let mut pages = Vec::new();
    for folder in ["", "integrations/", "reference/checks/"] {
        let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(folder)).expect("is there");
        let names = entries.map(|entry| entry.expect("readable").file_name().into_string().expect("UTF-8"));
        pages.extend(names.map(|name| format!("{folder}{name}")));
    }
    pages.retain(|page| page != "SUMMARY.md" && Path::new(page).extension().is_some_and(|kind| kind == "md"));
    let set = |names: &[String]| names.iter().cloned().collect::<BTreeSet<_>>();
    assert_eq!(set(&listed), set(&pages));
    assert_eq!(listed.len(), pages.len(), "a page is listed twice");
}

/// The site has each schema whose address is written somewhere: in the code, which writes it into files, and on the pages.
#[test]
fn the_site_has_every_schema() {
    fn texts(folder: &Path, into: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("is there").map(|entry| entry.expect("readable").path()) {
            match entry.is_dir() {
                true => texts(&entry, into),
                false => into.extend(fs::read_to_string(&entry)),
            }
        }
    }
    let mut all = Vec::new();
    for folder in ["src", "docs", "checks"] {
        texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut all);
    }
    let address =
        Regex::new(r"ravelin-scanner\.github\.io/ravelin/schemas/([\w-]+)\.json").expect("a regular expression");
    let made = Regex::new(r"(?m)^schema [a-z]+ ([a-z]+)$").expect("a regular expression");
    let site = read(".ci/site");
    let made: BTreeSet<&str> = made.captures_iter(&site).map(|name| name.extract::<1>().1[0]).collect();
    let named: BTreeSet<&str> =
        all.iter().flat_map(|text| address.captures_iter(text)).map(|name| name.extract::<1>().1[0]).collect();
    assert!(!made.is_empty() && named.is_subset(&made), "named {named:?}, made {made:?}");
}

/// The pages name this version, so that what is copied from them is what they are about.
#[test]
fn examples_name_this_version() {
    let version = env!("CARGO_PKG_VERSION");
    let named =
        Regex::new(r"(?:ravelin@v|rev: v|/ravelin:|ravelinVersion: .)(\d+\.\d+\.\d+)").expect("a regular expression");
    let mut seen = 0;
    for (name, text) in documents().into_iter().filter(|(name, _)| name.starts_with("docs/")) {
        for found in named.captures_iter(&text) {
            assert_eq!(&found[1], version, "{name}");
            seen += 1;
        }
    }
    assert!(seen >= 10, "only {seen} versions were found");
}

/// Someone who follows the page ends with a check that works.
#[test]
fn the_check_of_the_contributing_page_works() {
    let page = read(".github/CONTRIBUTING.md");
    let [check] = blocks(&page, "yaml").try_into().expect("one check");
    let id = check.lines().next().and_then(|line| line.strip_prefix("id: ")).expect("starts with its id");
    assert!(page.contains(&format!("/{id}.yaml`")), "the file has the name of the check");
    let project = Project::new(&[(&format!("own/{id}.yaml"), check)]);
    let run = project.run(&["checks", "test", id, "--check-dir", "own"]);
    assert_eq!(run.stdout, "1 checks: 3 examples passed, 0 failed\n", "{}", run.stderr);
}

/// No expression of a workflow stands inside of a script, where its value would be run.
#[test]
fn scripts_of_actions_hold_no_expressions() {
    let page = read("docs/integrations/github.md");
    let mut scripts = 0;
    let shown = blocks(&page, "yaml").into_iter().map(|text| serde_yaml::from_str(text).expect("YAML"));
    let own = YAML.into_iter().filter(|name| *name == "action.yml" || name.starts_with(".github/workflows/"));
    for value in shown.chain(own.map(yaml)) {
        let mut rest: Vec<Value> = vec![value];
        while let Some(value) = rest.pop() {
            if let Some(script) = value.get("run").and_then(Value::as_str) {
                assert!(!script.contains("${{"), "{script}");
                scripts += 1;
            }
            match value {
                Value::Sequence(items) => rest.extend(items),
                Value::Mapping(fields) => rest.extend(fields.into_values()),
                _ => {}
            }
        }
    }
    assert!(scripts >= 5, "only {scripts} scripts were found");
}

/// Every word that check files and framework files may use is documented.
#[test]
fn words_are_documented() {
    fn undocumented<W: Word>(page: &str) -> Vec<&'static str> {
        let text = read(page);
        let is_there = |word: &str| text.contains(&format!("`{word}`")) || text.contains(&format!("| {word} |"));
        W::all().iter().map(|word| word.as_str()).filter(|word| !is_there(word)).collect()
    }
    let checks = read("docs/checks.md");
    for shape in Shape::ALL {
        assert!(checks.contains(&format!("### `{shape}`")), "{shape}");
    }
    let rubric = read("docs/severity.md");
    for severity in Severity::ALL {
        assert!(rubric.contains(&format!("\n## {severity}: ")), "{severity}");
    }
    assert!(checks.contains(&Severity::ALL.map(Severity::as_str).join(" | ")));
    let none: Vec<&str> = Vec::new();
    assert_eq!(undocumented::<Category>("docs/checks.md"), none);
    assert_eq!(undocumented::<Platform>("docs/checks.md"), none);
    assert_eq!(undocumented::<Expectation>("docs/checks.md"), none);
    assert_eq!(undocumented::<Grade>("docs/compliance.md"), none);
    assert_eq!(undocumented::<Assessable>("docs/compliance.md"), none);
    assert!(read("docs/compliance.md").contains(&Scope::ALL.map(Scope::as_str).join(", ")));
}

/// The README and the pages of the reports name every format.
#[test]
fn formats_are_documented() {
    let named = |page: &str, names: Vec<&str>| {
        let text = read(page);
        for name in names {
            assert!(text.contains(&format!("`{name}`")), "{page}: {name}");
        }
    };
    let of_scans: Vec<&str> = ravelin::report::FORMATS.iter().map(|format| format.name).collect();
    named("README.md", of_scans.clone());
    named("docs/formats.md", of_scans);
    named("docs/compliance.md", ravelin::report::compliance::FORMATS.iter().map(|format| format.name).collect());
    named("docs/reports.md", ravelin::report::trend::FORMATS.iter().map(|format| format.name).collect());
}

/// The index of checks is what the checks say. Failing? `cargo run -- checks docs` writes it again.
#[test]
fn the_index_of_checks_is_current() {
    let run = ravelin(&["checks", "docs", "--check"]);
    assert_eq!(run.code, 0, "write the index again with `cargo run -- checks docs`:\n{}", run.stderr);
}

/// The README stays short: what is long has a page of its own.
#[test]
fn the_readme_is_short() {
    assert!(read("README.md").lines().count() < 150);
}

/// Every service and every group that a check may ask for is in the documentation of its shape.
#[test]
fn services_are_documented() {
    let documented = read("docs/checks.md");
    let words = |line: &str, key: &str| {
        let (_, rest) = line.split_once(&format!("{key}: "))?;
        rest.split_once(',').map(|(word, _)| word.to_owned())
    };
    let ports = read("src/shape/network_rules/ports.yaml");
    let rows: Vec<&str> = ports.lines().filter(|line| line.starts_with("- ")).collect();
    assert!(rows.len() > 50, "{} rows", rows.len());
    for row in rows {
        for key in ["name", "group"] {
            let word = words(row, key).expect("a row in one line");
            assert!(documented.contains(&format!("`{word}`")), "{word}");
        }
    }
}
