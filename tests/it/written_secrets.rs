//! A credential is a fault where it is written in the code: not where it is given from outside, referred to, or stood in for.

use std::process::Command;

use crate::runner::{Project, Run, ravelin_in};

pub const PASSWORD: &str = "t7Rk92qLwz";

/// A variable that nothing in the code gives a value, used as it is, in a text, and by a function.
const USES: &str = r#"
variable "pw" {
  type = string
}

variable "stage" {
  type    = string
  default = "production"
}

locals {
  again = var.pw
}

resource "aws_db_instance" "d" {
  password = local.again
}

resource "aws_secretsmanager_secret_version" "s" {
  secret_id     = "orders"
  secret_string = jsonencode({ username = "orders", password = var.pw })
}

resource "aws_instance" "i" {
  user_data = "export DB_PASSWORD=${var.pw}\nexport STAGE=${var.stage}\n"
}

resource "aws_instance" "encoded" {
  user_data_base64 = base64encode("export DB_PASSWORD=${var.pw}\n")
}

resource "aws_lambda_function" "f" {
  environment {
    variables = { DB_PASSWORD = var.pw, URL = "postgres://shop:${var.pw}@db/orders" }
  }
}

resource "aws_ssm_parameter" "p" {
  type  = "SecureString"
  value = upper(var.pw)
}

resource "thing" "t" {
  password = var.pw
}
"#;

/// The findings about secrets, as `path:line id`.
fn found(run: &Run) -> Vec<String> {
    let place = |line: &str| {
        let (place, rest) = line.split_once(": ")?;
        Some(format!("{} {}", place.rsplit_once(':')?.0, rest.rsplit_once('[')?.1.trim_end_matches(']')))
    };
    run.stdout.lines().filter_map(place).collect()
}

fn scan(project: &Project, args: &[&str], variables: &[(&str, &str)]) -> Vec<String> {
    let all = [&["scan", ".", "--checks", "secrets", "--format", "concise"], args].concat();
    let run = ravelin_in(&project.path(), &all, variables, None);
    assert!(!run.stdout.contains(PASSWORD) && !run.stderr.contains(PASSWORD), "{}\n{}", run.stdout, run.stderr);
    found(&run)
}

pub fn scan_files(files: &[(&str, &str)]) -> Vec<String> {
    scan(&Project::new(files), &[], &[])
}

#[test]
fn what_is_given_from_outside_is_not_in_code() {
    let project = Project::new(&[("main.tf", USES)]);
    let assignment = format!("pw={PASSWORD}");
    let none: Vec<String> = Vec::new();
    assert_eq!(scan(&project, &[], &[]), none);
    assert_eq!(scan(&project, &["--var", &assignment], &[]), none, "the command line");
    assert_eq!(scan(&project, &["--env-vars"], &[("TF_VAR_pw", PASSWORD)]), none, "the environment");
    let elsewhere = Project::new(&[("secret.tfvars", &format!("pw = \"{PASSWORD}\"\n"))]);
    let path = elsewhere.path().join("secret.tfvars");
    assert_eq!(scan(&project, &["--var-file", &path.to_string_lossy()], &[]), none, "a file elsewhere");
}

#[test]
fn values_of_other_types_keep_where_they_come_from() {
    let main = "variable \"db\" {\n  type = object({ password = string, users = list(string) })\n}\n\n\
                resource \"aws_db_instance\" \"d\" {\n  password = var.db.password\n}\n\n\
                resource \"aws_elasticache_user\" \"u\" {\n  passwords = var.db.users\n}\n";
    let project = Project::new(&[("main.tf", main)]);
    let given = format!("db={{ password = \"{PASSWORD}\", users = [\"x{PASSWORD}\"] }}");
    assert_eq!(scan(&project, &["--var", &given], &[]), Vec::<String>::new());
}

#[test]
fn no_format_shows_what_was_given() {
    let project = Project::new(&[("main.tf", USES)]);
    let assignment = format!("pw={PASSWORD}");
    for format in ["pretty", "json", "sarif", "html", "markdown"] {
        let args = ["scan", ".", "--format", format, "--min-severity", "info", "--show-unknown", "--var", &assignment];
        let run = project.run(&args);
        assert!(!run.stdout.contains(PASSWORD) && !run.stderr.contains(PASSWORD), "{format}");
    }
}

