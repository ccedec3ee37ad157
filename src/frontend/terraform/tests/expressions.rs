//! Tables of expressions and their values.

use super::Loaded;
use crate::value::Value;

/// Evaluates an expression as the value of an output, with some declarations around it.
fn evaluate(expression: &str) -> (Loaded, Value) {
    let text = format!(
        "variable \"unset\" {{}}\nresource \"aws_x\" \"y\" {{\n  name = \"written\"\n}}\noutput \"out\" {{\n  value = {expression}\n}}\n"
    );
    let loaded = Loaded::new(&[("main.tf", &text)]);
    assert!(loaded.output.diagnostics.is_empty(), "{expression}: {:?}", loaded.output.diagnostics);
    let value = match loaded.resource("output.out").body.member("value") {
        Some(value) => value.clone(),
        None => Value::null(loaded.resource("output.out").header),
    };
    (loaded, value)
}

/// The JSON of a known value; otherwise how messages show it.
fn shown(expression: &str) -> String {
    let (_, value) = evaluate(expression);
    value.to_json().unwrap_or_else(|_| value.render())
}

fn check(table: &[(&str, &str)]) {
    for (expression, expected) in table {
        assert_eq!(shown(expression), *expected, "{expression}");
    }
}

#[test]
fn operators_convert_as_terraform_does() {
    check(&[
        ("1 + 2", "3"),
        ("\"3\" + 1", "4"),
        ("0.1 + 0.2", "0.3"),
        ("7 / 2", "3.5"),
        ("-7 % 3", "-1"),
        ("100000000000000000000001 + 1", "100000000000000000000002"),
        ("\"5\" == 5", "false"),
        ("1 == 1.0", "true"),
        ("null == \"\"", "false"),
        ("!true || \"true\"", "true"),
        ("true ? \"a\" : \"b\"", "\"a\""),
        ("\"${true}\"", "true"),
        ("\"${1}-${true}\"", "\"1-true\""),
    ]);
}
