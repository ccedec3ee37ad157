//! Functions: what they say of unknown values, and where they stop. What they make of known values is compared with
//! Terraform itself, in `tests/it/terraform_console.rs`.

use super::Loaded;
use crate::value::{Kind, List, Value};

/// Evaluates an expression as the value of an output, with a variable that has no value and some files around it.
fn evaluate(expression: &str) -> (Loaded, Value) {
    let text = format!(
        "variable \"unset\" {{}}\nvariable \"names\" {{\n  type    = set(string)\n  default = [\"b\", \"a\", \"b\"]\n}}\n\
         output \"out\" {{\n  value = {expression}\n}}\n"
    );
    let files = [("main.tf", text.as_str()), ("+t.tftpl", "${greeting}, ${name}!"), ("+sub/a.json", "{\"n\": [1]}")];
    let loaded = Loaded::new(&files);
    let output = loaded.resource("output.out");
    let value = output.body.member("value").cloned().unwrap_or_else(|| Value::null(output.header));
    (loaded, value)
}

/// The JSON of a known value; otherwise how messages show it.
fn check(table: &[(&str, &str)]) {
    for (expression, expected) in table {
        let (_, value) = evaluate(expression);
        assert_eq!(value.to_json().unwrap_or_else(|_| value.render()), *expected, "{expression}");
    }
}

const UNSET: &str = "(unknown: variable `unset` has no value)";

/// Those that the library behind Terraform's function parses.
#[test]
fn namespaces_of_uuids_have_four_forms() {
    const UUID: &str = "\"a5008fae-b28c-5ba5-96cd-82b4c53552d6\"";
    check(&[
        ("uuidv5(\"6ba7b810-9dad-11d1-80b4-00c04fd430c8\", \"www.terraform.io\")", UUID),
        ("uuidv5(\"6ba7b8109dad11d180b400c04fd430c8\", \"www.terraform.io\")", UUID),
        ("uuidv5(\"{6ba7b810-9dad-11d1-80b4-00c04fd430c8}\", \"www.terraform.io\")", UUID),
        ("uuidv5(\"urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8\", \"www.terraform.io\")", UUID),
        ("uuidv5(\"6ba7b810-9dad\", \"a\")", "(unknown: the namespace is no UUID)"),
    ]);
}

#[test]
fn sets_are_sets_whatever_made_them() {
    check(&[
        ("var.names", "[\"a\",\"b\"]"),
        ("var.names[0]", "(unknown: a set has no indices)"),
        ("[for k, v in var.names : k == v]", "[true,true]"),
        ("tolist(var.names)[1]", "\"b\""),
        ("var.names == toset([\"a\", \"b\"])", "true"),
        ("setunion(var.names, [\"c\"])", "[\"a\",\"b\",\"c\"]"),
        ("length(setproduct(var.names, [1, 2]))", "4"),
    ]);
    for (expression, is_set) in [
        ("var.names", true),
        ("setsubtract([\"a\"], [])", true),
        ("setproduct(var.names, var.names)", true),
        ("setproduct(var.names, [1])", false),
        ("tolist(var.names)", false),
        ("[for name in var.names : name]", false),
    ] {
        let (_, value) = evaluate(expression);
        assert_eq!(value.as_list().map(List::is_set), Some(is_set), "{expression}");
    }
}

#[test]
fn unknown_arguments_leave_what_is_certain() {
    check(&[
        ("length(toset([var.unset, \"a\"]))", UNSET),
        ("length(toset([var.unset]))", "1"),
        ("contains(setunion([\"a\"], [var.unset]), \"a\")", "true"),
        ("setintersection([\"a\"], [var.unset])", UNSET),
        ("format(\"%s-%d\", \"a\", var.unset)", "a-${…}"),
        ("format(\"%s-%d\", var.unset, \"x\")", "(unknown: a number is required)"),
        ("templatefile(\"t.tftpl\", {greeting = \"Hi\", name = var.unset})", "Hi, ${…}!"),
        ("templatefile(\"t.tftpl\", {greeting = \"Hi\"})", "Hi, ${…}!"),
        ("templatefile(\"t.tftpl\", var.unset)", UNSET),
        ("templatefile(\"other.tftpl\", {})", "(unknown: function `templatefile(other.tftpl)` is not evaluated)"),
        ("replace(var.unset, \"/a/\", \"b\")", UNSET),
        ("cidrhost(var.unset, 1)", UNSET),
        ("sha256(\"a${var.unset}\")", UNSET),
        ("sum([1, var.unset])", UNSET),
        ("uuid()", "(unknown: function `uuid` is not evaluated)"),
        ("upper(1, 2)", "(unknown: `upper` does not take 2 arguments)"),
        ("jsondecode(file(\"sub/a.json\")).n[0]", "1"),
        ("fileset(\"sub\", \"*.json\")", "[\"a.json\"]"),
        ("fileset(\"../outside\", \"*\")", "(unknown: function `fileset(../outside, *)` is not evaluated)"),
        ("issensitive(sensitive(1))", "true"),
        ("issensitive(var.unset)", UNSET),
    ]);
}

