use super::{Dialect, Edits, Path, Yaml, apply, check, path, plain};

fn set(yaml: &Yaml<'_>, path: &Path, value: &str) -> Edits {
    yaml.set(path, &plain(value))
}

fn append(yaml: &Yaml<'_>, path: &Path, value: &str) -> Edits {
    yaml.append(path, &plain(value))
}

#[test]
fn scalars_keep_their_style() {
    check(
        &[
            ("a: 1 # c\nb: 2\n", "a", "5", "a: 5 # c\nb: 2\n"),
            ("a: \"x\"\n", "a", "z", "a: \"z\"\n"),
            ("a: 'x'\n", "a", "it's", "a: 'it''s'\n"),
            ("a: 'x'\n", "a", "true", "a: true\n"),
            ("a: x\n", "a", "'no'", "a: \"no\"\n"),
            ("a: x\n", "a", "'1.0'", "a: \"1.0\"\n"),
            ("a: x\nb: 'z'\n", "a", "'0755'", "a: '0755'\nb: 'z'\n"),
            ("a: x\n", "a", "nginx:1.25", "a: nginx:1.25\n"),
            ("a: x\n", "a", "a b", "a: \"a b\"\n"),
            ("a: |\n  x\n  z\nb: 1\n", "a", "z", "a: z\nb: 1\n"),
            ("a: >-\n  x\n\nb: 1\n", "a", "z", "a: z\n\nb: 1\n"),
            ("a: x\n  z\nb: 1\n", "a", "z", "a: z\nb: 1\n"),
            ("a: x\n", "a", "\"b\\nc\\n\"", "a: |\n  b\n  c\n"),
            ("a: x # c\n", "a", "\"b\\nc\"", "a: \"b\\nc\" # c\n"),
            ("- x\n- a: z\n", "[1].a", "\"b\\n\\nc\"", "- x\n- a: |-\n    b\n\n    c\n"),
            ("a: !!str 5\n", "a", "7", "a: 7\n"),
            ("a: &x 5\nb: 1\n", "a", "7", "a: &x 7\nb: 1\n"),
            ("a: &x 5\nb: *x\n", "a", "7", "! this is written for several places at once, by an anchor"),
            ("a: &x 5\nb: *x\n", "b", "7", "a: &x 5\nb: 7\n"),
            ("a: true", "a", "false", "a: false"),
            ("a: 1\n---\na: 1\n", "1:a", "2", "a: 1\n---\na: 2\n"),
            ("? a\n: 1\n", "a", "2", "? a\n: 2\n"),
        ],
        set,
    );
    check(&[("a: \"{{ x }}\"\n", "a", "2", "! the value is filled in by a template")], set);
}

#[test]
fn what_is_absent_is_added_in_the_style_of_the_rest() {
    check(
        &[
            ("a: 1\n", "b", "2", "a: 1\nb: 2\n"),
            ("a: 1", "b", "2", "a: 1\nb: 2"),
            ("a: 1 # c\n\n# end\n", "b", "2", "a: 1 # c\nb: 2\n\n# end\n"),
            ("a:\n  b: 1\nc: 2\n", "a.d.e", "3", "a:\n  b: 1\n  d:\n    e: 3\nc: 2\n"),
            ("a:\n    b:\n        c: 1\n", "a.d.e", "3", "a:\n    b:\n        c: 1\n    d:\n        e: 3\n"),
            ("a:\n- b: 1\n", "c", "[x]", "a:\n- b: 1\nc:\n- x\n"),
            ("a:\n  - b: 1\n", "c", "[x]", "a:\n  - b: 1\nc:\n  - x\n"),
            ("a: 1\n", "c", "[{d: 1, e: [2]}]", "a: 1\nc:\n  - d: 1\n    e:\n      - 2\n"),
            ("a:\n- b: 1\n  c: 2\n- b: 3\n", "a[0].d.e", "4", "a:\n- b: 1\n  c: 2\n  d:\n    e: 4\n- b: 3\n"),
            ("- - b: 1\n", "[0][0].c", "2", "- - b: 1\n    c: 2\n"),
            ("a:\n-   b: 1\n", "a[1].b", "2", "a:\n-   b: 1\n-   b: 2\n"),
            ("a: |\n  x\n\n\nb: 1\n", "c", "2", "a: |\n  x\n\n\nb: 1\nc: 2\n"),
            ("a:\n  b: |+\n    x\n\nc: 1\n", "a.d", "2", "a:\n  b: |+\n    x\n\n  d: 2\nc: 1\n"),
            ("b: |+\n  x\n\n", "c", "1", "b: |+\n  x\n\nc: 1\n"),
            ("a:\n  b: |\n    x\n\nc: 1\n", "a.d", "2", "a:\n  b: |\n    x\n  d: 2\n\nc: 1\n"),
            ("a: 1\n", "'b", "{}", "a: 1\n\"'b\": {}\n"),
            ("a:\n  b: 1\n  # x: 1\nc: 1\n", "a.d", "2", "a:\n  b: 1\n  d: 2\n  # x: 1\nc: 1\n"),
            ("---\na: 1\n---\nb: 1\n", "0:c", "2", "---\na: 1\nc: 2\n---\nb: 1\n"),
            ("a: \"x\n  z\"\n", "c", "2", "a: \"x\n  z\"\nc: 2\n"),
        ],
        set,
    );
}

