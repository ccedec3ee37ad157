//! Edits of one text.

use crate::finding::Edit;
use crate::source::{FileId, TextRange};

/// A text in the place of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// What it replaces; an empty range where something is only added.
    pub range: TextRange,
    /// What stands there afterwards; empty where something is only removed.
    pub text: String,
}

impl TextEdit {
    /// Puts `text` in the place of a range.
    pub fn replace(range: TextRange, text: impl Into<String>) -> Self {
        Self { range, text: text.into() }
    }

    /// Adds `text` at an offset.
    pub fn insert(at: usize, text: impl Into<String>) -> Self {
        Self::replace(TextRange::empty(at), text)
    }

    /// The edit as one of a file.
    pub fn in_file(self, file: FileId) -> Edit {
        Edit { span: self.range.in_file(file), text: self.text }
    }

    /// Without what is the same before and after, at both ends.
    pub(super) fn narrowed(mut self, source: &str) -> Self {
        let old = self.range.slice(source);
        let shared = |old: &str, new: &str| {
            let pairs = old.chars().zip(new.chars()).take_while(|(old, new)| old == new);
            pairs.map(|(char, _)| char.len_utf8()).sum::<usize>()
        };
        let start = shared(old, &self.text);
        let (old, new) = (&old[start..], &self.text[start..]);
        let pairs = old.chars().rev().zip(new.chars().rev()).take_while(|(old, new)| old == new);
        let end: usize = pairs.map(|(char, _)| char.len_utf8()).sum();
        let (first, last) = (self.range.start as usize + start, self.range.end as usize - end);
        self.text = new[..new.len() - end].to_owned();
        self.range = TextRange::new(first, last);
        self
    }
}

/// Whether no two edits touch the same text, so that they can be made together.
pub fn are_apart(edits: &[TextEdit]) -> bool {
    let mut ranges: Vec<TextRange> = edits.iter().map(|edit| edit.range).collect();
    ranges.sort_unstable();
    ranges.windows(2).all(|pair| pair[0].end <= pair[1].start && pair[0] != pair[1])
}

/// Whether two texts are added at one place: where nothing but white space tells two places, which text comes first would be
/// chance, and in YAML it decides what the texts belong to.
pub fn share_a_place(source: &str, one: TextRange, other: TextRange) -> bool {
    let between = one.start.min(other.start) as usize..one.start.max(other.start) as usize;
    one.is_empty() && other.is_empty() && source.get(between).is_some_and(|between| between.trim().is_empty())
}

/// The text after edits that are apart. Those that do not fit the text are left out.
pub fn apply(source: &str, edits: &[TextEdit]) -> String {
    let mut sorted: Vec<&TextEdit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.range);
    let (mut text, mut copied) = (String::with_capacity(source.len()), 0);
    for edit in sorted {
        let (start, end) = (edit.range.start as usize, edit.range.end as usize);
        let Some(before) = source.get(copied..start).filter(|_| source.get(start..end).is_some()) else { continue };
        text.extend([before, &edit.text]);
        copied = end;
    }
    text + &source[copied..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_made_together_in_any_order() {
        let edits = [
            TextEdit::insert(6, "!"),
            TextEdit::replace(TextRange::new(0, 2), "x"),
            TextEdit::replace(TextRange::new(2, 3), ""),
        ];
        assert!(are_apart(&edits));
        assert_eq!(apply("abcdef", &edits), "xdef!");
        assert!(!are_apart(&[TextEdit::insert(1, "a"), TextEdit::insert(1, "b")]));
        assert!(!are_apart(&[edits[1].clone(), TextEdit::insert(1, "b")]));
        let share = |one, other| share_a_place("a\n b", TextRange::empty(one), TextRange::empty(other));
        assert!(share(1, 2) && share(3, 1) && share(1, 1) && !share(0, 1) && !share(4, 3));
        assert!(!share_a_place("a\n b", TextRange::new(0, 1), TextRange::empty(2)));
        assert_eq!(apply("é", &[TextEdit::insert(1, "b"), TextEdit::insert(9, "b")]), "é");
    }

    #[test]
    fn an_edit_is_as_narrow_as_it_can_be() {
        let cases = [("a: bé", "a: bè", (4, 6, "è")), ("aa", "aaa", (2, 2, "a")), ("ab", "ab", (2, 2, ""))];
        for (old, new, (start, end, text)) in cases {
            let narrowed = TextEdit::replace(TextRange::new(0, old.len()), new).narrowed(old);
            assert_eq!(narrowed, TextEdit::replace(TextRange::new(start, end), text), "{old} {new}");
        }
    }
}