#[test]
fn a_template_knows_only_its_own_names() {
    let text = "locals {\n  t = \"$${x}-$${try(var.y, \\\"none\\\")}\"\n}\nvariable \"y\" {\n  default = 1\n}\n\
                output \"out\" {\n  value = templatestring(local.t, { x = \"a\" })\n}\n";
    let loaded = Loaded::new(&[("main.tf", text)]);
    assert_eq!(loaded.value("output.out", "value").to_json().ok().as_deref(), Some("\"a-none\""));
    assert_eq!(loaded.text(loaded.value("output.out", "value").span), "templatestring(local.t, { x = \"a\" })");
}

/// Everything that can grow stops, with a reason that says so.
#[test]
fn results_are_of_limited_size() {
    let table = [
        ("setproduct(range(1000), range(1000), range(1000))", "set size"),
        ("setproduct(range(1000), range(1000), range(1000), [])", ""),
        ("format(\"%999999d\", 1)", "width of a format"),
        ("format(\"%.999999f\", 1)", "width of a format"),
        ("indent(1000000, join(\"\\n\", range(1000)))", "text length"),
        ("replace(join(\"\", range(1000)), \"\", format(\"%1000s\", \"x\"))", "text length"),
        ("replace(join(\"\", range(1000)), \"/./\", format(\"%1000s\", \"x\"))", "text length"),
        ("join(format(\"%1000s\", \"\"), concat(range(1000), range(1000)))", "text length"),
        ("split(\"\", join(\"\", [for i in range(1000) : format(\"%100s\", i)]))", "list length"),
        ("flatten([for i in range(1000) : range(1000)])", "list length"),
        ("\"%{ for i in range(1000) }%{ for j in range(1000) }xx%{ endfor }%{ endfor }\"", "text length"),
        ("timeadd(\"9999-12-31T23:00:00Z\", \"2h\")", "dates"),
        ("pow(2, 100)", "digits"),
    ];
    for (expression, what) in table {
        let (_, value) = evaluate(expression);
        let reason = match &value.kind {
            Kind::Unknown(unknown) => unknown.reason.to_string(),
            _ => String::new(),
        };
        assert!(reason.contains(what) && reason.is_empty() == what.is_empty(), "{expression}: {reason}");
    }
}

/// A few lines that stand for more than can be walked: the test would not end.
#[test]
fn hostile_arguments_are_not_walked() {
    let lines: Vec<String> =
        (1..30).map(|level| format!("  l{level} = [local.l{}, local.l{}]\n", level - 1, level - 1)).collect();
    let doubled = lines.concat();
    let table = [
        "length(toset([local.l29, local.l12, local.l12]))",
        "length(flatten(local.l14))",
        "length(trim(local.text, local.text))",
        "length(regexall(\"(\\\\w{1,50}){1,20}\", local.text))",
        "length(csvdecode(local.text))",
        "length(true ? [local.l14, local.l14, 1] : [[], [], \"x\"])",
    ];
    for expression in table {
        let text = format!(
            "locals {{\n  l0 = [1]\n  text = join(\",\", [for i in range(1000) : format(\"%900s\", i)])\n{doubled}}}\n\
             output \"out\" {{\n  value = [for i in range(1000) : {expression}]\n}}\n"
        );
        let loaded = Loaded::new(&[("main.tf", &text)]);
        assert_eq!(loaded.addresses(), ["output.out"], "{expression}");
    }
}
