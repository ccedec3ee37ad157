//! `aws_iam_policy_document`: what becomes of its arguments, and how documents are merged.

use super::Loaded;
use crate::value::{Kind, Value};

/// The document of `data.aws_iam_policy_document.p`, with these texts beside it.
fn document(body: &str, beside: &str) -> Value {
    let text = format!(
        "variable \"unset\" {{}}\n{beside}\ndata \"aws_iam_policy_document\" \"p\" {{\n{body}\n}}\noutput \"o\" {{\n  value = data.aws_iam_policy_document.p.json\n}}\n"
    );
    let loaded = Loaded::new(&[("main.tf", &text)]);
    match &loaded.value("output.o", "value").kind {
        Kind::Json(document) => Value::clone(document),
        _ => panic!("{}", loaded.value("output.o", "value").render()),
    }
}

fn json(body: &str, beside: &str) -> String {
    document(body, beside).to_json().unwrap_or_else(|unknown| format!("unknown: {}", unknown.reason))
}

fn statement(sid: &str, action: &str) -> String {
    let sid = if sid.is_empty() { String::new() } else { format!("    sid = \"{sid}\"\n") };
    format!("  statement {{\n{sid}    actions = [\"{action}\"]\n  }}\n")
}

/// Another document, named `name`.
fn other(name: &str, body: &str) -> String {
    format!("data \"aws_iam_policy_document\" \"{name}\" {{\n{body}}}\n")
}

/// `Sid:Action` of each statement, and `…` where there may be more; `?` for what may be something else.
fn summary(document: &Value) -> String {
    let statements = document.member("Statement").and_then(Value::as_list).expect("a list");
    let mut parts: Vec<String> = statements
        .items
        .iter()
        .map(|statement| {
            let (known, mark) = match &statement.kind {
                Kind::Either(either) => (&either.options[0], "?"),
                _ => (statement, ""),
            };
            let sid = known.member("Sid").and_then(Value::as_str).unwrap_or("-");
            let action = known.member("Action").map(Value::render).unwrap_or_default();
            format!("{sid}:{}{mark}", action.trim_matches(['[', ']', '"']))
        })
        .collect();
    parts.extend(statements.rest.iter().map(|_| "…".to_owned()));
    parts.join(" ")
}

#[test]
fn arguments_become_members() {
    let body = "  version   = \"2008-10-17\"\n  policy_id = \"id\"\n  statement {\n    effect        = \"Deny\"\n    not_actions   = [\"s3:Get*\"]\n    not_resources = [\"arn:aws:s3:::b/&{aws:username}\"]\n    actions       = []\n    not_principals {\n      type        = \"AWS\"\n      identifiers = [\"a\"]\n    }\n    condition {\n      test     = \"StringLike\"\n      variable = \"aws:userid\"\n      values   = [\"&{x}\", \"y\"]\n    }\n    condition {\n      test     = \"StringLike\"\n      variable = \"aws:other\"\n      values   = [\"z\"]\n    }\n  }";
    let expected = "{\"Id\":\"id\",\"Statement\":[{\"Condition\":{\"StringLike\":{\"aws:other\":[\"z\"],\"aws:userid\":[\"${x}\",\"y\"]}},\"Effect\":\"Deny\",\"NotAction\":[\"s3:Get*\"],\"NotPrincipal\":{\"AWS\":[\"a\"]},\"NotResource\":[\"arn:aws:s3:::b/${aws:username}\"]}],\"Version\":\"2008-10-17\"}";
    assert_eq!(json(body, ""), expected);
}