#[test]
fn nothing_becomes_something() {
    check(
        &[
            ("a:\nb: 1\n", "a.c", "2", "a:\n  c: 2\nb: 1\n"),
            ("a: # why\nb: 1\n", "a.c", "2", "a: # why\n  c: 2\nb: 1\n"),
            ("a: {} # why\nb: 1\n", "a.c", "2", "a: # why\n  c: 2\nb: 1\n"),
            ("a: null\n", "a.c", "2", "a:\n  c: 2\n"),
            ("a: ~   # why\n", "a.c", "2", "a:   # why\n  c: 2\n"),
            ("a: []\nx:\n- z\n", "a", "[c]", "a:\n- c\nx:\n- z\n"),
            ("a:\nb: 1\n", "a", "x", "a: x\nb: 1\n"),
            ("a: # why\nb: 1\n", "a", "x", "a: x # why\nb: 1\n"),
            ("a:\n  - \n  - b: 1\n", "a[0].c", "2", "a:\n  - c: 2 \n  - b: 1\n"),
            ("- {}\n- # c\n", "[0].a", "1", "- a: 1\n- # c\n"),
            ("- {}\n- # c\n", "[1].a", "1", "- {}\n- # c\n  a: 1\n"),
            ("a: &x\nb: 1\n", "a", "x", "a: &x x\nb: 1\n"),
            ("a: &x {}\nb: 1\n", "a.c", "x", "! the value has an anchor or a tag"),
            ("a: x\n", "a.c", "1", "! `c` is to be set in what is no map"),
        ],
        set,
    );
}

#[test]
fn collections_give_way() {
    check(
        &[
            ("a:\n  b: 1\n  c: 2 # d\ne: 1\n", "a", "x", "a: x\ne: 1\n"),
            ("a: # c\n  b: 1\ne: 1\n", "a", "x", "a: x # c\ne: 1\n"),
            ("a: # c\n- b\n- c\ne: 1\n", "a", "[x]", "a: # c\n- x\ne: 1\n"),
            ("a:\n  - b\n  - c\n", "a", "{x: 1, z: 2}", "a:\n  x: 1\n  z: 2\n"),
            ("- a: 1\n  b: 2\n- c\n", "[0]", "{x: 1, z: 2}", "- x: 1\n  z: 2\n- c\n"),
            ("- a: 1\n  b: 2\n- c\n", "[0]", "x", "- x\n- c\n"),
            ("-\n  a: 1\n- c\n", "[0]", "{x: 1, z: 2}", "-\n  x: 1\n  z: 2\n- c\n"),
            ("a: x # c\n", "a", "{x: 1}", "a: # c\n  x: 1\n"),
            ("a: [1, 2] # c\n", "a", "[x]", "a: # c\n  - x\n"),
            ("a: |\n  x\nb: 1\n", "a", "{x: 1}", "a:\n  x: 1\nb: 1\n"),
            ("- |\n  x\n- 1\n", "[0]", "{x: 1, z: 2}", "- x: 1\n  z: 2\n- 1\n"),
        ],
        set,
    );
}

#[test]
fn brackets_go_on_as_they_are() {
    check(
        &[
            ("a: {b: 1} # c\n", "a.c", "2", "a: {b: 1, c: 2} # c\n"),
            ("a: { b: 1 }\n", "a.c.d", "[x, 'no']", "a: { b: 1, c: {d: [x, \"no\"]} }\n"),
            ("a: {b: 1,}\n", "a.c", "2", "a: {b: 1, c: 2,}\n"),
            ("a: {b: {}}\n", "a.b.c", "2", "a: {b: {c: 2}}\n"),
            ("a: {b: }\n", "a.b", "2", "a: {b: 2 }\n"),
            ("a: {b: 1, c}\n", "a.c", "2", "a: {b: 1, c: 2}\n"),
            ("a: {b: , c: 1}\n", "a.b.d", "2", "a: {b: {d: 2} , c: 1}\n"),
            ("a: [{b: 1}]\n", "a[0].c", "2", "a: [{b: 1, c: 2}]\n"),
            ("a: [b: 1]\n", "a[0].c", "2", "! the pair in brackets has no braces of its own"),
            ("a: {\n  b: 1, # x\n  c: 2 # z\n}\n", "a.d", "3", "a: {\n  b: 1, # x\n  c: 2, # z\n  d: 3\n}\n"),
            ("a: {\n  b: 1,\n  c: 2, # z\n}\n", "a.d", "3", "a: {\n  b: 1,\n  c: 2, # z\n  d: 3,\n}\n"),
            ("{\n  \"a\": 1\n}\n", "b", "x", "{\n  \"a\": 1,\n  \"b\": \"x\"\n}\n"),
            (
                "{\n\t\"a\": {\n\t\t\"b\": true\n\t}\n}\n",
                "a.c",
                "{d: [x]}",
                "{\n\t\"a\": {\n\t\t\"b\": true,\n\t\t\"c\": {\n\t\t\t\"d\": [\n\t\t\t\t\"x\"\n\t\t\t]\n\t\t}\n\t}\n}\n",
            ),
            ("{\n  \"a\": {}\n}\n", "a.c", "1", "{\n  \"a\": {\n    \"c\": 1\n  }\n}\n"),
            ("{\"a\":{\"b\":1}}", "a.c", "{d: [x, z]}", "{\"a\":{\"b\":1,\"c\":{\"d\":[\"x\",\"z\"]}}}"),
            ("{\"a\": {\"b\": 1}}\n", "a.b", "x", "{\"a\": {\"b\": \"x\"}}\n"),
            ("{\n  \"a\": null\n}\n", "a.b", "x", "{\n  \"a\": {\n    \"b\": \"x\"\n  }\n}\n"),
            ("{\n  \"a\": 1,\n  \"b\": 2 }\n", "c", "3", "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3 }\n"),
            ("{}", "a", "1", "{\"a\": 1}"),
        ],
        set,
    );
}

