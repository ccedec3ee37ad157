//! The scripts of the GitHub action, with what a runner gives them. Needs bash.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_yaml::Value;

use crate::install::server::Server;
use crate::install::unix::{COMMAND, archive, build, release};
use crate::runner::{Project, Run, read};

fn action() -> Value {
    serde_yaml::from_str(&read("action.yml")).expect("YAML")
}

/// The inputs as `action.yml` gives them to its scripts when a workflow says nothing.
fn defaults() -> BTreeMap<String, String> {
    let action = action();
    let inputs = action["inputs"].as_mapping().expect("inputs");
    let variable = |name: &Value| format!("INPUT_{}", name.as_str().expect("a name").to_uppercase().replace('-', "_"));
    let default = |input: &Value| input["default"].as_str().expect("a default").to_owned();
    inputs.iter().map(|(name, input)| (variable(name), default(input))).collect()
}

/// A runner on which a project is checked out.
struct Runner {
    project: Project,
    temporary: Project,
}

impl Runner {
    fn new(files: &[(&str, &str)]) -> Self {
        Self { project: Project::new(files), temporary: Project::new(&[]) }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.temporary.path().join(name)
    }

    /// Runs a script of the action in the project.
    fn run(&self, script: &str, args: &[&str], variables: &[(&str, &str)]) -> Run {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/action").join(script);
        let mut command = Command::new("bash");
        command.arg(script).args(args).current_dir(self.project.path()).stdin(Stdio::null()).env_clear();
        command.env("PATH", std::env::var_os("PATH").expect("a PATH")).envs(defaults());
        command.env("RUNNER_TEMP", self.temporary.path());
        command.env("RUNNER_OS", if cfg!(target_os = "macos") { "macOS" } else { "Linux" }).env("RUNNER_ARCH", "X64");
        for name in ["GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY"] {
            command.env(name, self.file(name));
        }
        Run::of(command.envs(variables.iter().copied()).output().expect("starts"))
    }

    /// Scans with the real command where the action installs it.
    fn scan(&self, variables: &[(&str, &str)]) -> Run {
        let folder = self.file("ravelin/bin");
        fs::create_dir_all(&folder).expect("writable");
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_ravelin"), folder.join("ravelin")).expect("writable");
        self.run("scan.sh", &[], variables)
    }

    /// What the scan gave to later steps.
    fn outputs(&self) -> BTreeMap<String, String> {
        let text = fs::read_to_string(self.file("GITHUB_OUTPUT")).expect("UTF-8");
        let pair = |line: &str| line.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
        text.lines().map(|line| pair(line).expect("NAME=VALUE")).collect()
    }
}