#[test]
fn documents_are_merged_by_sid() {
    let a = other("a", &[statement("A", "a:1"), statement("", "a:2")].concat());
    let b = other("b", &[statement("B", "b:1"), statement("A", "b:2")].concat());
    let beside = format!("{a}{b}");
    let reference = |name: &str| format!("data.aws_iam_policy_document.{name}.json");
    let (a, b) = (reference("a"), reference("b"));
    let table = [
        (format!("  source_policy_documents = [{a}]\n{}", statement("A", "own:1")), "A:own:1 -:a:2"),
        (format!("  override_policy_documents = [{a}]\n{}", statement("A", "own:1")), "A:a:1 -:a:2"),
        (format!("  source_policy_documents = [{a}, {b}]\n{}", statement("", "own:1")), "A:b:2 -:a:2 B:b:1 -:own:1"),
        (
            format!("  source_policy_documents = [{a}]\n  override_policy_documents = [{b}]\n{}", statement("B", "own:1")),
            "A:b:2 -:a:2 B:b:1",
        ),
        (format!("  source_json = {a}\n  override_json = {b}\n"), "A:b:2 -:a:2 B:b:1"),
        (format!("  source_policy_documents = [null, \"\", {a}]\n"), "A:a:1 -:a:2"),
        (
            "  source_policy_documents = [jsonencode({ Statement = { Sid = \"J\", Action = \"j:1\" } }), \"{\\\"Statement\\\":[{\\\"Action\\\":\\\"j:2\\\"}]}\"]\n".to_owned(),
            "J:j:1 -:j:2",
        ),
    ];
    for (body, expected) in table {
        assert_eq!(summary(&document(&body, &beside)), expected, "{body}");
    }
}

#[test]
fn what_is_not_known_of_a_document_stays_open() {
    let own = [statement("A", "own:1"), statement("", "own:2")].concat();
    let table = [
        // A source comes first, so that the own statements hold.
        ("  source_policy_documents = [var.unset]\n", "A:own:1 -:own:2 …"),
        ("  source_policy_documents = var.unset\n", "A:own:1 -:own:2 …"),
        // An override may replace a statement with a name, and no other.
        ("  override_policy_documents = [var.unset]\n", "A:own:1? -:own:2 …"),
        ("  override_policy_documents = var.unset\n", "A:own:1? -:own:2 …"),
        // What comes last holds again.
        (
            "  override_policy_documents = [var.unset, jsonencode({ Statement = [{ Sid = \"A\", Action = \"new:1\" }] })]\n",
            "A:new:1 -:own:2 …",
        ),
        ("  override_policy_documents = [\"no json\"]\n", "A:own:1? -:own:2 …"),
        ("  override_policy_documents = [var.unset ? \"{}\" : \"\"]\n", "A:own:1? -:own:2 …"),
    ];
    for (body, expected) in table {
        assert_eq!(summary(&document(&format!("{body}{own}"), "")), expected, "{body}");
    }
}

#[test]
fn statements_of_one_document_do_not_replace_each_other() {
    let dynamic = "  dynamic \"statement\" {\n    for_each = var.unset\n    content {\n      sid     = statement.key\n      actions = [\"x:1\"]\n    }\n  }\n";
    let found = document(&[&statement("A", "own:1"), dynamic].concat(), "");
    assert_eq!(summary(&found), "A:own:1 -:x:1 …");
}

#[test]
fn dynamic_statements_and_principals_are_followed() {
    let body = "  dynamic \"statement\" {\n    for_each = { a = \"s3:*\", b = \"ec2:*\" }\n    content {\n      sid     = statement.key\n      actions = [statement.value]\n      dynamic \"principals\" {\n        for_each = [\"AWS\", \"Service\"]\n        content {\n          type        = principals.value\n          identifiers = [statement.key]\n        }\n      }\n    }\n  }";
    let found = document(body, "");
    assert_eq!(summary(&found), "a:s3:* b:ec2:*");
    let first = &found.member("Statement").and_then(Value::as_list).expect("a list").items[0];
    let principals = first.member("Principal").and_then(|value| value.to_json().ok());
    assert_eq!(principals.as_deref(), Some("{\"AWS\":[\"a\"],\"Service\":[\"a\"]}"));
}

#[test]
fn a_document_that_nothing_mentions_has_its_text() {
    let documents = format!(
        "{}{}output \"o\" {{\n  value = data.aws_iam_policy_document.used.json\n}}\n",
        other("used", &statement("", "s3:Get")),
        other("unused", &statement("", "s3:Put"))
    );
    let loaded = Loaded::new(&[("main.tf", &documents)]);
    assert!(matches!(loaded.value("data.aws_iam_policy_document.unused", "json").kind, Kind::Json(_)));
    assert!(loaded.resource("data.aws_iam_policy_document.used").body.member("json").is_none());
}
