//! From a part of what a scalar stands for to where that is written: quotes, escapes, indentation and folded lines are between.

use std::ops::Range;

use crate::source::TextRange;

/// Where a part of `content` is written, which is what the scalar at `scalar` of `text` stands for. `None` where the two do not
/// agree, such as where the content was changed after it had been read.
pub fn range_in_scalar(text: &str, scalar: TextRange, content: &str, part: &Range<usize>) -> Option<TextRange> {
    let mut written = Written::of(scalar.slice(text));
    let (mut start, mut end) = (None, written.at);
    for (index, char) in content.char_indices() {
        if index >= part.end && start.is_some() {
            break;
        }
        // Of a folded line it is not known which blank is meant: what stands before it is.
        if char.is_whitespace() {
            if index >= part.start {
                start.get_or_insert(end);
            }
            continue;
        }
        let (place, found) = written.next()?;
        if found != char {
            return None;
        }
        if index >= part.start {
            start.get_or_insert(place.start);
        }
        end = place.end;
    }
    let offset = scalar.start as usize;
    let start = start.unwrap_or(end);
    Some(TextRange::new(offset + start, offset + end.max(start)))
}

/// The characters of a scalar that are no blanks, with their bytes.
struct Written<'t> {
    text: &'t str,
    at: usize,
    style: Style,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// Plain, or a block.
    Verbatim,
    Single,
    Double,
}

impl<'t> Written<'t> {
    fn of(text: &'t str) -> Self {
        let (at, style) = match text.as_bytes().first() {
            Some(b'\'') => (1, Style::Single),
            Some(b'"') => (1, Style::Double),
            Some(b'|' | b'>') => (text.find('\n').unwrap_or(text.len()), Style::Verbatim),
            _ => (0, Style::Verbatim),
        };
        Self { text, at, style }
    }

    /// The character that an escape stands for, and its length; `None` where that is a blank.
    fn escaped(rest: &str) -> (usize, Option<char>) {
        let mut chars = rest.chars().skip(1);
        let kind = chars.next().unwrap_or_default();
        let digits = match kind {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            // A line that goes on, and characters that no query holds but as blanks.
            _ if kind.is_whitespace() || "ntrvfabe0NLP_".contains(kind) => return (1 + kind.len_utf8(), None),
            _ => return (1 + kind.len_utf8(), Some(kind)),
        };
        let code = rest.get(2..2 + digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let char = code.and_then(char::from_u32);
        (2 + digits, char.filter(|char| !char.is_whitespace()))
    }
}

impl Iterator for Written<'_> {
    type Item = (Range<usize>, char);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let rest = self.text.get(self.at..)?;
            let char = rest.chars().next()?;
            let start = self.at;
            let (length, found) = match (self.style, char) {
                (Style::Double, '\\') => Self::escaped(rest),
                (Style::Single, '\'') => (2, Some(char)),
                _ => (char.len_utf8(), Some(char).filter(|char| !char.is_whitespace())),
            };
            self.at += length;
            if let Some(found) = found {
                return Some((start..self.at, found));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Dialect, parse};
    use super::*;

    /// The part of the text that stands for `part` of its value `a`.
    fn written<'t>(text: &'t str, part: &str) -> Option<&'t str> {
        let stream = parse(text, Dialect::Yaml12);
        let node = stream.documents[0].root.get("a").expect("is there");
        let content = node.as_str().expect("a string");
        let start = content.find(part).expect("holds the part");
        let range = range_in_scalar(text, node.range, content, &(start..start + part.len()))?;
        Some(range.slice(text))
    }

    #[test]
    fn every_style_of_scalars_is_followed() {
        let rows = [
            ("a: $.b[?@.c]\n", "@.c", "@.c"),
            ("a: $.b\n  [?@.c]\n", "?@.c", "?@.c"),
            ("a: '$[''b'']'\n", "'b'", "''b''"),
            ("a: '$[''b''] c'\n", "c", "c"),
            (r#"a: "$[\"b\"] \x63d""#, "\"b\"", r#"\"b\""#),
            (r#"a: "$[\"b\"] \x63d""#, "cd", r"\x63d"),
            ("a: \"one \\\n   two\"\n", "two", "two"),
            ("a: |\n  $.b\n    .c\n", ".c", ".c"),
            ("a: >-\n  ?@.b == 1\n  && é == 2\n", "é", "é"),
            ("a: >-\n  ?@.b == 1\n\n  && c\n", "1\n&&", "1\n\n  &&"),
            ("{a: 'x y'}", "y", "y"),
        ];
        for (text, part, expected) in rows {
            assert_eq!(written(text, part), Some(expected), "{text}");
        }
    }

    #[test]
    fn ends_and_blanks_have_the_place_before_them() {
        let place = |text: &str, content: &str, part| {
            range_in_scalar(text, TextRange::new(0, text.len()), content, &part).map(|range| (range.start, range.end))
        };
        assert_eq!(place("'ab'", "ab", 2..2), Some((3, 3)));
        assert_eq!(place("a b", "a b", 1..2), Some((1, 1)));
        assert_eq!(place("ab", "ac", 1..2), None);
        assert_eq!(place("ab", "abc", 2..3), None);
        assert_eq!(place("", "", 0..0), Some((0, 0)));
        assert_eq!(place("\"\\", "\\", 0..1), None);
    }
}
