mod dialects;
mod lenient;

use std::sync::Arc;

use super::*;
use crate::source::SourceMap;
use crate::value::{Kind, Number, Reason, Value};

/// The only document of a text without mistakes.
fn root(text: &str, dialect: Dialect) -> Arc<Node> {
    let stream = parse(text, dialect);
    assert_eq!(stream.errors, [], "{text}");
    assert_eq!(stream.documents.len(), 1, "{text}");
    Arc::clone(&stream.documents[0].root)
}

/// A compact form of a tree.
fn show(node: &Node) -> String {
    match &node.kind {
        NodeKind::Null => "null".into(),
        NodeKind::Bool(value) => value.to_string(),
        NodeKind::Number(number) => number.to_string(),
        NodeKind::String(text) => format!("{text:?}"),
        NodeKind::Sequence(items) => {
            format!("[{}]", items.iter().map(|item| show(item)).collect::<Vec<_>>().join(" "))
        }
        NodeKind::Mapping(entries) => {
            let entries: Vec<_> = entries.iter().map(|entry| format!("{}={}", entry.key, show(&entry.value))).collect();
            format!("{{{}}}", entries.join(" "))
        }
    }
}

fn value(text: &str, dialect: Dialect) -> Value {
    let sources = SourceMap::new();
    let file = sources.add("x.yaml", text);
    root(text, dialect).to_value(&|range| file.span(range))
}

#[test]
fn plain_scalars_mean_what_their_reader_takes_them_for() {
    // What `kubectl label --local -o json` makes of it, and the core schema of YAML 1.2.
    let cases = [
        ("y", "true", "\"y\""),
        ("Yes", "true", "\"Yes\""),
        ("ON", "true", "\"ON\""),
        ("n", "false", "\"n\""),
        ("off", "false", "\"off\""),
        ("yEs", "\"yEs\"", "\"yEs\""),
        ("True", "true", "true"),
        ("tRUE", "\"tRUE\"", "\"tRUE\""),
        ("~", "null", "null"),
        ("Null", "null", "null"),
        ("nULL", "\"nULL\"", "\"nULL\""),
        ("0644", "420", "644"),
        ("0o17", "15", "15"),
        ("-0o17", "-15", "\"-0o17\""),
        ("017", "15", "17"),
        ("-017", "-15", "-17"),
        ("08", "8", "8"),
        ("007.5", "7.5", "7.5"),
        ("0x1F", "31", "31"),
        ("0X1F", "31", "\"0X1F\""),
        ("+0x1F", "31", "\"+0x1F\""),
        ("0b101", "5", "\"0b101\""),
        ("0b2", "\"0b2\"", "\"0b2\""),
        ("0x", "\"0x\"", "\"0x\""),
        ("0o-7", "\"0o-7\"", "\"0o-7\""),
        ("1_000", "1000", "\"1_000\""),
        ("1_0.5", "10.5", "\"1_0.5\""),
        ("_1", "\"_1\"", "\"_1\""),
        ("1e3", "1000", "1000"),
        ("1.5e-3", "0.0015", "0.0015"),
        (".5", "0.5", "0.5"),
        ("5.", "5", "5"),
        ("+5", "5", "5"),
        ("-0", "0", "0"),
        ("1e", "\"1e\"", "\"1e\""),
        (".e3", "\".e3\"", "\".e3\""),
        ("1e400", "\"1e400\"", "\"1e400\""),
        ("-", "\"-\"", "\"-\""),
        (".", "\".\"", "\".\""),
        (".inf", "\".inf\"", "\".inf\""),
        ("1:30", "\"1:30\"", "\"1:30\""),
        ("2001-01-01", "\"2001-01-01\"", "\"2001-01-01\""),
        ("9223372036854775807", "9223372036854775807", "9223372036854775807"),
        ("1.10", "1.1", "1.1"),
        ("<<", "\"<<\"", "\"<<\""),
        ("0é", "\"0é\"", "\"0é\""),
        ("é", "\"é\"", "\"é\""),
    ];
    for (text, kubernetes, core) in cases {
        for (dialect, expected) in [(Dialect::Kubernetes, kubernetes), (Dialect::Yaml12, core), (Dialect::Json, core)] {
            let node = Node::new(scalar::plain(text, dialect), TextRange::default(), None);
            assert_eq!(show(&node), expected, "{text} for {dialect:?}");
        }
    }
}

#[test]
fn tags_and_quotes_decide_before_the_dialect() {
    let cases = [
        ("!!str 5", "\"5\"", Some("!!str")),
        ("!!int '5'", "5", Some("!!int")),
        ("!!bool yes", "true", Some("!!bool")),
        ("!Ref 5", "\"5\"", Some("!Ref")),
        ("! 5", "\"5\"", Some("!")),
        ("'yes'", "\"yes\"", None),
        ("\"0644\"", "\"0644\"", None),
        ("!GetAtt [a, b]", "[\"a\" \"b\"]", Some("!GetAtt")),
    ];
    for (text, expected, tag) in cases {
        let node = root(text, Dialect::Kubernetes);
        assert_eq!((show(&node).as_str(), node.tag.as_deref()), (expected, tag), "{text}");
    }
}

