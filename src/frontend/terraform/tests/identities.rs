//! Values that are not known, and are known to be one.

use super::Loaded;
use crate::value::Value;

const SOURCE: &str = r#"
variable "a" {}
variable "b" {}
variable "m" {}
data "aws_x" "d" {
  for_each = toset(["p", "q"])
}
data "aws_x" "s" {}
resource "aws_y" "r" {
  name = "n-${data.aws_x.s.id}"
}
resource "aws_y" "many" {
  for_each = var.m
  name     = each.key
}
module "m" {
  for_each = toset(["x", "y"])
  source   = "./m"
  given    = "g-${var.a}"
  other    = each.key
}
module "any" {
  count  = var.b
  source = "./m"
  given  = "g-${var.a}"
  other  = "o"
}
locals {
  name = "l-${lower(var.a)}"
  all  = { a = var.a, b = "x${var.b}" }
}
"#;

const MODULE: &str = r#"
variable "given" {}
variable "other" {}
variable "unset" {}
resource "aws_y" "in" {}
output "given" {
  value = var.given
}
output "id" {
  value = aws_y.in.id
}
output "unset" {
  value = var.unset
}
"#;

/// What an expression gives within the files above.
fn shown(expression: &str) -> String {
    let text = format!("{SOURCE}output \"out\" {{\n  value = {expression}\n}}\n");
    let loaded = Loaded::new(&[("main.tf", &text), ("m/main.tf", MODULE)]);
    let value = loaded.resource("output.out").body.member("value");
    match value.map(Value::to_json) {
        Some(Ok(text)) => text,
        Some(Err(_)) => "unknown".to_owned(),
        None => "null".to_owned(),
    }
}

#[test]
fn the_same_expression_of_the_same_unknown_is_equal_to_itself() {
    let equal = [
        ("var.a", "var.a"),
        ("\"x-${var.a}\"", "\"x-${var.a}\""),
        ("local.name", "local.name"),
        ("local.name", "\"l-${lower(var.a)}\""),
        ("lower(var.a)", "lower(\"${var.a}\")"),
        ("var.m.x[\"y\"]", "var.m[\"x\"].y"),
        ("data.aws_x.s.id", "data.aws_x.s.id"),
        ("data.aws_x.d[\"p\"].id", "data.aws_x.d[\"p\"].id"),
        ("aws_y.r.id", "aws_y.r.id"),
        ("aws_y.r.name", "\"n-${data.aws_x.s.id}\""),
        ("module.m[\"x\"].given", "\"g-${var.a}\""),
        ("module.m[\"x\"].given", "module.m[\"y\"].given"),
        ("module.m[\"x\"].id", "module.m[\"x\"].id"),
        ("[var.a, 1]", "[var.a, 1]"),
        ("local.all", "{ a = var.a, b = \"x${var.b}\" }"),
        ("var.a + 1", "var.a + 1"),
        ("var.a == 1 ? \"x\" : \"y\"", "var.a == 1 ? \"x\" : \"y\""),
        ("uuid()", "uuid()"),
    ];
    for (left, right) in &equal[..equal.len() - 1] {
        assert_eq!(shown(&format!("({left}) == ({right})")), "true", "{left} == {right}");
        assert_eq!(shown(&format!("({left}) != ({right})")), "false", "{left} != {right}");
    }
    let (left, right) = equal[equal.len() - 1];
    assert_eq!(shown(&format!("({left}) == ({right})")), "unknown");
}

#[test]
fn what_may_be_equal_stays_open() {
    let open = [
        ("var.a", "var.b"),
        ("lower(var.a)", "upper(var.a)"),
        ("lower(var.a)", "var.a"),
        ("var.a + 1", "var.a - 1"),
        ("\"x-${var.a}\"", "\"x-${var.b}\""),
        ("\"x-${lower(var.a)}\"", "\"x-${var.a}\""),
        ("lower(\"x-${var.a}\")", "\"x-${var.a}\""),
        ("data.aws_x.d[\"p\"].id", "data.aws_x.d[\"q\"].id"),
        ("aws_y.many[\"k\"].name", "aws_y.many[\"l\"].name"),
        ("aws_y.many[\"k\"].id", "aws_y.many[\"l\"].id"),
        ("module.m[\"x\"].id", "module.m[\"y\"].id"),
        ("module.m[\"x\"].unset", "module.m[\"y\"].unset"),
        ("module.any[0].id", "module.any[1].id"),
        ("var.a == 1 ? \"x\" : \"y\"", "var.b == 1 ? \"x\" : \"y\""),
        ("var.a ? (var.b ? 1 : 2) : 3", "var.a ? (var.m ? 1 : 2) : 3"),
        ("(var.a ? true : false) ? 1 : 2", "!(var.a ? true : false) ? 1 : 2"),
        ("\"${var.a ? 1 : 2}${var.b ? 3 : 4}\"", "\"${var.a ? 1 : 2}${var.m ? 3 : 4}\""),
        ("split(\"-\", var.a)[0]", "split(\"-\", var.a)[1]"),
        ("[for k, v in var.m : k][0]", "[for k, v in var.m : v][0]"),
        ("timestamp()", "timestamp()"),
        ("substr(\"x${var.a}\", 0, 3)", "substr(\"x${var.a}\", 0, 2)"),
    ];
    for (left, right) in open {
        assert_eq!(shown(&format!("({left}) == ({right})")), "unknown", "{left} == {right}");
    }
}

#[test]
fn what_is_added_to_the_same_makes_it_another() {
    let different = [
        ("\"${var.a}-copy\"", "var.a"),
        ("\"n-${var.a}\"", "var.a"),
        ("\"${aws_y.r.name}-copy\"", "aws_y.r.name"),
        ("\"a-${var.a}-x\"", "\"a-${var.a}-y\""),
        ("\"${var.a}1${var.b}\"", "\"${var.a}2${var.b}\""),
    ];
    for (left, right) in different {
        assert_eq!(shown(&format!("({left}) == ({right})")), "false", "{left} == {right}");
    }
}

#[test]
fn collections_have_what_is_the_same_once() {
    let table = [
        ("length(toset([var.a, var.a]))", "1"),
        ("length(toset([\"x${var.a}\", \"x${var.a}\"]))", "1"),
        ("length(distinct([local.name, local.name]))", "1"),
        ("contains([\"z\", local.name], local.name)", "true"),
        ("contains([aws_y.r.id], aws_y.r.id)", "true"),
        ("contains([var.a], var.b)", "unknown"),
    ];
    for (expression, expected) in table {
        assert_eq!(shown(expression), expected, "{expression}");
    }
}
