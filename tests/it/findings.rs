//! What a finding says and where it points: places, origins, merging, names, unknowns.

use serde_json::Value;

use crate::runner::Project;

fn scan(files: &[(&str, &str)]) -> Value {
    Project::new(files).run(&["scan", ".", "--format", "json"]).json()
}

/// Findings of one check.
fn of<'j>(json: &'j Value, id: &str) -> Vec<&'j Value> {
    json["findings"].as_array().expect("a list").iter().filter(|finding| finding["checkId"] == id).collect()
}

fn excerpt(finding: &Value, files: &[(&str, &str)]) -> String {
    let location = &finding["location"];
    let path = location["path"].as_str().expect("a path");
    let text = files.iter().find(|(name, _)| *name == path).expect("a file of the project").1;
    let at = |key: &str| location[key].as_u64().expect("an offset") as usize;
    text[at("startByte")..at("endByte")].to_owned()
}

const MODULE: &str = r#"variable "cidrs" {
  type = list(string)
}

resource "aws_security_group" "this" {
  description = "Servers"

  ingress {
    description = "SSH"
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = var.cidrs
  }
}
"#;

#[test]
fn a_value_is_followed_to_where_it_was_written() {
    let files = [
        ("main.tf", "variable \"allowed\" {}\n\nmodule \"net\" {\n  source = \"./net\"\n  cidrs  = var.allowed\n}\n"),
        ("terraform.tfvars", "allowed = [\"10.0.0.0/8\", \"0.0.0.0/0\"]\n"),
        ("net/main.tf", MODULE),
    ];
    let json = scan(&files);
    let findings = of(&json, "cloud-network-open-ssh");
    assert_eq!(findings.len(), 1, "{json:#}");
    assert_eq!(excerpt(findings[0], &files), "var.cidrs");
    assert_eq!(findings[0]["addresses"], serde_json::json!(["module.net.aws_security_group.this"]));
    let related = findings[0]["related"].as_array().expect("a list");
    let paths: Vec<_> = related.iter().map(|place| place["location"]["path"].as_str().unwrap_or_default()).collect();
    assert!(paths.contains(&"terraform.tfvars"), "where it was written: {paths:?}");
    assert!(paths.contains(&"main.tf"), "the module call: {paths:?}");
}

#[test]
fn one_written_cause_is_one_finding() {
    let files = [
        (
            "main.tf",
            "module \"net\" {\n  source   = \"./net\"\n  for_each = toset([\"a\", \"b\", \"c\"])\n  cidrs    = [\"0.0.0.0/0\"]\n}\n",
        ),
        ("net/main.tf", MODULE),
    ];
    let json = scan(&files);
    let findings = of(&json, "cloud-network-open-ssh");
    assert_eq!(findings.len(), 1, "{json:#}");
    let addresses = findings[0]["addresses"].as_array().expect("a list");
    assert_eq!(addresses.len(), 3);
    assert_eq!(addresses[0], "module.net[\"a\"].aws_security_group.this");
}

