//! What YAML 1.2 forbids and `kubectl` reads. What is expected is what `kubectl label --local -o json` (1.32) made of it.

use super::*;

fn comments(text: &str) -> Vec<&str> {
    parse(text, Dialect::Kubernetes).comments.iter().map(|comment| comment.range.slice(text)).collect()
}

#[test]
fn a_comment_may_touch_what_it_follows() {
    let cases: [(&str, &str, &[&str]); 13] = [
        ("a: \"v\"# c\nb: x", "{a=\"v\" b=\"x\"}", &["# c"]),
        ("a: 'v'#c\nb: x", "{a=\"v\" b=\"x\"}", &["#c"]),
        ("a: 'v'#\nb: x", "{a=\"v\" b=\"x\"}", &[]),
        ("a: 'v'#é c\nb: x", "{a=\"v\" b=\"x\"}", &["#é c"]),
        ("a: [\"v\"# c\n  , x]# d\nb: x", "{a=[\"v\" \"x\"] b=\"x\"}", &["# c", "# d"]),
        ("a: {# c\n  k: v}# d\nb: x", "{a={k=\"v\"} b=\"x\"}", &["# c", "# d"]),
        ("a: [\"v\",# c\n  w]", "{a=[\"v\" \"w\"]}", &["# c"]),
        ("a: |# c\n  t\nb: x", "{a=\"t\\n\" b=\"x\"}", &["# c"]),
        ("a: |-# c\n  t\nb: x", "{a=\"t\" b=\"x\"}", &["# c"]),
        ("a: >2# c\n    t\nb: x", "{a=\"  t\\n\" b=\"x\"}", &["# c"]),
        ("a: |#\n  t\nb: x", "{a=\"t\\n\" b=\"x\"}", &[]),
        ("a: v# c\nb: x", "{a=\"v# c\" b=\"x\"}", &[]),
        ("a: \"v\"# c", "{a=\"v\"}", &["# c"]),
    ];
    for (text, expected, found) in cases {
        assert_eq!(show(&root(text, Dialect::Kubernetes)), expected, "{text}");
        assert_eq!(comments(text), found, "{text}");
    }
    let text = "a: 'v'# c\nb: \"w\"# d\nc: |# e\n  t\n";
    let node = root(text, Dialect::Kustomize);
    let places: Vec<_> = node.entries().iter().map(|entry| entry.value.range.slice(text)).collect();
    assert_eq!(places, ["'v'", "\"w\"", "t"]);
    assert!(parse(text, Dialect::Kubernetes).comments.iter().all(|comment| !comment.own_line));
    assert_eq!(parse("{\"a\": \"v\"# c\n}", Dialect::Json).errors.len(), 1, "JSON is read as it is");
}

#[test]
fn a_dash_alone_is_a_text_between_brackets() {
    let cases = [
        ("a: [-]", "{a=[\"-\"]}"),
        ("a: [-, x, -]", "{a=[\"-\" \"x\" \"-\"]}"),
        ("a: [-,-]", "{a=[\"-\" \"-\"]}"),
        ("a: {x: -}", "{a={x=\"-\"}}"),
        ("a: {-}", "{a={-=null}}"),
        ("a: {-: x}", "{a={-=\"x\"}}"),
        ("a: [x, -x, -1]", "{a=[\"x\" \"-x\" -1]}"),
    ];
    for (text, expected) in cases {
        assert_eq!(show(&root(text, Dialect::Kubernetes)), expected, "{text}");
    }
    for text in ["a: [ - ]", "a: [- x]", "a: [-[x]]", "a: [-{x: z}]"] {
        assert_eq!(parse(text, Dialect::Kubernetes).errors.len(), 1, "{text}");
    }
    let text = "a: [-, x]";
    assert_eq!(root(text, Dialect::Kubernetes).get("a").expect("is there").items()[0].range.slice(text), "-");
}

#[test]
fn tabs_are_blanks_between_brackets_alone() {
    let cases = [
        ("a: [x,\n\tw]\nb: c", "{a=[\"x\" \"w\"] b=\"c\"}"),
        ("a:\n  b: {\n\t\"x\": 1,\n\t\"z\": [\"w\"]\n\t}\n  c: d", "{a={b={x=1 z=[\"w\"]} c=\"d\"}}"),
        ("a:\n  b: [\n\t\"x\",\n\n\t\t\"z\"\n\t]", "{a={b=[\"x\" \"z\"]}}"),
        ("a:\n  b:\n    {\n\t\"x\": \"1\"\n\t}", "{a={b={x=\"1\"}}}"),
        ("a:\n  b: [\n\t# c\n\t\"x\"]", "{a={b=[\"x\"]}}"),
        ("a:\n  b: {x:\t1,\tz: 2}", "{a={b={x=1 z=2}}}"),
    ];
    for (text, expected) in cases {
        assert_eq!(show(&root(text, Dialect::Kubernetes)), expected, "{text}");
    }
    let blocks = [
        "a:\n\tb: x",
        "a:\n\t\"x\"",
        "a:\n\t{x: 1}",
        "a:\n  b: {\n\t\"x\": 1}\n\tc: d",
        "a:\n  b: {\n\t\"x\": 1\n\t}\n\tc: d",
        "a:\n  b: [\n\tx,\n\tw\n\t]",
    ];
    for text in blocks {
        let stream = parse(&format!("{text}\n---\nb: 1"), Dialect::Kubernetes);
        assert_eq!((stream.errors.len(), stream.documents.len()), (1, 1), "{text}");
    }
}

#[test]
fn a_byte_order_mark_may_begin_any_document() {
    let cases = [
        "a: b\n---\n\u{feff}c: d\ne: f\n",
        "a: b\n--- # c\n\u{feff}c: d\ne: f\n",
        "a: b\r\n---\r\n\u{feff}c: d\r\ne: f\r\n",
        "a: b\n---\n\u{feff}# c\nc: d\ne: f\n",
        "\u{feff}a: b\n---\n\u{feff}{\"c\": \"d\", \"e\": \"f\"}\n",
    ];
    for text in cases {
        let stream = parse(text, Dialect::Kubernetes);
        assert_eq!(stream.errors, [], "{text}");
        let documents: Vec<_> = stream.documents.iter().map(|document| show(&document.root)).collect();
        assert_eq!(documents, ["{a=\"b\"}", "{c=\"d\" e=\"f\"}"], "{text}");
        let key = stream.documents[1].root.entries()[0].key_range;
        assert_eq!(key.slice(text).trim_matches('"'), "c");
        assert!(stream.comments.iter().all(|comment| comment.range.slice(text) == "# c"), "{text}");
    }
    assert_eq!(parse("a: b\n\u{feff}c: d\n", Dialect::Kubernetes).errors.len(), 1, "it is content elsewhere");
}

#[test]
fn a_mistake_costs_its_document_whatever_was_mended() {
    let text = "a: \"v\"# c\nb: [-\n---\nc: 'w'# d\n---\n\u{feff}d: [-]\n---\ne: \"v\" x\n";
    let stream = parse(text, Dialect::Kubernetes);
    let documents: Vec<_> = stream.documents.iter().map(|document| show(&document.root)).collect();
    assert_eq!(documents, ["{c=\"w\"}", "{d=[\"-\"]}"]);
    assert_eq!(stream.errors.len(), 2, "{:?}", stream.errors);
}
