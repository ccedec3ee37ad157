//! Types that a declaration states, where a value alone does not show them. As `terraform console` answers.

use super::Loaded;

/// What the expression is, in a module with variables that are empty but have types.
fn value(expression: &str) -> String {
    let text = format!(
        "variable \"texts\" {{\n  type    = list(string)\n  default = []\n}}\nvariable \"numbers\" {{\n  type    = list(number)\n  default = []\n}}\nvariable \"tags\" {{\n  type    = map(string)\n  default = {{}}\n}}\nvariable \"sizes\" {{\n  type    = map(number)\n  default = {{}}\n}}\nvariable \"names\" {{\n  type    = set(string)\n  default = []\n}}\nvariable \"any\" {{\n  type    = map(any)\n  default = {{}}\n}}\nvariable \"unset\" {{}}\noutput \"o\" {{\n  value = jsonencode({expression})\n}}\n"
    );
    let loaded = Loaded::new(&[("main.tf", &text)]);
    let value = loaded.value("output.o", "value");
    match &value.kind {
        crate::value::Kind::Json(inner) => inner.to_json().unwrap_or_else(|unknown| format!("? {}", unknown.reason)),
        _ => format!("? {}", value.render()),
    }
}

#[test]
fn empty_collections_know_their_type() {
    let table = [
        ("lookup(var.tags, \"x\", -1)", "\"-1\""),
        ("lookup(var.tags, \"x\", true)", "\"true\""),
        ("lookup(var.tags, \"x\", \"y\")", "\"y\""),
        ("lookup(var.tags, \"x\", null)", "null"),
        ("lookup(var.sizes, \"x\", \"5\")", "5"),
        ("lookup({}, \"x\", -1)", "-1"),
        ("concat(var.texts, var.numbers, tolist([1]))", "[\"1\"]"),
        ("concat(var.numbers, tolist([1]))", "[1]"),
        ("concat(var.texts, [1])", "[1]"),
        ("setunion(var.names, [1])", "[\"1\"]"),
        ("true ? tolist([1]) : var.texts", "[\"1\"]"),
        ("var.texts == var.numbers", "false"),
        ("slice(var.texts, 0, 0) == var.texts", "true"),
        ("concat(toset(var.texts) == var.names ? [1] : [2], [])", "[1]"),
    ];
    for (expression, expected) in table {
        assert_eq!(value(expression), expected, "{expression}");
    }
}

#[test]
fn defaults_of_another_type_fail() {
    for expression in ["lookup(var.sizes, \"x\", \"z\")", "lookup(var.tags, \"x\", [])", "lookup(var.tags, \"x\", {})"]
    {
        let fallback = value(&format!("try({expression}, \"failed\")"));
        assert_eq!(fallback, "\"failed\"", "{expression}");
    }
}

#[test]
fn conditionals_need_one_type_whatever_the_condition() {
    let table = [
        ("try(var.unset ? \"a\" : [\"b\"], \"failed\")", "\"failed\""),
        ("try(true ? \"a\" : var.texts, \"failed\")", "\"failed\""),
        ("try(true ? var.tags : \"a\", \"failed\")", "\"failed\""),
        ("try(true ? var.tags : var.texts, \"failed\")", "\"failed\""),
        // What is not known may be of any type.
        ("try(true ? \"a\" : var.unset, \"failed\")", "\"a\""),
        ("try(true ? {} : { a = var.unset, b = [1] }, \"failed\")", "{}"),
        ("true ? var.tags : {}", "{}"),
        ("true ? 1 : null", "1"),
    ];
    for (expression, expected) in table {
        assert_eq!(value(expression), expected, "{expression}");
    }
}

#[test]
fn resources_may_convert_what_is_written() {
    // A schema may say that the port is a text: this is no mistake.
    let loaded = Loaded::new(&[(
        "main.tf",
        "resource \"aws_x\" \"y\" {\n  port = 22\n  tags = { a = 1, b = \"x\" }\n}\noutput \"port\" {\n  value = true ? true : aws_x.y.port\n}\noutput \"tags\" {\n  value = true ? { a = \"y\" } : aws_x.y.tags\n}\n",
    )]);
    assert_eq!(loaded.value("output.port", "value").as_bool(), Some(true));
    assert_eq!(loaded.value("output.tags", "value").render(), "{a: \"y\"}");
}

#[test]
fn letters_are_composed() {
    let loaded = Loaded::new(&[
        (
            "main.tf",
            "variable \"v\" {}\nresource \"aws_x\" \"y\" {\n  for_each = toset([\"e\u{301}\", \"\u{e9}\"])\n  same = var.v == \"\u{e9}\"\n  text = <<-T\n    e\u{301} ${each.key}\n  T\n  part = \"e\u{301}${aws_z.w.id}\"\n}\n",
        ),
        ("terraform.tfvars", "v = \"e\u{301}\"\n"),
    ]);
    let address = "aws_x.y[\"\u{e9}\"]";
    assert_eq!(loaded.addresses().iter().filter(|name| name.starts_with("aws_x")).count(), 1);
    assert_eq!(loaded.value(address, "same").as_bool(), Some(true));
    assert_eq!(loaded.value(address, "text").as_str(), Some("\u{e9} \u{e9}\n"));
    assert!(loaded.value(address, "part").render().starts_with('\u{e9}'));
}