/// Calls of the module, with what each passes, and other files.
fn called(calls: &[(&str, &str)], others: &[(&'static str, &'static str)]) -> Vec<(String, String)> {
    let call =
        |(name, cidrs): &(&str, &str)| format!("module \"{name}\" {{\n  source = \"./net\"\n  cidrs  = {cidrs}\n}}\n");
    let main: String = calls.iter().map(call).collect();
    let files = [("main.tf", main.as_str()), ("net/main.tf", MODULE)];
    files.iter().chain(others).map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// Names with what belongs to each.
type Pairs = &'static [(&'static str, &'static str)];

/// The line of a module that many use is not where one of them is mended.
#[test]
fn a_finding_points_at_what_a_module_is_given_where_others_give_something_else() {
    const OPEN: &str = "[\"0.0.0.0/0\"]";
    let allowed: &[(&str, &str)] = &[
        ("variables.tf", "variable \"allowed\" {}\n"),
        ("terraform.tfvars", "allowed = [\"10.0.0.0/8\",\n  \"0.0.0.0/0\"]\n"),
    ];
    let local: &[(&str, &str)] = &[("locals.tf", "locals {\n  open = [\"0.0.0.0/0\"]\n}\n")];
    let nested: &[(&str, &str)] = &[
        ("outer/main.tf", "variable \"cidrs\" {}\nmodule \"net\" {\n  source = \"../net\"\n  cidrs  = var.cidrs\n}\n"),
        ("outer.tf", "module \"outer\" {\n  source = \"./outer\"\n  cidrs  = [\"0.0.0.0/0\"]\n}\n"),
    ];
    let table: [(Pairs, Pairs, &[&str]); 8] = [
        (&[("a", OPEN)], &[], &["net/main.tf:13"]),
        (&[("a", OPEN), ("b", OPEN)], &[], &["net/main.tf:13", "net/main.tf:13"]),
        (&[("a", "local.open"), ("b", "local.open")], local, &["net/main.tf:13"]),
        (&[("a", OPEN), ("b", "[\"10.0.0.0/8\"]")], &[], &["main.tf:3"]),
        (&[("a", OPEN), ("b", "[\"10.0.0.0/8\", \"::/0\", \"0.0.0.0/0\"]")], &[], &["main.tf:3", "main.tf:7"]),
        (&[("a", "local.open"), ("b", "local.open"), ("c", "[]")], local, &["locals.tf:2"]),
        (&[("a", "var.allowed"), ("b", "[\"10.0.0.0/8\"]")], allowed, &["terraform.tfvars:2"]),
        (&[("a", "[\"10.0.0.0/8\"]")], nested, &["outer.tf:3"]),
    ];
    for (calls, others, expected) in table {
        let files = called(calls, others);
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let json = scan(&files);
        let found = of(&json, "cloud-network-open-ssh").into_iter().map(|finding| {
            let location = &finding["location"];
            format!("{}:{}", location["path"].as_str().expect("a path"), location["start"]["line"])
        });
        assert_eq!(found.collect::<Vec<_>>(), expected, "{calls:?}");
    }
}

/// Roots may call a module by one name: each has its own.
#[test]
fn each_root_has_its_own_finding_about_what_it_gives() {
    let root = |cidr: &str| format!("module \"net\" {{\n  source = \"../net\"\n  cidrs  = [{cidr}]\n}}\n");
    let open = root("\"0.0.0.0/0\"");
    let excepted = open.replace("]\n", "] # ravelin:ignore cloud-network-open-ssh reason=\"meant\"\n");
    let closed = root("\"10.0.0.0/8\"");
    let both = root("\"10.0.0.0/8\", \"0.0.0.0/0\"");
    let files = [("net/main.tf", MODULE), ("a/main.tf", &excepted), ("b/main.tf", &both), ("c/main.tf", &closed)];
    let json = scan(&files);
    let found = of(&json, "cloud-network-open-ssh")
        .into_iter()
        .map(|finding| (finding["location"]["path"].as_str().expect("a path"), finding["suppression"].is_null()));
    assert_eq!(found.collect::<Vec<_>>(), [("a/main.tf", false), ("b/main.tf", true)]);
}

/// Its name is that of the line in the module, and a comment there goes on to except it.
#[test]
fn a_finding_that_moves_to_what_is_given_keeps_its_name_and_its_exceptions() {
    let other = ("b", "[\"10.0.0.0/8\"]");
    let names = |calls: &[(&str, &str)], module: &str| {
        let mut files = called(calls, &[]);
        module.clone_into(&mut files[1].1);
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let json = scan(&files);
        let found = of(&json, "cloud-network-open-ssh").into_iter();
        found.map(|finding| (finding["fingerprint"].to_string(), finding["suppression"].is_null())).collect::<Vec<_>>()
    };
    let open = ("a", "[\"0.0.0.0/0\"]");
    assert_eq!(names(&[open], MODULE), names(&[open, other], MODULE));
    let excepted = MODULE.replace("var.cidrs", "var.cidrs # ravelin:ignore cloud-network-open-ssh reason=\"meant\"");
    assert!(names(&[open, other], &excepted).iter().all(|(_, open)| !open));
}

/// What one expression gives is one finding that names all; elements on lines of their own are mended one by one.
#[test]
fn elements_of_one_expression_are_one_finding() {
    let member = |role: &str, more: &str| {
        format!(
            "resource \"google_project_iam_member\" \"m\" {{\n  project = \"p\"\n  member = \"group:ops@example.com\"\n  role = {role}\n{more}}}\n"
        )
    };
    let roles = member(
        "each.value",
        "  for_each = toset([\n    \"roles/owner\",\n    \"roles/editor\",\n    \"roles/browser\",\n  ])\n",
    );
    let json = scan(&[("main.tf", &roles)]);
    let found = of(&json, "gcp-iam-basic-role");
    assert_eq!(found.len(), 1, "{json:#}");
    assert_eq!(found[0]["addresses"].as_array().map(Vec::len), Some(2));
    assert_eq!(found[0]["values"], serde_json::json!(["roles/editor", "roles/owner"]));
    assert!(found[0]["message"].as_str().is_some_and(|message| message.contains("roles/owner")), "{}", found[0]);

    let count = |members: &str| {
        let text = format!(
            "resource \"google_project_iam_binding\" \"b\" {{\n  role = \"roles/viewer\"\n  members = {members}\n}}\n"
        );
        of(&scan(&[("main.tf", &text)]), "gcp-iam-hierarchy-public").len()
    };
    assert_eq!(count("[\"allUsers\", \"group:a@example.com\", \"allAuthenticatedUsers\"]"), 1);
    assert_eq!(count("[\n    \"allUsers\",\n    \"allAuthenticatedUsers\",\n  ]"), 2);
    assert_eq!(count("[for member in [\"allUsers\", \"allAuthenticatedUsers\"] : member]"), 1);
}

#[test]
fn what_is_not_known_is_neither_a_finding_nor_a_pass() {
    let json = scan(&[("main.tf", MODULE)]);
    assert!(of(&json, "cloud-network-open-ssh").is_empty());
    let unknown = json["notAssessed"].as_array().expect("a list");
    let ssh = unknown.iter().find(|entry| entry["checkId"] == "cloud-network-open-ssh").expect("is not assessed");
    assert_eq!(ssh["reason"], "variable `cidrs` has no value");

    // One element is enough, whatever the other is.
    let json = scan(&[("main.tf", &MODULE.replace("= var.cidrs", "= [var.cidrs[0], \"0.0.0.0/0\"]"))]);
    assert_eq!(of(&json, "cloud-network-open-ssh").len(), 1);

    // Both branches of an unknown condition convict.
    let both = MODULE.replace("= var.cidrs", "= var.cidrs == null ? [\"0.0.0.0/0\"] : [\"198.51.100.1/0\"]");
    assert_eq!(of(&scan(&[("main.tf", &both)]), "cloud-network-open-ssh").len(), 1);
    let one = MODULE.replace("= var.cidrs", "= var.cidrs == null ? [\"0.0.0.0/0\"] : [\"10.0.0.0/8\"]");
    assert!(of(&scan(&[("main.tf", &one)]), "cloud-network-open-ssh").is_empty());
}

#[test]
fn fingerprints_survive_reformatting_and_moving() {
    let names = |files: &[(&str, &str)]| {
        let json = scan(files);
        let mut names: Vec<String> = json["findings"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|finding| finding["fingerprint"].as_str().expect("a string").to_owned())
            .collect();
        names.sort();
        names
    };
    let open = MODULE.replace("= var.cidrs", "= [\"0.0.0.0/0\"]");
    let before = names(&[("main.tf", &open)]);
    assert!(!before.is_empty());
    let reformatted = open.replace("   =", " =").replace("  ", "\t");
    assert_eq!(names(&[("main.tf", &format!("\n\n# moved down\n{reformatted}"))]), before);
    assert_eq!(names(&[("other.tf", &open)]), before);
    assert_ne!(names(&[("main.tf", &open.replace("\"this\"", "\"that\""))]), before);
}

#[test]
fn kubernetes_and_dockerfile_places_are_the_culprits() {
    let files = [
        (
            "pod.yaml",
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: a\n      image: a:1\n      securityContext:\n        privileged: yes\n",
        ),
        ("Dockerfile", "FROM debian:12\nRUN true && \\\n    sudo apt-get update\nUSER root\n"),
    ];
    let json = scan(&files);
    let excerpts = |id: &str| of(&json, id).iter().map(|finding| excerpt(finding, &files)).collect::<Vec<_>>();
    assert_eq!(excerpts("kubernetes-workload-privileged"), ["yes"]);
    assert_eq!(excerpts("docker-dockerfile-root-user"), ["root"]);
    assert_eq!(excerpts("docker-dockerfile-sudo"), ["sudo"]);
}

#[test]
fn attached_resources_count_for_what_they_configure() {
    let bucket = "resource \"aws_s3_bucket\" \"logs\" {\n  bucket = \"logs\"\n}\n";
    let versioning = "resource \"aws_s3_bucket_versioning\" \"logs\" {\n  bucket = aws_s3_bucket.logs.id\n  versioning_configuration {\n    status = \"Enabled\"\n  }\n}\n";
    let missing = |text: &str| !of(&scan(&[("main.tf", text)]), "aws-s3-no-versioning").is_empty();
    assert!(missing(bucket));
    assert!(!missing(&format!("{bucket}{versioning}")));
    assert!(missing(&format!("{bucket}{}", versioning.replace("Enabled", "Suspended"))));
}

#[test]
fn a_policy_written_as_text_is_shown_at_the_part_that_matters() {
    let heredoc = "resource \"aws_sqs_queue\" \"a\" {\n  policy = <<-EOT\n    {\n      \"Statement\": [{\n        \"Effect\": \"Allow\",\n        \"Principal\": \"*\",\n        \"Action\": \"sqs:SendMessage\",\n        \"Resource\": \"${aws_sqs_queue.missing.arn}\"\n      }]\n    }\n  EOT\n}\n";
    let quoted = "variable \"policy\" {\n  default = \"{\\\"Statement\\\": {\\\"Effect\\\": \\\"Allow\\\", \\\"Principal\\\": {\\\"AWS\\\": [\\\"*\\\"]}, \\\"Action\\\": \\\"sqs:Get\\\"}}\"\n}\n\nresource \"aws_sqs_queue\" \"b\" {\n  policy = var.policy\n}\n";
    let files = [("heredoc.tf", heredoc), ("quoted.tf", quoted)];
    let json = scan(&files);
    let found: Vec<(String, Vec<String>)> = of(&json, "aws-sqs-public-policy")
        .into_iter()
        .map(|finding| {
            let related = finding["related"].as_array().expect("a list").iter();
            (excerpt(finding, &files), related.map(|place| excerpt(place, &files)).collect())
        })
        .collect();
    let expected = [("\"*\"".to_owned(), Vec::new()), ("var.policy".to_owned(), vec![r#"\"*\""#.to_owned()])];
    assert_eq!(found, expected, "{json:#}");
}

#[test]
fn a_policy_and_those_that_hold_it_are_one_finding() {
    let text = r#"resource "aws_iam_user" "deploy" {
  name = "deploy"
}

resource "aws_iam_policy" "groups" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "iam:PutGroupPolicy", Resource = "*" }] })
}

