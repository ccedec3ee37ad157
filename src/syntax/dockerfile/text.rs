//! One instruction's text with its continued lines joined, and the way back from there to the source.

use std::borrow::Cow;
use std::ops::Range;

use crate::source::TextRange;

/// Text that was joined from pieces of the source: escape characters at line ends, the line endings after them, and the
/// comments and blank lines between are left out, as the builder leaves them out.
///
/// Offsets into the joined text are plain `Range<usize>`; [`range`](Self::range) gives the place in the source.
#[derive(Clone, Debug)]
pub struct JoinedText<'s> {
    source: &'s str,
    text: Cow<'s, str>,
    pieces: Vec<Piece>,
}

/// Where a piece begins, in both texts. It ends where the next one begins in the joined text.
#[derive(Clone, Copy, Debug)]
struct Piece {
    joined: usize,
    source: usize,
}

impl<'s> JoinedText<'s> {
    /// Joins pieces of `source`, given in order.
    pub(super) fn new(source: &'s str, ranges: &[Range<usize>]) -> Self {
        let mut pieces = Vec::with_capacity(ranges.len());
        let mut length = 0;
        for range in ranges.iter().filter(|range| !range.is_empty()) {
            pieces.push(Piece { joined: length, source: range.start });
            length += range.len();
        }
        let text = match ranges {
            [only] => Cow::Borrowed(&source[only.clone()]),
            _ => Cow::Owned(ranges.iter().map(|range| &source[range.clone()]).collect()),
        };
        Self { source, text, pieces }
    }

    /// The joined text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The place in the source, from the first to the last character of `at`; what was left out between counts.
    pub fn range(&self, at: Range<usize>) -> TextRange {
        let start = self.to_source(at.start);
        if at.is_empty() {
            return TextRange::empty(start);
        }
        TextRange::new(start, self.to_source(at.end - 1) + 1)
    }

    /// The text at `at`; borrowed from the source where it was written in one piece.
    pub fn slice(&self, at: Range<usize>) -> Cow<'s, str> {
        let range = self.range(at.clone());
        if range.len() == at.len() {
            Cow::Borrowed(range.slice(self.source))
        } else {
            Cow::Owned(self.text[at].to_owned())
        }
    }

    fn to_source(&self, at: usize) -> usize {
        let index = self.pieces.partition_point(|piece| piece.joined <= at);
        match index.checked_sub(1).map(|index| self.pieces[index]) {
            Some(piece) => piece.source + (at - piece.joined),
            None => at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back_over_what_was_left_out() {
        let source = "RUN a\\\n# note\nbc \\\n d";
        let joined = JoinedText::new(source, &[0..5, 14..17, 19..21]);
        assert_eq!(joined.as_str(), "RUN abc  d");
        for (at, expected) in [(0..3, "RUN"), (4..7, "a\\\n# note\nbc"), (5..7, "bc"), (9..10, "d")] {
            assert_eq!(joined.range(at).slice(source), expected);
        }
        assert!(matches!(joined.slice(5..7), Cow::Borrowed("bc")));
        assert!(matches!(joined.slice(4..7), Cow::Owned(text) if text == "abc"));
    }
}
