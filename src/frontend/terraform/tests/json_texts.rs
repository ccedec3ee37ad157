//! JSON that is written as text: what is known of it, and where its parts stand.

use super::Loaded;
use crate::value::{Kind, Value};

/// What `jsondecode` makes of a text that is the value of the local `text`.
fn decoded(locals: &str) -> (Loaded, Value) {
    let text = format!(
        "variable \"unset\" {{}}\nlocals {{\n{locals}\n}}\noutput \"o\" {{\n  value = jsondecode(local.text)\n}}\n"
    );
    let loaded = Loaded::new(&[("main.tf", &text)]);
    let value = loaded.value("output.o", "value").clone();
    (loaded, value)
}

/// The member at a path of names and positions.
fn at<'v>(value: &'v Value, path: &str) -> &'v Value {
    path.split('.').filter(|step| !step.is_empty()).fold(value, |value, step| match &value.kind {
        Kind::List(list) => &list.items[step.parse::<usize>().expect("a position")],
        _ => value.member(step).unwrap_or_else(|| panic!("no {step} in {}", value.render())),
    })
}

#[test]
fn parts_of_a_text_have_their_places() {
    for (locals, path, written) in [
        ("text = \"{\\\"a\\\": [\\\"*\\\", 12]}\"", "a.0", r#"\"*\""#),
        ("text = \"{\\\"a\\\": [\\\"*\\\", 12]}\"", "a.1", "12"),
        ("text = \"{\\\"a\\u00e9\\\": true}\"", "aé", "true"),
        ("text = <<EOT\n  {\n    \"a\": \"é*\",\n    \"b\": {}\n  }\nEOT", "a", "\"é*\""),
        ("text = <<EOT\n  {\n    \"a\": \"é*\",\n    \"b\": {}\n  }\nEOT", "b", "{}"),
        ("text = <<-EOT\n    {\n      \"a\": {\n        \"b\": null\n      }\n    }\n  EOT", "a.b", "null"),
        ("text = <<-EOT\n    {\n\n      \"a\": \"$${x}%%{y}\",\n      \"b\": 1}\n  EOT", "b", "1"),
        ("text = <<-EOT\n    {\n      \"a\": \"${var.unset}\",\n      \"b\": \"*\"}\n  EOT", "b", "\"*\""),
        ("text = <<-EOT\n    {\n      \"a\": \"${var.unset}x\",\n      \"b\": \"*\"}\n  EOT", "a", "\"${var.unset}x\""),
        (
            "name = \"long name\"\ntext = \"{\\\"a\\\": \\\"${local.name}\\\", \\\"b\\\": 1}\"",
            "a",
            r#"\"${local.name}\""#,
        ),
        ("name = \"long name\"\ntext = \"{\\\"a\\\": \\\"${local.name}\\\", \\\"b\\\": 1}\"", "b", "1"),
        ("list = [1]\ntext = \"{\\\"a\\\": ${jsonencode(local.list)}}\"", "a", "local.list"),
        ("list = [1]\ntext = \"{\\\"a\\\": ${jsonencode(local.list)}}\"", "a.0", "1"),
        ("text = <<EOT\n[%{ for x in [1, 2] ~}\n  \"x\",\n%{ endfor ~}\n\"y\"]\nEOT", "2", "\"y\""),
        ("text = <<EOT\n[%{ for x in [1, 2] ~}\n  \"x\",\n%{ endfor ~}\n\"y\"]\nEOT", "1", "\"x\""),
    ] {
        let (loaded, value) = decoded(locals);
        assert_eq!(loaded.text(at(&value, path).written()), written, "{path} of {locals}");
    }
}

#[test]
fn trimmed_text_keeps_its_places() {
    for text in
        ["trimspace(<<-EOT\n\n    {\n      \"a\": \"*\"\n    }\n\n  EOT\n)", "chomp(\"{\\\"a\\\": \\\"*\\\"}\\n\")"]
    {
        let (loaded, value) = decoded(&format!("text = {text}"));
        let star = loaded.text(at(&value, "a").written());
        assert_eq!(star.replace('\\', ""), "\"*\"", "{text}");
    }
}

#[test]
fn functions_of_texts_keep_what_is_certain() {
    for (text, expected) in [
        ("trimspace(\" a${var.unset}b \")", "a${…}b"),
        ("trimspace(\" ${var.unset}b \")", "${…}b"),
        ("indent(2, \"a\\n${var.unset}\\nb\")", "a\n  ${…}\n  b"),
        ("trimprefix(\"ab${var.unset}\", \"a\")", "b${…}"),
        ("trimprefix(\"ab${var.unset}\", \"x\")", "ab${…}"),
        ("trimprefix(\"ab${var.unset}\", \"abc\")", "(unknown: variable `unset` has no value)"),
        ("trimsuffix(\"${var.unset}ab\", \"b\")", "${…}a"),
        ("trimsuffix(\"${var.unset}ab\", \"cab\")", "(unknown: variable `unset` has no value)"),
        ("replace(\"aXb${var.unset}X\", \"X\", \"y\")", "ayb${…}y"),
        ("replace(\"aXY${var.unset}b\", \"XYZ\", \"-\")", "(unknown: variable `unset` has no value)"),
        ("replace(\"a${var.unset}Zb\", \"XYZ\", \"-\")", "(unknown: variable `unset` has no value)"),
        ("replace(\"a${var.unset}Y${var.unset}b\", \"XYZ\", \"-\")", "(unknown: variable `unset` has no value)"),
        ("replace(\"aXYZ${var.unset}b\", \"XYZ\", \"-\")", "a-${…}b"),
    ] {
        let text = format!("variable \"unset\" {{}}\noutput \"o\" {{\n  value = {text}\n}}\n");
        let loaded = Loaded::new(&[("main.tf", &text)]);
        assert_eq!(loaded.value("output.o", "value").render(), expected, "{text}");
    }
}

#[test]
fn the_way_of_a_part_leads_to_the_part() {
    let (loaded, value) = decoded("first = \"{\\\"a\\\": \\\"*\\\"}\"\ntext = local.first");
    let way = loaded.way(at(&value, "a"));
    let texts: Vec<&str> = way.iter().map(|(_, text)| *text).collect();
    assert_eq!(texts, ["local.text", "local.first", r#"\"*\""#]);
}

#[test]
fn text_that_is_written_elsewhere_has_its_place_there() {
    for call in ["templatefile(\"t.json\", {})", "file(\"t.json\")", "trimspace(file(\"t.json\"))"] {
        let text = format!("output \"o\" {{\n  value = jsondecode({call})\n}}\n");
        let loaded = Loaded::new(&[("main.tf", &text), ("+t.json", "{\"a\": \"*\"}")]);
        let star = at(loaded.value("output.o", "value"), "a").written();
        assert_eq!(loaded.text(star), "\"*\"", "{call}");
    }

    let (loaded, value) = decoded("text = replace(\"{'a': 1}\", \"'\", \"\\\"\")");
    assert_eq!(loaded.text(at(&value, "a").written()), "replace(\"{'a': 1}\", \"'\", \"\\\"\")");
}

#[test]
fn the_json_syntax_has_places_as_well() {
    let text = r#"{"resource": {"a": {"b": {"policy": "{\"a\": \"*\"}"}}}, "output": {"o": {"value": "${jsondecode(a.b.policy)}"}}}"#;
    let loaded = Loaded::new(&[("main.tf.json", text)]);
    let value = loaded.value("output.o", "value");
    assert_eq!(loaded.text(at(value, "a").written()), r#"\"*\""#);
}

#[test]
fn what_is_not_known_leaves_a_hole() {
    for (locals, expected) in [
        ("text = \"{\\\"a\\\": \\\"${aws_x.missing.arn}/*\\\"}\"", "{a: ${…}/*}"),
        (
            "text = \"{\\\"a\\\": \\\"*\\\", \\\"b\\\": \\\"${local.missing}\\\"}\"",
            "{a: \"*\", b: (unknown: `local.missing` is not defined)}",
        ),
        ("text = \"{\\\"a\\\": ${jsonencode([var.unset, \"*\"])}}\"", "{a: [\"*\", …]}"),
        ("text = \"${jsonencode({a = \"x${var.unset}\"})}\\n\"", "{a: x${…}}"),
        ("text = trimspace(\"  [\\\"${var.unset}\\\", 1]  \")", "[(unknown: variable `unset` has no value), 1]"),
        ("text = \"[\\\"a\\\"%{ if var.unset }, \\\"b\\\"%{ endif }]\"", "[\"a\", …]"),
        ("text = \"[\\\"a\\\", 8${var.unset}]\"", "[\"a\", (unknown: variable `unset` has no value)]"),
    ] {
        let (_, value) = decoded(locals);
        assert_eq!(value.render(), expected, "{locals}");
    }
}

#[test]
fn what_fails_within_a_text_still_fails() {
    let text = "output \"o\" {\n  value = try(\"x${local.missing}\", \"y\")\n}\n";
    let loaded = Loaded::new(&[("main.tf", text)]);
    assert_eq!(loaded.value("output.o", "value").render(), "y");
}