#[test]
fn a_file_of_values_in_the_repository_is_code() {
    let values = format!("pw = \"{PASSWORD}\"\n");
    let beside = Project::new(&[("main.tf", USES), ("terraform.tfvars", &values)]);
    let named = Project::new(&[("main.tf", USES), ("env/prod.tfvars", &values)]);
    for (project, args) in [(&beside, &[][..]), (&named, &["--var-file", "env/prod.tfvars"])] {
        let found = scan(project, args, &[]);
        let ids: Vec<&str> = found.iter().filter_map(|line| Some(line.split_once(' ')?.1)).collect();
        for id in [
            "aws-rds-password-in-code",
            "aws-secretsmanager-value-in-code",
            "aws-ec2-secret-in-user-data",
            "aws-lambda-secret-in-code",
            "aws-ssm-secret-in-code",
            "generic-secret-in-attribute",
        ] {
            assert!(ids.contains(&id), "{id}: {found:?}");
        }
    }
}

#[test]
fn a_file_of_values_that_git_ignores_is_not_code() {
    let values = format!("pw = \"{PASSWORD}\"\n");
    let project = Project::new(&[("main.tf", USES), ("secret.tfvars", &values), (".gitignore", "secret.tfvars\n")]);
    let git = |args: &[&str]| Command::new("git").arg("-C").arg(project.path()).args(args).output().expect("git runs");
    git(&["init", "--quiet"]);
    assert_eq!(scan(&project, &["--var-file", "secret.tfvars"], &[]), Vec::<String>::new());
    git(&["add", "--force", "secret.tfvars"]);
    assert!(!scan(&project, &["--var-file", "secret.tfvars"], &[]).is_empty(), "tracked all the same");
}

#[test]
fn what_is_written_beside_a_given_value_is_found() {
    let main = format!(
        "variable \"stage\" {{}}\n\nresource \"aws_instance\" \"i\" {{\n  user_data = \"export STAGE=${{var.stage}}\\nexport DB_PASSWORD={PASSWORD}\\n\"\n}}\n\n\
         resource \"aws_instance\" \"encoded\" {{\n  user_data_base64 = base64encode(\"export STAGE=${{var.stage}}\\nexport DB_PASSWORD={PASSWORD}\\n\")\n}}\n\n\
         resource \"aws_db_instance\" \"d\" {{\n  password = coalesce(\"{PASSWORD}\", var.stage)\n}}\n"
    );
    let project = Project::new(&[("main.tf", &main)]);
    let expected = [
        "main.tf:4 aws-ec2-secret-in-user-data",
        "main.tf:8 aws-ec2-secret-in-user-data",
        "main.tf:12 aws-rds-password-in-code",
    ];
    assert_eq!(scan(&project, &["--var", "stage=production"], &[]), expected);
}

/// Arguments that are for credentials, each with what surrounds it.
const ARGUMENTS: [(&str, &str); 10] = [
    ("aws_db_instance", "password = VALUE"),
    ("aws_secretsmanager_secret_version", "secret_string = VALUE"),
    ("aws_ssm_parameter", "type = \"SecureString\"\n  value = VALUE"),
    ("aws_mq_broker", "user {\n    password = VALUE\n  }"),
    ("aws_elasticache_user", "passwords = [VALUE]"),
    ("azurerm_key_vault_secret", "value = VALUE"),
    ("azurerm_mssql_server", "administrator_login_password = VALUE"),
    ("google_secret_manager_secret_version", "secret_data = VALUE"),
    ("google_sql_user", "password = VALUE"),
    ("github_actions_secret", "plaintext_value = VALUE"),
];

fn with_value(value: &str) -> String {
    let resource = |(kind, body): &(&str, &str)| {
        format!("resource \"{kind}\" \"x\" {{\n  {}\n}}\n\n", body.replace("VALUE", value))
    };
    ARGUMENTS.iter().map(resource).collect()
}

#[test]
fn what_stands_in_place_of_a_secret_is_none() {
    let values = [
        "\"{}\"",
        "jsonencode({})",
        "jsonencode([])",
        "\"CHANGE_ME\"",
        "\"CHANGE_ME_AFTER_CREATION\"",
        "\"INSERT_YOUR_PASSWORD\"",
        "\"<your-token>\"",
        "\"GOOGLE_API_KEY_VAL\"",
        "\"test\"",
        "\"placeholder\"",
        "\"TBD\"",
        "\"none\"",
        "\"********\"",
        "\"vault:secret/data/db#password\"",
        "\"op://shop/db/password\"",
        "\"ssm:/shop/db/password\"",
        "\"arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf\"",
        "\"{{resolve:secretsmanager:db:SecretString:password}}\"",
        "\"$${DB_PASSWORD}\"",
        "\"projects/shop/secrets/db/versions/latest\"",
        "base64encode(\"changeme\")",
        "jsonencode({ username = \"shop\", password = \"changeme\" })",
        "data.x_secret.s.value",
    ];
    for value in values {
        assert_eq!(scan_files(&[("main.tf", &with_value(value))]), Vec::<String>::new(), "{value}");
    }
}

