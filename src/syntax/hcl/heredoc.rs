//! Heredocs: `<<EOT` and `<<-EOT`.

use std::borrow::Cow;
use std::collections::HashMap;

use super::ExprKind;
use super::cursor::{Broken, Parser, Read, ident_length};
use super::recovery::OpenKind;
use super::template::{Piece, Pieces};
use crate::source::TextRange;

/// A line that holds nothing but a name, and so may end a heredoc.
#[derive(Clone, Copy, Debug)]
pub(super) struct EndMarker {
    /// Offset of the start of the line.
    pub(super) line: u32,
    /// Offset behind the name.
    pub(super) end: u32,
}

/// All possible end markers of a text by their names, in the order of the text. Found once, so that many heredocs
/// without an end do not each search the rest of the text.
pub(super) type EndMarkers<'s> = HashMap<&'s str, Vec<EndMarker>>;

fn find_end_markers(text: &str) -> EndMarkers<'_> {
    let mut markers = EndMarkers::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let name = line.trim();
        if !name.is_empty() && ident_length(name) == name.len() {
            let end = start + line.trim_end().len();
            markers.entry(name).or_default().push(EndMarker { line: start as u32, end: end as u32 });
        }
        start += line.len();
    }
    markers
}

impl<'s> Parser<'s> {
    /// The first line at or behind `from` that ends a heredoc with this tag.
    pub(super) fn end_marker(&mut self, tag: &str, from: usize) -> Option<EndMarker> {
        let markers = self.end_markers.get_or_insert_with(|| find_end_markers(self.text)).get(tag)?;
        let index = markers.partition_point(|marker| (marker.line as usize) < from);
        markers.get(index).copied()
    }

    /// Reads a heredoc.
    pub(super) fn heredoc(&mut self) -> Read<ExprKind<'s>> {
        let start = self.at;
        self.at += 2;
        let unindent = self.eat("-");
        let Some(tag) = self.ident() else { return Err(self.expected("the end marker of a heredoc after `<<`")) };
        let opening = TextRange::new(start, self.at);
        let rest = &self.text[self.at..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len();
        if rest.as_bytes().get(blanks) != Some(&b'\n') {
            return Err(self.expected("a newline after the marker of a heredoc"));
        }
        if rest[..blanks].contains([' ', '\t']) {
            self.error(opening, "expected a newline right after the marker of a heredoc, found blanks");
        }
        self.push_open(OpenKind::Heredoc, start);
        self.at += blanks + 1;
        let mut pieces = Pieces::new(self.at, true);
        let end = loop {
            let Some(marker) = self.end_marker(tag.text, self.at) else {
                return Err(self.unclosed_heredoc(opening, tag.text));
            };
            if self.heredoc_text(marker.line as usize, &mut pieces)? {
                break marker;
            }
        };
        pieces.end_text(self.text, end.line as usize, false);
        self.at = end.end as usize;
        self.open.pop();
        if self.at == self.text.len() {
            self.error(TextRange::empty(self.at), "expected a newline after the end marker of a heredoc");
        }
        if unindent {
            remove_indentation(&mut pieces.done);
        }
        Ok(self.template(pieces.done, true))
    }

    /// Reads up to `end`, where the end marker stands; false when a hole went beyond it.
    fn heredoc_text(&mut self, end: usize, pieces: &mut Pieces<'s>) -> Read<bool> {
        while let Some(length) = self.text.get(self.at..end).and_then(|text| text.find(['$', '%'])) {
            self.at += length;
            if self.hole_starts(&mut pieces.run) {
                self.hole(pieces)?;
            }
        }
        Ok(self.at <= end)
    }

    fn unclosed_heredoc(&mut self, opening: TextRange, tag: &str) -> Broken {
        let message = format!("expected a line `{tag}` to end the heredoc that starts here");
        self.error(opening, message);
        Broken::Text
    }
}

/// Removes from all lines the indentation of the least indented line. A line that starts with a hole is not indented;
/// blank lines do not count and stay as they are.
fn remove_indentation(pieces: &mut [Piece<'_>]) {
    let mut least = usize::MAX;
    let mut at_line_start = true;
    for piece in &*pieces {
        match piece {
            Piece::Text(text) => for_each_line(&text.text, &mut at_line_start, |line, starts| {
                if starts {
                    least = least.min(indentation(line).unwrap_or(usize::MAX));
                }
            }),
            _ if at_line_start => return,
            _ => at_line_start = false,
        }
    }
    if least == 0 || least == usize::MAX {
        return;
    }
    at_line_start = true;
    for piece in pieces {
        let Piece::Text(text) = piece else {
            at_line_start = false;
            continue;
        };
        let mut dedented = String::with_capacity(text.text.len());
        for_each_line(&text.text, &mut at_line_start, |line, starts| {
            let removed = if starts && indentation(line).is_some() { leading(line, least) } else { 0 };
            dedented.push_str(&line[removed..]);
        });
        if dedented.len() < text.text.len() {
            text.text = Cow::Owned(dedented);
        }
    }
}

/// Calls `visit` with each line, and whether the line starts in this text. `at_line_start` says so for the first line,
/// and afterwards for what follows the text.
fn for_each_line(text: &str, at_line_start: &mut bool, mut visit: impl FnMut(&str, bool)) {
    for line in text.split_inclusive('\n') {
        visit(line, *at_line_start);
        *at_line_start = line.ends_with('\n');
    }
}

/// Number of blanks at the start of a line; nothing for a blank line.
fn indentation(line: &str) -> Option<usize> {
    let content = line.trim_start();
    let is_blank = content.is_empty() && line.ends_with('\n');
    (!is_blank).then(|| line[..line.len() - content.len()].chars().count())
}

/// Bytes of the first `count` characters.
fn leading(line: &str, count: usize) -> usize {
    line.char_indices().nth(count).map_or(line.len(), |(offset, _)| offset)
}
