//! Texts with edits in them.

use std::collections::BTreeMap;

use crate::engine::Scan;
use crate::finding::Edit;
use crate::source::TextRange;

/// Texts in the place of files, with their byte order marks, by path relative to the scan root.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts(BTreeMap<String, String>);

/// Texts with further edits in them.
pub(super) struct Edited {
    pub(super) texts: Texts,
    /// What the edits have put in, by path: ranges of the new text, without its byte order mark.
    inserted: BTreeMap<String, Vec<TextRange>>,
}

impl Texts {
    /// The texts of a scan with these edits, no two of which meet.
    pub(super) fn with<'e>(&self, edits: impl Iterator<Item = &'e Edit>, scan: &'e Scan) -> Edited {
        let mut by_path: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
        for edit in edits {
            by_path.entry(scan.sources.get(edit.span.file).path()).or_default().push(edit);
        }
        let mut edited = Edited { texts: self.clone(), inserted: BTreeMap::new() };
        for (path, mut edits) in by_path {
            edits.sort_by_key(|edit| edit.span.range);
            let Some(first) = edits.first() else { continue };
            let file = scan.sources.get(first.span.file);
            let (text, inserted) = apply(file.text(), &edits);
            edited.texts.0.insert(path.to_owned(), format!("{}{text}", file.byte_order_mark()));
            edited.inserted.insert(path.to_owned(), inserted);
        }
        edited
    }

    /// Whether there is one for the file of this path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// The paths and texts.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }
}

impl Edited {
    /// The texts, as a scan takes them.
    pub(super) fn list(&self) -> Vec<(&str, &str)> {
        self.texts.iter().collect()
    }

    /// The paths of the files that these edits are in.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.inserted.keys().map(String::as_str)
    }

    /// Whether all of `range` of a file was put in.
    pub(super) fn is_inserted(&self, path: &str, range: TextRange) -> bool {
        self.inserted.get(path).is_some_and(|ranges| ranges.iter().any(|inserted| inserted.contains(range)))
    }
}

/// A text with edits, which are sorted and do not meet, and the ranges of what they put in. An edit that does not fit the text
/// is left out.
fn apply(text: &str, edits: &[&Edit]) -> (String, Vec<TextRange>) {
    let mut after = String::with_capacity(text.len());
    let mut inserted = Vec::with_capacity(edits.len());
    let mut at = 0;
    for edit in edits {
        let (start, end) = (edit.span.range.start as usize, edit.span.range.end as usize);
        let Some(kept) = text.get(at..start).filter(|_| text.is_char_boundary(end) && start <= end) else { continue };
        after.push_str(kept);
        let from = after.len();
        after.push_str(&edit.text);
        inserted.push(TextRange::new(from, after.len()));
        at = end;
    }
    after.push_str(&text[at..]);
    (after, inserted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    #[test]
    fn edits_are_applied_in_the_order_of_the_text() {
        let sources = SourceMap::new();
        let file = sources.add("a.tf", "one é two");
        let edit = |start: usize, end: usize, text: &str| Edit {
            span: file.span(TextRange::new(start, end)),
            text: text.to_owned(),
        };
        let edits = [edit(0, 0, "> "), edit(4, 6, "and"), edit(10, 10, "!\n")];
        let (text, inserted) = apply(file.text(), &edits.iter().collect::<Vec<_>>());
        assert_eq!(text, "> one and two!\n");
        let inserted: Vec<&str> = inserted.iter().map(|range| range.slice(&text)).collect();
        assert_eq!(inserted, ["> ", "and", "!\n"]);
        // Within a character, and past the end.
        let edits = [edit(5, 6, "x"), edit(50, 60, "x")];
        assert_eq!(apply(file.text(), &edits.iter().collect::<Vec<_>>()).0, file.text());
    }
}
