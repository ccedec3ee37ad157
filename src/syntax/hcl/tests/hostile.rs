//! Inputs made to exhaust the stack or the time. Every test must finish at once.

use super::super::*;

/// Reads hostile text; the number of errors and the first of them.
fn attack(text: &str) -> (usize, String) {
    let parsed = parse(text);
    (parsed.errors.len(), parsed.errors.first().map_or(String::new(), |error| error.message.clone()))
}

const TOO_DEEP: &str = "nested more than 256 levels deep";

#[test]
fn nesting_is_limited_in_every_form() {
    for opening in [
        "[",
        "(",
        "!",
        "-",
        "f(",
        "\"${",
        "{a=",
        "a ? b : ",
        "[for x in ",
        "{for x in ",
        "[for x in y : ",
        "\"%{for x in ",
        "x[",
        "\"%{if ",
        "a ? ",
        "<<A\n${",
    ] {
        let text = format!("a = {}", opening.repeat(10_000));
        let text = if opening.starts_with("<<") { format!("{text}\nA\n") } else { text };
        assert_eq!(attack(&text), (1, TOO_DEEP.to_owned()), "{opening}");
        let legal = format!("a = {}", opening.repeat(120));
        assert!(!attack(&legal).1.contains("nested"), "{opening}");
    }
    let blocks = attack(&"a {\n".repeat(10_000));
    assert_eq!(blocks.0, 2, "one for the depth, one for the missing braces");
    let mixed = format!("a = {}", "{a=[f(\"${-(x[y ? {(z)=".repeat(1000));
    assert_eq!(attack(&mixed), (1, TOO_DEEP.to_owned()));
    assert_eq!(attack(&format!("a = b{}", "[*]".repeat(10_000))), (1, TOO_DEEP.to_owned()));
    let directives = format!("a = \"{}{}\"", "%{if a}".repeat(10_000), "%{endif}".repeat(10_000));
    assert_eq!(attack(&directives), (1, TOO_DEEP.to_owned()));
}

#[test]
fn chains_are_limited() {
    let cases = [
        ("1 + ", "1", "more than 1000 operators in one expression"),
        ("1 * 2 + ", "1", "more than 1000 operators in one expression"),
        ("b.", "c", "more than 2000 steps in one reference"),
        ("b.0[c].", "d", "more than 2000 steps in one reference"),
    ];
    for (link, last, message) in cases {
        let chain = format!("a = {}{last}\nb = 1\n", link.repeat(100_000));
        assert_eq!(attack(&chain), (1, message.to_owned()), "{link}");
        assert_eq!(parse(&chain).body.attributes.len(), 2, "{link}");
        let legal = format!("a = {}{last}\n", link.repeat(400));
        assert_eq!(attack(&legal).0, 0, "{link}");
    }
}

#[test]
fn chains_within_chains_are_limited_by_their_height() {
    let sum = " + 1".repeat(900);
    let mut text = "1".to_owned();
    for _ in 0..200 {
        text = format!("({text}{sum})");
    }
    assert_eq!(attack(&format!("a = {text}\n")), (1, "this expression is more than 2500 operations deep".to_owned()));
    let steps = ".b".repeat(1900);
    assert_eq!(attack(&format!("a = b[b[b{steps}]{steps}]{steps}\n")).0, 1);
}

fn numbered(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

#[test]
fn long_inputs_take_linear_time() {
    let keys = numbered(40_000, |key| format!("  key{key} = {key}\n"));
    let tags = numbered(20_000, |tag| format!("a{tag} = <<T{tag}\n"));
    let cases = [
        (format!("a = {{\n{keys}}}\n"), 0),
        (keys.clone(), 0),
        (format!("a = \"{}\"\n", "x".repeat(1_000_000)), 0),
        (format!("a = \"{}\"\n", "\\n".repeat(500_000)), 0),
        (format!("a = \"{}\"\n", "${x}".repeat(100_000)), 0),
        (format!("a = <<E\n{}E\n", "line\n".repeat(200_000)), 0),
        (format!("a = <<-E\n{}E\n", "  line ${x}\n".repeat(50_000)), 0),
        (format!("a = \"{}", "x".repeat(1_000_000)), 1),
        ("a = <<E\n".repeat(20_000), 1),
        (tags, 1),
        ("}\na = <<E\n".repeat(20_000), 40_000),
        ("a = \"x\n".repeat(20_000), 39_999),
        ("a = (\n".repeat(20_000), 39_999),
        ("a = { b = [\n".repeat(20_000), 1),
        ("a = ]\n".repeat(20_000), 39_999),
        ("a = \"${(\n".repeat(20_000), 39_999),
        ("a = 1 ".repeat(20_000), 39_998),
        ("{".repeat(100_000), 1),
        ("[".repeat(100_000) + &")".repeat(100_000), 1),
        ("/**/ ".repeat(100_000), 0),
        ("/* ".repeat(100_000), 1),
        ("words of no meaning\n".repeat(20_000), 1),
        ("a b ".repeat(100_000), 1),
        (" \t".repeat(500_000), 0),
        ("a { b = ] } ".repeat(20_000), 39_999),
    ];
    for (text, expected) in cases {
        assert_eq!(attack(&text).0, expected, "{:?}…", &text[..text.len().min(30)]);
    }
}

#[test]
fn every_prefix_and_every_hole_is_survived() {
    let text = "resource \"a\" \"é\" {\n  b = <<-E\n   x ${c[*].d}\n  E\n  f = \"%{if g}\\u00e9%{endif}\" /* h */\n  \
                i = { for k, v in j : k => v... }\n  l = m ? n::o(1, 2...) : { \"p\" = [-1] }\n}\n";
    for (start, c) in text.char_indices() {
        parse(&text[..start]);
        parse(&text[start..]);
        parse(&format!("{}{}", &text[..start], &text[start + c.len_utf8()..]));
    }
}