#[test]
fn what_is_written_is_found_even_where_it_is_a_bad_password() {
    for value in ["Vb7-quiet-otter-19", "t7Rk92qLwz", "supersecret", "jsonencode({ password = \"hunter22\" })"] {
        let value = if value.contains('(') { value.to_owned() } else { format!("\"{value}\"") };
        let project = Project::new(&[("main.tf", &with_value(&value))]);
        let run = project.run(&["scan", ".", "--checks", "secrets", "--format", "concise"]);
        assert_eq!(found(&run).len(), ARGUMENTS.len(), "{value}:\n{}", run.stdout);
    }
}

#[test]
fn write_only_arguments_are_code_as_well() {
    let kinds = [
        ("aws_db_instance", "password_wo"),
        ("aws_rds_cluster", "master_password_wo"),
        ("aws_docdb_cluster", "master_password_wo"),
        ("aws_redshift_cluster", "master_password_wo"),
        ("aws_redshiftserverless_namespace", "admin_user_password_wo"),
        ("aws_secretsmanager_secret_version", "secret_string_wo"),
        ("azurerm_key_vault_secret", "value_wo"),
        ("azurerm_mssql_server", "administrator_login_password_wo"),
        ("azurerm_mysql_flexible_server", "administrator_password_wo"),
        ("azurerm_postgresql_flexible_server", "administrator_password_wo"),
        ("google_sql_user", "password_wo"),
        ("google_sql_database_instance", "root_password_wo"),
        ("google_secret_manager_secret_version", "secret_data_wo"),
        ("google_compute_vpn_tunnel", "shared_secret_wo"),
        ("some_provider_user", "password_wo"),
    ];
    for (kind, argument) in kinds {
        let text = |value: &str| format!("resource \"{kind}\" \"x\" {{\n  {argument} = {value}\n}}\n");
        let found = scan_files(&[("main.tf", &text(&format!("\"{PASSWORD}\"")))]);
        assert!(found.len() == 1 && found[0].starts_with("main.tf:2 "), "{kind}.{argument}: {found:?}");
        assert!(
            scan_files(&[("main.tf", &text("ephemeral.random_password.p.result"))]).is_empty(),
            "{kind}.{argument}"
        );
    }
    let parameter = format!(
        "resource \"aws_ssm_parameter\" \"x\" {{\n  type = \"SecureString\"\n  value_wo = \"{PASSWORD}\"\n}}\n"
    );
    assert_eq!(scan_files(&[("main.tf", &parameter)]), ["main.tf:3 aws-ssm-secret-in-code"]);
}

#[test]
fn an_argument_that_is_replaced_later_holds_no_secret() {
    let resource = |ignored: &str| {
        format!(
            "resource \"aws_mq_broker\" \"b\" {{\n  user {{\n    username = \"a\"\n    password = \"{PASSWORD}\"\n  }}\n  \
             user {{\n    username = \"b\"\n    password = \"{PASSWORD}\"\n  }}\n  lifecycle {{\n    ignore_changes = {ignored}\n  }}\n}}\n\n\
             resource \"thing\" \"t\" {{\n  api_secret = \"kZ8w3QLr5xT0vN9bYc2mPd4sGh7jKa\"\n  lifecycle {{\n    ignore_changes = {ignored}\n  }}\n}}\n"
        )
    };
    let rows: [(&str, &[u32]); 6] = [
        ("[]", &[4, 8, 16]),
        ("[user, api_secret]", &[]),
        ("[user[0].password]", &[8, 16]),
        ("[\"api_secret\"]", &[4, 8]),
        ("all", &[]),
        ("[username]", &[4, 8, 16]),
    ];
    for (ignored, lines) in rows {
        let found = scan_files(&[("main.tf", &resource(ignored))]);
        let at: Vec<u32> = found.iter().filter_map(|line| line.split([':', ' ']).nth(1)?.parse().ok()).collect();
        assert_eq!(at, lines, "{ignored}: {found:?}");
    }
    // A token that is known by its form works wherever it is written.
    let token = "resource \"aws_ssm_parameter\" \"p\" {\n  type  = \"SecureString\"\n  value = \"AKIAQ3EGRZ5LN4WD7TUV\"\n  \
                 lifecycle {\n    ignore_changes = [value]\n  }\n}\n";
    assert_eq!(scan_files(&[("main.tf", token)]), ["main.tf:3 aws-ssm-secret-in-code"]);
}

