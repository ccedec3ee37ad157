use super::{Dialect, Edits, Emptied, Path, Yaml, apply, check, path, plain};
use crate::source::TextRange;

/// Removes; the emptied map or list goes too where the value says so.
fn remove(yaml: &Yaml<'_>, path: &Path, value: &str) -> Edits {
    yaml.remove(path, if value == "all" { Emptied::Remove } else { Emptied::Keep })
}

#[test]
fn what_is_removed_takes_its_lines_along() {
    check(
        &[
            ("a: 1\nb: 2 # c\n# d\nc: 3\n", "b", "", "a: 1\n# d\nc: 3\n"),
            ("a: 1\nb:\n  c: 1\n  # d\n  d: 2 # e\nc: 3\n", "b", "", "a: 1\nc: 3\n"),
            ("a: 1\nb: 2", "b", "", "a: 1"),
            ("a: 1\nb: 2", "a", "", "b: 2"),
            ("a: 1\nb: |\n  x\n\nc: 3\n", "b", "", "a: 1\n\nc: 3\n"),
            ("a: 1\nb: |+\n  x\n\nc: 3\n", "b", "", "a: 1\nc: 3\n"),
            ("a: 1\nb:\nc: 3\n", "b", "", "a: 1\nc: 3\n"),
            ("a: 1\nb: # x\nc: 3\n", "b", "", "a: 1\nc: 3\n"),
            ("- a: 1 # x\n  b: 2\n- c\n", "[0].a", "", "- b: 2\n- c\n"),
            ("- a: 1\n  # about b\n  b: 2\n", "[0].a", "", "- # about b\n  b: 2\n"),
            ("-\n  a: 1\n  b: 2\n", "[0].a", "", "-\n  b: 2\n"),
            ("a:\n- x # c\n- w\n", "a[0]", "", "a:\n- w\n"),
            ("a:\n- x\n- b: 1\n  c: 2\n", "a[1]", "", "a:\n- x\n"),
            ("- - x\n  - w\n", "[0][0]", "", "- - w\n"),
            ("a:\n-\n- # c\n- x\n", "a[1]", "", "a:\n-\n- x\n"),
            ("a: 1\n", "b", "", "a: 1\n"),
            ("a: 1\n", "a", "", "! nothing would be left of the document"),
            ("a:\n  b: 1 # c\nd: 2\n", "a.b", "", "a: {}\nd: 2\n"),
            ("a:\n  b: 1\nd: 2\n", "a.b", "all", "d: 2\n"),
            ("a:\n- b\nd: 2\n", "a[0]", "", "a: []\nd: 2\n"),
            ("a:\n  b:\n  - c\n  d: 2\n", "a.b[0]", "all", "a:\n  d: 2\n"),
            ("a:\n- b:\n  - c\n- d\n", "a[0].b[0]", "all", "a:\n- {}\n- d\n"),
            ("a: &x\n  b: 1\n  c: 2\nd: *x\n", "a", "", "! this is written for several places at once, by an anchor"),
            ("a:\n  b: &x 1\nd: *x\n", "a", "", "! an alias elsewhere names a part of what is to be removed"),
            ("a: &x {b: 1}\nd:\n  <<: *x\n", "d.b", "", "! what is to be removed is given by a merge key or an alias"),
        ],
        remove,
    );
}

#[test]
fn what_is_removed_in_brackets_takes_a_comma_along() {
    check(
        &[
            ("a: {b: 1, c: 2, d: 3}\n", "a.b", "", "a: {c: 2, d: 3}\n"),
            ("a: {b: 1, c: 2, d: 3}\n", "a.c", "", "a: {b: 1, d: 3}\n"),
            ("a: {b: 1, c: 2, d: 3}\n", "a.d", "", "a: {b: 1, c: 2}\n"),
            ("a: { b: 1, c: 2, }\n", "a.c", "", "a: { b: 1, }\n"),
            ("a: [ALL, X]\n", "a[0]", "", "a: [X]\n"),
            ("a: [X]\n", "a[0]", "", "a: []\n"),
            ("a: [X]\nb: 1\n", "a[0]", "all", "b: 1\n"),
            ("a: {b: [X], c: 1}\n", "a.b[0]", "all", "a: {c: 1}\n"),
            ("a: [\n  x, # c\n  z,\n]\n", "a[0]", "", "a: [\n  z,\n]\n"),
            ("a: [\n  x, # c\n  z, # d\n]\n", "a[1]", "", "a: [\n  x, # c\n]\n"),
            ("a: [\n  x, # c\n  z # d\n]\n", "a[1]", "", "a: [\n  x # c\n]\n"),
            ("{\n  \"a\": 1,\n  \"b\": 2\n}\n", "a", "", "{\n  \"b\": 2\n}\n"),
            ("{\n  \"a\": 1,\n  \"b\": 2\n}\n", "b", "", "{\n  \"a\": 1\n}\n"),
            ("{\n  \"a\": 1\n}\n", "a", "", "{}\n"),
            ("{\"a\":1,\"b\":{\"c\":2}}", "b.c", "all", "{\"a\":1}"),
        ],
        remove,
    );
}

