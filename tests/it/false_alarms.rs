//! Configurations whose parts are not known in full: what is not certain is not reported, and does not pass in silence.

use serde_json::Value;

use crate::runner::Project;

fn scan(files: &[(&str, &str)]) -> Value {
    Project::new(files).run(&["scan", ".", "--format", "json"]).json()
}

#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Found,
    NotAssessed,
    Passed,
}
use Verdict::{Found, NotAssessed, Passed};

fn verdict(files: &[(&str, &str)], check: &str) -> Verdict {
    let json = scan(files);
    let mentions = |list: &str| {
        let list = json[list].as_array().expect("a list");
        list.iter().any(|entry| entry["checkId"] == check)
    };
    match (mentions("findings"), mentions("notAssessed")) {
        (true, _) => Found,
        (false, true) => NotAssessed,
        (false, false) => Passed,
    }
}

fn of(text: &str, check: &str) -> Verdict {
    verdict(&[("main.tf", text)], check)
}

const SSH: &str = "cloud-network-open-ssh";

/// A security group with these lines in its body.
fn group(body: &str) -> String {
    format!("resource \"aws_security_group\" \"this\" {{\n  description = \"Servers\"\n{body}\n}}\n")
}

fn ssh_from(cidrs: &str) -> String {
    group(&format!(
        "  ingress {{\n    description = \"SSH\"\n    from_port   = 22\n    to_port     = 22\n    protocol    = \"tcp\"\n    cidr_blocks = {cidrs}\n  }}"
    ))
}

#[test]
fn a_variable_without_a_value() {
    let variable = "variable \"cidrs\" {\n  type = list(string)\n}\n";
    assert_eq!(of(&format!("{variable}{}", ssh_from("var.cidrs")), SSH), NotAssessed);
    assert_eq!(of(&format!("{variable}{}", ssh_from("concat(var.cidrs, [\"0.0.0.0/0\"])")), SSH), Found);
    assert_eq!(of(&ssh_from("[\"10.0.0.0/8\"]"), SSH), Passed);
}

#[test]
fn a_dynamic_block_over_a_map() {
    let dynamic = |variable: &str| {
        let block = group(
            "  dynamic \"ingress\" {\n    for_each = var.rules\n    content {\n      description = ingress.key\n      from_port   = ingress.value.port\n      to_port     = ingress.value.port\n      protocol    = \"tcp\"\n      cidr_blocks = ingress.value.cidrs\n    }\n  }",
        );
        format!(
            "variable \"rules\" {{\n  type = map(object({{ port = number, cidrs = list(string) }}))\n{variable}}}\n{block}"
        )
    };
    assert_eq!(of(&dynamic(""), SSH), NotAssessed);
    let rules = |cidr: &str| {
        format!(
            "  default = {{ ssh = {{ port = 22, cidrs = [\"{cidr}\"] }}, web = {{ port = 443, cidrs = [\"0.0.0.0/0\"] }} }}\n"
        )
    };
    assert_eq!(of(&dynamic(&rules("10.0.0.0/8")), SSH), Passed);
    assert_eq!(of(&dynamic(&rules("0.0.0.0/0")), SSH), Found);
    assert_eq!(of(&dynamic("  default = {}\n"), SSH), Passed);
}

#[test]
fn a_module_with_for_each() {
    let module = format!("variable \"cidr\" {{}}\n{}", ssh_from("[var.cidr]"));
    let root = |networks: &str| {
        format!(
            "variable \"unset\" {{}}\nmodule \"net\" {{\n  source   = \"./net\"\n  for_each = {networks}\n  cidr     = each.value\n}}\n"
        )
    };
    let of = |networks: &str| verdict(&[("main.tf", &root(networks)), ("net/main.tf", &module)], SSH);
    assert_eq!(of("{ a = \"10.0.0.0/8\", b = \"10.1.0.0/16\" }"), Passed);
    assert_eq!(of("{ a = \"10.0.0.0/8\", b = \"0.0.0.0/0\" }"), Found);
    assert_eq!(of("var.unset"), NotAssessed);
    assert_eq!(of("{ a = var.unset }"), NotAssessed);
    assert_eq!(of("{}"), Passed);
}

#[test]
fn an_attribute_that_may_be_null() {
    let database = |encrypted: &str| {
        format!(
            "variable \"enable\" {{\n  type = bool\n}}\nresource \"aws_db_instance\" \"this\" {{\n  identifier        = \"db\"\n  storage_encrypted = {encrypted}\n}}\n"
        )
    };
    let check = "aws-rds-not-encrypted";
    assert_eq!(of(&database("var.enable ? true : null"), check), NotAssessed);
    assert_eq!(of(&database("var.enable ? null : false"), check), Found);
    assert_eq!(of(&database("var.enable ? true : true"), check), Passed);
}

#[test]
fn an_encoded_policy_with_holes() {
    let policy = |principal: &str, condition: &str| {
        format!(
            "variable \"account\" {{}}\nresource \"aws_sqs_queue_policy\" \"this\" {{\n  queue_url = \"https://sqs\"\n  policy = jsonencode({{\n    Version = \"2012-10-17\"\n    Statement = [{{\n      Effect    = \"Allow\"\n      Action    = \"sqs:SendMessage\"\n      Resource  = \"arn:aws:sqs:eu-west-1:${{var.account}}:q\"\n      Principal = {principal}\n{condition}    }}]\n  }})\n}}\n"
        )
    };
    let check = "aws-sqs-public-policy";
    assert_eq!(of(&policy("\"*\"", ""), check), Found);
    assert_eq!(of(&policy("{ AWS = \"arn:aws:iam::${var.account}:root\" }", ""), check), Passed);
    assert_eq!(of(&policy("{ AWS = var.account }", ""), check), NotAssessed);
}

