//! The JSON syntax against the native one.

use crate::diagnostic::Level;
use crate::frontend::terraform::tests::Loaded;
use crate::value::{Kind, Part, Value};

/// A value without its places.
fn plain(value: &Value) -> String {
    match &value.kind {
        Kind::List(list) => {
            let items: Vec<_> = list.items.iter().map(plain).collect();
            format!("[{}{}]", items.join(", "), if list.rest.is_some() { ", …" } else { "" })
        }
        Kind::Map(map) => {
            let mut entries: Vec<_> =
                map.entries().map(|entry| format!("{}: {}", entry.key, plain(&entry.value))).collect();
            entries.sort();
            format!("{{{}}}", entries.join(", "))
        }
        Kind::Template(template) => {
            let part = |part: &Part| match part {
                Part::Text(text) => text.to_string(),
                Part::Hole(unknown) => format!("<{}>", unknown.reason),
            };
            template.parts.iter().map(part).collect()
        }
        Kind::Unknown(unknown) => format!("<{} {:?}>", unknown.reason, unknown.references),
        _ => value.to_json().unwrap_or_else(|unknown| format!("<{}>", unknown.reason)),
    }
}

/// Every resource of some files, without places.
fn resources(files: &[(&str, &str)]) -> Vec<String> {
    let loaded = Loaded::new(files);
    let said = loaded.output.diagnostics.iter().find(|diagnostic| diagnostic.level != Level::Note);
    assert!(said.is_none(), "{said:?}");
    let resources = loaded.output.resources.iter();
    let mut all: Vec<_> =
        resources.map(|resource| format!("{} {} {}", resource.kind, resource.address, plain(&resource.body))).collect();
    all.sort();
    all
}

const NATIVE: &str = r#"
terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
  backend "s3" {
    bucket = "state"
  }
}
provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = { team = "web" }
  }
}
provider "aws" {
  alias  = "us"
  region = "us-east-1"
}
variable "name" {
  type    = string
  default = "web-$${x}"
}
variable "ports" {
  type    = list(number)
  default = [80, 443]
}
variable "unset" {}
locals {
  full = "${var.name}-logs"
  big  = var.ports[1] > 100 ? "yes" : "no"
}
resource "aws_s3_bucket" "logs" {
  count    = 2
  provider = aws.us
  bucket   = "${local.full}-${count.index}"
  acl      = null
  tags = {
    owner = var.unset
    Name  = "it's ${var.name}"
  }
  lifecycle {
    prevent_destroy = true
    ignore_changes  = [tags, acl]
  }
}
resource "aws_security_group" "web" {
  name = "a\"b\n$${literal} %%{if} \\d"
  ingress {
    from_port   = var.ports[0]
    cidr_blocks = ["0.0.0.0/0", var.unset]
  }
  ingress {
    from_port = 22
  }
  dynamic "egress" {
    for_each = var.ports
    iterator = port
    content {
      from_port = port.value
    }
  }
}
data "aws_s3_bucket" "other" {
  bucket = aws_s3_bucket.logs[0].id
}
output "out" {
  value     = data.aws_s3_bucket.other.arn
  sensitive = true
}
"#;

const JSON: &str = r#"{
  "//": "the same",
  "terraform": {
    "required_version": ">= 1.5",
    "required_providers": {"aws": {"source": "hashicorp/aws"}},
    "backend": {"s3": {"bucket": "state"}}
  },
  "provider": {"aws": [
    {"region": "eu-west-1", "default_tags": {"tags": {"team": "web"}}},
    {"alias": "us", "region": "us-east-1"}
  ]},
  "variable": {
    "name": {"type": "string", "default": "web-${x}"},
    "ports": {"type": "list(number)", "default": [80, 443]},
    "unset": {}
  },
  "locals": {"full": "${var.name}-logs", "big": "${var.ports[1] > 100 ? \"yes\" : \"no\"}"},
  "resource": [
    {"aws_s3_bucket": {"logs": {
      "//": "a comment",
      "count": 2,
      "provider": "aws.us",
      "bucket": "${local.full}-${count.index}",
      "acl": null,
      "tags": {"owner": "${var.unset}", "Name": "it's ${var.name}"},
      "lifecycle": {"prevent_destroy": true, "ignore_changes": ["tags", "acl"]}
    }}},
    {"aws_security_group": {"web": [{
      "name": "a\"b\n$${literal} %%{if} \\d",
      "ingress": [
        {"from_port": "${var.ports[0]}", "cidr_blocks": ["0.0.0.0/0", "${var.unset}"]},
        {"from_port": 22}
      ],
      "dynamic": {"egress": {
        "for_each": "${var.ports}",
        "iterator": "port",
        "content": {"from_port": "${port.value}"}
      }}
    }]}}
  ],
  "data": {"aws_s3_bucket": {"other": {"bucket": "${aws_s3_bucket.logs[0].id}"}}},
  "output": {"out": {"value": "${data.aws_s3_bucket.other.arn}", "sensitive": true}}
}"#;

#[test]
fn both_syntaxes_give_the_same_resources() {
    assert_eq!(resources(&[("main.tf", NATIVE)]), resources(&[("main.tf.json", JSON)]));
}