#[test]
fn names_keep_their_quotes() {
    let rename = |yaml: &Yaml<'_>, path: &Path, name: &str| yaml.rename(path, name);
    let cases = [
        ("a: 1 # c\n", "a", "b", "b: 1 # c\n"),
        ("'a': 1\n", "a", "b", "'b': 1\n"),
        ("{\"a\": 1}", "a", "b c", "{\"b c\": 1}"),
        ("a: 1\nb: 2\n", "a", "b", "! `b` is there already"),
        ("a: 1\n", "c", "b", "! only the entry of a map has a name"),
        ("d:\n  a: 1\n", "d.c", "b", "! what is to be renamed is not written there"),
        ("- 1\n", "[0]", "b", "! only the entry of a map has a name"),
    ];
    for (text, at, name, expected) in cases {
        assert_eq!(super::edited(text, |yaml| rename(yaml, &path(at), name)), expected, "{text}");
    }
}

fn rewrite(yaml: &Yaml<'_>, path: &Path, text: &str) -> Edits {
    yaml.rewrite(path, text)
}

#[test]
fn texts_change_only_where_they_differ() {
    check(
        &[
            ("a: nginx:1.2 # c\n", "a", "nginx:1.3", "a: nginx:1.3 # c\n"),
            ("a: 'it''s 1.2'\n", "a", "it's 1.3", "a: 'it''s 1.3'\n"),
            ("a: \"\\x41 b\"\n", "a", "A c", "a: \"\\x41 c\"\n"),
            ("a: x\n", "a", "no", "a: \"no\"\n"),
            ("a: |\n  one\n  two 1\n\n  three\n", "a", "one\ntwo 2\n\nthree\n", "a: |\n  one\n  two 2\n\n  three\n"),
            ("a: >\n  one\n  two 1\n", "a", "one two 2\n", "a: >\n  one\n  two 2\n"),
            ("a: |\n  one\n", "a", "two\n  three\nfour", "! the text is written over lines that would break elsewhere"),
            ("a: \"x\"\n", "a", "say \"x\"", "a: \"say \\\"x\\\"\"\n"),
            ("{\"a\": \"x/z\"}", "a", "x/\\w", "{\"a\": \"x/\\\\w\"}"),
            ("a: 1\n", "a", "x", "! what is to be rewritten is no text"),
            ("a: &x w\nb: *x\n", "b", "x", "! the text is an alias of what stands elsewhere"),
        ],
        rewrite,
    );
}

#[test]
fn documents_are_added_behind_their_subject() {
    let cases = [
        ("a: 1\n", "", "a: 1\n---\nx:\n  z: 1\n"),
        ("a: 1", "", "a: 1\n---\nx:\n  z: 1"),
        ("a: 1\n\n# end\n", "", "a: 1\n\n# end\n---\nx:\n  z: 1\n"),
        ("---\na: 1\n---\nb:\n    c: 1\n", "0:", "---\na: 1\n---\nx:\n  z: 1\n---\nb:\n    c: 1\n"),
        ("---\na: 1\n---\nb:\n    c: 1\n", "1:", "---\na: 1\n---\nb:\n    c: 1\n---\nx:\n    z: 1\n"),
        ("kind: List\nitems:\n- a: 1\n", "items[0]", "kind: List\nitems:\n- a: 1\n- x:\n    z: 1\n"),
        ("{\"a\": 1}\n", "", "! the file holds one object, and there is no place for another one"),
    ];
    for (text, behind, expected) in cases {
        let edit = |yaml: &Yaml<'_>| yaml.add_document(&path(behind), &plain("x: {z: 1}"));
        assert_eq!(super::edited(text, edit), expected, "{text}");
        let windows = text.replace('\n', "\r\n");
        if windows.contains('\n') {
            assert_eq!(super::edited(&windows, edit), expected.replace('\n', "\r\n"), "{text}");
        }
    }
}

#[test]
fn a_place_in_the_text_gives_the_way_to_it() {
    let text = "a: &x\n  b: [1, {c: 2}]\n---\nd:\n- e:\n- <<: {f: 1}\n  'g': *h\n";
    let text = &text.replace("*h", "h");
    let yaml = Yaml::read(text, Dialect::Yaml12).expect("can be read");
    let at = |part: &str| {
        let start = text.find(part).expect("is there");
        yaml.locate(TextRange::new(start, start + part.len()))
    };
    assert_eq!(at("{c: 2}"), Some(path("0:a.b[1]")));
    assert_eq!(at("2"), Some(path("0:a.b[1].c")));
    assert_eq!(at("b"), Some(path("0:a.b")));
    assert_eq!(at("'g'"), Some(path("1:d[1].g")));
    assert_eq!(at("h"), Some(path("1:d[1].g")));
    assert_eq!(at("f: 1"), None);
    assert_eq!(at("c: "), None);
    let edits = yaml.set(&at("{c: 2}").expect("is there").join(&path("e").steps), &plain("3")).expect("is set");
    assert!(apply(text, &edits).contains("{c: 2, e: 3}"));
}
