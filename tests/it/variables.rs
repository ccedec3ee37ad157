//! Values of Terraform variables from the command line and the environment.

use serde_json::Value;

use crate::runner::{Project, Run, ravelin_in};

const GROUP: &str = r#"variable "cidrs" {
  type    = list(string)
  default = ["10.0.0.0/8"]
}

resource "aws_security_group" "this" {
  description = "Servers"

  ingress {
    description = "SSH to ${terraform.workspace}"
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = var.cidrs
  }
}
"#;

const CHECK: &str = "cloud-network-open-ssh";

fn scan(files: &[(&str, &str)], args: &[&str], variables: &[(&str, &str)]) -> Run {
    let project = Project::new(files);
    let all: Vec<&str> = ["scan", ".", "--checks", CHECK, "--format", "json"].iter().chain(args).copied().collect();
    ravelin_in(&project.path(), &all, variables, None)
}

fn is_found(files: &[(&str, &str)], args: &[&str], variables: &[(&str, &str)]) -> bool {
    let run = scan(files, args, variables);
    !run.json()["findings"].as_array().expect("a list").is_empty()
}

const OPEN: &str = "cidrs = [\"0.0.0.0/0\"]\n";
const CLOSED: &str = "cidrs = [\"10.1.0.0/16\"]\n";

#[test]
fn the_strongest_source_wins() {
    let open = "cidrs=[\"0.0.0.0/0\"]";
    let closed = "cidrs=[\"10.1.0.0/16\"]";
    let environment = [("TF_VAR_cidrs", "[\"0.0.0.0/0\"]")];
    let alone = [("main.tf", GROUP), ("open.tfvars", OPEN), ("closed.tfvars", CLOSED)];
    assert!(!is_found(&alone, &[], &environment), "the environment counts when it is asked for");
    assert!(is_found(&alone, &["--env-vars"], &environment));
    assert!(!is_found(&alone, &["--env-vars", "--var", closed], &environment));
    assert!(is_found(&alone, &["--var", open], &[]));
    assert!(is_found(&alone, &["--var", closed, "--var-file", "open.tfvars"], &[]));
    assert!(!is_found(&alone, &["--var-file", "open.tfvars", "--var", closed], &[]));
    assert!(is_found(&alone, &["--var-file", "closed.tfvars", "--var-file", "open.tfvars"], &[]));
    let json = [("main.tf", GROUP), ("values/open.json", "{\"cidrs\": [\"0.0.0.0/0\"]}")];
    assert!(is_found(&json, &["--var-file", "values/open.json"], &[]), "JSON by its ending");
    let beside = [("main.tf", GROUP), ("terraform.tfvars", CLOSED), ("open.tfvars", OPEN)];
    assert!(!is_found(&beside, &["--env-vars"], &environment), "a file is stronger than the environment");
    assert!(is_found(&beside, &["--var", open], &[]), "the command line is stronger than a file");
    let automatic =
        [("main.tf", GROUP), ("terraform.tfvars", OPEN), ("b.auto.tfvars", CLOSED), ("a.auto.tfvars", OPEN)];
    assert!(!is_found(&automatic, &[], &[]), "the last file by name wins");
}

#[test]
fn findings_lead_back_to_the_command_line() {
    let run = scan(&[("main.tf", GROUP)], &["--var", "cidrs=[\"0.0.0.0/0\"]"], &[]);
    let json = run.json();
    let related = json["findings"][0]["related"].as_array().expect("a list");
    let from = |place: &&Value| place["location"]["path"] == "<command line>";
    let place = related.iter().find(from).unwrap_or_else(|| panic!("{json:#}"));
    assert_eq!(place["location"]["startByte"], 7, "the element and not the list");
}

#[test]
fn values_that_nothing_declares_are_told() {
    let files = [("main.tf", GROUP), ("extra.tfvars", "regoin = \"x\"\n"), ("terraform.tfvars", "typo = 1\n")];
    let run = scan(&files, &["--var", "cidr=1", "--var-file", "extra.tfvars"], &[]);
    let diagnostics = run.json()["diagnostics"].as_array().expect("a list").clone();
    let messages: Vec<_> = diagnostics.iter().map(|it| it["message"].as_str().unwrap_or_default().to_owned()).collect();
    let expected = [
        "no root module has a variable `cidr`, so this value is not used",
        "no root module has a variable `regoin`, so this value is not used",
        "this module has no variable `typo`, so this value is not used",
    ];
    assert_eq!(messages, expected);
}

#[test]
fn a_missing_file_and_a_malformed_value_are_usage_errors() {
    let files = [("main.tf", GROUP)];
    assert_eq!(scan(&files, &["--var-file", "none.tfvars"], &[]).code, 2);
    assert_eq!(scan(&files, &["--var", "novalue"], &[]).code, 2);
    let run = scan(&files, &["--var", "cidrs=[broken"], &[]);
    assert_eq!(run.json()["diagnostics"][0]["code"], "variable-value");
}

#[test]
fn the_workspace_can_be_named() {
    let files = [(
        "main.tf",
        "resource \"aws_security_group\" \"this\" {\n  description = \"d\"\n  ingress {\n    description = \"d\"\n    from_port = 22\n    to_port = 22\n    protocol = \"tcp\"\n    cidr_blocks = terraform.workspace == \"prod\" ? [\"10.0.0.0/8\"] : [\"0.0.0.0/0\"]\n  }\n}\n",
    )];
    assert!(is_found(&files, &[], &[]));
    assert!(!is_found(&files, &["--workspace", "prod"], &[]));
}
