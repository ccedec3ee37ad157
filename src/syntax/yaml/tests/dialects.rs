//! Where `kubectl` and Kustomize read the same text differently. What is expected is what `kubectl label --local -o json` and
//! `kubectl kustomize` (1.32) made of it.

use super::*;

#[test]
fn merge_keys_count_where_they_stand_or_give_way() {
    let base = "b: &b {x: 1, w: 1}\nc: &c {w: 2, z: 2}\n";
    // Kubernetes, Kustomize.
    let cases = [
        ("m: {<<: *b}", "{x=1 w=1}", "{x=1 w=1}"),
        ("m: {<<: *b, x: 9}", "{x=9 w=1}", "{x=9 w=1}"),
        ("m: {x: 9, <<: *b}", "{x=1 w=1}", "{x=9 w=1}"),
        ("m: {x: 9, <<: *b, x: 8}", "{x=8 w=1}", "{x=8 w=1}"),
        ("m: {<<: [*c, *b]}", "{x=1 w=2 z=2}", "{w=2 z=2 x=1}"),
        ("m: {w: 9, <<: [*c, *b], x: 8}", "{w=2 x=8 z=2}", "{w=9 x=8 z=2}"),
        ("m: {'<<': *b}", "{<<={x=1 w=1}}", "{x=1 w=1}"),
        ("m: {x: 9, \"<<\": *b}", "{x=9 <<={x=1 w=1}}", "{x=9 w=1}"),
        ("m: {!!merge <<: *b}", "{x=1 w=1}", "{x=1 w=1}"),
        ("m: {x: 9, <<: {x: 7}}", "{x=7}", "{x=9}"),
        ("n: &n {w: 3, <<: *b}\nm: {<<: *n}", "{w=1 x=1}", "{w=3 x=1}"),
    ];
    for (text, kubernetes, kustomize) in cases {
        for (dialect, expected) in [(Dialect::Kubernetes, kubernetes), (Dialect::Kustomize, kustomize)] {
            let node = root(&format!("{base}{text}"), dialect);
            assert_eq!(node.get("m").map(show).as_deref(), Some(expected), "{text} for {dialect:?}");
        }
    }
    let twice = format!("{base}m:\n  <<: *b\n  <<: *c\n");
    assert_eq!(root(&twice, Dialect::Kubernetes).get("m").map(show).as_deref(), Some("{x=1 w=2 z=2}"));
    assert_eq!(root(&twice, Dialect::Yaml12).get("m").map(show).as_deref(), Some("{x=1 w=1 z=2}"));
    // As `terraform console` (1.11) has it.
    assert_eq!(root(&twice, Dialect::Terraform).get("m").map(show).as_deref(), Some("{x=1 w=2 z=2}"));
    let quoted = format!("{base}m: {{x: 9, \"<<\": *b}}");
    assert_eq!(root(&quoted, Dialect::Terraform).get("m").map(show).as_deref(), Some("{x=1 w=1}"));
    assert_eq!(parse(&format!("{base}m: {{<<: [*c, *b]}}"), Dialect::Terraform).errors.len(), 1);
    assert_eq!(show(&root("{\"<<\": {\"a\": 1}}", Dialect::Json)), "{<<={a=1}}");
    assert_eq!(show(&root("{!!str <<: {a: 1}}", Dialect::Kubernetes)), "{<<={a=1}}");
    assert_eq!(show(&root("<<: 1", Dialect::Json)), "{<<=1}");
    for text in ["<<: 1", "<<: [1]", "<<:", "{<<: null}"] {
        assert_eq!(parse(text, Dialect::Kubernetes).errors.len(), 1, "{text}");
    }
}

#[test]
fn what_a_merge_key_replaces_is_no_repetition() {
    for (text, notes) in [("{x: 1, <<: {x: 2}}", 0), ("{<<: {x: 2}, x: 1}", 0), ("{x: 1, <<: {x: 2}, x: 3}", 1)] {
        assert_eq!(parse(text, Dialect::Kubernetes).notes.len(), notes, "{text}");
    }
    let text = "s: &s {p: true}\nc: {p: false, <<: *s}";
    let merged = root(text, Dialect::Kubernetes);
    let entry = merged.get("c").and_then(|c| c.entry("p")).expect("is there");
    assert_eq!(
        (entry.key_range.slice(text), entry.key_range.start),
        ("p", 7),
        "where the value that counts is written"
    );
}

