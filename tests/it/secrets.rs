//! Credentials in code: found once, and never shown.

use ravelin::report::FORMATS;

use crate::runner::Project;

const PASSWORD: &str = "t7Rk92qLwz";
const OTHER: &str = "w0Vz81mPdX";
const KEY: &str = "AKIAQ3EGRZ5LN4WD7TUV";

/// The ids of findings about secrets, with line and column.
fn secrets(files: &[(&str, &str)]) -> Vec<String> {
    let run = Project::new(files).run(&["scan", ".", "--checks", "secrets", "--format", "concise"]);
    let place = |line: &str| {
        let (place, rest) = line.split_once(": ")?;
        let id = rest.rsplit_once('[')?.1.trim_end_matches(']');
        Some(format!("{} {id}", place.split_once(':')?.1))
    };
    run.stdout.lines().filter_map(place).collect()
}

#[test]
fn no_format_shows_a_credential() {
    let terraform = format!(
        "variable \"db_password\" {{\n  default = \"{PASSWORD}\"\n}}\n\nresource \"thing\" \"a\" {{\n  \
         password = var.db_password\n  note     = \"id {KEY}\"\n  user_data = <<-EOT\n    export DB_PASSWORD={PASSWORD}\n    export OTHER_PASSWORD={OTHER}\n  \
         EOT\n}}\n\nresource \"aws_lambda_function\" \"f\" {{\n  function_name = \"f\"\n  environment {{\n    \
         variables = {{ ID = \"{KEY}\" }}\n  }}\n}}\n"
    );
    let broker = format!(
        "variable \"p\" {{\n  default = \"plain{PASSWORD}\"\n}}\n\nresource \"aws_mq_broker\" \"b\" {{\n  user {{\n    username = \"u\"\n    \
         password = \"elephantine\"\n  }}\n  user {{\n    username = \"v\"\n    password = var.p\n  }}\n}}\n"
    );
    let dockerfile = format!("FROM alpine:3.20\nENV API_TOKEN={PASSWORD} \\\n    OTHER=1\nUSER 1000\n");
    let workload = format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: web}}\nspec:\n  containers:\n  - name: web\n    image: web:1.0\n    \
         env:\n    - name: DB_PASSWORD\n      value: {PASSWORD}\n"
    );
    let project = Project::new(&[
        ("main.tf", &terraform),
        ("mq/main.tf", &broker),
        ("Dockerfile", &dockerfile),
        ("pod.yaml", &workload),
    ]);
    for (format, _) in FORMATS {
        let run = project.run(&["scan", ".", "--format", format, "--min-severity", "info"]);
        assert!(run.stdout.contains("generic-secret") || run.stdout.is_empty(), "{format}");
        for credential in [PASSWORD, OTHER, KEY, "elephantine"] {
            assert!(!run.stdout.contains(credential), "{format} shows {credential}:\n{}", run.stdout);
        }
    }
    let run = project.run(&["explain", "generic-secret-in-attribute", "."]);
    assert!(run.stdout.contains("db_password") && !run.stdout.contains(PASSWORD), "{}", run.stdout);
}

/// What is used at several places is reported where it is written, with all that use it.
#[test]
fn a_credential_is_one_finding() {
    let terraform = format!(
        "locals {{\n  password = \"{PASSWORD}\"\n}}\n\nvariable \"token_secret\" {{\n  default = \"{PASSWORD}0cXv51KsYm8\"\n}}\n\n\
         resource \"thing\" \"a\" {{\n  password = local.password\n  secret   = var.token_secret\n}}\n\n\
         resource \"thing\" \"b\" {{\n  password = local.password\n}}\n"
    );
    let found = secrets(&[("main.tf", &terraform)]);
    assert_eq!(found, ["6:13 generic-secret-in-attribute", "10:14 generic-secret-in-attribute"]);
}

/// A check on just this kind of credential says it better.
#[test]
fn a_special_check_comes_first() {
    let cases = [
        ("Dockerfile", format!("FROM alpine:3.20\nENV API_TOKEN={KEY}\n"), "2:5 docker-dockerfile-secret-in-env"),
        ("Dockerfile", format!("FROM alpine:3.20\nENV ACCESS_ID={KEY}\n"), "2:15 generic-secret-known-token"),
        (
            "main.tf",
            format!(
                "resource \"aws_lambda_function\" \"f\" {{\n  environment {{\n    variables = {{\n      ID = \"{KEY}\"\n    }}\n  }}\n}}\n"
            ),
            "4:12 aws-lambda-secret-in-code",
        ),
        (
            "main.tf",
            format!("resource \"aws_db_instance\" \"d\" {{\n  password = \"{PASSWORD}\"\n}}\n"),
            "2:14 aws-rds-password-in-code",
        ),
    ];
    for (name, text, expected) in cases {
        assert_eq!(secrets(&[(name, &text)]), [expected], "{text}");
    }
}

/// What stands in place of a credential.
#[test]
fn placeholders_and_references_are_not_credentials() {
    let terraform = r#"
variable "db_password" {
  type = string
}

resource "thing" "a" {
  password   = var.db_password
  api_key    = thing.b.api_key
  token      = "${var.db_password}-suffix1"
  secret     = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf"
  auth_token = "projects/shop/secrets/db-token-1"
  password2  = "changeme-123"
  key_id     = "123e4567-e89b-12d3-a456-426614174000"
  etag       = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
  private_key = file("~/.ssh/id_rsa")
  access_key = "AKIAIOSFODNN7EXAMPLE"
  secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
  database   = "postgres://user:password@localhost/db"
}
"#;
    assert!(secrets(&[("main.tf", terraform)]).is_empty(), "{:?}", secrets(&[("main.tf", terraform)]));
}