#[test]
fn ranges_cover_what_was_written() {
    let text = "a: &x !t  'q''s' # c\nlit: |-\n   l1\n    l2\n\nfold: >\n  f1\n  f2\nplain: one\n   two  # c\nseq:\n- x\n- w: 1\n  z:\nflow: { k: [1, 2] , }\né: [ ]\nref: *x\n";
    let node = root(text, Dialect::Kubernetes);
    let covered = |path: &[&str]| {
        let mut at = &*node;
        for name in path {
            at = match name.parse::<usize>() {
                Ok(index) => &at.items()[index],
                Err(_) => at.get(name).expect("is there"),
            };
        }
        at.range.slice(text)
    };
    let cases: [(&[&str], &str); 13] = [
        (&[], text.trim_end()),
        (&["a"], "'q''s'"),
        (&["lit"], "l1\n    l2"),
        (&["fold"], "f1\n  f2"),
        (&["plain"], "one\n   two"),
        (&["seq"], "- x\n- w: 1\n  z"),
        (&["seq", "0"], "x"),
        (&["seq", "1"], "w: 1\n  z"),
        (&["seq", "1", "z"], ""),
        (&["flow"], "{ k: [1, 2] , }"),
        (&["flow", "k", "1"], "2"),
        (&["é"], "[ ]"),
        (&["ref"], "'q''s'"),
    ];
    for (path, expected) in cases {
        assert_eq!(covered(path), expected, "{path:?}");
    }
    for (text, expected) in [
        ("b:\n- # c\n  x", "- # c\n  x"),
        ("b:\n-\n  x", "-\n  x"),
        ("b: &q\n- - x\n  - -1", "- - x\n  - -1"),
        ("b:\n  - - x", "- - x"),
        ("b:\n- -1", "- -1"),
        ("b:\n  c: >\n\n\n  \n", "c: >"),
    ] {
        let node = root(text, Dialect::Kubernetes);
        assert_eq!(node.get("b").map(|b| b.range.slice(text)), Some(expected), "{text}");
    }
    let entry = |key| node.entry(key).expect("is there");
    assert_eq!(entry("é").key_range.slice(text), "é");
    assert_eq!(entry("plain").range().slice(text), "plain: one\n   two");
    assert_eq!(entry("ref").range().slice(text), "ref");
    assert_eq!(entry("lit").value.as_str(), Some("l1\n l2"));
    assert_eq!(entry("fold").value.as_str(), Some("f1 f2\n"));
}

#[test]
fn line_endings_and_tabs_do_not_matter() {
    let text = "a: 1\r\nb:\r\n  - |\r\n    x\r\n  - z\r\nc:\t2\r\n";
    let node = root(text, Dialect::Kubernetes);
    assert_eq!(show(&node), "{a=1 b=[\"x\\n\" \"z\"] c=2}");
    assert_eq!(node.get("b").expect("is there").items()[0].range.slice(text), "x");
    let json = "{\n\t\"a\": [1, true,\r\n\tnull], \"b\\u0041\": \"x\\ny\"}";
    assert_eq!(show(&root(json, Dialect::Json)), "{a=[1 true null] bA=\"x\\ny\"}");
}

#[test]
fn documents_are_apart_and_a_mistake_costs_one() {
    let text = "# one\na: 1\n---\nb: [1, 2\n---\nc: 3\n...\n---\n--- # five\nd: *nothing\n---\ne: {f: 1}: 2\n---\n{x: 1}: 2\n---\nlast: 1";
    let stream = parse(text, Dialect::Kubernetes);
    let documents: Vec<_> =
        stream.documents.iter().map(|document| (show(&document.root), document.range.slice(text))).collect();
    let expected = [("{a=1}", "a: 1"), ("{c=3}", "---\nc: 3"), ("null", "---"), ("{last=1}", "---\nlast: 1")];
    assert_eq!(documents.iter().map(|(a, b)| (a.as_str(), *b)).collect::<Vec<_>>(), expected);
    let errors: Vec<_> = stream.errors.iter().map(|error| error.range.slice(text)).collect();
    assert_eq!(errors, ["[", "*", ":", "{x: 1}"], "{:?}", stream.errors);
}

#[test]
fn an_error_at_the_end_points_at_what_is_not_closed() {
    let text = "a: 'x\n\n";
    let stream = parse(text, Dialect::Kubernetes);
    assert_eq!(stream.errors.iter().map(|error| error.range.slice(text)).collect::<Vec<_>>(), ["'"]);
    assert!(stream.documents.is_empty());
}

#[test]
fn the_last_of_repeated_keys_counts() {
    let text = "a: 1\nb: 2\n'a': 3\n";
    let stream = parse(text, Dialect::Kubernetes);
    assert_eq!(show(&stream.documents[0].root), "{a=3 b=2}");
    assert_eq!(stream.notes.iter().map(|note| note.range.slice(text)).collect::<Vec<_>>(), ["'a'"]);
    assert_eq!(stream.documents[0].root.entries()[0].key_range.slice(text), "'a'");
}

