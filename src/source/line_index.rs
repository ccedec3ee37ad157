//! The only converter from byte offsets to lines and columns.

use std::sync::OnceLock;

use super::TextRange;

/// Bytes between the places at which [`LineIndex`] keeps counts of characters.
const STRIDE: usize = 1024;

/// A place as people and report formats count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in Unicode scalar values, from 1.
    pub column: u32,
    /// Column in UTF-16 code units, from 1 (SARIF, editor protocol).
    pub utf16_column: u32,
}

/// The offsets at which lines start. A line ends with `\n`; a `\r` before it belongs to the line.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// Counts at every [`STRIDE`] bytes, so that many positions in one long line take no time quadratic in its length.
    /// Made when a position is first that far into its line.
    strides: OnceLock<Vec<Count>>,
}

/// What comes before a place in a text.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    bytes: usize,
    chars: u32,
    utf16: u32,
}

impl Count {
    /// The count at the end of `text` that follows.
    fn after(self, text: &str) -> Self {
        Self {
            bytes: self.bytes + text.len(),
            chars: self.chars + text.chars().count() as u32,
            utf16: self.utf16 + text.encode_utf16().count() as u32,
        }
    }
}

impl LineIndex {
    /// Finds the line starts of `text`.
    pub fn new(text: &str) -> Self {
        let after_newline = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at as u32 + 1);
        Self { starts: std::iter::once(0).chain(after_newline).collect(), strides: OnceLock::new() }
    }

    /// Number of lines; a text that ends in a newline has an empty last line.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never true: the empty text has one line.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Zero-based index of the line that holds `offset`.
    pub fn line_of(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    /// Bytes of the line with this zero-based index, without its line ending.
    pub fn line_range(&self, text: &str, line: usize) -> TextRange {
        let start = self.starts[line] as usize;
        let end = self.starts.get(line + 1).map_or(text.len(), |&next| next as usize);
        let content = text[start..end].trim_end_matches('\n').trim_end_matches('\r');
        TextRange::new(start, start + content.len())
    }

    /// Line and column of `offset`. An offset within a character counts as its start, one past the end as the end.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let mut offset = (offset as usize).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_of(offset as u32);
        let start = self.starts[line] as usize;
        let (chars, utf16) = if offset - start <= STRIDE {
            let count = Count::default().after(&text[start..offset]);
            (count.chars, count.utf16)
        } else {
            let (line, place) = (self.count(text, start), self.count(text, offset));
            (place.chars - line.chars, place.utf16 - line.utf16)
        };
        Position { line: line as u32 + 1, column: chars + 1, utf16_column: utf16 + 1 }
    }

    /// What comes before `offset`, which is a boundary between characters.
    fn count(&self, text: &str, offset: usize) -> Count {
        let strides = self.strides.get_or_init(|| strides(text));
        let nearest = strides.get(offset / STRIDE).copied().unwrap_or_default();
        nearest.after(&text[nearest.bytes..offset])
    }
}

/// Counts at the last boundary between characters that is not after each multiple of [`STRIDE`].
fn strides(text: &str) -> Vec<Count> {
    let mut strides = vec![Count::default()];
    let mut count = Count::default();
    for mut next in (STRIDE..=text.len()).step_by(STRIDE) {
        while !text.is_char_boundary(next) {
            next -= 1;
        }
        count = count.after(&text[count.bytes..next]);
        strides.push(count);
    }
    strides
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_utf16_units() {
        let text = "a\r\né😀x\n";
        let index = LineIndex::new(text);
        let cases = [
            (0, (1, 1, 1)),
            (2, (1, 3, 3)),
            (3, (2, 1, 1)),
            (5, (2, 2, 2)),
            (6, (2, 2, 2)), // within the emoji
            (9, (2, 3, 4)),
            (11, (3, 1, 1)),
            (99, (3, 1, 1)),
        ];
        for (offset, expected) in cases {
            let at = index.position(text, offset);
            assert_eq!((at.line, at.column, at.utf16_column), expected, "offset {offset}");
        }
    }

    #[test]
    fn positions_in_long_lines_are_counted_like_those_in_short_ones() {
        let text = format!("first\n{}\nlast", "aé😀".repeat(2_000));
        let index = LineIndex::new(&text);
        for (offset, _) in text.char_indices() {
            let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
            let before = &text[start..offset];
            let at = index.position(&text, offset as u32);
            let expected = (before.chars().count() as u32 + 1, before.encode_utf16().count() as u32 + 1);
            assert_eq!((at.column, at.utf16_column), expected, "offset {offset}");
        }
    }

    #[test]
    fn line_ranges_leave_out_line_endings() {
        let text = "a\r\nbc\n";
        let index = LineIndex::new(text);
        let lines: Vec<_> = (0..index.len()).map(|line| index.line_range(text, line).slice(text)).collect();
        assert_eq!(lines, ["a", "bc", ""]);
    }
}
