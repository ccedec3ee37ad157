//! What a report says of its own making, and in which order it tells what it found.

use std::path::Path;
use std::process::Command;

use crate::runner::{Project, Run, ravelin_in};

const MAIN: &str = r#"
variable "encrypted" {}

# ravelin:ignore aws-kms-no-rotation until=2029-12-31 owner=ann reason="rotated by hand"
resource "aws_kms_key" "manual" {
  description = "Signing"
}

resource "aws_efs_file_system" "data" {
  encrypted = var.encrypted
}

resource "aws_security_group" "open" {
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_cloudtrail" "main" {
  name                       = "main"
  enable_log_file_validation = true
}
"#;

const REMOTE: &str = "https://ann:t7Rk92qLwz@git.example.com/team/shop.git?private_token=x9Fq31mNbv";

const REPORT: [&str; 7] = ["compliance", "report", "--date", "2026-01-15", "--framework", "cis-aws-7.0", "-f"];

fn git(folder: &Path, arguments: &[&str]) -> String {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    let run = Command::new("git").current_dir(folder).args(identity).args(arguments).output().expect("git runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8_lossy(&run.stdout).trim().to_owned()
}

/// A clean working tree, and its commit.
fn repository() -> (Project, String) {
    let project = Project::new(&[("infra/main.tf", MAIN), ("README.md", "Shop\n")]);
    git(&project.path(), &["init", "--quiet", "--initial-branch=main"]);
    git(&project.path(), &["remote", "add", "origin", REMOTE]);
    git(&project.path(), &["add", "."]);
    git(&project.path(), &["commit", "--quiet", "--message=one"]);
    let commit = git(&project.path(), &["rev-parse", "HEAD"]);
    (project, commit)
}

fn run(project: &Project, folder: &str, arguments: &[&str]) -> Run {
    let search_path = std::env::var("PATH").unwrap_or_default();
    ravelin_in(&project.path().join(folder), arguments, &[("PATH", &search_path)], None)
}

fn report(project: &Project, folder: &str, format: &str, more: &[&str]) -> Run {
    let run = run(project, folder, &[&REPORT[..], &[format], more].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    run
}

#[test]
fn a_report_names_its_repository_without_credentials() {
    let (project, commit) = repository();
    let scope = &report(&project, "infra", "json", &["."]).json()["scope"];
    let repository = serde_json::json!({
        "name": "shop",
        "address": "https://git.example.com/team/shop.git",
        "folder": "infra",
        "workingTree": {"clean": true, "changedFiles": 0, "untrackedFiles": 0},
    });
    assert_eq!((&scope["repository"], &scope["revision"]), (&repository, &commit.as_str().into()));
    for format in ["markdown", "html", "csv", "json", "oscal"] {
        let text = report(&project, "", format, &["infra"]).stdout;
        assert!(text.contains("https://git.example.com/team/shop.git"), "{format}: {text}");
        assert!(!text.contains("t7Rk92qLwz") && !text.contains("x9Fq31mNbv"), "{format}: {text}");
    }
    let text = report(&project, "", "markdown", &["infra"]).stdout;
    assert!(text.starts_with("# Compliance report: shop\n") && text.contains("\n| Working tree | clean |\n"), "{text}");
}

#[test]
fn a_working_tree_that_is_not_clean_is_called_so() {
    let (project, _) = repository();
    let tree = || {
        report(&project, "", "json", &["infra", "--var", "a=b"]).json()["scope"]["repository"]["workingTree"].clone()
    };
    // What nobody reads does not matter, such as a report.
    project.write("infra/report.md", b"# Report\n");
    assert_eq!(tree()["clean"], true);
    project.write("infra/more.tf", b"resource \"aws_kms_key\" \"b\" {}\n");
    project.write("README.md", b"The shop\n");
    assert_eq!(tree(), serde_json::json!({"clean": false, "changedFiles": 1, "untrackedFiles": 1}));
    let text = report(&project, "", "markdown", &["infra"]).stdout;
    let words = "not clean: 1 tracked file differs from the last commit, 1 file read without being tracked";
    assert!(text.contains(words), "{text}");
    git(&project.path(), &["add", "infra/more.tf"]);
    assert_eq!(tree(), serde_json::json!({"clean": false, "changedFiles": 2, "untrackedFiles": 0}));
}

#[test]
fn what_cannot_be_known_is_not_guessed() {
    let (project, commit) = repository();
    let no_git =
        ravelin_in(&project.path(), &[&REPORT[..], &["json", "infra"]].concat(), &[("PATH", "/nonexistent")], None);
    assert_eq!((no_git.code, no_git.stderr.as_str()), (0, ""));
    let scope = &no_git.json()["scope"];
    assert_eq!((&scope["revision"], &scope["repository"]["name"]), (&commit.as_str().into(), &"shop".into()));
    assert!(scope["repository"]["workingTree"].is_null());
    let bare = Project::new(&[("main.tf", MAIN)]);
    let text = report(&bare, "", "markdown", &["."]).stdout;
    assert!(text.starts_with("# Compliance report\n"), "{text}");
    for row in ["Repository", "Address", "Run in", "Revision", "Working tree"] {
        assert!(text.contains(&format!("\n| {row} | not known |\n")), "{row}: {text}");
    }
}

/// A repository may come from anybody, with a configuration of its own.
#[cfg(unix)]
#[test]
fn no_program_of_a_repository_is_run() {
    let (project, _) = repository();
    let trap = format!("touch {}; false", project.path().join("trapped").display());
    let is_known = || !report(&project, "", "json", &["infra"]).json()["scope"]["repository"]["workingTree"].is_null();
    git(&project.path(), &["config", "core.fsmonitor", &trap]);
    assert!(is_known());
    git(&project.path(), &["config", "filter.trap.clean", &trap]);
    project.write(".gitattributes", b"* filter=trap\n");
    project.write("infra/main.tf", MAIN.replace("Signing", "Sealing").as_bytes());
    assert!(!is_known());
    assert!(!project.path().join("trapped").exists());
}

#[test]
fn the_command_line_can_be_typed_again_and_shows_no_secret() {
    let (project, _) = repository();
    let arguments = ["my infra", "--var", "token=t7Rk92qLwz", "--revision", "v1 of ann's"];
    project.write("my infra/main.tf", MAIN.as_bytes());
    let expected = "ravelin compliance report --date 2026-01-15 --framework cis-aws-7.0 -f json 'my infra' --var 'token=***' \
                    --revision 'v1 of ann'\\''s'";
    let json = report(&project, "", "json", &arguments).json();
    assert_eq!((&json["scope"]["command"], &json["scope"]["revision"]), (&expected.into(), &"v1 of ann's".into()));
    for format in ["markdown", "html", "csv", "oscal"] {
        let text = report(&project, "", format, &arguments).stdout;
        assert!(text.contains("token=***") && !text.contains("t7Rk92qLwz"), "{format}: {text}");
    }
}

#[test]
fn what_fails_comes_first() {
    let (project, _) = repository();
    let markdown = [
        "### Failed (",
        "| **fail** | high | `aws_security_group.open` | `infra/main.tf:18` |",
        "### Excepted (",
        "Reason: rotated by hand; owner: ann; until: 2029-12-31",
        "### Not assessed: unknown values (",
        "### Not assessed: no resource in scope (",
        "### Passed (",
        "### Evidence",
    ];
    let html = [
        "<h3 id=\"failed-cis-aws-7.0\">",
        "<code>aws_security_group.open</code>",
        "<h3 id=\"excepted-cis-aws-7.0\">",
        "Reason: rotated by hand; owner: ann; until: 2029-12-31",
        "<h3>All controls</h3>",
        "<h3>Evidence</h3>",
    ];
    for (format, order) in [("markdown", &markdown[..]), ("html", &html)] {
        let text = report(&project, "", format, &["infra"]).stdout;
        // All exceptions stand in a table of their own before the controls.
        let controls = text.find(order[0]).map(|at| &text[at..]).expect("what fails");
        let places: Vec<Option<usize>> = order.iter().map(|text| controls.find(text)).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}\n{controls}");
    }
}

#[test]
fn a_part_never_reads_as_the_whole() {
    let (project, _) = repository();
    let arguments = ["infra", "--framework", "nist-800-53-r5"];
    let json = report(&project, "", "json", &arguments).json();
    let controls = json["frameworks"][1]["controls"].as_array().expect("controls");
    let in_part = |control: &&serde_json::Value| control["status"] == "pass" && control["complete"] == false;
    let control = controls.iter().find(in_part).expect("a control that passes in part");
    assert_eq!(control["words"], "pass (in part)");
    let id = control["id"].as_str().expect("an id");
    let csv = report(&project, "", "csv", &arguments).stdout;
    let row = csv.lines().find(|line| line.starts_with(&format!("control,nist-800-53-r5,{id},"))).expect("its row");
    assert!(row.contains(",pass/in-part,no,"), "{row}");
    let markdown = report(&project, "", "markdown", &arguments).stdout;
    let row = markdown.lines().rfind(|line| line.starts_with(&format!("| {id} |"))).expect("its row");
    assert!(row.contains("| pass (in part) |"), "{row}");
}

#[test]
fn what_was_not_judged_is_said_first() {
    let project = Project::new(&[("notes.txt", "nothing\n")]);
    let nothing = run(&project, "", &[&REPORT[..], &["markdown", "."]].concat());
    let before_scope = nothing.stdout.split("## Scope").next().expect("a scope");
    assert!(before_scope.contains("**Nothing was judged: "), "{}", nothing.stdout);
    let named = run(&project, "", &[&REPORT[..], &["json", "notes.txt"]].concat());
    assert_eq!((named.code, &named.json()["scope"]["unjudged"]), (3, &serde_json::json!(["notes.txt"])));
}

#[test]
fn the_page_of_a_scan_names_path_and_revision() {
    let (project, commit) = repository();
    project.write("infra/more.tf", b"resource \"aws_kms_key\" \"b\" {}\n");
    let page = run(&project, "", &["scan", "infra", "--format", "html"]).stdout;
    let head = page.split("</header>").next().expect("a head");
    let facts = [
        ("Repository", "shop"),
        ("Address", "https://git.example.com/team/shop.git"),
        ("Scanned", "infra"),
        ("Revision", &commit),
        ("Working tree", "not clean: 1 file read without being tracked"),
    ];
    for (name, text) in facts {
        assert!(head.contains(&format!("<dt>{name}</dt><dd>{text}</dd>")), "{name}: {head}");
    }
    let page = Project::new(&[("main.tf", MAIN)]).run(&["scan", ".", "--format", "html"]).stdout;
    assert!(page.contains("<dt>Revision</dt><dd>not known</dd>"), "{page}");
}
