//! A mistake costs one argument or block, and is reported where it is.

use super::{errors, outline};

/// Asserts the errors, and the arguments and blocks that are left.
fn assert_recovers(text: &str, expected_errors: &[&str], expected_outline: &[&str]) {
    assert_eq!(errors(text), expected_errors, "{text}");
    assert_eq!(outline(text), expected_outline, "{text}");
}

#[test]
fn a_broken_value_keeps_its_name() {
    let cases = [
        ("a = \nb = 1\n", "1: expected an expression, found the end of the line []", "a: !"),
        ("a = ]\nb = 1\n", "1: expected an expression, found `]` []]", "a: !]"),
        ("a = 'x'\nb = 1\n", "1: expected an expression, found `'` [']", "a: !'x'"),
        ("a = \"x\nb = 1\n", "1: expected `\"` to close the string that starts here [\"x]", "a: !\"x"),
        ("a = \"${x\"\nb = 1\n", "1: expected `}`, found a string [\"]", "a: !\"${x\""),
        ("a = \"${x y}\"\nb = 1\n", "1: expected `}`, found `y` [y]", "a: !\"${x y}\""),
        ("a = f(x y)\nb = 1\n", "1: expected `,` or `)` after an argument, found `y` [y]", "a: !f(x y)"),
        ("a = f(x,\nb = 1\n", "1: expected `)` to close the `(` that starts here [(]", "a: !f(x,"),
        ("a = [\n  1,\n  (2\nb = 1\n", "3: expected `)` to close the `(` that starts here [(]", "a: ![\n  1,\n  (2"),
        (
            "a = x ? y\nb = 1\n",
            "1: expected `:` and the value for the other case, found the end of the line []",
            "a: !x ? y",
        ),
        ("a = x.\nb = 1\n", "1: expected a name, a number or `*` after `.`, found the end of the line []", "a: !x."),
        ("a = x.*.*\nb = 1\n", "1: a `.*` cannot follow another one [*]", "a: !x.*.*"),
        ("a = [x y\n  z]\nb = 1\n", "1: expected `,` or `]` after an element, found `y` [y]", "a: ![x y\n  z]"),
        ("a = { x }\nb = 1\n", "1: expected `=` or `:` after the key of an entry, found `}` [}]", "a: !{ x }"),
        (
            "a = {\n x {\n y = 1\n }\n}\nb = 1\n",
            "2: expected `=` or `:` after the key of an entry, found `{` [{]",
            "a: !{\n x {\n y = 1\n }\n}",
        ),
        (
            "a = [for x y : z]\nb = 1\n",
            "1: expected `in` after the variables of `for`, found `y` [y]",
            "a: ![for x y : z]",
        ),
        (
            "a = { for x in y : z }\nb = 1\n",
            "1: expected `=>` between the key and the value, found `}` [}]",
            "a: !{ for x in y : z }",
        ),
        ("a = <<E\nx ${y z}\nb = 2\nE\nb = 1\n", "2: expected `}`, found `z` [z]", "a: !<<E\nx ${y z}\nb = 2\nE"),
        (
            "a = \"%{if x}\"\nb = 1\n",
            "1: expected `%{endif}` to end the `%{if}` that starts here [%{if x}]",
            "a: !\"%{if x}\"",
        ),
        ("a = \"%{endfor}\"\nb = 1\n", "1: this `%{endfor}` ends nothing [%{endfor}]", "a: !\"%{endfor}\""),
        ("a = \"%{else}\"\nb = 1\n", "1: this `%{else}` belongs to no `%{if}` [%{else}]", "a: !\"%{else}\""),
        (
            "a = \"%{foo}\"\nb = 1\n",
            "1: expected `if`, `else`, `endif`, `for` or `endfor`, found `foo` [foo]",
            "a: !\"%{foo}\"",
        ),
        ("a = 1.2.3.4/32\nb = 1\n", "1: `1.2.3.4` is not a number [1.2.3.4]", "a: 1.2.3.4/32"),
        ("a = x::y\nb = 1\n", "1: expected `(` after the function's name, found the end of the line []", "a: !x::y"),
    ];
    for (text, error, broken) in cases {
        assert_recovers(text, &[error], &[broken, "b: 1"]);
    }
}

