//! The texts of a scan as people and reports may see them: without what is concealed. Whoever has only this cannot reach
//! the raw text.

use std::borrow::Cow;

use super::{FileId, LineIndex, Position, SourceFile, SourceMap, Span, TextRange};

/// All texts, without what must not be shown. Places in them are the same as in the raw texts.
#[derive(Clone, Copy)]
pub struct Shown<'s>(&'s SourceMap);

impl<'s> Shown<'s> {
    /// The file of this id.
    ///
    /// # Panics
    /// When the id is of another map, which is a bug of the caller.
    pub fn get(self, id: FileId) -> ShownFile<'s> {
        ShownFile(self.0.get(id))
    }
}

/// One file, without what must not be shown.
#[derive(Clone, Copy)]
pub struct ShownFile<'s>(&'s SourceFile);

impl<'s> ShownFile<'s> {
    /// Path relative to the scan root, with `/` between its parts on every platform.
    pub fn path(self) -> &'s str {
        self.0.path()
    }

    /// The text, with stand-ins of the same length for what must not be shown.
    pub fn text(self) -> &'s str {
        self.0.shown()
    }

    /// Whether something in `range` must not be shown.
    pub fn is_concealed(self, range: TextRange) -> bool {
        self.0.is_concealed(range)
    }

    /// `text`, which is to stand in this file, without the words that must not be shown of it.
    pub fn without_concealed(self, text: &str) -> Cow<'_, str> {
        self.0.without_concealed(text)
    }

    /// What stood before the text in the file: a byte order mark or nothing.
    pub fn byte_order_mark(self) -> &'static str {
        self.0.byte_order_mark()
    }

    /// Line starts.
    pub fn lines(self) -> &'s LineIndex {
        self.0.lines()
    }

    /// Line and column of a byte offset.
    pub fn position(self, offset: u32) -> Position {
        self.0.position(offset)
    }
}

impl SourceMap {
    /// The texts as people and reports may see them.
    pub fn shown(&self) -> Shown<'_> {
        Shown(self)
    }

    /// What people may see of the text of a span.
    pub fn shown_slice(&self, span: Span) -> &str {
        span.range.slice(self.get(span.file).shown())
    }
}
