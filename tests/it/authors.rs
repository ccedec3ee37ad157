//! The way of those who write checks: `checks new`, `inspect`, what is said of mistakes, and the schemas of files.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::runner::{Project, ravelin_in};

const MAIN: &str = r#"variable "cidrs" {}

variable "acl" {}

variable "user" {
  sensitive = true
}

resource "aws_s3_bucket" "logs" {
  bucket = "logs-${var.acl}"
  acl    = var.acl
  tags   = { "app.kubernetes.io/name" = "y" }
}

resource "aws_s3_bucket_versioning" "logs" {
  bucket = aws_s3_bucket.logs.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_db_instance" "main" {
  password = "hunter2-Xy7!kLm9q"
  username = var.user
}

resource "aws_security_group" "web" {
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = var.cidrs
  }
}
"#;

fn project() -> Project {
    let deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      \
                      containers: [{name: a, image: \"nginx:1.27\"}]\n";
    let values = "cidrs = [\"0.0.0.0/0\"]\nuser  = \"kept-away\"\n";
    Project::new(&[("main.tf", MAIN), ("terraform.tfvars", values), ("deploy.yaml", deployment)])
}

#[test]
fn new_checks_pass_their_own_tests() {
    let cases: &[&[&str]] = &[
        &["--kind", "aws_s3_bucket"],
        &["--kind", "aws_db_instance", "--attribute", "storage_encrypted", "--severity", "high"],
        &["--kind", "azurerm_storage_account", "--attribute", "$.blob_properties[*].versioning.enabled"],
        &["--kind", "acme_thing", "--attribute", "a.b"],
        &["--kind", "data.aws_ami", "--attribute", "most_recent"],
        &["--kind", "provider.azurerm"],
        &["--kind", "Deployment"],
        &["--kind", "Deployment", "--attribute", "spec.template.spec.hostNetwork"],
        &["--kind", "Namespace", "--attribute", "immutable"],
        &["--kind", "Backup"],
        &["--kind", "compose_service"],
        &["--kind", "compose_service", "--attribute", "deploy.enabled"],
        &["--kind", "Dockerfile"],
        &["--shape", "workload"],
        &["--shape", "containers"],
        &["--shape", "network_rules"],
        &["--shape", "policy_document"],
        &["--shape", "dockerfile"],
        &["--shape", "image_reference"],
        &["--shape", "kubernetes_object"],
        &["--shape", "structured_text"],
        &["--shape", "secrets"],
    ];
    let project = Project::new(&[]);
    for (number, options) in cases.iter().enumerate() {
        let id = format!("acme-number-{number}");
        let run = project.run(&[&["checks", "new", id.as_str()], *options].concat());
        assert_eq!(run.code, 0, "{options:?}: {}", run.stderr);
        assert!(run.stdout.contains(&format!("checks test {id}`")), "{}", run.stdout);
    }
    let run = project.run(&["checks", "test", "acme-number-*"]);
    let expected = format!("{0} checks: {1} examples passed, 0 failed\n", cases.len(), 3 * cases.len());
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), (expected.as_str(), ""));
    let text = fs::read_to_string(project.path().join(".ravelin/checks/acme-number-1.yaml")).expect("written");
    insta::assert_snapshot!(text);
    let schema = validator(&project, "checks");
    for number in 0..cases.len() {
        let path = project.path().join(format!(".ravelin/checks/acme-number-{number}.yaml"));
        assert_eq!(mistakes(&schema, &yaml(&path)), Vec::<String>::new(), "{}", path.display());
    }
}

