//! Plans tell what their source only refers to from what it says.

use crate::runner::Project;
use crate::written_secrets::{PASSWORD, scan_files};

/// A plan of `SOURCE` for which the password was read and made before.
fn plan() -> String {
    let planned = |kind: &str, values: serde_json::Value| serde_json::json!({"address": format!("{kind}.x"), "mode": "managed", "type": kind, "name": "x", "values": values});
    let configured = |kind: &str, expressions: serde_json::Value| serde_json::json!({"address": format!("{kind}.x"), "mode": "managed", "type": kind, "name": "x", "expressions": expressions});
    let document = format!("{{\"password\":\"d{PASSWORD}\",\"username\":\"shop\"}}");
    serde_json::json!({
        "format_version": "1.2",
        "terraform_version": "1.11.0",
        "variables": {"pw": {"value": format!("v{PASSWORD}")}},
        "planned_values": {"root_module": {"resources": [
            planned("random_password", serde_json::json!({"length": 24, "result": format!("r{PASSWORD}")})),
            planned("aws_db_instance", serde_json::json!({"password": format!("r{PASSWORD}")})),
            planned("aws_docdb_cluster", serde_json::json!({"master_password": format!("d{PASSWORD}")})),
            planned("aws_lightsail_database", serde_json::json!({"master_password": format!("v{PASSWORD}")})),
            planned("aws_redshift_cluster", serde_json::json!({"master_password": PASSWORD})),
            planned("aws_secretsmanager_secret_version", serde_json::json!({"secret_id": "s", "secret_string": document})),
        ]}},
        "prior_state": {"values": {"root_module": {"resources": [{
            "address": "data.aws_secretsmanager_secret_version.x", "mode": "data", "type": "aws_secretsmanager_secret_version",
            "name": "x", "values": {"secret_id": "db", "secret_string": format!("d{PASSWORD}")},
        }]}}},
        "resource_changes": [],
        "configuration": {"root_module": {
            "variables": {"pw": {}},
            "resources": [
                configured("random_password", serde_json::json!({"length": {"constant_value": 24}})),
                configured("aws_db_instance", serde_json::json!(
                    {"password": {"references": ["random_password.x.result", "random_password.x"]}})),
                configured("aws_docdb_cluster", serde_json::json!({"master_password": {"references":
                    ["data.aws_secretsmanager_secret_version.x.secret_string", "data.aws_secretsmanager_secret_version.x"]}})),
                configured("aws_lightsail_database", serde_json::json!({"master_password": {"references": ["var.pw"]}})),
                configured("aws_redshift_cluster", serde_json::json!({"master_password": {"constant_value": PASSWORD}})),
                configured("aws_secretsmanager_secret_version", serde_json::json!({
                    "secret_id": {"constant_value": "s"},
                    "secret_string": {"references":
                        ["data.aws_secretsmanager_secret_version.x.secret_string", "data.aws_secretsmanager_secret_version.x"]},
                })),
            ],
        }},
    })
    .to_string()
}

const SOURCE: &str = r#"variable "pw" {}

data "aws_secretsmanager_secret_version" "x" {
  secret_id = "db"
}

resource "random_password" "x" {
  length = 24
}

resource "aws_db_instance" "x" {
  password = random_password.x.result
}

resource "aws_docdb_cluster" "x" {
  master_password = data.aws_secretsmanager_secret_version.x.secret_string
}

resource "aws_lightsail_database" "x" {
  master_password = var.pw
}

resource "aws_redshift_cluster" "x" {
  master_password = "t7Rk92qLwz"
}

resource "aws_secretsmanager_secret_version" "x" {
  secret_id     = "s"
  secret_string = jsonencode({ username = "shop", password = data.aws_secretsmanager_secret_version.x.secret_string })
}
"#;

#[test]
fn plans_tell_references_from_constants() {
    let plan = plan();
    let beside = scan_files(&[("main.tf", SOURCE), ("plan.json", &plan)]);
    assert_eq!(beside, ["main.tf:24 aws-redshift-password-in-code"]);
    let alone = scan_files(&[("plan.json", &plan)]);
    assert!(alone.len() == 1 && alone[0].ends_with(" aws-redshift-password-in-code"), "{alone:?}");
}

/// A template that refers to nothing but its folder says itself what stands in it; of one that refers to something that does
/// not stand in the text, it is not known.
#[test]
fn what_a_plan_refers_to_hides_nothing_that_is_written() {
    let text = format!("export DB_PASSWORD={PASSWORD}\n");
    let machine = |name: &str, reference: &str| {
        let address = format!("aws_instance.{name}");
        let base = serde_json::json!({"address": address, "mode": "managed", "type": "aws_instance", "name": name});
        let (mut planned, mut configured) = (base.clone(), base);
        planned["values"] = serde_json::json!({"user_data": text});
        configured["expressions"] = serde_json::json!({"user_data": {"references": [reference]}});
        (planned, configured)
    };
    let plan = |reference: &str| {
        let (planned, configured) = machine("x", reference);
        serde_json::json!({
            "format_version": "1.2",
            "terraform_version": "1.11.0",
            "variables": {"stage": {"value": "dev"}},
            "planned_values": {"root_module": {"resources": [planned]}},
            "resource_changes": [],
            "configuration": {"root_module": {"variables": {"stage": {"default": "dev"}}, "resources": [configured]}},
        })
        .to_string()
    };
    let found = scan_files(&[("plan.json", &plan("path.module"))]);
    assert!(found.len() == 1 && found[0].ends_with(" aws-ec2-secret-in-user-data"), "{found:?}");
    let run = Project::new(&[("plan.json", &plan("var.stage"))]).run(&["scan", ".", "--format", "json"]);
    let json = run.json();
    let open = json["notAssessed"].as_array().into_iter().flatten();
    let open: Vec<&str> = open.filter_map(|open| open["checkId"].as_str()).collect();
    assert!(open.contains(&"aws-ec2-secret-in-user-data"), "{open:?}");
}
