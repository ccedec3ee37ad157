//! Edits of small files, which `terraform fmt` leaves as they are.

use super::super::op::{Change, Op, Written};
use super::super::{apply, yaml::Step};
use super::*;

/// The place of a text that stands once.
fn at(text: &str, part: &str) -> TextRange {
    let start = text.find(part).expect("stands there");
    assert_eq!(text.matches(part).count(), 1, "{part}");
    TextRange::new(start, start + part.len())
}

fn edited(text: &str, ops: &[Op]) -> String {
    match edits(text, ops) {
        Ok(edits) => apply(text, &edits),
        Err(reason) => format!("{reason}"),
    }
}

fn set(at: TextRange, rest: &[Step], value: Draft) -> Op {
    Op::Set { at, rest: rest.to_vec(), value }
}

fn key(name: &str) -> Step {
    Step::Key(name.into())
}

/// The edits of one block, each alone.
#[test]
fn arguments_and_blocks_are_added() {
    let yes = || Draft::Bool(true);
    let block = || vec![key("lifecycle"), Step::Index(0), key("prevent_destroy")];
    let cases: Vec<(&str, Vec<Step>, Draft)> = vec![
        ("resource \"a\" \"b\" {}\n", vec![key("x")], yes()),
        ("resource \"a\" \"b\" {\n}\n", vec![key("x")], yes()),
        ("resource \"a\" \"b\" {\n  name = 1\n}\n", vec![key("x")], yes()),
        ("resource \"a\" \"b\" {\n  name = 1\n}\n", vec![key("longer")], yes()),
        ("resource \"a\" \"b\" {\n  name = 1 # one\n\n  c {\n    d = 1\n  }\n}\n", vec![key("x")], yes()),
        ("resource \"a\" \"b\" {\n  name = 1\n  tags = {\n    a = 1\n  }\n}\n", vec![key("x")], yes()),
        ("resource \"a\" \"b\" {\n  tags = {\n    a = 1\n  }\n}\n", vec![key("x")], yes()),
        ("resource \"a\" \"b\" {\n  c {\n    d = 1\n  }\n}\n", vec![key("x")], yes()),
        ("resource \"a\" \"b\" {\n  name = 1\n}\n", block(), yes()),
        ("resource \"a\" \"b\" {\n  name = 1\n  # last words\n}\n", block(), yes()),
        ("resource \"a\" \"b\" {}\n", block(), yes()),
        ("resource \"a\" \"b\" {\n  lifecycle {\n    x = 1\n  }\n\n  z {}\n}\n", block(), yes()),
        ("resource \"a\" \"b\" { name = 1 }\n", vec![key("longer")], yes()),
        ("resource \"a\" \"b\" {\n  x = null\n}\n", vec![key("x")], yes()),
        ("resource \"a\" \"b\" {\n  x = var.y\n}\n", vec![key("x")], yes()),
        ("resource \"a\" \"b\" {\r\n  name = 1\r\n}\r\n", vec![key("x")], yes()),
        ("resource \"a\" \"b\" {\n  name = 1\n}\n", vec![key("tags"), key("a b")], Draft::Text("${x}\n\"".into())),
        ("resource \"a\" \"b\" {\n  e = <<EOT\nx\nEOT\n}\n", vec![key("x")], yes()),
        (
            "resource \"a\" \"b\" {\n  name = 1\n}\n",
            vec![key("list")],
            Draft::List(vec![Draft::Text("a".into()), Draft::Raw("var.b".into())]),
        ),
    ];
    let shown: Vec<String> = cases
        .iter()
        .map(|(text, rest, value)| {
            let whole = TextRange::new(0, text.trim_end().len());
            edited(text, &[set(whole, rest, value.clone())]).replace('\r', "␍")
        })
        .collect();
    insta::assert_snapshot!(shown.join("---\n"));
}

#[test]
fn several_additions_to_one_block_are_one() {
    let text = "resource \"a\" \"b\" {\n  long_name = 1\n}\n";
    let whole = TextRange::new(0, text.trim_end().len());
    let in_block = |name: &str| vec![key("options"), Step::Index(0), key(name)];
    let ops = [
        set(whole, &[key("x")], Draft::Bool(true)),
        set(whole, &in_block("tokens"), Draft::Text("required".into())),
        set(whole, &in_block("endpoint"), Draft::Text("enabled".into())),
        set(whole, &[key("y")], Draft::Null),
    ];
    insta::assert_snapshot!(edited(text, &ops));
    let twice = [set(whole, &[key("x")], Draft::Bool(true)), set(whole, &[key("x")], Draft::Bool(false))];
    assert_eq!(edited(text, &twice), "two parts of the fix set one thing");
}