/// Who says which file, element or environment is meant has not given the credential that is written there.
const CHOSEN: &str = r#"variable "stage" {}
variable "first" {}

resource "aws_instance" "file" {
  user_data = file("${path.module}/${var.stage}/init.sh")
}

resource "aws_instance" "template" {
  user_data = templatefile("${path.module}/${var.stage}/init.sh", {})
}

resource "aws_instance" "encoded" {
  user_data_base64 = filebase64("${path.module}/${var.stage}/init.sh")
}

resource "aws_instance" "replaced" {
  user_data = replace(file("${path.module}/prod/init.sh"), "NOT THERE", var.stage)
}

resource "aws_db_instance" "element" {
  password = element(["t7Rk92qLwz"], var.first)
}

resource "aws_db_instance" "trimmed" {
  password = trimsuffix("t7Rk92qLwz", var.stage)
}

resource "aws_ecs_task_definition" "beside" {
  container_definitions = <<-JSON
    [{ "name": "${var.stage}", "image": "a:1", "environment": [{ "name": "DB_PASSWORD", "value": "t7Rk92qLwz" }] }]
  JSON
}

resource "aws_lambda_function" "decoded" {
  environment {
    variables = jsondecode("{\"STAGE\": \"${var.stage}\", \"DB_PASSWORD\": \"t7Rk92qLwz\"}")
  }
}
"#;

#[test]
fn what_is_given_hides_nothing_that_is_written() {
    let script = format!("#!/bin/sh\nexport DB_PASSWORD={PASSWORD}\n");
    let with_defaults = CHOSEN
        .replace("variable \"stage\" {}", "variable \"stage\" { default = \"prod\" }")
        .replace("variable \"first\" {}", "variable \"first\" { default = 0 }");
    let expected = scan_files(&[("main.tf", &with_defaults), ("prod/init.sh", &script)]);
    assert_eq!(expected.len(), 8, "{expected:?}");
    let project = Project::new(&[("main.tf", CHOSEN), ("prod/init.sh", &script)]);
    assert_eq!(scan(&project, &["--var", "stage=prod", "--var", "first=0"], &[]), expected);
}

#[test]
fn what_is_given_in_base64_is_not_in_code() {
    let main = "variable \"script\" {}\n\nresource \"aws_instance\" \"i\" {\n  user_data_base64 = var.script\n}\n";
    // `export DB_PASSWORD=t7Rk92qLwz`
    let script = "script=ZXhwb3J0IERCX1BBU1NXT1JEPXQ3Ums5MnFMd3o=";
    assert_eq!(scan(&Project::new(&[("main.tf", main)]), &["--var", script], &[]), Vec::<String>::new());
    let zipped = main.replace("var.script", "base64gzip(var.script)");
    let script = format!("script=export DB_PASSWORD={PASSWORD}");
    assert_eq!(scan(&Project::new(&[("main.tf", &zipped)]), &["--var", &script], &[]), Vec::<String>::new());
}

/// A password that a module is given is one finding, where it is written, whoever knows what it is for.
#[test]
fn what_is_passed_on_is_found_where_it_is_written() {
    let module = "variable \"password\" {}\nresource \"aws_db_instance\" \"d\" {\n  engine   = \"mysql\"\n  password = var.password\n}\n";
    let call =
        |name: &str| format!("module \"{name}\" {{\n  source = \"./m\"\n  password = \"t7Rk92qLwzP-{name}\"\n}}\n");
    let callers = format!("{}{}", call("one"), call("two"));
    let found = |module: &str| {
        let project = Project::new(&[("main.tf", &callers), ("m/main.tf", module)]);
        let json = project.run(&["scan", ".", "--format", "json", "--checks", "secrets"]).json();
        let row = |finding: &serde_json::Value| {
            let excepted = !finding["suppression"].is_null();
            (finding["checkId"].to_string(), finding["location"]["start"]["line"].to_string(), excepted)
        };
        json["findings"].as_array().expect("a list").iter().map(row).collect::<Vec<_>>()
    };
    let expected = |excepted| {
        ["3", "7"].map(|line| ("\"aws-rds-password-in-code\"".to_owned(), line.to_owned(), excepted)).to_vec()
    };
    assert_eq!(found(module), expected(false));
    let excepted = module.replace("= var.password", "= var.password # ravelin:ignore aws-rds-password-in-code");
    assert_eq!(found(&excepted), expected(true), "who excepted it where it is used goes on to do so");
}
