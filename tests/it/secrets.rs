//! Credentials in code: found once, and never shown.

use ravelin::report::{FORMATS, Format};

use crate::formats;
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
    for Format { name: format, .. } in FORMATS {
        let run = project.run(&["scan", ".", "--format", format, "--min-severity", "info"]);
        let is_listing = formats::listing().any(|listing| listing.name == *format);
        assert!(!is_listing || run.stdout.contains("generic-secret-in-attribute"), "{format}");
        for credential in [PASSWORD, OTHER, KEY, "elephantine"] {
            assert!(!run.stdout.contains(credential), "{format} shows {credential}:\n{}", run.stdout);
        }
    }
    let run = project.run(&["explain", "generic-secret-in-attribute", "."]);
    assert!(run.stdout.contains("db_password") && !run.stdout.contains(PASSWORD), "{}", run.stdout);
}

/// One of every kind of credential: in code, in a file of values, in scripts, addresses, headers and arguments of programs,
/// marked as sensitive, in a Secret, beyond any count, and on a line that does not parse.
fn every_kind() -> (Vec<(&'static str, String)>, Vec<String>) {
    let many: Vec<String> = (100..170).map(|number| format!("qZ{number}vLw9pT")).collect();
    let list = many.iter().map(|secret| format!("    {{ name = \"DB_PASSWORD\", value = \"{secret}\" }},\n"));
    let main = format!(
        "variable \"db_password\" {{\n  default = \"{PASSWORD}\"\n}}\n\nvariable \"pin\" {{\n  default   = \"tulip\"\n  sensitive = true\n}}\n\n\
         variable \"given\" {{}}\n\nresource \"aws_db_instance\" \"d\" {{\n  password            = var.db_password\n  publicly_accessible = true\n}}\n\n\
         resource \"aws_mq_broker\" \"b\" {{\n  user {{\n    username = \"u\"\n    password = \"elephantine\"\n  }}\n  \
         user {{\n    username = \"v\"\n    password = var.pin\n  }}\n}}\n\n\
         resource \"aws_instance\" \"i\" {{\n  associate_public_ip_address = true\n  user_data = <<-EOT\n    export API_TOKEN={KEY}\n    \
         curl -u admin:Gard3nGate https://example.com/x\n    mysql -uroot -pPl4tinum -e 'select 1'\n    \
         curl -H 'Authorization: Bearer c0ffee55' https://example.com/y\n  EOT\n  \
         tags = {{ url = \"postgres://app:W1nterSun@db/x\", again = var.given }}\n}}\n\n\
         resource \"aws_ecs_task_definition\" \"t\" {{\n  container_definitions = jsonencode([{{ environment = [\n{}  ] }}])\n}}\n",
        list.collect::<String>()
    );
    let dockerfile = "FROM alpine:3.20\nARG REPO_PASSWORD=Riv3rStone9\nRUN mysql -uroot -pBr1ckwall < x.sql && \\\n    wget --password=Cl0udbank https://example.com\n";
    let secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  word: marigold\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  \
         containers:\n  - name: web\n    image: web\n    args: [--db-password=L4ntern77, '--url=amqp://m:H4rvest5@q']\n";
    let broken = "resource \"aws_db_instance\" \"x\" {\n  password = \"periwinkle\n}\n";
    let files = vec![
        ("main.tf", main),
        ("terraform.tfvars", format!("given = \"x\"\nunused_password = \"{OTHER}\"\n")),
        ("Dockerfile", dockerfile.to_owned()),
        ("app.yaml", secret.to_owned()),
        ("broken/main.tf", broken.to_owned()),
    ];
    let mut credentials = many;
    let others = [
        PASSWORD,
        OTHER,
        KEY,
        "tulip",
        "elephantine",
        "Gard3nGate",
        "Pl4tinum",
        "c0ffee55",
        "W1nterSun",
        "Riv3rStone9",
        "Br1ckwall",
        "Cl0udbank",
        "marigold",
        "L4ntern77",
        "H4rvest5",
        "periwinkle",
    ];
    credentials.extend(others.map(str::to_owned));
    (files, credentials)
}

/// Whatever runs, and wherever it is written to.
#[test]
fn no_report_shows_a_credential_whatever_checks_run() {
    let (files, credentials) = every_kind();
    let configurations = [
        "",
        "checks:\n  skip: [secrets]\n",
        "checks:\n  only: [aws-rds-public]\n",
        "checks:\n  severity: {secrets: info}\n",
        "exceptions:\n- checks: [all]\n  reason: tried\n",
    ];
    let plain: Vec<&str> = vec!["scan", "."];
    let mut runs: Vec<(&str, Vec<&str>)> = configurations.iter().map(|text| (*text, plain.clone())).collect();
    runs.push(("", vec!["scan", ".", "--skip-checks", "secrets"]));
    runs.push(("", vec!["scan", ".", "--checks", "aws-rds-public,docker-dockerfile-no-user"]));
    runs.push(("", vec!["scan", ".", "--baseline", "known.json"]));
    for (configuration, args) in runs {
        let mut all: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        if !configuration.is_empty() {
            all.push((".ravelin.yaml", configuration));
        }
        let project = Project::new(&all);
        project.run(&["baseline", "write", ".", "--baseline", "known.json"]);
        let formats: Vec<String> = FORMATS.iter().map(|format| format!("{0}=out.{0}", format.name)).collect();
        let mut args = args;
        args.extend(["--min-severity", "info", "--show-unknown", "--show-exceptions", "--record", "history.jsonl"]);
        args.extend(formats.iter().flat_map(|format| ["--format", format.as_str()]));
        let run = project.run(&args);
        let mut texts = vec![("standard output".to_owned(), run.stdout), ("standard error".to_owned(), run.stderr)];
        for name in FORMATS.iter().map(|format| format!("out.{}", format.name)).chain(["history.jsonl".to_owned()]) {
            let text = std::fs::read_to_string(project.path().join(&name)).expect(&name);
            texts.push((name, text));
        }
        for (name, text) in texts {
            for credential in &credentials {
                let around = || text.lines().find(|line| line.contains(credential.as_str())).map(str::to_owned);
                assert!(!text.contains(credential.as_str()), "{args:?} with {configuration:?}: {name}: {:?}", around());
            }
        }
    }
}

/// The other commands that print what a scan found.
#[test]
fn no_command_shows_a_credential() {
    let (files, credentials) = every_kind();
    let all: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let project = Project::new(&all);
    let mut commands: Vec<Vec<&str>> =
        ["secrets", "all"].map(|checks| vec!["explain", checks, "."]).into_iter().collect();
    for format in ["markdown", "html", "csv", "json", "oscal"] {
        commands.push(vec![
            "compliance",
            "report",
            ".",
            "--framework",
            "cis-aws-7.0,nist-800-53-r5",
            "--format",
            format,
        ]);
    }
    commands.push(vec!["exceptions", "list", "."]);
    for command in commands {
        let run = project.run(&command);
        for credential in &credentials {
            assert!(!run.stdout.contains(credential.as_str()), "{command:?} shows {credential}");
            assert!(!run.stderr.contains(credential.as_str()), "{command:?} shows {credential} on standard error");
        }
    }
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

/// A password that is the name of an image, too, is a word where people read it anyway; the worst of what is known of a
/// credential counts.
#[test]
fn words_that_everyone_reads_stay() {
    let compose = "\
services:
  nextcloud:
    image: nextcloud
    environment:
      POSTGRES_PASSWORD: nextcloud
      AWS_ACCESS_KEY_ID: AKIAQ3EGRZ5LN4WD7TUV
";
    let run = Project::new(&[("compose.yaml", compose)]).run(&["scan", ".", "--format", "json"]);
    let findings = run.json()["findings"].clone();
    let messages: Vec<&str> =
        findings.as_array().into_iter().flatten().filter_map(|finding| finding["message"].as_str()).collect();
    assert!(messages.iter().any(|message| message.contains("image nextcloud has no fixed version")), "{messages:#?}");
    assert!(!run.stdout.contains("AKIAQ3EGRZ5LN4WD7TUV"));
    let severities: Vec<_> = findings
        .as_array()
        .into_iter()
        .flatten()
        .filter(|finding| finding["checkId"] == "kubernetes-workload-secret-in-code")
        .map(|finding| finding["severity"].as_str().unwrap_or_default())
        .collect();
    assert_eq!(severities, ["medium", "critical"]);
    let others = findings.as_array().into_iter().flatten().filter(|finding| finding["severity"] == "critical");
    assert_eq!(others.count(), 1, "no other check is worse for it");
}

/// The value of a finding says what stands where: there a credential is none of the words that people read elsewhere, and it
/// is not shown in part or with other signs before its own.
#[test]
fn values_of_findings_show_no_credential() {
    let compose = "\
services:
  w:
    image: nextcloud
    environment:
      PASSWORD: nextcloud
  v:
    image: b
    environment:
      PASSWORD: 't7R\"k92qLw'
";
    let dockerfile = "FROM alpine:3.20\n# mirror: hunTwo77\nADD http://m:hunTwo77@m/t /o/\n\
                      ADD http://m:hunterTwoSeven@m.a.com/t.tgz /o/\n";
    let project = Project::new(&[("compose.yaml", compose), ("Dockerfile", dockerfile)]);
    let json = project.run(&["scan", ".", "--format", "json", "--min-severity", "info"]).json();
    let values = json["findings"].as_array().into_iter().flatten().filter_map(|finding| finding["value"].as_str());
    let values: Vec<&str> = values.collect();
    assert!(values.iter().any(|value| value.contains("http://m:****@m")), "{values:#?}");
    for word in ["\"nextcloud\"}]", "k92qLw", "hunTwo77", "hunterTwo"] {
        assert!(!values.iter().any(|value| value.contains(word)), "{word}: {values:#?}");
    }
}
