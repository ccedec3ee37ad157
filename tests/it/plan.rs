//! The JSON forms of Terraform. Plans: alone they give the findings of their source, and beside it those of the source with what the plan knows.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::runner::Project;

/// A check for resources that every Terraform can plan without a provider.
const CHECK: &str = r#"id: test-data-public
title: The data is public
severity: high
category: network-exposure
on: {kinds: [terraform_data]}
deny: "?@.input.public == true"
message: "{address} is public"
why: It is an example.
remedy: Set `public = false`.
references: ["https://developer.hashicorp.com/terraform/language/resources/terraform-data"]
examples:
  - fails: {terraform: "resource \"terraform_data\" \"a\" {\n  input = { public = true }\n}\n"}
  - passes: {terraform: "resource \"terraform_data\" \"a\" {\n  input = { public = false }\n}\n"}
"#;

/// Scans the files of a folder of the test data whose paths `wanted` picks.
fn scan(name: &str, wanted: &dyn Fn(&str) -> bool) -> Value {
    let project = Project::new(&[(".ravelin/checks/test-data-public.yaml", CHECK)]);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/plan").join(name);
    copy(&folder, "", &project, wanted);
    // How the source is documented is not in a plan.
    let options = ["--format", "json", "--skip-checks", "generic-terraform-variable-*"];
    let json = project.run(&[&["scan", "."], &options[..]].concat()).json();
    assert_eq!(json["diagnostics"], serde_json::json!([]), "{json:#}");
    json
}

fn copy(folder: &Path, prefix: &str, project: &Project, wanted: &dyn Fn(&str) -> bool) {
    for entry in fs::read_dir(folder).expect("is there") {
        let path = entry.expect("readable").path();
        let name = format!("{prefix}{}", path.file_name().and_then(|name| name.to_str()).expect("UTF-8"));
        if path.is_dir() {
            copy(&path, &format!("{name}/"), project, wanted);
        } else if wanted(&name) {
            project.write(&name, &fs::read(&path).expect("readable"));
        }
    }
}

fn is_plan(path: &str) -> bool {
    path == "plan.json"
}

fn findings(json: &Value) -> impl Iterator<Item = &Value> {
    json["findings"].as_array().expect("a list").iter()
}

/// What is found of the password: it is in the file of values, and a plan only has what the source refers to.
const PASSWORD: &str = "aws-rds-password-in-code";

/// Every finding as check id and address, but for that of the file of values.
fn named(json: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    let of = |finding: &Value| {
        let addresses = finding["addresses"].as_array().expect("a list").clone();
        let id = text(&finding["checkId"]);
        addresses.into_iter().map(move |address| (id.clone(), text(&address))).collect::<Vec<_>>()
    };
    let mut named: Vec<_> = findings(json).flat_map(of).filter(|(id, _)| id != PASSWORD).collect();
    named.sort();
    named
}

fn path(finding: &Value) -> &str {
    finding["location"]["path"].as_str().expect("a path")
}

fn has_related(finding: &Value, path: &str) -> bool {
    finding["related"].as_array().expect("a list").iter().any(|place| place["location"]["path"] == path)
}

#[test]
fn a_plan_gives_the_findings_of_its_source() {
    for name in ["aws", "builtin"] {
        let source = scan(name, &|path| !is_plan(path));
        let plan = scan(name, &is_plan);
        assert!(!named(&source).is_empty(), "{name}");
        assert_eq!(named(&plan), named(&source), "{name}");
        assert!(findings(&plan).all(|finding| is_plan(path(finding))), "{name}");
    }
}

#[test]
fn beside_its_source_a_plan_adds_what_it_knows_and_no_finding_twice() {
    for name in ["aws", "builtin"] {
        let source = scan(name, &|path| !is_plan(path));
        let joined = scan(name, &|path| !path.ends_with(".tfvars"));
        assert_eq!(named(&joined), named(&source), "{name}");
        assert!(!findings(&joined).any(|finding| is_plan(path(finding))), "{name}: {joined:#}");
        assert!(findings(&joined).any(|finding| has_related(finding, "plan.json")), "{name}: {joined:#}");
        // Without the plan, nothing says what the variables are.
        let alone = scan(name, &|path| !path.ends_with(".tfvars") && !is_plan(path));
        assert!(named(&alone).len() < named(&source).len(), "{name}");
    }
}

#[test]
fn what_a_plan_was_given_is_not_in_code() {
    let found =
        |wanted: &dyn Fn(&str) -> bool| findings(&scan("aws", wanted)).any(|finding| finding["checkId"] == PASSWORD);
    assert!(found(&|path| !is_plan(path)), "the file of values is code");
    assert!(found(&|_| true), "and stays it beside a plan");
    assert!(!found(&is_plan) && !found(&|path| !path.ends_with(".tfvars")));
}

#[test]
fn secrets_of_a_plan_are_not_printed() {
    for (name, secret) in [("aws", "correct-horse"), ("builtin", "s3cret")] {
        assert!(!scan(name, &is_plan).to_string().contains(secret), "{name}");
    }
}

#[test]
fn the_json_syntax_is_scanned() {
    let project = Project::new(&[
        (
            "main.tf.json",
            r#"{"variable": {"port": {}}, "resource": {"aws_security_group": {"web": {"ingress": [
                {"from_port": "${var.port}", "to_port": 22, "protocol": "tcp", "cidr_blocks": ["0.0.0.0/0"]}]}}}}"#,
        ),
        ("terraform.tfvars.json", r#"{"port": 22}"#),
    ]);
    let json = project.run(&["scan", ".", "--format", "json"]).json();
    let open = findings(&json).find(|finding| finding["checkId"] == "cloud-network-open-ssh").expect("is open");
    assert_eq!((path(open), &open["addresses"][0]), ("main.tf.json", &Value::from("aws_security_group.web")));
    assert_eq!(json["coverage"]["files"]["terraform"]["found"], 2);
}