resource "aws_iam_user_policy_attachment" "deploy" {
  user       = aws_iam_user.deploy.name
  policy_arn = aws_iam_policy.groups.arn
}
"#;
    let files = [("main.tf", text)];
    let json = scan(&files);
    let findings = of(&json, "aws-iam-escalation-put-group-policy");
    assert_eq!(findings.len(), 1, "{json:#}");
    assert_eq!(findings[0]["addresses"], serde_json::json!(["aws_iam_policy.groups"]));
    assert_eq!(excerpt(findings[0], &files), "\"iam:PutGroupPolicy\"");
    let related = findings[0]["related"].as_array().expect("a list");
    assert!(related.iter().any(|place| place["message"] == "holds for aws_iam_user.deploy as well"), "{related:#?}");

    let project = Project::new(&files);
    let sarif = project.run(&["scan", ".", "--format", "sarif"]).json();
    let results = sarif["runs"][0]["results"].as_array().expect("a list");
    let result = results.iter().find(|result| result["ruleId"] == "aws-iam-escalation-put-group-policy");
    let locations = result.and_then(|result| result["locations"].as_array()).expect("a list");
    let names: Vec<_> =
        locations.iter().map(|location| &location["logicalLocations"][0]["fullyQualifiedName"]).collect();
    assert_eq!(names, ["aws_iam_policy.groups", "aws_iam_user.deploy"]);
}
