//! Images whose names something else puts in before the deployment: what a file says of them is no name yet.
//!
//! A name has lower-case letters, digits and `. _ / : @ -`, in tags upper-case letters as well (the grammar of
//! `distribution/reference`). What cannot be a name is one that is still to come: `${IMG}`, `{{ image }}`, `<your-image>`,
//! `IMAGE`, `ko://…`.

use std::borrow::Cow;
use std::sync::Arc;

use crate::value::{Kind, Reason, TemplateBuilder, Unknown, Value};

/// What stands around a name that a program or a person fills in, the longer ones first.
const AROUND: [(&str, &str); 11] = [
    ("${", "}"),
    ("$(", ")"),
    ("{{", "}}"),
    ("{%", "%}"),
    ("#{", "}"),
    ("%{", "}"),
    ("@@", "@@"),
    ("<", ">"),
    ("%", "%"),
    ("[", "]"),
    ("{", "}"),
];

/// Words of people for what is not decided.
const UNDECIDED: [&str; 8] =
    ["placeholder", "replaceme", "replace-me", "changeme", "change-me", "todo", "fixme", "tbd"];

/// The image that the injector of Istio replaces by that of its proxy.
const INJECTED: &str = "auto";

/// Most bytes of a name that is looked at: names have at most 255, tags 128, and digests hardly more.
const LENGTH: usize = 1024;

/// The name of an image with what is still to come as unknown.
pub(super) fn with_holes(image: &Value) -> Cow<'_, Value> {
    let Kind::String(text) = &image.kind else { return Cow::Borrowed(image) };
    let Some(pieces) = pieces(text) else { return Cow::Borrowed(image) };
    let mut name = TemplateBuilder::default();
    for (piece, is_hole) in pieces {
        match is_hole {
            true => name.push_hole(Arc::new(Unknown::new(Reason::Placeholder(piece.into()), image.span))),
            false => name.text().push_str(piece),
        }
    }
    Cow::Owned(Value { kind: name.finish(), ..image.clone() })
}

/// The name in pieces, and whether each is still to come; `None` where all of it is there.
fn pieces(text: &str) -> Option<Vec<(&str, bool)>> {
    let whole = || Some(vec![(text, true)]);
    if text == INJECTED || text.contains("://") || text.starts_with("//") || text.len() > LENGTH {
        return whole();
    }
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((at, length)) = marked(rest) {
        words(&rest[..at], &mut pieces);
        pieces.push((&rest[at..at + length], true));
        rest = &rest[at + length..];
    }
    words(rest, &mut pieces);
    let is_possible = |char: char| char.is_ascii_alphanumeric() || "._/:@+-".contains(char);
    if !pieces.iter().all(|(piece, is_hole)| *is_hole || piece.chars().all(is_possible)) {
        return whole();
    }
    pieces.iter().any(|(_, is_hole)| *is_hole).then_some(pieces)
}

/// The first place that is marked as one to be filled in, with its length.
fn marked(text: &str) -> Option<(usize, usize)> {
    text.char_indices().find_map(|(at, _)| {
        let rest = &text[at..];
        let around = AROUND.into_iter().find_map(|(open, close)| {
            let inner = rest.strip_prefix(open)?;
            Some(open.len() + inner.find(close)? + close.len())
        });
        around.or_else(|| variable(rest)).map(|length| (at, length))
    })
}

/// The length of `$NAME` at the start.
fn variable(text: &str) -> Option<usize> {
    let name = text
        .strip_prefix('$')
        .filter(|name| name.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_'))?;
    Some(1 + name.find(|char: char| !char.is_ascii_alphanumeric() && char != '_').unwrap_or(name.len()))
}

/// Takes what is marked by nothing but its words apart. Behind `@` is a digest.
fn words<'t>(text: &'t str, pieces: &mut Vec<(&'t str, bool)>) {
    let mut from = 0;
    let mut separator = None;
    for word in text.split_inclusive(['/', ':', '@']) {
        let end = from + word.len();
        let next = word.chars().next_back().filter(|last| matches!(last, '/' | ':' | '@'));
        let word = &text[from..end - next.map_or(0, char::len_utf8)];
        if separator == Some('@') {
            pieces.push((&text[from..], false));
            return;
        }
        pieces.push((word, is_undecided(word, separator == Some(':'))));
        pieces.push((&text[from + word.len()..end], false));
        (from, separator) = (end, next);
    }
}

/// Whether a word is that of somebody who did not decide: shouted, as names are not, or one of a few.
fn is_undecided(word: &str, is_tag: bool) -> bool {
    let is_shouted = word.len() > 1
        && word.contains(|char: char| char.is_ascii_uppercase())
        && word.chars().all(|char| matches!(char, 'A'..='Z' | '_' | '-' | '.') || (!is_tag && char.is_ascii_digit()));
    let is_underlined = word.len() > 4 && word.starts_with("__") && word.ends_with("__");
    let word = word.to_ascii_lowercase().replace('_', "-");
    let is_of_few = UNDECIDED.contains(&&*word) || word.contains("placeholder") || word.starts_with("your-");
    is_shouted || is_underlined || is_of_few
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The name with `?` for what is still to come.
    fn show(text: &str) -> String {
        let pieces = pieces(text).unwrap_or_else(|| vec![(text, false)]);
        pieces.into_iter().map(|(piece, is_hole)| if is_hole { "?" } else { piece }).collect()
    }

    #[test]
    fn what_is_still_to_come_is_seen() {
        let cases = [
            ("${IMG}", "?"),
            ("$(IMAGE)", "?"),
            ("$IMAGE:latest", "?:latest"),
            ("{{ image }}", "?"),
            ("{{ .Values.image }}:{{ .Values.tag }}", "?:?"),
            ("<your-image>", "?"),
            ("<registry>/app:1.2", "?/app:1.2"),
            ("ko://github.com/acme/app", "?"),
            ("//cmd/app:image", "?"),
            ("auto", "?"),
            ("IMAGE_PLACEHOLDER", "?"),
            ("IMAGE", "?"),
            ("gcr.io/PROJECT_ID/app:1", "gcr.io/?/app:1"),
            ("__image__", "?"),
            ("@@IMAGE@@", "?"),
            ("%IMAGE%:latest", "?:latest"),
            ("#{image}#", "?"),
            ("app:#{Build.Id}", "app:?"),
            ("REPLACE_ME", "?"),
            ("ghcr.io/acme/replace-me", "ghcr.io/acme/?"),
            ("image-placeholder:v1", "?:v1"),
            ("your-registry/app", "?/app"),
            ("app:VERSION", "app:?"),
            ("app:$TAG", "app:?"),
            ("app:${TAG:-latest}", "app:?"),
            ("[image]", "?"),
            ("the image", "?"),
            ("nginx:{latest", "?"),
        ];
        for (text, expected) in cases {
            assert_eq!(show(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_too_long_for_a_name_is_none() {
        for text in ["${", "<", "{{ x }}", "a"].map(|part| part.repeat(100_000)) {
            assert_eq!(pieces(&text), Some(vec![(&*text, true)]));
        }
    }

    #[test]
    fn names_stay() {
        let names = [
            "nginx",
            "nginx:latest",
            "nginx:1.27-Alpine",
            "minio/minio:RELEASE.2024-01-01T00-00-00Z",
            "registry.k8s.io/pause:3.9",
            "host:5000/a__b/c:1",
            "a@sha256:ABCDEF",
            "app:V2",
            "auto/x",
            "library/auto:1",
            "x",
            "",
        ];
        for name in names {
            assert_eq!(pieces(name), None, "{name}");
        }
    }
}
