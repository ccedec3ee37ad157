//! A condition on an attribute, over all nodes that its path may select.

use serde_json::Value as Json;

use super::asked::test;
use super::expr::Expr;
use super::operator::{Operator, Question};
use super::path::{Form, Layout, Path, Reach};

/// The condition that `operator` holds of the attribute.
///
/// # Errors
/// Why it has no equivalent.
pub(super) fn condition(path: &Path, layout: Layout, operator: Operator, value: &Json) -> Result<Expr, String> {
    let forms = path.forms(layout);
    let asked = test(operator.question, value)?;
    let is_there = || Expr::any(forms.iter().map(Form::exists));
    if operator.question == Question::Exists {
        return Ok(if operator.is_negated { is_there().negated() } else { is_there() });
    }
    let is_so = |node: &str| asked.on(node);
    let fails = |node: &str| asked.on(node).negated();
    let is_there_and_fails = |node: &str| {
        let there = if node == "@" { Expr::True } else { Expr::Atom(node.to_owned()) };
        Expr::all([there, asked.on(node).negated()])
    };
    let none_is_so = || Expr::all(forms.iter().map(|form| form.some(&is_so).negated()));
    let some = |test: &dyn Fn(&str) -> Expr| Expr::any(forms.iter().map(|form| form.some(test)));
    let answer = match (path.reach, operator.is_negated) {
        (Reach::One, false) => Expr::any(forms.iter().map(|form| match form.is_several() {
            // Of a block that is repeated every one counts.
            true => Expr::all([form.exists(), form.some(&fails).negated()]),
            false => form.some(&is_so),
        })),
        (Reach::Some, false) => some(&is_so),
        (Reach::Some, true) if operator.question != Question::Contains => {
            Expr::any([some(&is_there_and_fails), is_there().negated()])
        }
        (Reach::Every, false) => Expr::all([is_there(), some(&is_there_and_fails).negated()]),
        (_, true) => none_is_so(),
    };
    Ok(match (asked.of_nothing, operator.is_negated) {
        (false, _) => answer,
        (true, false) => Expr::any([answer, is_there().negated()]),
        (true, true) => Expr::all([answer, is_there()]),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn translated(operator: &str, attribute: &str, value: &Json) -> String {
        let operator = Operator::named(operator).expect("an operator");
        let path = if operator.is_path { Path::parsed(attribute) } else { Path::dotted(attribute, Layout::Blocks) };
        match path.and_then(|path| condition(&path, Layout::Blocks, operator, value)) {
            Ok(expr) => expr.to_string(),
            Err(reason) => format!("! {reason}"),
        }
    }

    #[test]
    fn operators_become_conditions() {
        let cases = [
            ("equals", "a", json!("x"), "@.a == 'x'"),
            ("equals", "a", json!("True"), "@.a == true"),
            ("equals", "a", json!(null), "!@.a"),
            ("equals", "a", json!(["x", 1]), "length(@.a) == 2 && @.a[?@ == 'x'] && @.a[?@ == 1]"),
            ("equals", "tags", json!({"a-b": "x"}), "length(@.tags) == 1 && @.tags['a-b'] == 'x'"),
            ("not_equals", "a", json!(1), "@.a != 1"),
            ("equals", "a.b", json!(1), "@.a.b == 1 || (@.a[*].b && !@.a[?@.b != 1])"),
            ("not_equals", "a.b", json!(1), "@.a.b != 1 && !@.a[?@.b == 1]"),
            ("equals", "a.*.b", json!(1), "@.a[?@.b == 1]"),
            ("not_equals", "a.*.b", json!(1), "@.a[?@.b && @.b != 1] || !@.a[*].b"),
            ("jsonpath_equals", "$.a[*].b", json!(1), "@.a[*].b && !@.a[?@.b && @.b != 1]"),
            ("jsonpath_not_equals", "$.a[*].b", json!(1), "!@.a[?@.b == 1]"),
            ("exists", "a.b", json!(null), "@.a.b || @.a[*].b"),
            ("not_exists", "a.b", json!(null), "!@.a.b && !@.a[*].b"),
            ("regex_match", "a", json!(".*"), "search(@.a, '^.*') || !@.a"),
            ("not_regex_match", "a", json!("^x|y$"), "!search(@.a, '^(?:x|y$)')"),
            ("within", "a", json!(["x.y", "z"]), r"match(@.a, 'x\\.y|z')"),
            ("within", "a", json!([1, "z"]), "@.a == 1 || @.a == 'z'"),
            ("not_within", "a", json!(["x"]), "@.a != 'x'"),
            ("starting_with", "a", json!("x."), r"search(@.a, '^x\\.')"),
            ("not_ending_with", "a", json!("x"), "!search(@.a, 'x$')"),
            ("greater_than", "a", json!("5"), "@.a > 5"),
            ("less_than_or_equal", "a", json!("b"), "@.a <= 'b'"),
            ("contains", "a", json!(443), "@.a[?@ == 443]"),
            (
                "not_contains",
                "a",
                json!("x"),
                "!search(@.a, 'x') && !@.a[?@ == 'x'] && !@.a.x && (@.a[0] || !@.a[?search(@, 'x')])",
            ),
            (
                "subset",
                "a",
                json!(["x", "y"]),
                "match(@.a, 'x|y') || (@.a[*] && !@.a[?!match(@, 'x|y')]) || length(@.a) == 0",
            ),
            ("intersects", "a", json!(["x", "y"]), "@.a[?match(@, 'x|y')]"),
            ("is_true", "a", json!(null), "@.a == true"),
            ("is_false", "a", json!(null), "@.a != true"),
            ("is_empty", "a", json!(null), "length(@.a) == 0"),
            ("length_greater_than", "a", json!("2"), "length(@.a) > 2"),
            ("equals_ignore_case", "a", json!("x-1"), "match(@.a, '(?i:x-1)')"),
            ("number_of_words_less_than", "a", json!(3), r"match(@.a, '\\s*(\\S+(\\s+|$)){0,2}')"),
            (
                "cidr_range_subset",
                "a",
                json!("10.0.0.0/32"),
                r"match(@.a, '10\\.0\\.0\\.0(/(32))?') || (@.a[*] && !@.a[?!match(@, '10\\.0\\.0\\.0(/(32))?')])",
            ),
            (
                "within",
                "a",
                json!("x"),
                "! `value` must be a list: of a text Checkov takes every letter, or every part",
            ),
            (
                "equals",
                "a",
                json!("${var.a}"),
                "! Checkov compares `${var.a}` as a text, and here the expression is what it stands for",
            ),
            ("length_equals", "a", json!("many"), "! `value` must be a whole number"),
        ];
        for (operator, attribute, value, expected) in cases {
            assert_eq!(translated(operator, attribute, &value), expected, "{operator} {attribute} {value}");
        }
    }
}
