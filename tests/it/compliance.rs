//! Compliance reports of real files.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::runner::{Project, ravelin, ravelin_in};

const TERRAFORM: &str = r#"
variable "encrypted" {}

# ravelin:ignore aws-kms-no-rotation until=2029-12-31 owner=ann reason="rotated by hand"
resource "aws_kms_key" "manual" {
  description = "Signing"
}

resource "aws_kms_key" "automatic" {
  enable_key_rotation = true
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

resource "azurerm_network_security_rule" "open" {
  direction                  = "Inbound"
  access                     = "Allow"
  protocol                   = "Tcp"
  destination_port_range     = "3389"
  source_address_prefix      = "*"
}
"#;

fn project() -> Project {
    Project::new(&[
        ("main.tf", TERRAFORM),
        (".git/HEAD", "ref: refs/heads/main\n"),
        (".git/refs/heads/main", "3f9c2d1e0b7a4c55d1e9a0b2c3d4e5f60718293a\n"),
    ])
}

const REPORT: [&str; 6] = ["compliance", "report", "--date", "2026-01-15", "--framework", "cis-aws-7.0"];

fn report(project: &Project, more: &[&str]) -> crate::runner::Run {
    let run = project.run(&[&REPORT[..], more].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    run
}

fn controls(report: &Value) -> &[Value] {
    report["frameworks"][0]["controls"].as_array().expect("controls")
}

#[test]
fn each_status_comes_from_its_cause() {
    let report = report(&project(), &[".", "--format", "json"]).json();
    let cases = [
        ("2.5", "not-assessed", Some("not-assessable")),
        ("3.2.1", "not-assessed", Some("no-resource")),
        ("3.3.1", "not-assessed", Some("unknown-values")),
        ("4.2", "pass", None),
        ("4.6", "excepted", None),
        ("6.3", "fail", None),
    ];
    for (id, status, gap) in cases {
        let control = controls(&report).iter().find(|control| control["id"] == id).expect(id);
        assert_eq!((control["status"].as_str(), control["gap"].as_str()), (Some(status), gap), "{id}: {control:#}");
    }
    // The open port of the other cloud is not evidence here.
    let checks = report["frameworks"][0]["checks"].as_array().expect("checks");
    let addresses = checks.iter().flat_map(|check| check["evidence"].as_array().expect("evidence"));
    assert!(
        addresses.into_iter().all(|evidence| evidence["kind"].as_str().is_some_and(|kind| kind.starts_with("aws_")))
    );
    let rotation = checks.iter().find(|check| check["id"] == "aws-kms-no-rotation").expect("evidence of rotation");
    let excepted = rotation["evidence"].as_array().expect("evidence").iter().find(|it| it["result"] == "excepted");
    let exception = &excepted.expect("an exception")["exception"];
    assert_eq!(exception["reason"], "rotated by hand");
    assert_eq!((&exception["owner"], &exception["until"]), (&"ann".into(), &"2029-12-31".into()));
}

#[test]
fn exceptions_end_on_the_day_of_the_report() {
    let later = ["compliance", "report", "--date", "2030-01-01", "--framework", "cis-aws-7.0", ".", "-f", "json"];
    let report = project().run(&later).json();
    let rotation = controls(&report).iter().find(|control| control["id"] == "4.6").expect("4.6");
    assert_eq!(rotation["status"], "fail");
    assert_eq!(report["scope"]["exceptions"][0]["state"], "expired");
}

#[test]
fn the_scope_is_stated() {
    let project = project();
    let given = report(&project, &[".", "-f", "json", "--revision", "v1.2", "--var", "encrypted=true"]).json();
    assert_eq!(given["scope"]["revision"], "v1.2");
    assert_eq!(given["scope"]["options"][0], "variable encrypted from the command line");
    assert_eq!(given["scope"]["time"], "2026-01-15T00:00:00Z");
    let read = report(&project, &[".", "-f", "json"]).json();
    assert_eq!(read["scope"]["revision"], "3f9c2d1e0b7a4c55d1e9a0b2c3d4e5f60718293a");
    assert_eq!(read["scope"]["files"][0]["path"], "main.tf");
    let efs = |report: &Value| controls(report).iter().find(|it| it["id"] == "3.3.1").map(|it| it["status"].clone());
    assert_eq!((efs(&given), efs(&read)), (Some("pass".into()), Some("not-assessed".into())));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let project = project();
    let frameworks = "cis-aws-7.0,pci-dss-4.0,nist-800-53-r5";
    let args = ["compliance", "report", "--framework", frameworks, ".", "-f", "markdown", "-f", "csv=r.csv"];
    let args = [&args[..], &["-f", "json=r.json", "-f", "oscal=r.oscal.json"]].concat();
    let mut runs = BTreeSet::new();
    for _ in 0..2 {
        let run = ravelin_in(&project.path(), &args, &[("SOURCE_DATE_EPOCH", "1768435200")], None);
        assert!(run.stdout.contains("2026-01-15T00:00:00Z"), "{}", run.stderr);
        let files = ["r.csv", "r.json", "r.oscal.json"];
        let texts = files.map(|name| std::fs::read_to_string(project.path().join(name)).expect("written"));
        // What a run writes must not be read by the next one.
        for name in files {
            std::fs::remove_file(project.path().join(name)).expect("written");
        }
        runs.insert((run.stdout, texts));
    }
    assert_eq!(runs.len(), 1);
}

/// What the schema of OSCAL demands and what it does not see.
#[test]
fn oscal_holds_together() {
    let args = [".", "-f", "oscal", "--framework", "hipaa,nist-800-53-r5,cis-azure-6.0"];
    let document = report(&project(), &args).json();
    let mut seen = Oscal::default();
    seen.walk("", &document);
    assert_eq!(seen.empty, Vec::<String>::new());
    assert_eq!(seen.uuids.iter().collect::<BTreeSet<_>>().len(), seen.uuids.len(), "UUIDs are unique");
    let dangling: Vec<_> = seen.references.iter().filter(|reference| !seen.uuids.contains(reference)).collect();
    assert!(dangling.is_empty(), "{dangling:?}");
    let token = regex::Regex::new("^[A-Za-z_][A-Za-z0-9._-]*$").expect("a pattern");
    assert!(seen.controls.iter().all(|id| token.is_match(id)), "{:?}", seen.controls);
    for form in ["^[a-z]{2}-[0-9]+\\.[0-9]+$", "^hipaa-164\\.[0-9]+-a-", "^cis-azure-6\\.0-[0-9.]+$"] {
        let form = regex::Regex::new(form).expect("a pattern");
        assert!(seen.controls.iter().any(|id| form.is_match(id)), "{form}: {:?}", seen.controls);
    }
    let states: BTreeSet<&str> = seen.states.iter().map(String::as_str).collect();
    assert_eq!(states, BTreeSet::from(["not-satisfied", "operational", "satisfied"]));
}

/// What a walk through a document found.
#[derive(Default)]
struct Oscal {
    uuids: Vec<String>,
    references: Vec<String>,
    controls: Vec<String>,
    states: Vec<String>,
    /// Empty lists and texts.
    empty: Vec<String>,
}

impl Oscal {
    fn walk(&mut self, name: &str, value: &Value) {
        match value {
            Value::Object(members) => members.iter().for_each(|(name, value)| self.walk(name, value)),
            Value::Array(items) if items.is_empty() => self.empty.push(name.to_owned()),
            Value::Array(items) => items.iter().for_each(|item| self.walk(name, item)),
            Value::String(text) => self.text(name, text),
            Value::Null | Value::Bool(_) | Value::Number(_) => self.empty.push(name.to_owned()),
        }
    }

    fn text(&mut self, name: &str, text: &str) {
        if text.trim() != text || text.is_empty() {
            self.empty.push(name.to_owned());
        }
        match name {
            "uuid" => self.uuids.push(text.to_owned()),
            "control-id" => self.controls.push(text.to_owned()),
            "state" => self.states.push(text.to_owned()),
            _ if name.ends_with("-uuid") => self.references.push(text.to_owned()),
            "href" => self.references.extend(text.strip_prefix('#').map(str::to_owned)),
            _ => {}
        }
    }
}

#[test]
fn wrong_arguments_are_refused() {
    let cases: [(&[&str], &str); 5] = [
        (&["--framework", "cis-moon", "."], "ravelin compliance list"),
        (&["--framework", "cwe", "nowhere"], "no such file or folder"),
        (&["--framework", "cwe", ".", "-f", "pdf"], "expected one of markdown"),
        (&["--framework", "cwe", ".", "-f", "csv", "-f", "json"], "only one format"),
        (&["--framework", "cwe", ".", "--date", "soon"], "expected YYYY-MM-DD"),
    ];
    for (args, message) in cases {
        let run = project().run(&[&["compliance", "report"], args].concat());
        assert_eq!(run.code, 2, "{args:?}");
        assert!(run.stderr.contains(message), "{args:?}: {}", run.stderr);
    }
}

#[test]
fn frameworks_and_the_controls_of_a_check_are_shown() {
    let list = ravelin(&["compliance", "list", "--format", "json"]).json();
    let ids: Vec<&str> =
        list["frameworks"].as_array().expect("a list").iter().filter_map(|it| it["id"].as_str()).collect();
    for id in ["cis-aws-7.0", "cis-kubernetes-1.12", "pss-restricted", "nist-800-53-r5", "soc2-2017", "cwe"] {
        assert!(ids.contains(&id), "{id}");
    }
    for command in [&["checks", "show"][..], &["explain"]] {
        let text = ravelin(&[command, &["aws-kms-no-rotation"]].concat()).stdout;
        assert!(text.contains("cis-aws-7.0: 4.6"), "{command:?}: {text}");
    }
}