#[test]
fn keys_are_texts() {
    let text = "1: a\nyes: b\n0x10: c\n1.50: d\n? long\n: f\n*k : g\n";
    assert_eq!(
        show(&root(&format!("z: &k anchored\n{text}"), Dialect::Kubernetes)),
        "{z=\"anchored\" 1=\"a\" true=\"b\" 16=\"c\" 1.5=\"d\" long=\"f\" anchored=\"g\"}"
    );
    assert_eq!(show(&root("on: push\n~: e", Dialect::Yaml12)), "{on=\"push\" null=\"e\"}");
}

#[test]
fn comments_have_their_places() {
    let text = "# top\na: 1 # right\n  # own\nb:\n  # in\n  - x\n# last";
    let stream = parse(text, Dialect::Kubernetes);
    let comments: Vec<_> =
        stream.comments.iter().map(|comment| (comment.range.slice(text), comment.own_line)).collect();
    assert_eq!(comments, [("# top", true), ("# right", false), ("# own", true), ("# in", true), ("# last", true)]);
    let many = format!("a:\n{}  b: 1\n", "  # no longer used\n".repeat(5000));
    assert_eq!(parse(&many, Dialect::Kubernetes).comments.len(), 5000);
}

#[test]
fn values_keep_places_and_nulls() {
    let text = "a: {b: ~, c: [~, 0644]}";
    let sources = SourceMap::new();
    let file = sources.add("x.yaml", text);
    let node = root(text, Dialect::Kubernetes);
    let value = node.to_value(&|range| file.span(range));
    let a = value.as_map().and_then(|map| map.entry("a")).expect("is there");
    assert_eq!(sources.slice(a.key_span), "a");
    assert_eq!(sources.slice(a.value.span), "{b: ~, c: [~, 0644]}");
    assert!(a.value.member("b").expect("is there").is_null());
    let without = node.to_value_without_nulls(&|range| file.span(range));
    let a = without.member("a").expect("is there");
    assert!(a.member("b").is_none());
    let items = &a.member("c").and_then(Value::as_list).expect("is there").items;
    assert!(items[0].is_null(), "a null in a list keeps its place");
    assert_eq!(items[1].as_number(), Some(Number::Int(420)));
}

/// Lines that each build upon the one before.
fn lines(first: &str, count: usize, line: impl Fn(usize) -> String) -> String {
    std::iter::once(first.to_owned()).chain((1..=count).map(line)).collect::<Vec<_>>().join("\n")
}

/// Each anchor holds ten aliases of the one before.
fn bomb(levels: usize) -> String {
    lines("a0: &a0 [x]", levels, |n| format!("a{n}: &a{n} [{}]", format!("*a{}, ", n - 1).repeat(10)))
}

#[test]
fn aliases_are_shared_and_bounded() {
    let small = value("a: &a {b: 1}\nc: [*a, *a]", Dialect::Kubernetes);
    assert!(small.first_unknown().is_none());
    let value = value(&bomb(100), Dialect::Kubernetes);
    let reason = &value.first_unknown().expect("is cut").reason;
    assert_eq!(*reason, Reason::Limit("alias expansion"));
    assert!(matches!(value.member("a3").expect("is there").kind, Kind::List(_)), "small ones are whole");
}

#[test]
fn hostile_texts_end_soon_and_without_overflow() {
    let chain = lines("a0: &a0 []", 20_000, |n| format!("a{n}: &a{n} [*a{}]", n - 1));
    let merges = lines("a0: &a0 {}", 5_000, |n| format!("a{n}: &a{n} {{<<: *a{}, k{n}: 1}}", n - 1));
    let texts = [
        "[".repeat(20_000),
        "{a: ".repeat(20_000),
        "- ".repeat(20_000),
        "? ".repeat(20_000),
        format!("{}{}", "[".repeat(150), "]".repeat(150)) + &"\n---\n[".repeat(2_000),
        chain,
        merges,
        "a: &a [*a]".to_owned(),
        "---\n".repeat(20_000),
        "a: 'x".to_owned() + &"\n".repeat(20_000),
        "\u{0}\u{1}".to_owned(),
        "%YAML 1.2".to_owned(),
        "a: !<x".to_owned(),
        "&".to_owned(),
        "a: {b: c}# d\n".repeat(20_000),
        format!("[{}", "-,".repeat(50_000)),
        format!("a: [{}]", "\n\tx,\n y,".repeat(5_000)),
        format!("a: 1\n{}", "---\n\u{feff}b: [-]\n".repeat(2_000)),
    ];
    for text in texts {
        drop(parse(&text, Dialect::Kubernetes));
    }
    let nested = |levels: usize| parse(&format!("{}{}", "[".repeat(levels), "]".repeat(levels)), Dialect::Yaml12);
    assert_eq!(nested(190).documents.len(), 1);
    assert_eq!(nested(210).errors.len(), 1);
}
