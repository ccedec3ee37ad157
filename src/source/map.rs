//! All texts of one scan.

use std::sync::{Arc, Mutex, PoisonError};

use elsa::sync::FrozenVec;

use super::{FileId, SourceFile, Span};

/// Owns every text of a scan. Texts are only ever added, so syntax trees can borrow from them while more are read.
#[derive(Default)]
pub struct SourceMap {
    files: FrozenVec<Box<SourceFile>>,
    /// Held while a file is added, since its id is the number of files before it.
    adding: Mutex<()>,
}

impl SourceMap {
    /// An empty map.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text under its path relative to the scan root. Ids are given in the order of the calls.
    pub fn add(&self, path: impl Into<String>, text: impl Into<Arc<str>>) -> &SourceFile {
        let _one_at_a_time = self.adding.lock().unwrap_or_else(PoisonError::into_inner);
        let id = FileId(self.files.len() as u32);
        self.files.push_get(Box::new(SourceFile::new(id, path.into(), text.into())))
    }

    /// The file of this id.
    ///
    /// # Panics
    /// When the id is of another map, which is a bug of the caller.
    pub fn get(&self, id: FileId) -> &SourceFile {
        self.files.get(id.index()).expect("a file id belongs to the map that gave it")
    }

    /// Every file, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter()
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        span.range.slice(self.get(span.file).text())
    }

    /// Number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether no file was added yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