#[test]
fn what_terraform_rejects_but_can_be_read_is_kept() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("a = 1\na = 2\n", "2: the argument `a` is set more than once in this block [a]", &["a: 1", "a: 2"]),
        ("a = 1 b = 2\n", "1: expected a newline, found `b` [b]", &["a: 1", "b: 2"]),
        ("a = 1, \nb = 2\n", "1: items are separated by a newline, not by a comma [,]", &["a: 1", "b: 2"]),
        ("a = 1 2\nb = 2\n", "1: expected a newline, found `2` [2]", &["a: 1", "b: 2"]),
        ("a: 1\n", "1: expected `=`, found `:` [:]", &["a: 1"]),
        ("a = \"x\\/y\"\n", "1: `\\/` is not an escape [\\/]", &["a: \"x\\/y\""]),
        ("a = \"\\u00g\"\n", "1: expected 4 hexadecimal digits of a character [\\u]", &["a: \"\\u00g\""]),
        ("a = b.0.1\n", "1: two indexes in a row cannot be written with dots [0]", &["a: b.0.1"]),
        ("c { a = 1\n}\n", "1: expected `}` on the line on which the block starts []", &["[c]", "c.a: 1"]),
        ("c {\n a = 1 }\n", "2: expected a newline, found `}` [}]", &["[c]", "c.a: 1"]),
        (
            "c { a = 1, b = 2 }\n",
            "1: expected each item of the block on a line of its own [,]",
            &["[c]", "c.a: 1", "c.b: 2"],
        ),
        ("c { d {} }\n", "1: expected each item of the block on a line of its own [}]", &["[c]", "c.[d]"]),
        ("c {} d {}\n", "1: expected a newline, found `d` [d]", &["[c]", "[d]"]),
        ("c = 1 }\nd = 2\n", "1: this `}` closes nothing [}]", &["c: 1", "d: 2"]),
        (
            "c \"x\"\n{\n a = 1\n}\n",
            "1: expected `{` on the same line as the header of the block [c \"x\"]",
            &["[c \"x\"]", "c.x.a: 1"],
        ),
        ("c \"x\" = {\n a = 1\n}\n", "1: a block has no `=` before its `{` [=]", &["[c \"x\"]", "c.x.a: 1"]),
        ("c \"${x}\" {\n a = 1\n}\n", "1: a label cannot hold an expression [${]", &["[c \"${x}\"]", "c.${x}.a: 1"]),
        ("a = <<E\nx\nE", "3: expected a newline after the end marker of a heredoc []", &["a: <<E\nx\nE"]),
        (
            "a = <<E \nx\nE\n",
            "1: expected a newline right after the marker of a heredoc, found blanks [<<E]",
            &["a: <<E \nx\nE"],
        ),
    ];
    for (text, error, expected) in cases {
        assert_recovers(text, &[error], expected);
    }
}

#[test]
fn many_repeated_names_are_found_as_well() {
    let line = |index| format!("a{} = 1\n", index % 39);
    let text: String = (0..40).map(line).collect();
    assert_eq!(errors(&text), ["40: the argument `a0` is set more than once in this block [a0]"]);
}

#[test]
fn a_top_level_block_ends_an_unclosed_one() {
    let text = "resource \"a\" \"b\" {\n  c = 1\n  d {\n\nresource \"e\" \"f\" {\n  g = 2\n}\n";
    let expected = [
        "[resource \"a\" \"b\"]",
        "resource.a.b.c: 1",
        "resource.a.b.[d]",
        "[resource \"e\" \"f\"]",
        "resource.e.f.g: 2",
    ];
    assert_recovers(text, &["3: expected `}` to close the block that starts here [d]"], &expected);

    let text = "locals {\n  a = [\n  b = {\n    c = (\n\nmodule \"m\" {\n  d = 1\n}\n";
    let expected = ["[locals]", "locals.a: ![", "locals.b: !{\n    c = (", "[module \"m\"]", "module.m.d: 1"];
    let errors = [
        "1: expected `}` to close the block that starts here [locals]",
        "2: expected `]` to close the `[` that starts here [[]",
        "4: expected `)` to close the `(` that starts here [(]",
    ];
    assert_recovers(text, &errors, &expected);
}

#[test]
fn unindented_nested_blocks_are_no_top_level_blocks() {
    let text = "module \"m\" {\nprovider = x\ndata {\n}\ncheck \"a\" \"b\" {\n}\n}\n";
    let expected = ["[module \"m\"]", "module.m.provider: x", "module.m.[data]", "module.m.[check \"a\" \"b\"]"];
    assert_recovers(text, &[], &expected);
}

#[test]
fn an_unclosed_bracket_ends_with_its_block() {
    let text = "a {\n  b = f(1\n}\nc = 1\n";
    assert_recovers(text, &["2: expected `)` to close the `(` that starts here [(]"], &["c: 1", "[a]", "a.b: !f(1"]);
}

#[test]
fn an_unclosed_heredoc_ends_with_its_block() {
    let text = "a {\n  b = <<E\n  x = {\n}\nc = 1\n";
    let expected = ["c: 1", "[a]", "a.b: !<<E\n  x = {"];
    assert_recovers(text, &["2: expected a line `E` to end the heredoc that starts here [<<E]"], &expected);
}

#[test]
fn lines_without_meaning_are_one_error() {
    let text = "some words, and\nmore of them.\n\na = 1\n@\n\"b\" = 2\nc = 3\n";
    let errors = ["1: expected a label or `{`, found `,` [,]", "5: expected an argument or a block [@]"];
    assert_recovers(text, &errors, &["a: 1", "c: 3"]);
}

#[test]
fn a_broken_header_costs_its_block() {
    let text = "resource aws.x {\n  a = { b = 1 }\n}\nc = 1\n";
    assert_recovers(text, &["1: expected a label or `{`, found `.` [.]"], &["c: 1"]);
}

#[test]
fn an_unclosed_comment_runs_to_the_end() {
    assert_recovers("a = 1\n/* b = 2\n", &["2: expected `*/` to close the comment that starts here [/*]"], &["a: 1"]);
}

#[test]
fn comments_after_a_mistake_are_kept_once() {
    let text = "a = f( # one\nb = 1 # two\nc = ] # three\nd = 2\n";
    let comments: Vec<_> = super::parse(text).comments.iter().map(|comment| comment.range.slice(text)).collect();
    assert_eq!(comments, ["# one", "# two", "# three"]);
}
