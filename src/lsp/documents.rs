//! The documents that are open in the editor, with the texts that they have there.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};

use super::positions::{Encoding, Lined};
use super::uri;
use crate::source::LineIndex;

/// What stands for files while they are open, by absolute path without symbolic links.
pub(super) type Buffers = BTreeMap<PathBuf, Buffer>;

/// What stands for a file while it is open.
#[derive(Clone, Debug)]
pub(super) struct Buffer {
    pub(super) text: Arc<str>,
    /// As the client writes it.
    pub(super) uri: Uri,
    pub(super) version: i32,
}

/// A document that is open.
#[derive(Debug)]
pub(super) struct Document {
    /// As the client writes it.
    pub(super) uri: Uri,
    /// What the client takes it for, such as `terraform`.
    pub(super) language: String,
    /// Grows with each change.
    pub(super) version: i32,
    pub(super) text: Arc<str>,
    /// Where it lies, without symbolic links; none where it is no file.
    pub(super) path: Option<PathBuf>,
}

/// All of them, by the URIs that the client gave.
#[derive(Debug, Default)]
pub(super) struct Documents {
    open: HashMap<String, Document>,
    /// Shared with work that goes on; copied when there is some and a document changes.
    buffers: Arc<Buffers>,
}

impl Documents {
    /// Takes up a document, in the place of one of its name.
    pub(super) fn open(&mut self, item: TextDocumentItem) {
        let path = uri::path(item.uri.as_str()).map(|path| real(&path));
        let document =
            Document { path, language: item.language_id, version: item.version, text: item.text.into(), uri: item.uri };
        self.lay(&document);
        self.open.insert(document.uri.as_str().to_owned(), document);
    }

    /// Changes a document, and says whether it is open. What lies out of its bounds is moved into them.
    pub(super) fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) -> bool {
        let Some(document) = self.open.get_mut(uri.as_str()) else { return false };
        let mut text = String::from(&*document.text);
        for change in changes {
            match change.range {
                Some(range) => {
                    let lines = LineIndex::new(&text);
                    let bytes = Lined { text: &text, lines: &lines, encoding }.bytes(range);
                    text.replace_range(bytes.start as usize..bytes.end as usize, &change.text);
                }
                None => text = change.text,
            }
        }
        document.text = text.into();
        document.version = version;
        if let Some(path) = &document.path {
            Arc::make_mut(&mut self.buffers).insert(path.clone(), document.buffer());
        }
        true
    }

    /// Lets a document go; none where it is not open.
    pub(super) fn close(&mut self, uri: &Uri) -> Option<Document> {
        let closed = self.open.remove(uri.as_str())?;
        if let Some(path) = &closed.path {
            Arc::make_mut(&mut self.buffers).remove(path);
            // The same file may be open under another name.
            if let Some(other) = self.open.values().find(|other| other.path.as_ref() == Some(path)) {
                Arc::make_mut(&mut self.buffers).insert(path.clone(), other.buffer());
            }
        }
        Some(closed)
    }

    /// The document of a URI.
    pub(super) fn get(&self, uri: &str) -> Option<&Document> {
        self.open.get(uri)
    }

    /// Whether a file is open.
    pub(super) fn has(&self, path: &Path) -> bool {
        self.buffers.contains_key(path)
    }

    /// What stands for files.
    pub(super) fn buffers(&self) -> Arc<Buffers> {
        Arc::clone(&self.buffers)
    }

    fn lay(&mut self, document: &Document) {
        if let Some(path) = &document.path {
            Arc::make_mut(&mut self.buffers).insert(path.clone(), document.buffer());
        }
    }
}

impl Document {
    fn buffer(&self) -> Buffer {
        Buffer { text: Arc::clone(&self.text), uri: self.uri.clone(), version: self.version }
    }
}

/// A path without symbolic links, as far as there is something: what is new lies in a folder that is there.
pub(super) fn real(path: &Path) -> PathBuf {
    for ancestor in path.ancestors() {
        if let Ok(real) = ancestor.canonicalize() {
            let rest = path.strip_prefix(ancestor).unwrap_or(Path::new(""));
            return if rest.as_os_str().is_empty() { real } else { real.join(rest) };
        }
    }
    path.to_path_buf()
}

#[cfg(test)]
mod tests {
    use std::str::FromStr as _;

    use lsp_types::{Position, Range};

    use super::*;

    fn opened(uri: &str, text: &str) -> Documents {
        let mut documents = Documents::default();
        documents.open(TextDocumentItem::new(
            Uri::from_str(uri).expect("a URI"),
            "terraform".to_owned(),
            1,
            text.to_owned(),
        ));
        documents
    }

    fn change(from: (u32, u32), to: (u32, u32), text: &str) -> TextDocumentContentChangeEvent {
        let range = Range { start: Position::new(from.0, from.1), end: Position::new(to.0, to.1) };
        TextDocumentContentChangeEvent { range: Some(range), range_length: None, text: text.to_owned() }
    }

    #[test]
    fn changes_are_made_one_after_the_other() {
        let cases = [
            (vec![change((0, 1), (0, 2), "é😀")], "aé😀c\nd\n"),
            (vec![change((0, 3), (1, 0), ""), change((0, 3), (0, 4), "x\ny")], "abcx\ny\n"),
            // Behind the end, and the wrong way round.
            (vec![change((9, 9), (9, 9), "e")], "abc\nd\ne"),
            (vec![change((1, 1), (0, 3), "-")], "abc-\n"),
            (vec![change((0, 99), (0, 99), "!")], "abc!\nd\n"),
            (vec![TextDocumentContentChangeEvent { range: None, range_length: None, text: "new".to_owned() }], "new"),
            (vec![], "abc\nd\n"),
        ];
        for (changes, expected) in cases {
            let mut documents = opened("untitled:a", "abc\nd\n");
            let uri = Uri::from_str("untitled:a").expect("a URI");
            assert!(documents.change(&uri, 2, changes, Encoding::Utf16));
            let document = documents.get("untitled:a").expect("is open");
            assert_eq!((&*document.text, document.version), (expected, 2));
        }
    }

    #[test]
    fn only_files_have_buffers() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().canonicalize().expect("exists").join("new/main.tf");
        let uri = uri::of(&path).expect("a URI");
        let mut documents = opened(uri.as_str(), "a");
        assert_eq!(documents.buffers().get(&path).map(|buffer| &*buffer.text), Some("a"));
        let before = documents.buffers();
        assert!(documents.change(&uri, 2, vec![change((0, 0), (0, 0), "b")], Encoding::Utf8));
        assert_eq!(before.get(&path).map(|buffer| &*buffer.text), Some("a"), "work that goes on keeps what it has");
        assert_eq!(documents.buffers().get(&path).map(|buffer| &*buffer.text), Some("ba"));
        assert!(documents.close(&uri).is_some());
        assert!(documents.buffers().is_empty() && documents.close(&uri).is_none());
        assert!(!documents.change(&uri, 3, vec![], Encoding::Utf8));
        assert!(opened("untitled:a", "a").buffers().is_empty());
    }
}