#[test]
fn objects_and_lists_grow() {
    let cases = [
        ("{ a = 1 }", "{ a = 1, x = true }"),
        ("{ \"a\" : 1 }", "{ \"a\" : 1, x: true }"),
        ("{}", "{\n    x = true\n  }"),
        ("{\n    a = 1\n  }", "{\n    a = 1\n    x = true\n  }"),
        ("{\n    a = 1,\n  }", "{\n    a = 1,\n    x = true\n  }"),
    ];
    for (object, expected) in cases {
        let text = format!("locals {{\n  v = {object}\n}}\n");
        let edited = edited(&text, &[set(at(&text, object), &[key("x")], Draft::Bool(true))]);
        assert_eq!(edited, format!("locals {{\n  v = {expected}\n}}\n"));
    }
    let cases = [
        ("[]", "[\"x\"]"),
        ("[1]", "[1, \"x\"]"),
        ("[\n    1,\n  ]", "[\n    1,\n    \"x\",\n  ]"),
        ("[\n    1 # one\n  ]", "[\n    1,\n    \"x\" # one\n  ]"),
        ("[\n    1, # one\n  ]", "[\n    1, # one\n    \"x\",\n  ]"),
        ("concat([1], [2])", "the value is computed by an expression"),
    ];
    for (list, expected) in cases {
        let text = format!("locals {{\n  v = {list}\n}}\n");
        let op = Op::Append { at: at(&text, list), rest: Vec::new(), value: Draft::Text("x".into()) };
        let edited = edited(&text, &[op]);
        assert!(edited == expected || edited == format!("locals {{\n  v = {expected}\n}}\n"), "{edited}");
    }
}

#[test]
fn literals_give_way_and_computed_values_do_not() {
    let cases = [
        ("true", Draft::Bool(false), "false"),
        ("\"true\"", Draft::Bool(false), "\"false\""),
        ("-1", Draft::Number(1.into()), "1"),
        ("[var.a]", Draft::List(Vec::new()), "[]"),
        ("!var.a", Draft::Bool(false), ""),
        ("\"${var.a}-b\"", Draft::Text("x".into()), ""),
        ("var.a ? 1 : 2", Draft::Bool(false), ""),
        ("null", Draft::Bool(false), "false"),
    ];
    for (old, draft, new) in cases {
        let text = format!("locals {{\n  v = {old}\n}}\n");
        let edited = edited(&text, &[set(at(&text, old), &[], draft)]);
        match new {
            "" => assert_eq!(edited, "the value is computed by an expression", "{old}"),
            _ => assert_eq!(edited, format!("locals {{\n  v = {new}\n}}\n"), "{old}"),
        }
    }
    assert_eq!(edited("locals {\n", &[]), "the file has syntax errors");
}

#[test]
fn entries_blocks_and_elements_go_with_their_lines() {
    let text = "resource \"a\" \"b\" {\n  # about a\n  a = 1 # one\n  b = 2\n\n  # about c\n  c {\n    d = [1, 2, 3]\n  }\n\n  e { f = 1 }\n}\n";
    let entry = |name: &str, value: &str| {
        let first = |range: TextRange| TextRange::new(range.start as usize, range.start as usize + 1);
        Op::Remove(Written { key: Some(first(at(text, name))), value: first(at(text, value)), list: None })
    };
    let element = |value: &str| {
        let value = at(text, value);
        let value = TextRange::new(value.start as usize, value.start as usize + 1);
        Op::Remove(Written { key: None, value, list: Some(at(text, "[1, 2, 3]")) })
    };
    let block = |text_of: &str| Op::Remove(Written { key: None, value: at(text, text_of), list: None });
    let cases = [
        edited(text, &[entry("a = 1", "1 #")]),
        edited(text, &[block("c {\n    d = [1, 2, 3]\n  }")]),
        edited(text, &[block("e { f = 1 }")]),
        edited(text, &[block("f = 1")]),
        edited(text, &[element("2, 3"), element("3]")]),
        edited(text, &[element("1, 2")]),
    ];
    insta::assert_snapshot!(cases.join("---\n"));
    let text = "locals {\n  v = [\n    1, # one\n    2\n  ]\n}\n";
    let list = at(text, "[\n    1, # one\n    2\n  ]");
    let one = Op::Remove(Written { key: None, value: TextRange::new(21, 22), list: Some(list) });
    assert_eq!(edited(text, &[one]), "locals {\n  v = [\n    2\n  ]\n}\n");
}

#[test]
fn texts_and_names_change_as_they_are_written() {
    let text = "resource \"a\" \"b\" {\n  uri    = \"http://x/${var.y}\\n\"\n  e      = <<EOT\nhttp://z\nEOT\n}\n";
    let change = Change { pattern: "^http:", with: "https:".into() };
    let rewrite = |part: &str| Op::Rewrite { at: at(text, part), change: change.clone(), old: None };
    assert_eq!(edited(text, &[rewrite("\"http://x/${var.y}\\n\"")]), text.replace("http://x", "https://x"));
    assert_eq!(edited(text, &[rewrite("<<EOT\nhttp://z\nEOT")]), text.replace("http://z", "https://z"));
    let rename = |name| {
        let key = Some(at(text, "uri"));
        edited(text, &[Op::Rename { entry: Written { key, value: at(text, "\"b\""), list: None }, name }])
    };
    assert_eq!(rename("origin"), text.replace("uri    =", "origin ="));
    assert_eq!(rename("source_of"), text.replace("uri    =", "source_of ="));
}

#[test]
fn companions_take_over_what_makes_several() {
    let text = "resource \"a\" \"b\" {\n  for_each = var.x\n  provider = aws.eu\n}\n\nlocals {}\n";
    let body = Draft::Map(vec![
        ("bucket".into(), Draft::Raw("a.b[each.key].id".into())),
        ("rule".into(), Draft::List(vec![Draft::Map(vec![("on".into(), Draft::Bool(true))])])),
    ]);
    let subject = TextRange::new(0, text.find("\n\nlocals").expect("there"));
    let behind = |kind: &str| Op::Behind { subject, kind: kind.into(), name: "b".into(), body: body.clone() };
    insta::assert_snapshot!(edited(text, &[behind("c"), behind("d")]));
}