#[test]
fn base64_with_the_tag_of_bytes_is_decoded() {
    let cases = [
        ("a: !!binary aGVsbG8=", "{a=\"hello\"}"),
        ("a: !!binary |\n  aGVs\n  bG8=\n", "{a=\"hello\"}"),
        ("a: !!binary 'aGVsbG8='", "{a=\"hello\"}"),
        ("a: !<tag:yaml.org,2002:binary> aGVsbG8=", "{a=\"hello\"}"),
        ("a: !!binary /w==", "{a=\"\u{fffd}\"}"),
        ("!!binary aGVsbG8=: b", "{hello=\"b\"}"),
        ("a: !!binary ''", "{a=\"\"}"),
    ];
    for (text, expected) in cases {
        assert_eq!(show(&root(text, Dialect::Kubernetes)), expected, "{text}");
        assert_eq!(show(&root(text, Dialect::Kustomize)), expected, "{text}");
    }
    let text = "a: !!binary aGVsbG8=";
    assert_eq!(show(&root(text, Dialect::Yaml12)), "{a=\"aGVsbG8=\"}");
    assert_eq!(root(text, Dialect::Kubernetes).get("a").expect("is there").range.slice(text), "aGVsbG8=");
}

#[test]
fn what_the_api_server_refuses_is_said_at_its_place() {
    // The text, what is refused, and the rest.
    let cases = [
        ("{a: .inf, b: 1}", ".inf", "{a=\".inf\" b=1}"),
        ("{a: -.Inf, b: 1}", "-.Inf", "{a=\"-.Inf\" b=1}"),
        ("{a: [.nan], b: 1}", ".nan", "{a=[\".nan\"] b=1}"),
        ("{a: 2, null: 3, b: 1}", "null", "{a=2 null=3 b=1}"),
        ("{~: 3, b: 1}", "~", "{null=3 b=1}"),
        ("? \n: 3\nb: 1", "", "{null=3 b=1}"),
        ("{a: !!int \"x\", b: 1}", "\"x\"", "{a=\"x\" b=1}"),
        ("{a: !!int 5.5, b: 1}", "5.5", "{a=\"5.5\" b=1}"),
        ("{!!int x: a, b: 1}", "x", "{x=\"a\" b=1}"),
        ("{a: !!float x, b: 1}", "x", "{a=\"x\" b=1}"),
        ("{a: !!bool x, b: 1}", "x", "{a=\"x\" b=1}"),
        ("{a: !!null x, b: 1}", "x", "{a=\"x\" b=1}"),
        ("{a: !!binary 'x y!', b: 1}", "'x y!'", "{a=\"x y!\" b=1}"),
    ];
    for (text, refused, rest) in cases {
        let stream = parse(text, Dialect::Kubernetes);
        assert_eq!(stream.errors.iter().map(|error| error.range.slice(text)).collect::<Vec<_>>(), [refused], "{text}");
        assert_eq!(show(&stream.documents[0].root), rest, "{text}");
        assert_eq!(parse(text, Dialect::Kustomize).errors.len(), 1, "{text}");
        assert_eq!(parse(text, Dialect::Yaml12).errors.len(), 0, "{text}");
    }
    let taken = "{.inf: a, b: '.inf', c: !!int \"5\", d: !!float 5, e: !!null \"\", f: !!str null, g: !!int [x]}";
    assert_eq!(show(&root(taken, Dialect::Kubernetes)), "{.inf=\"a\" b=\".inf\" c=5 d=5 e=null f=\"null\" g=[\"x\"]}");
    assert_eq!(show(&root("a: !!bool \"yes\"", Dialect::Kubernetes)), "{a=true}");
    assert_eq!(parse("a: !!bool \"yes\"", Dialect::Kustomize).errors.len(), 1);
}

#[test]
fn the_last_line_of_a_file_ends_for_kubectl_alone() {
    let cases = [
        ("a: |\n  x", "x\n", "x"),
        ("a: >\n  x\n  y", "x y\n", "x y"),
        ("a: |+\n  x", "x\n", "x"),
        ("a: |-\n  x", "x", "x"),
        ("a: |\n  x\n", "x\n", "x\n"),
        ("a: |\n  x\n---", "x\n", "x\n"),
        ("a: |", "", ""),
    ];
    for (text, kubernetes, others) in cases {
        for (dialect, expected) in
            [(Dialect::Kubernetes, kubernetes), (Dialect::Kustomize, others), (Dialect::Yaml12, others)]
        {
            let stream = parse(text, dialect);
            let read = stream.documents[0].root.get("a").and_then(Node::as_str);
            assert_eq!(read, Some(expected), "{text:?} for {dialect:?}");
        }
    }
}

#[test]
fn tags_are_taken_at_their_word_where_no_cluster_reads() {
    for (text, expected) in [("!!int 5.5", "5.5"), ("!!int x", "\"x\""), ("!!bool 5", "5"), ("!!float 5", "5")] {
        assert_eq!(show(&root(text, Dialect::Yaml12)), expected, "{text}");
    }
}
