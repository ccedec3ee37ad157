//! Places in texts, as every format says them.

use crate::diagnostic::Place;
use crate::source::{Position, Shown, ShownFile, Span, TextRange};

/// A span with its file and its positions. A span that does not fit the text is clamped to it.
pub(super) struct Located<'s> {
    pub(super) file: ShownFile<'s>,
    pub(super) range: TextRange,
    pub(super) start: Position,
    pub(super) end: Position,
}

impl<'s> Located<'s> {
    pub(super) fn new(sources: Shown<'s>, span: Span) -> Self {
        let file = sources.get(span.file);
        let range = clamp(file.text(), span.range);
        Self { file, range, start: file.position(range.start), end: file.position(range.end) }
    }

    /// The whole line on which the span starts, without its line ending.
    pub(super) fn line(&self) -> &'s str {
        self.line_range().slice(self.file.text())
    }

    /// The text of the span as far as its first line goes.
    pub(super) fn on_first_line(&self) -> &'s str {
        let end = self.range.end.min(self.line_range().end).max(self.range.start);
        TextRange { start: self.range.start, end }.slice(self.file.text())
    }

    /// Columns of start and end in bytes of UTF-8, from 1.
    pub(super) fn byte_columns(&self) -> (u32, u32) {
        let start_of = |line: u32| self.file.lines().line_range(self.file.text(), line as usize - 1).start;
        (self.range.start - start_of(self.start.line) + 1, self.range.end - start_of(self.end.line) + 1)
    }

    fn line_range(&self) -> TextRange {
        self.file.lines().line_range(self.file.text(), self.start.line as usize - 1)
    }
}

/// A file, and where it was read as text, the lines and columns of a place in it: what most platforms ask for.
pub(super) struct Spot<'s> {
    /// Path of the file, relative to the scan root.
    pub(super) path: &'s str,
    /// Start and end, one past the last character.
    pub(super) lines: Option<(Position, Position)>,
}

impl<'s> Spot<'s> {
    pub(super) fn at(sources: Shown<'s>, span: Span) -> Self {
        let located = Located::new(sources, span);
        Self { path: located.file.path(), lines: Some((located.start, located.end)) }
    }

    /// The spot of a place; none when it points at nothing.
    pub(super) fn of(sources: Shown<'s>, place: &'s Place) -> Option<Self> {
        match place {
            Place::Text(span) => Some(Self::at(sources, *span)),
            Place::File(path) => Some(Self { path, lines: None }),
            Place::None => None,
        }
    }

    /// First and last line, 1 where there is no text.
    pub(super) fn line_range(&self) -> (u32, u32) {
        self.lines.map_or((1, 1), |(start, end)| (start.line, end.line))
    }

    /// `path:line:column` on one line, with the path as the user would write it.
    pub(super) fn display(&self, root: &str) -> String {
        let path = format!("{root}{}", self.path);
        let path = super::text::one_line(&path);
        match self.lines {
            Some((start, _)) => format!("{path}:{}:{}", start.line, start.column),
            None => path.into_owned(),
        }
    }
}

/// The part of `range` that lies in `text`, widened to whole characters at its start and narrowed at its end.
pub(super) fn clamp(text: &str, range: TextRange) -> TextRange {
    let start = floor(text, range.start as usize);
    let end = floor(text, range.end as usize).max(start);
    TextRange::new(start, end)
}

/// The last boundary between characters that is not after `offset`.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    #[test]
    fn spans_are_clamped_to_the_text_and_to_characters() {
        let text = "aé";
        let cases = [((0, 3), (0, 3)), ((2, 3), (1, 3)), ((1, 2), (1, 1)), ((5, 9), (3, 3)), ((1, 99), (1, 3))];
        for ((start, end), expected) in cases {
            let range = clamp(text, TextRange::new(start, end));
            assert_eq!((range.start, range.end), expected, "{start}..{end}");
        }
    }

    #[test]
    fn byte_columns_count_bytes_of_their_line() {
        let sources = SourceMap::new();
        let file = sources.add("a.tf", "é\nx é😀y\n");
        let located = Located::new(sources.shown(), file.span(TextRange::new(5, 11)));
        assert_eq!((located.start.column, located.end.column, located.byte_columns()), (3, 5, (3, 9)));
    }

    #[test]
    fn the_first_line_of_a_span_has_no_line_ending() {
        let sources = SourceMap::new();
        let file = sources.add("a.tf", "x {\r\n  y\r\n}");
        let located = Located::new(sources.shown(), file.span(TextRange::new(2, 9)));
        assert_eq!((located.line(), located.on_first_line()), ("x {", "{"));
        assert_eq!((located.end.line, located.end.column), (2, 5));
        // Between the two characters of a line ending.
        let located = Located::new(sources.shown(), file.span(TextRange::new(4, 4)));
        assert_eq!((located.line(), located.on_first_line()), ("x {", ""));
    }
}
