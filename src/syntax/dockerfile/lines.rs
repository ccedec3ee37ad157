//! Physical lines, and the logical lines that instructions are written on.

use std::ops::Range;

use super::JoinedText;
use crate::source::TextRange;
use crate::syntax::Comment;

/// Walks over the lines of a file.
pub(super) struct Lines<'s> {
    pub(super) source: &'s str,
    /// Start of the next line.
    pub(super) position: usize,
    /// The character that continues a line.
    pub(super) escape: char,
    pub(super) comments: Vec<Comment>,
    /// The escape character before the first blank line within the last instruction.
    pub(super) gap: Option<TextRange>,
}

impl<'s> Lines<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self { source, position: 0, escape: '\\', comments: Vec::new(), gap: None }
    }

    /// The next line without its ending.
    pub(super) fn next_line(&mut self) -> Option<Range<usize>> {
        let start = self.position;
        let line = self.source.get(start..).filter(|rest| !rest.is_empty())?.split_inclusive('\n').next()?;
        self.position = start + line.len();
        Some(start..start + line.trim_end_matches(['\n', '\r']).len())
    }

    /// The next instruction with its continuation lines joined, from its first to its last character.
    pub(super) fn next_instruction(&mut self) -> Option<JoinedText<'s>> {
        let mut pieces: Vec<Range<usize>> = Vec::new();
        self.gap = None;
        while let Some(line) = self.next_line() {
            if self.source[line.clone()].trim().is_empty() {
                let mark = pieces.last().map(|piece| TextRange::new(piece.end, piece.end + self.escape.len_utf8()));
                self.gap = self.gap.or(mark);
                continue;
            }
            let Some(line) = self.content(line) else { continue };
            let line = if pieces.is_empty() { self.trim_start(line) } else { line };
            if let Some(before) = self.continued(&line) {
                pieces.push(line.start..before);
            } else {
                pieces.push(line);
                break;
            }
        }
        self.trim_end(&mut pieces);
        (!pieces.is_empty()).then(|| JoinedText::new(self.source, &pieces))
    }

    /// The line, unless it is a comment: those are skipped everywhere, also between continued lines, as blank lines are.
    fn content(&mut self, line: Range<usize>) -> Option<Range<usize>> {
        let text = self.source[line.clone()].trim_start();
        if text.starts_with('#') {
            self.comments.push(Comment { range: TextRange::new(line.end - text.len(), line.end), own_line: true });
            return None;
        }
        Some(line)
    }

    /// Where the line's own text ends, if the line goes on below: it ends in one escape character (two stand for the
    /// character itself), and blanks may follow.
    fn continued(&self, line: &Range<usize>) -> Option<usize> {
        let text = self.source[line.clone()].trim_end_matches([' ', '\t']);
        let before = text.strip_suffix(self.escape)?;
        (!before.ends_with(self.escape)).then_some(line.start + before.len())
    }

    fn trim_start(&self, line: Range<usize>) -> Range<usize> {
        line.end - self.source[line.clone()].trim_start().len()..line.end
    }

    fn trim_end(&self, pieces: &mut Vec<Range<usize>>) {
        while let Some(last) = pieces.last_mut() {
            last.end = last.start + self.source[last.clone()].trim_end().len();
            if last.start < last.end {
                break;
            }
            pieces.pop();
        }
    }
}
