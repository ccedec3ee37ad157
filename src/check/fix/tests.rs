//! Fixes as they are written in check files, and what is wrong with them.

use crate::check::load_user_check;
use crate::diagnostic::Place;
use crate::source::SourceMap;

const BEFORE: &str = "id: own-check
title: Something is wrong
severity: high
category: secrets
on: {kinds: [thing]}
deny: $.a[?@ == 'x']
message: \"{address}\"
why: Because.
remedy: Write something else.
fix:
";
const BEHIND: &str = r#"references: [https://example.com/]
examples:
  - fails: {terraform: "resource \"thing\" \"a\" { a = [\"x\"] }"}
  - passes: {terraform: "resource \"thing\" \"a\" {}"}
"#;

fn read(fix: &str) -> Result<Vec<String>, String> {
    let lines = fix.lines().map(|line| format!("  {line}\n")).collect::<Vec<_>>().concat();
    let sources = SourceMap::new();
    let loaded = load_user_check(sources.add("own-check.yaml", format!("{BEFORE}{lines}{BEHIND}")));
    let words = |recipe: &super::Recipe| recipe.to_string();
    loaded.map(|checks| checks[0].text.fix.iter().map(words).collect()).map_err(|diagnostics| {
        let say = |diagnostic: &crate::diagnostic::Diagnostic| match diagnostic.place {
            Place::Text(span) => format!("{}: {}", sources.slice(span), diagnostic.message),
            _ => diagnostic.message.clone(),
        };
        diagnostics.iter().map(say).collect::<Vec<_>>().join("\n")
    })
}

#[test]
fn recipes_say_in_words_what_they_do() {
    let cases = [
        ("{safety: safe, set: {path: $.a.b, value: false}}", "set `a.b` to `false` (safe)"),
        ("{safety: review, set: {path: '$.a', value: {fill: the key}}}", "set `a` (review)"),
        ("{safety: safe, in: [terraform], kinds: [thing], remove: '@'}", "remove `it` (safe; terraform; thing)"),
        ("{safety: safe, append: {path: '$.a[?@.b == 1].c', value: x}}", "add `x` to `a.c` (safe)"),
        ("{safety: safe, title: mend it, add_block: {path: $.b}}", "mend it (safe)"),
        ("{safety: safe, replace: {path: $.a, pattern: '^x(.)', with: 'y$1'}}", "change `a` (safe)"),
        (
            "{safety: review, pin: {path: $.version, list: aws-eks}}",
            "put a version that is supported into `version` (review)",
        ),
        ("{safety: review, pin: {path: $.image, digest: true}}", "add a digest to `image` (review)"),
        (
            "safety: safe\nwhere: '?@.x'\nsteps:\n  - set: {path: $.a, value: [1, 2.5, null, '']}\n  - add_resource: {kind: other, body: {a: {ref: id}}}",
            "set `a` to `[1, 2.5, null, \"\"]` and add a resource `other` (safe)",
        ),
        ("{safety: safe, add_instruction: {text: USER app}}", "add `USER app` (safe)"),
        ("{safety: safe, add_option: {option: --x}}", "add `--x` (safe)"),
        ("{safety: safe, rename: {path: '@', name: COPY}}", "rename `it` to `COPY` (safe)"),
    ];
    for (fix, words) in cases {
        assert_eq!(read(fix), Ok(vec![words.to_owned()]), "{fix}");
    }
    let two = "- {safety: safe, where: {any: ['?@.x']}, remove: $.a}\n- {safety: review, remove: $.b}";
    assert_eq!(read(two), Ok(vec!["remove `a` (safe)".to_owned(), "remove `b` (review)".to_owned()]));
}

#[test]
fn mistakes_have_their_places() {
    let cases = [
        ("{set: {path: $.a, value: 1}}", "missing field `safety`"),
        ("{safety: save, remove: $.a}", "save: `save` is none of"),
        ("{safety: safe, remoev: $.a}", "remoev: unknown field `remoev`"),
        ("{safety: safe}", "needs an action"),
        ("{safety: safe, remove: $.a, append: {path: $.a, value: 1}}", "several are a list under `steps`"),
        ("{safety: safe, steps: [{remove: $.a, set: 1}]}", "one action"),
        ("{safety: safe, steps: [{safety: safe}]}", "one action"),
        ("{safety: safe, steps: [{remove: $.a}, {remove: '$.a['}]}", "[: nothing closes"),
        ("{safety: safe, remove: '$..a'}", "`$..a` must be a path of single steps"),
        ("{safety: safe, remove: '?@.a'}", "must be a path"),
        ("{safety: safe, set: {path: $.a, value: {b: [{fill: x}]}}}", "safe: what a person must fill in"),
        ("{safety: safe, pin: {path: $.a, digest: true}}", "safe: what a person must fill in"),
        ("{safety: safe, pin: {path: $.a, list: nothing}}", "nothing: there is no list `nothing`"),
        ("{safety: safe, pin: {path: $.a}}", "needs `list`"),
        ("{safety: safe, set: {path: $.a}}", "missing field `value`"),
        ("{safety: safe, set: {path: $.a, value: 1, x: 2}}", "x: unknown field `x`"),
        ("{safety: safe, add_block: {path: '$.a[0]'}}", "must end with the name of the block"),
        ("{safety: safe, add_block: {path: $.a, body: [1]}}", "[1]: must be a map"),
        ("{safety: safe, replace: {path: $.a, pattern: '(', with: ''}}", "is no regular expression"),
        ("{safety: safe, title: Do it., remove: $.a}", "Do it.: must be an order"),
        ("{safety: safe, where: '?@.a =', remove: $.a}", "syntax error"),
        ("{safety: safe, in: [cobol], remove: $.a}", "cobol: `cobol` is none of"),
        ("[]", "needs one recipe"),
        ("text", "text: invalid type: string \"text\", expected a recipe or a list of recipes"),
    ];
    for (fix, message) in cases {
        let said = read(fix).expect_err(fix);
        assert!(said.contains(message), "{fix}: {said}");
    }
}
