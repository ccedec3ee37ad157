//! What comes of edits, by the text.

use super::{Emptied, Path, Step, Yaml};
use crate::fix::{Plain, TextEdit, Unfixable, apply, are_apart};
use crate::syntax::yaml::{Dialect, parse};

mod everywhere;
mod others;
mod sets;

type Edits = Result<Vec<TextEdit>, Unfixable>;

/// `a.b[0]` as steps from the first document; `1:a` from the second.
pub(super) fn path(text: &str) -> Path {
    let (document, text) = match text.split_once(':') {
        Some((document, rest)) => (document.parse().expect("a number"), rest),
        None => (0, text),
    };
    let steps = text.split(['.', '[']).filter(|part| !part.is_empty()).map(|part| match part.strip_suffix(']') {
        Some(index) => Step::Index(index.parse().expect("a number")),
        None => Step::key(part),
    });
    Path { document, steps: steps.collect() }
}

/// A value written in YAML.
pub(super) fn plain(text: &str) -> Plain {
    Plain::from(&*parse(text, Dialect::Yaml12).documents[0].root)
}

/// The text after edits, or `! why` where there are none.
pub(super) fn edited(text: &str, edit: impl Fn(&Yaml<'_>) -> Edits) -> String {
    let dialect = if text.trim_start().starts_with('{') { Dialect::Json } else { Dialect::Kubernetes };
    let yaml = Yaml::read(text, dialect).expect("can be read");
    match edit(&yaml) {
        Ok(edits) => {
            assert!(are_apart(&edits), "{edits:?}");
            apply(text, &edits)
        }
        Err(why) => format!("! {why}"),
    }
}

/// Text, path, value, and the text afterwards.
pub(super) fn check(cases: &[(&str, &str, &str, &str)], edit: fn(&Yaml<'_>, &Path, &str) -> Edits) {
    let mut faults = Vec::new();
    for (text, at, value, expected) in cases {
        let run = |text: &str| edited(text, |yaml| edit(yaml, &path(at), value));
        let mut expect = |text: &str, expected: &str| {
            let result = run(text);
            if result != expected {
                faults.push(format!("{text:?} {at} = {value}\n  {result:?}\n  {expected:?}"));
            }
        };
        expect(text, expected);
        // Where an item was removed, the next one has its place.
        if !expected.starts_with('!') && (!value.is_empty() || !at.ends_with(']')) {
            expect(expected, expected);
        }
        if text.contains('\n') {
            expect(&text.replace('\n', "\r\n"), &expected.replace('\n', "\r\n"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