/// Outputs as they stand in [`Runner::outputs`].
fn outputs(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// An image without a version, and a user that is root: two findings that close the gate, and others that do not.
const DOCKERFILE: &str = "FROM alpine:latest\nUSER root\n";

#[test]
fn inputs_reach_the_scripts_and_outputs_come_from_them() {
    let action = action();
    let scripts = read(".github/action/scan.sh") + &read(".github/action/setup.sh");
    let steps = action["runs"]["steps"].as_sequence().expect("steps");
    let given: BTreeMap<&str, &str> = steps
        .iter()
        .filter_map(|step| step["env"].as_mapping())
        .flatten()
        .map(|(name, value)| (name.as_str().expect("a name"), value.as_str().expect("a text")))
        .collect();
    for (name, input) in action["inputs"].as_mapping().expect("inputs") {
        let name = name.as_str().expect("a name");
        let variable = format!("INPUT_{}", name.to_uppercase().replace('-', "_"));
        assert_eq!(given.get(variable.as_str()), Some(&format!("${{{{ inputs.{name} }}}}").as_str()), "{name}");
        assert!(scripts.contains(&variable), "{variable}");
        assert!(input["description"].is_string() && input["default"].is_string(), "{name}");
    }
    for (name, output) in action["outputs"].as_mapping().expect("outputs") {
        let name = name.as_str().expect("a name");
        assert_eq!(output["value"], format!("${{{{ steps.scan.outputs.{name} }}}}"));
        assert!(scripts.contains(&format!("echo \"{name}=")), "{name}");
    }
    // The command reads variables of that name itself.
    assert!(!read("action.yml").contains("RAVELIN_"));
}

#[test]
fn a_scan_says_what_it_found_and_how_the_gate_stands() {
    let runner = Runner::new(&[("Dockerfile", DOCKERFILE)]);
    let run = runner.scan(&[]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let json = runner.project.run(&["scan", ".", "--format", "json"]).json();
    let findings = json["findings"].as_array().expect("a list").len().to_string();
    assert!(findings != "0");
    assert_eq!(runner.outputs(), outputs(&[("exit-code", "1"), ("gate", "closed"), ("findings", &findings)]));
    assert!(run.stdout.contains("\nDockerfile:1:6: "), "{}", run.stdout);
    let added = format!("{}\n", runner.file("ravelin/bin").display());
    assert_eq!(fs::read_to_string(runner.file("GITHUB_PATH")).expect("UTF-8"), added);
    assert!(fs::read_to_string(runner.file("GITHUB_STEP_SUMMARY")).expect("UTF-8").contains("Dockerfile"));
    // What is printed in between is no command of the workflow.
    let lines: Vec<&str> = run.stdout.lines().collect();
    let stop = lines.iter().position(|line| line.starts_with("::stop-commands::")).expect("is there");
    let token = lines[stop].trim_start_matches("::stop-commands::");
    let end = lines.iter().position(|line| *line == format!("::{token}::")).expect("is there");
    assert!(token.len() == 32 && lines[stop..end].iter().any(|line| line.starts_with("Dockerfile:")), "{}", run.stdout);
    assert!(lines[0].starts_with("::add-matcher::") && lines[end + 1].starts_with("::remove-matcher owner="));
}

#[test]
fn only_what_counts_is_counted() {
    let excepted = format!("# ravelin:ignore-file docker-*,container-*\n{DOCKERFILE}");
    let runner = Runner::new(&[("Dockerfile", &excepted)]);
    assert_eq!(runner.scan(&[]).code, 0);
    assert_eq!(runner.outputs(), outputs(&[("exit-code", "0"), ("gate", "open"), ("findings", "0")]));

    let known = Runner::new(&[("Dockerfile", DOCKERFILE)]);
    known.project.run(&["baseline", "write", "."]);
    known.project.write("new/Dockerfile", b"FROM scratch\nUSER root\n");
    let all =
        known.project.run(&["scan", "new", "--format", "json"]).json()["findings"].as_array().expect("a list").len();
    assert_eq!(known.scan(&[("INPUT_BASELINE", "ravelin-baseline.json")]).code, 1);
    assert_eq!(known.outputs()["findings"], all.to_string());
}

#[test]
fn a_scan_that_could_not_be_done_has_not_opened_the_gate() {
    let runner = Runner::new(&[("Dockerfile", DOCKERFILE)]);
    assert_eq!(runner.scan(&[("INPUT_SINCE", "nowhere"), ("INPUT_SARIF", "out.sarif")]).code, 2);
    assert_eq!(runner.outputs(), outputs(&[("exit-code", "2"), ("gate", "closed")]));
}

#[test]
fn paths_and_arguments_stand_on_lines_of_their_own() {
    let files = [
        ("my app/Dockerfile", DOCKERFILE),
        ("b/Dockerfile", DOCKERFILE),
        ("c/Dockerfile", DOCKERFILE),
        ("my app.yaml", "gate: {fail-on: high}\n"),
    ];
    for variables in [
        &[
            ("INPUT_PATHS", "my app\r\n\n  \nb\n"),
            ("INPUT_PATH", "c"),
            ("INPUT_ARGS", "--fail-on none\n--min-severity=low"),
        ][..],
        &[("INPUT_PATH", "my app\nb"), ("INPUT_FAIL_ON", "none"), ("INPUT_ARGS", "--min-severity\nlow")],
        &[("INPUT_PATHS", " my app\t\nb "), ("INPUT_ARGS", "  --fail-on  none \r\n--new-only \n--config=my app.yaml")],
    ] {
        let runner = Runner::new(&files);
        let run = runner.scan(variables);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        let named = |start: &str| run.stdout.lines().any(|line| line.starts_with(start));
        assert!(named("my app/Dockerfile:1") && named("b/Dockerfile:1") && !named("c/"), "{}", run.stdout);
    }
}

#[test]
fn a_file_for_code_scanning_is_named_when_it_was_written() {
    let runner = Runner::new(&[("Dockerfile", DOCKERFILE)]);
    assert_eq!(runner.scan(&[("INPUT_UPLOAD_SARIF", "true"), ("INPUT_SUMMARY", "false")]).code, 1);
    let file = runner.file("ravelin.sarif");
    assert_eq!(runner.outputs()["sarif"], file.display().to_string());
    let sarif: serde_json::Value = serde_json::from_slice(&fs::read(file).expect("readable")).expect("JSON");
    assert_eq!(sarif["version"], "2.1.0");
    assert!(!runner.file("GITHUB_STEP_SUMMARY").exists());

    let named = Runner::new(&[("Dockerfile", DOCKERFILE)]);
    assert_eq!(named.scan(&[("INPUT_UPLOAD_SARIF", "true"), ("INPUT_SARIF", "out.sarif")]).code, 1);
    assert_eq!(named.outputs()["sarif"], "out.sarif");
    assert!(named.project.path().join("out.sarif").exists());
}

/// Whoever can write the cache could otherwise put something else in the place of what was reviewed.
#[test]
fn what_must_have_a_checksum_does_not_come_from_the_cache() {
    let action = action();
    let steps = action["runs"]["steps"].as_sequence().expect("steps");
    let mut seen = 0;
    for step in steps.iter().filter(|step| step["uses"].as_str().is_some_and(|uses| uses.starts_with("actions/cache/")))
    {
        assert!(step["if"].as_str().expect("a condition").contains("inputs.build == 'true' || inputs.sha256 == ''"));
        seen += 1;
    }
    assert_eq!(seen, 2);
}

#[test]
fn the_release_is_that_of_the_source() {
    let own = env!("CARGO_PKG_VERSION");
    let runner = Runner::new(&[]);
    for (variables, version) in [
        (&[][..], own),
        // What named an action around this one.
        (&[("GITHUB_ACTION_REF", "v1.2.3"), ("ACTION_REF", "v1.2.3")], own),
        (&[("INPUT_VERSION", "4.5.6")], "4.5.6"),
        (&[("INPUT_VERSION", "v4.5.6-rc.1")], "4.5.6-rc.1"),
    ] {
        let run = runner.run("setup.sh", &["name"], variables);
        let system = if cfg!(target_os = "macos") { "macOS" } else { "Linux" };
        assert_eq!(run.stdout, format!("version={version}\nkey=ravelin-{version}-{system}-X64\n"), "{}", run.stderr);
    }
    let run = runner.run("setup.sh", &["name"], &[("INPUT_BUILD", "true")]);
    assert!(run.stdout.contains("\nkey=ravelin-source-"), "{}{}", run.stdout, run.stderr);
    for (name, value, expected) in [
        ("INPUT_VERSION", "1.2.3\nkey=other", "the version `1.2.3%0Akey=other` is not of the form 1.2.3"),
        ("INPUT_VERSION", "100%", "the version `100%25` is not of the form 1.2.3"),
        ("INPUT_SHA256", "abc", "the input sha256 is no SHA-256 in lower case"),
    ] {
        let run = runner.run("setup.sh", &["name"], &[(name, value)]);
        assert_eq!((run.code, run.stdout.as_str()), (1, ""));
        assert_eq!(run.stderr, format!("::error title=Ravelin::{expected}\n"));
    }
}

#[test]
fn the_release_is_downloaded_by_the_installer_of_everyone() {
    let server = Server::new(&release(&archive(COMMAND)));
    let runner = Runner::new(&[]);
    let variables = [("RAVELIN_DOWNLOAD_URL", server.url.as_str()), ("INPUT_VERSION", "1.2.3")];
    let run = runner.run("setup.sh", &["download"], &variables);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert_eq!(fs::read(runner.file("ravelin/bin/ravelin")).expect("is there"), COMMAND);
}

#[test]
fn a_download_that_fails_is_an_annotation_that_says_what_to_do() {
    let mut broken = release(&archive(COMMAND));
    broken.put(&format!("{}.tar.gz", build()), b"another");
    let advice = "%0A`build: true` builds the source of the action instead.\n";
    for (release, version, expected) in [
        (release(&archive(COMMAND)), "9.9.9", "there is no release 9.9.9 at URL, or it has no SHA256SUMS"),
        (broken, "1.2.3", "BUILD.tar.gz is not the file that its checksum is of%0A  expected  "),
    ] {
        let (server, runner) = (Server::new(&release), Runner::new(&[]));
        let variables = [("RAVELIN_DOWNLOAD_URL", server.url.as_str()), ("INPUT_VERSION", version)];
        let run = runner.run("setup.sh", &["download"], &variables);
        let said = run.stderr.replace(&server.url, "URL").replace(&build(), "BUILD");
        assert_eq!((run.code, run.stdout.as_str()), (1, ""));
        assert!(said.starts_with(&format!("::error title=Ravelin::{expected}")) && said.ends_with(advice), "{said}");
        assert!(!runner.file("ravelin/bin/ravelin").exists());
    }
}
