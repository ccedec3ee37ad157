//! Scans that are recorded, and what the history says of them.

use std::fs;

use serde_json::Value;

use crate::runner::{Project, Run, ravelin_in};

const CHECKS: [&str; 4] = ["--checks", "cloud-network-open-ssh,aws-kms-no-rotation", "--record", "history.ndjson"];

const OPEN: &str = r#"
resource "aws_security_group" "web" {
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_kms_key" "key" {
  description = "Signing"
}
"#;

const DAY: i64 = 24 * 60 * 60;

/// The first of January 2026.
const START: i64 = 1_767_225_600;

/// Scans on a day, counted from the first of January 2026.
fn scan(project: &Project, day: i64, more: &[&str]) -> Run {
    let time = (START + day * DAY).to_string();
    let args = [&["scan", "infra", "--fail-on", "none"][..], &CHECKS, more].concat();
    let run = ravelin_in(&project.path(), &args, &[("SOURCE_DATE_EPOCH", &time)], None);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run
}

fn lines(project: &Project) -> Vec<Value> {
    let text = fs::read_to_string(project.path().join("history.ndjson")).expect("was written");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn trend(project: &Project, format: &str) -> Run {
    let run = project.run(&["trend", "history.ndjson", "--format", format]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run
}

#[test]
fn what_is_found_and_fixed_is_counted() {
    let project = Project::new(&[
        ("infra/main.tf", OPEN),
        (".git/HEAD", "ref: refs/heads/main\n"),
        (".git/refs/heads/main", "3f9c2d1e0b7a4c55d1e9a0b2c3d4e5f60718293a\n"),
    ]);
    scan(&project, 0, &[]);
    // Moved and reformatted: the same findings.
    project.write("infra/main.tf", OPEN.replace("description =", "\n\n  description   =").as_bytes());
    scan(&project, 3, &[]);
    project.write("infra/main.tf", OPEN.replace("0.0.0.0/0", "10.0.0.0/8").as_bytes());
    scan(&project, 10, &[]);
    let lines = lines(&project);
    assert_eq!(lines[0]["time"], "2026-01-01T00:00:00Z");
    assert_eq!(lines[0]["revision"], "3f9c2d1e0b7a4c55d1e9a0b2c3d4e5f60718293a");
    assert_eq!(lines[0]["counts"]["severity"], serde_json::json!({ "high": 1, "low": 1 }));
    assert_eq!(lines[2]["counts"]["check"], serde_json::json!({ "aws-kms-no-rotation": 1 }));
    let fail = |line: &Value| line["frameworks"]["cis-aws-7.0"]["fail"].as_u64();
    assert_eq!((fail(&lines[0]), fail(&lines[2])), (Some(2), Some(1)));
    let json = trend(&project, "json").json();
    let changes: Vec<_> =
        json["scans"].as_array().expect("scans").iter().map(|it| (&it["new"], &it["fixed"])).collect();
    let (none, zero, one) = (Value::Null, Value::from(0), Value::from(1));
    assert_eq!(changes, [(&none, &none), (&zero, &zero), (&zero, &one)]);
    assert_eq!(json["timeToRemediation"], serde_json::json!({ "fixed": 1, "mean": 10 * DAY, "median": 10 * DAY }));
    let text = trend(&project, "text").stdout;
    assert!(text.contains("Time to remediation: 1 fixed, mean 10.0 days, median 10.0 days"), "{text}");
    assert!(trend(&project, "svg").stdout.starts_with("<svg "));
    assert!(trend(&project, "html").stdout.starts_with("<!DOCTYPE html>"));
}

#[test]
fn an_exception_fixes_nothing() {
    let project = Project::new(&[("infra/main.tf", OPEN)]);
    scan(&project, 0, &[]);
    let excepted =
        OPEN.replace("resource \"aws_kms_key\"", "# ravelin:ignore aws-kms-no-rotation\nresource \"aws_kms_key\"");
    project.write("infra/main.tf", excepted.as_bytes());
    scan(&project, 1, &[]);
    let json = trend(&project, "json").json();
    assert_eq!((&json["scans"][1]["fixed"], &json["timeToRemediation"]["fixed"]), (&Value::from(0), &Value::from(0)));
    assert_eq!(json["scans"][1]["findings"]["medium"], 0);
    // The same with a baseline, also where known findings are left out of the reports.
    project.write("infra/main.tf", OPEN.as_bytes());
    assert_eq!(project.run(&["baseline", "write", "infra"]).code, 0);
    for day in [2, 3] {
        scan(&project, day, &["--baseline", "ravelin-baseline.json", "--new-only"]);
    }
    assert_eq!(lines(&project)[3]["borne"].as_array().map(Vec::len), Some(2));
}

#[test]
fn recording_changes_no_report() {
    let project = Project::new(&[("infra/main.tf", OPEN)]);
    let recorded = scan(&project, 0, &["--format", "junit"]);
    let args = ["scan", "infra", "--fail-on", "none", "--format", "junit", CHECKS[0], CHECKS[1]];
    assert_eq!(project.run(&args).stdout, recorded.stdout);
}

#[test]
fn what_could_not_be_read_is_not_fixed() {
    let project = Project::new(&[("infra/main.tf", OPEN)]);
    scan(&project, 0, &[]);
    project.write("infra/main.tf", b"resource \"aws_kms_key\" \"key\" {\n");
    scan(&project, 1, &[]);
    let json = trend(&project, "json").json();
    assert_eq!((&json["scans"][1]["complete"], &json["scans"][1]["fixed"]), (&Value::Bool(false), &Value::Null));
    assert_eq!(json["timeToRemediation"]["fixed"], 0);
}

#[test]
fn a_line_that_is_cut_off_spoils_no_other() {
    let project = Project::new(&[("infra/main.tf", OPEN)]);
    scan(&project, 0, &[]);
    let whole = fs::read(project.path().join("history.ndjson")).expect("was written");
    project.write("history.ndjson", &[&whole[..], &whole[..whole.len() / 2]].concat());
    let run = trend(&project, "text");
    assert!(run.stdout.starts_with("warning: line 2 is cut off and was left out\n"), "{}", run.stdout);
    scan(&project, 1, &[]);
    assert_eq!(trend(&project, "json").json()["scans"].as_array().map(Vec::len), Some(2));
}

#[test]
fn other_files_are_refused_before_the_scan() {
    let project =
        Project::new(&[("infra/main.tf", OPEN), ("notes.md", "# Notes\n"), ("new.ndjson", "{\"version\":9}\n")]);
    for (file, message) in [("notes.md", "line 1: expected value"), ("new.ndjson", "line 1: version 9 of the format")] {
        let before = fs::read(project.path().join(file)).expect("readable");
        for args in [&["scan", "infra", "--record", file][..], &["trend", file]] {
            let run = project.run(args);
            assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
            assert!(run.stderr.contains(message), "{}", run.stderr);
        }
        assert_eq!(fs::read(project.path().join(file)).expect("readable"), before);
    }
    assert_eq!(project.run(&["trend", "missing.ndjson"]).code, 2);
}
