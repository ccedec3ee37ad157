//! Changes of texts, in the form of the protocol.

use std::collections::BTreeMap;
use std::path::PathBuf;

use lsp_types::{
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

use super::studied::View;
use crate::finding::Edit;
use crate::source::{SourceFile, TextRange};

/// The changes of a document and of others.
#[derive(Debug, Default)]
pub(super) struct Edits {
    /// By the files that they change; none is the document that is no file.
    by_file: BTreeMap<Option<PathBuf>, Vec<TextEdit>>,
}

impl Edits {
    /// Adds edits of texts of the scan.
    pub(super) fn extend(&mut self, view: &View, edits: &[Edit]) {
        let telling = view.telling();
        for edit in edits {
            let path = view.document.path.as_ref().map(|_| telling.path(edit.span));
            let edit = TextEdit { range: telling.range(edit.span), new_text: edit.text.clone() };
            self.by_file.entry(path).or_default().push(edit);
        }
    }

    /// Adds what makes another text of that of the document.
    pub(super) fn replace(&mut self, view: &View, source: &SourceFile, text: &str) {
        let text = text.strip_prefix(source.byte_order_mark()).unwrap_or(text);
        let (range, new) = difference(source.text(), text);
        let edit = Edit { span: source.span(range), text: new };
        self.extend(view, &[edit]);
    }

    /// All changes, for the versions of the documents that were judged. None where there are none.
    pub(super) fn finish(self, view: &View) -> Option<WorkspaceEdit> {
        let changes: Vec<(Uri, Option<i32>, Vec<TextEdit>)> = self
            .by_file
            .into_iter()
            .filter_map(|(path, edits)| {
                let (uri, version) = named(view, path)?;
                Some((uri, version, edits))
            })
            .collect();
        if changes.is_empty() {
            return None;
        }
        if !view.snapshot().client.versions_edits {
            let changes = Some(changes.into_iter().map(|(uri, _, edits)| (uri, edits)).collect());
            return Some(WorkspaceEdit { changes, ..WorkspaceEdit::default() });
        }
        let edit = |(uri, version, edits): (Uri, Option<i32>, Vec<TextEdit>)| TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
            edits: edits.into_iter().map(OneOf::Left).collect(),
        };
        let changes = DocumentChanges::Edits(changes.into_iter().map(edit).collect());
        Some(WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() })
    }
}

/// The name of a file for the client, and its version if it is open.
fn named(view: &View, path: Option<PathBuf>) -> Option<(Uri, Option<i32>)> {
    let document = &view.document;
    if path == document.path {
        return Some((document.uri.clone(), Some(document.version)));
    }
    let path = path?;
    match view.snapshot().buffers.get(&path) {
        Some(buffer) => Some((buffer.uri.clone(), Some(buffer.version))),
        None => Some((view.snapshot().workspace.uri(&path)?, None)),
    }
}

/// The part of a text that is another one in `new`, and what stands there then. What is only added starts with a line, where it can.
fn difference(old: &str, new: &str) -> (TextRange, String) {
    let same = |(a, b): &(char, char)| a == b;
    let length = |chars: &mut dyn Iterator<Item = (char, char)>| -> usize {
        chars.take_while(same).map(|(char, _)| char.len_utf8()).sum()
    };
    let mut start = length(&mut old.chars().zip(new.chars()));
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let end = length(&mut old_rest.chars().rev().zip(new_rest.chars().rev()));
    let mut added = new_rest[..new_rest.len() - end].to_owned();
    let is_added = start + end == old.len();
    while let Some(before) = old[..start].chars().next_back().filter(|char| is_added && *char != '\n') {
        let Some(rest) = added.strip_suffix(before) else { break };
        added = format!("{before}{rest}");
        start -= before.len_utf8();
    }
    (TextRange::new(start, if is_added { start } else { old.len() - end }), added)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_replaced() {
        let cases = [
            ("a\nb\n", "a\n# x\nb\n", (2, 2), "# x\n"),
            ("a", "a", (1, 1), ""),
            ("aXb", "aYYb", (1, 2), "YY"),
            ("aa", "aaa", (0, 0), "a"),
            ("a\n  b\n", "a\n  # x\n  b\n", (2, 2), "  # x\n"),
            ("é", "è", (0, 2), "è"),
            ("", "a", (0, 0), "a"),
            ("abc", "", (0, 3), ""),
        ];
        for (old, new, (start, end), text) in cases {
            assert_eq!(difference(old, new), (TextRange::new(start, end), text.to_owned()), "{old:?} {new:?}");
        }
    }
}