/// Ways to name a bucket in a resource that configures it.
#[test]
fn parts_of_a_bucket_in_other_resources() {
    let versioning = |bucket: &str, more: &str| {
        format!(
            "resource \"aws_s3_bucket_versioning\" \"this\" {{\n{more}  bucket = {bucket}\n  versioning_configuration {{\n    status = \"Enabled\"\n  }}\n}}\n"
        )
    };
    let bucket = |more: &str| format!("resource \"aws_s3_bucket\" \"this\" {{\n{more}}}\n");
    let check = "aws-s3-no-versioning";
    let cases = [
        ("alone", bucket(""), Found),
        ("by id", format!("{}{}", bucket(""), versioning("aws_s3_bucket.this.id", "")), Passed),
        (
            "through a local",
            format!("locals {{\n  name = aws_s3_bucket.this.id\n}}\n{}{}", bucket(""), versioning("local.name", "")),
            Passed,
        ),
        ("by position", format!("{}{}", bucket("  count = 1\n"), versioning("aws_s3_bucket.this[0].id", "")), Passed),
        (
            "through for_each of both",
            format!(
                "{}{}",
                bucket("  for_each = toset([\"a\", \"b\"])\n  bucket = each.key\n"),
                versioning("aws_s3_bucket.this[each.key].id", "  for_each = toset([\"a\", \"b\"])\n")
            ),
            Passed,
        ),
        (
            "through for_each over the buckets",
            format!(
                "{}{}",
                bucket("  for_each = toset([\"a\", \"b\"])\n  bucket = each.key\n"),
                versioning("each.value.id", "  for_each = aws_s3_bucket.this\n")
            ),
            Passed,
        ),
        (
            "through an unknown for_each",
            format!(
                "variable \"names\" {{}}\n{}{}",
                bucket("  for_each = var.names\n  bucket = each.key\n"),
                versioning("aws_s3_bucket.this[each.key].id", "  for_each = var.names\n")
            ),
            Passed,
        ),
        (
            "one of two",
            format!(
                "{}{}",
                bucket("  for_each = toset([\"a\", \"b\"])\n  bucket = each.key\n"),
                versioning("aws_s3_bucket.this[\"a\"].id", "")
            ),
            Found,
        ),
    ];
    for (name, text, expected) in cases {
        assert_eq!(of(&text, check), expected, "{name}");
    }
}

#[test]
fn parts_of_a_bucket_in_another_module() {
    let module = "resource \"aws_s3_bucket\" \"this\" {}\noutput \"id\" {\n  value = aws_s3_bucket.this.id\n}\n";
    let versioning = "resource \"aws_s3_bucket_versioning\" \"this\" {\n  bucket = module.store.id\n  versioning_configuration {\n    status = \"Enabled\"\n  }\n}\n";
    let root = format!("module \"store\" {{\n  source = \"./store\"\n}}\n{versioning}");
    assert_eq!(verdict(&[("main.tf", &root), ("store/main.tf", module)], "aws-s3-no-versioning"), Passed);
}

#[test]
fn optional_attributes_with_defaults() {
    let text = |default: &str| {
        format!(
            "variable \"network\" {{\n  type = object({{\n    ssh = optional(object({{\n      cidrs = optional(list(string), [\"{default}\"])\n    }}), {{}})\n  }})\n  default = {{}}\n}}\n{}",
            ssh_from("var.network.ssh.cidrs")
        )
    };
    assert_eq!(of(&text("10.0.0.0/8"), SSH), Passed);
    assert_eq!(of(&text("0.0.0.0/0"), SSH), Found);
}

#[test]
fn merged_tags_do_not_matter_to_others() {
    let text = format!(
        "variable \"tags\" {{\n  type = map(string)\n}}\n{}",
        ssh_from("[\"10.0.0.0/8\"]\n    self = false\n  }\n  tags = merge(var.tags, { Name = \"x\" })\n  timeouts {")
    );
    assert_eq!(of(&text, SSH), Passed);
}

#[test]
fn a_policy_document_with_an_unknown_principal() {
    let text = |identifiers: &str, more: &str| {
        format!(
            "variable \"principals\" {{\n  type = list(string)\n}}\ndata \"aws_iam_policy_document\" \"this\" {{\n{more}  statement {{\n    actions   = [\"sqs:SendMessage\"]\n    resources = [\"*\"]\n    principals {{\n      type        = \"AWS\"\n      identifiers = {identifiers}\n    }}\n  }}\n}}\nresource \"aws_sqs_queue_policy\" \"this\" {{\n  queue_url = \"https://sqs\"\n  policy    = data.aws_iam_policy_document.this.json\n}}\n"
        )
    };
    let check = "aws-sqs-public-policy";
    assert_eq!(of(&text("var.principals", ""), check), NotAssessed);
    assert_eq!(of(&text("[\"*\"]", ""), check), Found);
    assert_eq!(of(&text("[\"arn:aws:iam::111122223333:root\"]", ""), check), Passed);
    let sources = "  source_policy_documents = var.principals\n";
    assert_eq!(of(&text("[\"arn:aws:iam::111122223333:root\"]", sources), check), NotAssessed);
    assert_eq!(of(&text("[\"*\"]", sources), check), Found);
}