#[test]
fn what_is_shared_is_overridden_beside() {
    check(
        &[
            (
                "x: &x\n  a: 1\n  s: {p: true, q: 1}\nb:\n  <<: *x\n  c: 1\n",
                "b.s.p",
                "false",
                "x: &x\n  a: 1\n  s: {p: true, q: 1}\nb:\n  <<: *x\n  c: 1\n  s:\n    p: false\n    q: 1\n",
            ),
            ("x: &x\n  a: 1\nb:\n  <<: *x\n", "b.a", "2", "x: &x\n  a: 1\nb:\n  <<: *x\n  a: 2\n"),
            (
                "x: &x\n  a: 1\nb:\n  a: 3\n  <<: *x\n",
                "b.a",
                "2",
                "! a merge key gives `a` another value than the one written here",
            ),
            ("x: &x\n  a: 1\nb: *x # c\n", "b.d", "2", "x: &x\n  a: 1\nb: # c\n  <<: *x\n  d: 2\n"),
            ("x: &x\n  a: 1\nb:\n- *x\n", "b[0].d", "2", "x: &x\n  a: 1\nb:\n- <<: *x\n  d: 2\n"),
            ("x: &x\n  a: 1\nb: *x\n", "x.a", "2", "! this is written for several places at once, by an anchor"),
            ("x: &x\n  a: {b: 1}\nb: *x\n", "x.a.b", "2", "! this is written for several places at once, by an anchor"),
        ],
        set,
    );
    let text = "x: &x\n  a: 1\nb: *x\n";
    let yaml = Yaml::read(text, Dialect::Yaml12).expect("can be read").shared();
    let edits = yaml.set(&path("x.a"), &plain("2")).expect("is allowed");
    assert_eq!(apply(text, &edits), "x: &x\n  a: 2\nb: *x\n");
}

#[test]
fn lists_get_an_item_once() {
    check(
        &[
            ("a:\n- x\n", "a", "z", "a:\n- x\n- z\n"),
            ("a:\n  - x # c\n\nb: 1\n", "a", "z", "a:\n  - x # c\n  - z\n\nb: 1\n"),
            ("a:\n- x\n", "a", "x", "a:\n- x\n"),
            ("a:\n- \"x\"\n- \"w\"\n", "a", "z", "a:\n- \"x\"\n- \"w\"\n- \"z\"\n"),
            ("a: [x]\n", "a", "z", "a: [x, z]\n"),
            ("a: [\"x\"]\n", "a", "z", "a: [\"x\", \"z\"]\n"),
            ("a: [\n  x,\n  w\n]\n", "a", "z", "a: [\n  x,\n  w,\n  z\n]\n"),
            ("a: []\n", "a", "z", "a:\n  - z\n"),
            ("b: 1\n", "a", "z", "b: 1\na:\n  - z\n"),
            ("a:\n", "a.b", "z", "a:\n  b:\n    - z\n"),
            ("a: x\n", "a", "z", "! what is there is no list"),
            ("a:\n- b: 1\n", "a", "{b: 1}", "a:\n- b: 1\n"),
            ("a:\n- b: 1\n", "a", "{b: 2, c: 3}", "a:\n- b: 1\n- b: 2\n  c: 3\n"),
            ("x: &x [1]\na: *x\n", "a", "2", "! the list is an alias of what stands elsewhere"),
            ("x: &x {l: [1]}\na:\n  <<: *x\n", "a.l", "2", "x: &x {l: [1]}\na:\n  <<: *x\n  l:\n    - 1\n    - 2\n"),
            ("a:\n-\n- # c\n", "a", "x", "a:\n-\n- # c\n- x\n"),
            ("{\"a\": [\n  \"x\"\n]}\n", "a", "z", "{\"a\": [\n  \"x\",\n  \"z\"\n]}\n"),
        ],
        append,
    );
}