#[test]
fn what_cannot_become_a_check_is_refused() {
    let project = Project::new(&[]);
    let cases: &[(&[&str], &str)] = &[
        (&["AWS_S3 Owner", "--kind", "aws_s3_bucket"], "did you mean `aws-s3-owner`?"),
        (&["owner", "--kind", "aws_s3_bucket"], "`acme-owner-no-owner`"),
        (&["aws-s3-public-acl", "--kind", "aws_s3_bucket"], "there is a check `aws-s3-public-acl` already"),
        (&["aws-ecs-latest-image", "--kind", "aws_s3_bucket"], "was the id of the check `aws-ecs-latest-tag`"),
        (&["acme-x", "--kind", "s3 bucket"], "`s3 bucket` is no kind"),
        (&["acme-x", "--kind", "aws_s3_bucket", "--attribute", "a..b"], "`a..b` is no path of attributes"),
        (&["acme-x", "--kind", "Dockerfile", "--attribute", "user"], "a Dockerfile has no attributes"),
        (&["acme-x", "--kind", "variable"], "is a block of the language"),
        (&["acme-x", "--shape", "worklod"], "'workload'"),
        (&["acme-x"], "--kind <KIND>|--shape <SHAPE>"),
        (&["acme-x", "--shape", "workload", "--attribute", "a"], "cannot be used with"),
    ];
    for (options, message) in cases {
        let run = project.run(&[&["checks", "new"], *options].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{options:?}");
        assert!(run.stderr.contains(message), "{options:?}: {}", run.stderr);
    }
    assert!(!project.path().join(".ravelin").exists());
}

#[test]
fn new_checks_overwrite_nothing() {
    let project = Project::new(&[("own/acme-x.yaml", "kept")]);
    let run = project.run(&["checks", "new", "acme-x", "--kind", "aws_s3_buckt", "--dir", "own"]);
    assert!(run.code == 2 && run.stderr.contains("acme-x.yaml is there already"), "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `aws_s3_bucket`?"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(project.path().join("own/acme-x.yaml")).expect("is there"), "kept");
    let run = project.run(&["checks", "new", "acme-y", "--kind", "Dockerfile", "--stdout"]);
    assert!(run.stdout.starts_with("# yaml-language-server: $schema=https://"), "{}", run.stdout);
}

#[test]
fn resources_are_shown_as_checks_see_them() {
    let project = project();
    let shown = |arguments: &[&str]| {
        let run = project.run(&[&["inspect", "."], arguments].concat());
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{arguments:?}");
        assert!(!run.stdout.contains("hunter2") && !run.stdout.contains("kept-away"), "{}", run.stdout);
        run.stdout
    };
    let parts = [
        shown(&[]),
        shown(&["aws_s3_bucket.logs", "--attached"]),
        shown(&["aws_security_group.*"]),
        shown(&["aws_db_instance.main"]),
        shown(&["Deployment/web", "--shape", "image_reference,containers,workload"]),
        shown(&["aws_s3_bucket.logs", "--json"]),
    ];
    insta::assert_snapshot!(parts.join("\n-----\n"));
}

#[test]
fn queries_are_asked_without_a_check() {
    let project = project();
    let asked = |arguments: &[&str]| {
        let run = project.run(&[&["inspect", "."], arguments].concat());
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
        run.stdout
    };
    let parts = [
        asked(&["aws_*", "--query", "?@.acl == 'private'"]),
        asked(&["aws_*", "--query", "$.ingress[*].cidr_blocks[*]"]),
        asked(&["--shape", "network_rules", "--query", "$.rules[?@.services.ssh == true]"]),
        asked(&["aws_*", "--query", "$._attached.versioning[?@.versioning_configuration[?@.status == 'Enabled']]"]),
        asked(&["aws_s3_bucket.logs", "--query", "?@.acl", "--json"]),
    ];
    insta::assert_snapshot!(parts.join("\n-----\n"));
    let wrong = ["?@.acl = 'x'", "?mtach(@.acl, 'x')", "@.acl", "?@.a[*].b == 'x'", "?length(@.a)"].map(|query| {
        let run = project.run(&["inspect", ".", "--query", query]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{query}");
        run.stderr
    });
    insta::assert_snapshot!(wrong.join("\n-----\n"));
}

#[test]
fn what_is_not_there_to_inspect_is_said() {
    let project = project();
    let near = project.run(&["inspect", ".", "aws_s3_bucket.logz"]);
    assert!(near.code == 2 && near.stderr.contains("did you mean `aws_s3_bucket.logs`?"), "{}", near.stderr);
    let several = project.run(&["inspect", ".", "logs"]);
    assert!(
        several.stderr.contains("one of `aws_s3_bucket.logs`, `aws_s3_bucket_versioning.logs`"),
        "{}",
        several.stderr
    );
    let none = project.run(&["inspect", ".", "*nothing*"]);
    assert!(none.stderr.contains("lists them all"), "{}", none.stderr);
    let missing = project.run(&["inspect", "nowhere"]);
    assert!(missing.code == 2 && missing.stderr.contains("no such file or folder"), "{}", missing.stderr);
}

#[test]
fn standard_input_and_variables_can_be_inspected() {
    let project = project();
    let piped = ravelin_in(
        &project.path(),
        &["inspect", "-", "*", "--stdin-name", "main.tf", "--var", "acl=private"],
        &[],
        Some("variable \"acl\" {}\nresource \"aws_s3_bucket\" \"x\" {\n  acl = var.acl\n}\n"),
    );
    assert_eq!(piped.code, 0, "{}", piped.stderr);
    assert!(piped.stdout.contains("  $.acl = \"private\""), "{}", piped.stdout);
}

/// A check with a mistake in almost every field.
const WRONG: &str = r#"id: acme-x
title: A thing
severity: hihg
category: secrets
on: {kinds: [aws_s3_bucket], shpe: workload}
where: '?mtach(@.acl, ''x'')'
deny:
  any:
    - $._attached.versionng[*]
    - >-
      $.a[?@.b == 'c' &&
      length(@.d)]
require: |
  ?@.enabled = true
message: "{adress} x"
wyh: Because.
remedy: y
references: [http://example.com/]
cwe: [cwe284]
examples:
  - fails: {terraform: "x"}
"#;

#[test]
fn mistakes_in_check_files_have_excerpts() {
    let project = Project::new(&[("own/acme-x.yaml", WRONG)]);
    let tested = project.run(&["checks", "test", "acme-x", "--check-dir", "own"]);
    assert_eq!((tested.code, tested.stdout.as_str()), (2, ""));
    insta::assert_snapshot!(tested.stderr);
    for arguments in [&["checks", "lint", "--check-dir", "own"][..], &["scan", "own", "--check-dir", "own"]] {
        let run = project.run(arguments);
        assert_eq!((run.code, run.stderr.as_str()), (2, tested.stderr.as_str()), "{arguments:?}");
    }
}

#[test]
fn names_that_nothing_has_are_mistakes() {
    let good = |on: &str, deny: &str| {
        format!(
            "id: acme-x\ntitle: A thing\nseverity: low\ncategory: secrets\non: {on}\ndeny: \"{deny}\"\nmessage: x\nwhy: x\n\
             remedy: x\nreferences: [https://example.com/]\nexamples:\n  - fails: {{terraform: \"\"}}\n  - passes: \
             {{terraform: \"\"}}\n"
        )
    };
    let cases = [
        ("{kinds: [aws_s3_bucket]}", "$._attached.versionng[*]", 2, "did you mean `versioning`?"),
        ("{shape: network_rules}", "$.rules[?@.dirction == 'ingress']", 2, "did you mean `direction`?"),
        ("{shape: workload}", "$.attached.servce[*]", 2, "did you mean `service`?"),
        (
            "{kinds: [aws_s3_buckt]}",
            "$.a",
            0,
            "warning[check-file]: no check and no link knows the kind `aws_s3_buckt`",
        ),
        ("{kinds: [acme_thing]}", "$.a", 0, ""),
    ];
    for (on, deny, code, message) in cases {
        let project = Project::new(&[("own/acme-x.yaml", &good(on, deny)), ("main.tf", "resource \"a\" \"b\" {}\n")]);
        let run = project.run(&["scan", "main.tf", "--checks", "acme-x", "--check-dir", "own"]);
        assert_eq!(run.code, code, "{deny}: {}", run.stderr);
        assert!(run.stderr.contains(message), "{deny}: {}", run.stderr);
        assert!(!message.is_empty() || !run.stderr.contains("check-file"), "{deny}: {}", run.stderr);
    }
}

fn yaml(path: &Path) -> Value {
    let text = fs::read_to_string(path).expect("UTF-8");
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn validator(project: &Project, files: &str) -> jsonschema::Validator {
    let schema = project.run(&["init", "--schema", files]).json();
    jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("{files}: {error}"))
}

fn mistakes(validator: &jsonschema::Validator, file: &Value) -> Vec<String> {
    validator.iter_errors(file).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("readable") {
        let path = entry.expect("readable").path();
        if path.is_dir() { files_below(&path, found) } else { found.push(path) }
    }
}

#[test]
fn the_built_in_files_fit_their_schemas() {
    let project = Project::new(&[]);
    let [checks, families, frameworks, lists] =
        ["checks", "families", "frameworks", "lists"].map(|files| validator(&project, files));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("checks");
    let mut found = Vec::new();
    files_below(&root, &mut found);
    let (mut counts, mut wrong) = ([0; 4], Vec::new());
    for path in found.iter().filter(|path| path.extension().is_some_and(|extension| extension == "yaml")) {
        let kind = path.strip_prefix(&root).expect("is below").iter().next().and_then(|name| name.to_str());
        let (index, validator) = match kind {
            Some("families") => (0, &families),
            Some("frameworks") => (1, &frameworks),
            Some("lists") => (2, &lists),
            _ => (3, &checks),
        };
        counts[index] += 1;
        let told = mistakes(validator, &yaml(path));
        wrong.extend(told.first().map(|mistake| format!("{}: {mistake}", path.display())));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(counts.iter().all(|count| *count > 3), "{counts:?}");
}

#[test]
fn broken_files_do_not_fit_their_schemas() {
    let project = Project::new(&[]);
    let good: Value = serde_yaml::from_str(
        "{id: a-b, title: T, severity: low, category: secrets, on: {kinds: [x]}, deny: $.a, message: m, why: w, remedy: r,
          references: ['https://example.com/'], examples: [{fails: {terraform: ''}}, {passes: {terraform: ''}}]}",
    )
    .expect("YAML");
    let checks = validator(&project, "checks");
    assert_eq!(mistakes(&checks, &good), Vec::<String>::new());
    let cases = [
        ("/id", json!("A b")),
        ("/severity", json!("hihg")),
        ("/category", json!("secret")),
        ("/on", json!({ "kind": ["x"] })),
        ("/on", json!({ "shape": "worklod" })),
        ("/deny", json!({ "anyy": ["$.a"] })),
        ("/references/0", json!("http://example.com/")),
        ("/references", json!([])),
        ("/examples/0", json!({ "fials": { "terraform": "" } })),
        ("/examples/0", json!({ "fails": { "terrafrom": "" } })),
    ];
    for (pointer, value) in cases {
        let mut broken = good.clone();
        *broken.pointer_mut(pointer).expect("is there") = value.clone();
        assert!(!mistakes(&checks, &broken).is_empty(), "{pointer}: {value}");
    }
    let mut more = good.clone();
    more["wyh"] = json!("x");
    assert!(!mistakes(&checks, &more).is_empty());
    let mut fewer = good;
    fewer.as_object_mut().expect("a map").remove("deny");
    assert!(!mistakes(&checks, &fewer).is_empty());
    let families = validator(&project, "families");
    let member = json!({ "members": { "a-b": { "service": "aws/s3", "on": { "kinds": ["x"] }, "why": null } } });
    assert_eq!(mistakes(&families, &member), Vec::<String>::new());
    for broken in [json!({ "id": "a-b", "members": {} }), json!({ "members": { "a-b": { "id": "a-b" } } })] {
        assert!(!mistakes(&families, &broken).is_empty(), "{broken}");
    }
}

#[test]
fn a_bare_schema_is_that_of_the_configuration() {
    let project = Project::new(&[]);
    let bare = project.run(&["init", "--schema"]);
    assert_eq!(bare.stdout, project.run(&["init", "--schema", "configuration"]).stdout);
    let unknown = project.run(&["init", "--schema", "check"]);
    assert!(unknown.code == 2 && unknown.stderr.contains("'checks'"), "{}", unknown.stderr);
}
