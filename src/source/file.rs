//! One file that was read.

use std::sync::OnceLock;

use super::{FileId, LineIndex, Position, Span, TextRange};

/// A text with its name. A leading byte order mark is removed when the file is read, so offsets count from the first
/// character.
#[derive(Debug)]
pub struct SourceFile {
    id: FileId,
    path: String,
    text: String,
    has_byte_order_mark: bool,
    lines: OnceLock<LineIndex>,
}

impl SourceFile {
    pub(super) fn new(id: FileId, path: String, mut text: String) -> Self {
        let has_byte_order_mark = text.starts_with('\u{feff}');
        if has_byte_order_mark {
            text.drain(..'\u{feff}'.len_utf8());
        }
        Self { id, path, text, has_byte_order_mark, lines: OnceLock::new() }
    }

    /// This file's name in its map.
    pub fn id(&self) -> FileId {
        self.id
    }

    /// Path relative to the scan root, with `/` between its parts on every platform.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Folder part of [`path`](Self::path), without a trailing slash; empty for the scan root.
    pub fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Last part of [`path`](Self::path).
    pub fn name(&self) -> &str {
        self.path.rsplit_once('/').map_or(self.path.as_str(), |(_, name)| name)
    }

    /// The whole text, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stood before [`text`](Self::text) in the file: a byte order mark or nothing.
    pub fn byte_order_mark(&self) -> &'static str {
        if self.has_byte_order_mark { "\u{feff}" } else { "" }
    }

    /// The span of `range` in this file.
    pub fn span(&self, range: TextRange) -> Span {
        range.in_file(self.id)
    }

    /// The span of the whole text.
    pub fn whole(&self) -> Span {
        self.span(TextRange::new(0, self.text.len()))
    }

    /// Line starts of this text, found on first use.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: u32) -> Position {
        self.lines().position(&self.text, offset)
    }
}
