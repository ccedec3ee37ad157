//! Positions of the protocol and byte offsets. Both sides agree at the start on what a column counts.

use lsp_types::{Position, PositionEncodingKind, Range};

use crate::source::{LineIndex, TextRange};

/// What columns count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// Code units of UTF-16: what every client can.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The first of those that a client offers.
    pub(super) fn negotiated<'o>(offered: impl IntoIterator<Item = &'o str>) -> Self {
        let known = |name: &str| match name {
            "utf-8" => Some(Self::Utf8),
            "utf-16" => Some(Self::Utf16),
            "utf-32" => Some(Self::Utf32),
            _ => None,
        };
        offered.into_iter().find_map(known).unwrap_or_default()
    }

    /// Its name in the protocol.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    /// How long a character is.
    fn width(self, char: char) -> usize {
        match self {
            Self::Utf8 => char.len_utf8(),
            Self::Utf16 => char.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// A text with its lines.
#[derive(Clone, Copy)]
pub(super) struct Lined<'t> {
    pub(super) text: &'t str,
    pub(super) lines: &'t LineIndex,
    pub(super) encoding: Encoding,
}

impl Lined<'_> {
    /// The position of a byte offset. One within a character counts as its start, one past the end as the end.
    pub(super) fn position(self, offset: u32) -> Position {
        let at = self.lines.position(self.text, offset);
        let line = at.line - 1;
        let character = match self.encoding {
            Encoding::Utf8 => {
                let start = self.lines.line_range(self.text, line as usize).start;
                let end = (offset as usize).min(self.text.len());
                let end = (0..=end).rev().find(|&at| self.text.is_char_boundary(at)).unwrap_or_default();
                end as u32 - start
            }
            Encoding::Utf16 => at.utf16_column - 1,
            Encoding::Utf32 => at.column - 1,
        };
        Position { line, character }
    }

    /// The range of positions of a range of bytes.
    pub(super) fn range(self, range: TextRange) -> Range {
        Range { start: self.position(range.start), end: self.position(range.end) }
    }

    /// The byte offset of a position. A column behind the end of its line counts as that end, one within a character as its start, and
    /// a line behind the last one as the end of the text.
    pub(super) fn offset(self, position: Position) -> usize {
        let line = position.line as usize;
        if line >= self.lines.len() {
            return self.text.len();
        }
        let range = self.lines.line_range(self.text, line);
        let mut left = position.character as usize;
        let mut offset = range.start as usize;
        for char in range.slice(self.text).chars() {
            let width = self.encoding.width(char);
            if left < width {
                break;
            }
            left -= width;
            offset += char.len_utf8();
        }
        offset
    }

    /// The range of bytes of a range of positions, whichever of them comes first.
    pub(super) fn bytes(self, range: Range) -> TextRange {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        TextRange::new(start.min(end), start.max(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    #[test]
    fn every_offset_survives_both_ways() {
        let text = "a\r\né😀x\n\nlast";
        let index = LineIndex::new(text);
        for encoding in ALL {
            let lined = Lined { text, lines: &index, encoding };
            // A line ending is behind the end of its line.
            let offsets = text.char_indices().filter(|(_, char)| *char != '\n').map(|(at, _)| at);
            for offset in offsets.chain([text.len()]) {
                assert_eq!(lined.offset(lined.position(offset as u32)), offset, "{encoding:?} {offset}");
            }
        }
    }

    #[test]
    fn columns_count_what_was_agreed_on() {
        let text = "é😀x";
        let index = LineIndex::new(text);
        let expected = [(Encoding::Utf8, 6), (Encoding::Utf16, 3), (Encoding::Utf32, 2)];
        for (encoding, character) in expected {
            let lined = Lined { text, lines: &index, encoding };
            let x = text.find('x').expect("is there");
            assert_eq!(lined.position(x as u32), Position { line: 0, character });
            // Within the emoji.
            assert_eq!(lined.position(x as u32 - 1), lined.position(2));
        }
    }

    #[test]
    fn positions_out_of_bounds_are_moved_into_the_text() {
        let text = "ab\r\ncd";
        let index = LineIndex::new(text);
        let lined = Lined { text, lines: &index, encoding: Encoding::Utf16 };
        let at = |line, character| lined.offset(Position { line, character });
        assert_eq!([at(0, 9), at(0, u32::MAX), at(1, 9), at(2, 0), at(u32::MAX, u32::MAX)], [2, 2, 6, 6, 6]);
        let backwards = Range { start: Position::new(1, 1), end: Position::new(0, 1) };
        assert_eq!(lined.bytes(backwards), TextRange::new(1, 5));
    }

    #[test]
    fn the_first_encoding_that_is_known_is_taken() {
        assert_eq!(Encoding::negotiated([]), Encoding::Utf16);
        assert_eq!(Encoding::negotiated(["x", "utf-32", "utf-8"]), Encoding::Utf32);
    }
}