#[test]
fn modules_and_values_of_variables_are_read() {
    let native = [
        ("main.tf", "variable \"cidr\" {}\nmodule \"net\" {\n  source = \"./net\"\n  range = var.cidr\n}\n"),
        ("terraform.tfvars", "cidr = \"1.2.3.4/32\"\n"),
        ("x.auto.tfvars", "cidr = \"$${x}\"\n"),
        ("+net/main.tf", "variable \"range\" {}\nresource \"aws_vpc\" \"v\" {\n  cidr_block = var.range\n}\n"),
    ];
    let json = [
        (
            "main.tofu.json",
            r#"{"variable": {"cidr": {}}, "module": {"net": {"source": "./net", "range": "${var.cidr}"}}}"#,
        ),
        ("main.tf.json", r#"{"resource": {"aws_vpc": {"replaced": {}}}}"#),
        ("terraform.tfvars.json", r#"{"cidr": "1.2.3.4/32"}"#),
        ("x.auto.tfvars.json", r#"{"cidr": "${x}"}"#),
        (
            "+net/main.tf.json",
            r#"{"variable": {"range": {}}, "resource": {"aws_vpc": {"v": {"cidr_block": "${var.range}"}}}}"#,
        ),
    ];
    assert_eq!(resources(&native), resources(&json));
    let loaded = Loaded::new(&json);
    let value = loaded.value("module.net.aws_vpc.v", "cidr_block");
    let texts: Vec<_> = loaded.way(value).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["var.range", "var.cidr", "\"${x}\""]);
}

#[test]
fn places_are_those_of_the_file() {
    let loaded = Loaded::new(&[(
        "main.tf.json",
        r#"{"variable": {"a": {}}, "resource": {"aws_x": {"y": {"name": "\"é${var.a}\"", "rule": {"port": 22}}}}}"#,
    )]);
    let resource = loaded.resource("aws_x.y");
    assert_eq!(loaded.text(resource.header), "\"y\"");
    assert!(loaded.text(resource.declaration).starts_with("\"y\": {\"name\""));
    let name = loaded.value("aws_x.y", "name");
    assert_eq!(loaded.text(name.span), r#""\"é${var.a}\"""#);
    let Kind::Template(template) = &name.kind else { panic!("a hole is not known: {}", name.render()) };
    let mut holes = template.holes().map(|hole| loaded.text(hole.span));
    assert!(holes.next().is_some_and(|text| text == "\"a\""), "the header of the variable");
    let rule = loaded.value("aws_x.y", "rule").as_list().expect("blocks are lists");
    assert_eq!(loaded.text(rule.items[0].span), "\"rule\": {\"port\": 22}");
}

#[test]
fn objects_are_blocks_unless_they_are_maps() {
    let table = [
        (r#""tags": {"a": "b"}"#, "{tags: {a: \"b\"}}"),
        (r#""metadata": {"enable-oslogin": "TRUE"}"#, "{metadata: {enable-oslogin: \"TRUE\"}}"),
        (r#""labels": {}"#, "{labels: {}}"),
        (r#""versioning": {"enabled": true}"#, "{versioning: [{enabled: true}]}"),
        (r#""website": {}"#, "{website: [{}]}"),
        (r#""rule": [{"a": 1, "//": "b"}, {}]"#, "{rule: [{a: 1}, {}]}"),
        (r#""cidr_blocks": []"#, "{cidr_blocks: []}"),
        (r#""rule": {"dynamic": {"x": {"for_each": [1], "content": {"v": "${x.value}"}}}}"#, "{rule: [{x: [{v: 1}]}]}"),
    ];
    for (member, expected) in table {
        let text = format!(r#"{{"resource": {{"aws_x": {{"y": {{{member}}}}}}}}}"#);
        let loaded = Loaded::new(&[("main.tf.json", &text)]);
        assert_eq!(plain(&loaded.resource("aws_x.y").body), expected, "{member}");
    }
}

#[test]
fn mistakes_have_their_places_and_cost_little() {
    let table = [
        (r#"{"resource": {"aws_x": {"y": {"a": "${1 +}", "b": 1}}}}"#, "}"),
        (r#"{"resource": {"aws_x": {"y": {"a": "\"${1 +}", "b": 1}}}}"#, "}"),
        (r#"{"resource": {"aws_x": {"y": {"b": 1}, "z": 5}}}"#, "5"),
        (r#"{"resource": {"aws_x": {"y": {"b": 2, "b": 1}}}}"#, "\"b\""),
    ];
    for (text, culprit) in table {
        let loaded = Loaded::new(&[("main.tf.json", text)]);
        assert_eq!(loaded.codes(), ["json-syntax"], "{text}");
        let crate::diagnostic::Place::Text(span) = loaded.output.diagnostics[0].place else { panic!("{text}") };
        assert_eq!(loaded.text(span), culprit, "{text}");
        assert_eq!(loaded.value("aws_x.y", "b").as_number(), Some(1.into()), "{text}");
        assert!(!loaded.output.documents[0].complete);
    }
    for text in ["", "[", "5", "{\"resource\": [[[{}]]]}", "{\"resource\": null, \"locals\": [1]}"] {
        assert!(Loaded::new(&[("main.tf.json", text)]).output.resources.is_empty(), "{text}");
    }
}
