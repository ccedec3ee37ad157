//! What happens after a mistake: the rest of the broken argument or block is skipped, and no more than that.

use super::cursor::{Broken, Parser, ident_length};
use crate::source::TextRange;

/// Something that was opened and must be closed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    pub(super) kind: OpenKind,
    /// Offset of its first character.
    pub(super) at: u32,
}

/// What was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OpenKind {
    /// `(`
    Paren,
    /// `[`
    Bracket,
    /// `{`
    Brace,
    /// `"`
    Quote,
    /// `${` or `%{`
    Hole,
    /// `<<`
    Heredoc,
}

impl OpenKind {
    /// Whether `}` closes it.
    fn is_braced(self) -> bool {
        matches!(self, Self::Brace | Self::Hole)
    }
}

/// Top-level block types of Terraform and the number of their labels. One of these at the start of a line begins a new
/// block, whatever is still open before it.
const TOP_LEVEL_BLOCKS: [(&str, usize); 15] = [
    ("action", 2),
    ("check", 1),
    ("data", 2),
    ("ephemeral", 2),
    ("import", 0),
    ("list", 2),
    ("locals", 0),
    ("module", 1),
    ("moved", 0),
    ("output", 1),
    ("provider", 1),
    ("removed", 0),
    ("resource", 2),
    ("terraform", 0),
    ("variable", 1),
];

impl Parser<'_> {
    pub(super) fn push_open(&mut self, kind: OpenKind, at: usize) {
        self.open.push(Open { kind, at: at as u32 });
    }

    /// Skips the rest of the item that starts at `start` and whose last error is here. An error behind an unclosed
    /// bracket is replaced by one at the bracket.
    pub(super) fn recover(&mut self, start: usize, broken: Broken) {
        let failure = self.errors.len() - 1;
        self.newline_ends = true;
        self.skip_item(start);
        if broken == Broken::Text
            && let Some(unclosed) = self.open.last().copied()
        {
            self.blame_unclosed(failure, unclosed);
        }
        self.open.clear();
    }

    /// Skips the rest of the item that starts at `start`: to the end of its last line, or to where an unclosed bracket
    /// cannot go on. What is then still open stays in [`Parser::open`].
    pub(super) fn skip_item(&mut self, start: usize) {
        let left_heredoc = self.leave_heredocs();
        let mut skip = Skip {
            line: self.text[start..self.at].rfind('\n').map_or(start, |newline| start + newline + 1),
            braces: self.open.iter().filter(|open| open.kind.is_braced()).count(),
            objects: self.open.iter().filter(|open| open.kind == OpenKind::Brace).count(),
        };
        if !left_heredoc && skip.line > start && self.ends_item(&skip) {
            self.back_to(skip.line - 1);
            return;
        }
        while self.skip_one(&mut skip) {}
    }

    /// Goes over one character, string, comment or heredoc; false at the end of the item.
    fn skip_one(&mut self, skip: &mut Skip) -> bool {
        let Some(byte) = self.byte() else { return false };
        if self.open.last().is_some_and(|open| open.kind == OpenKind::Quote) {
            self.skip_in_string(byte, skip);
            return true;
        }
        match byte {
            b'\n' => return self.skip_newline(skip),
            b'"' => self.push_open(OpenKind::Quote, self.at),
            b'(' => self.push_open(OpenKind::Paren, self.at),
            b'[' => self.push_open(OpenKind::Bracket, self.at),
            b'{' => {
                self.push_open(OpenKind::Brace, self.at);
                skip.braces += 1;
                skip.objects += 1;
            }
            b')' | b']' => {
                self.open.pop_if(|open| matches!(open.kind, OpenKind::Paren | OpenKind::Bracket));
            }
            b'}' if skip.braces == 0 => return false,
            b'}' => {
                while let Some(open) = self.open.pop()
                    && !skip.closed(open)
                {}
            }
            b'<' if self.skip_heredoc() => return true,
            _ if self.skip_comment() => return true,
            _ => {}
        }
        self.at += 1;
        true
    }

    fn skip_in_string(&mut self, byte: u8, skip: &mut Skip) {
        match byte {
            // A string ends with its line; the newline is for the caller.
            b'\n' => {
                self.open.pop();
                return;
            }
            b'"' => {
                self.open.pop();
            }
            b'\\' if self.byte_after(1).is_some_and(|next| next != b'\n') => self.at += 1,
            b'$' | b'%' if self.byte_after(1) == Some(b'{') => {
                self.push_open(OpenKind::Hole, self.at);
                skip.braces += 1;
                self.at += 1;
            }
            _ => {}
        }
        self.at += 1;
    }

    /// Goes over a newline unless the item ends there.
    fn skip_newline(&mut self, skip: &mut Skip) -> bool {
        self.close_strings_of_line(skip);
        if self.open.is_empty() {
            return false;
        }
        skip.line = self.at + 1;
        if self.ends_item(skip) {
            return false;
        }
        self.at += 1;
        true
    }

    /// A string whose hole is open at the end of the line on which the string began is taken to be unclosed: a
    /// forgotten `}` is likelier than a hole over several lines.
    fn close_strings_of_line(&mut self, skip: &mut Skip) {
        let of_line = self.open.iter().rev().take_while(|open| open.at as usize >= skip.line).count();
        let first = self.open.len() - of_line;
        if let Some(quote) = self.open[first..].iter().position(|open| open.kind == OpenKind::Quote) {
            for open in self.open.drain(first + quote..) {
                skip.closed(open);
            }
        }
    }

    /// Goes over a heredoc that has an end marker.
    fn skip_heredoc(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let Some(opening) = rest.strip_prefix("<<") else { return false };
        let opening = opening.strip_prefix('-').unwrap_or(opening);
        let tag = &opening[..ident_length(opening)];
        if tag.is_empty() || !opening[tag.len()..].trim_start_matches('\r').starts_with('\n') {
            return false;
        }
        let marker = self.end_marker(tag, self.at);
        if let Some(marker) = marker {
            self.at = marker.end as usize;
        }
        marker.is_some()
    }

    /// Leaves the outermost open heredoc: behind its end marker, or where a block must have ended.
    fn leave_heredocs(&mut self) -> bool {
        let Some(index) = self.open.iter().position(|open| open.kind == OpenKind::Heredoc) else { return false };
        let opening = self.open[index].at as usize;
        self.open.truncate(index);
        let tag = self.text[opening..].trim_start_matches(['<', '-']);
        let tag = &tag[..ident_length(tag)];
        self.at = match self.end_marker(tag, self.at) {
            Some(marker) => marker.end as usize,
            None => self.next_block_boundary(),
        };
        true
    }

    /// The end of the line before the next one that starts with `}` or a top-level block.
    fn next_block_boundary(&self) -> usize {
        let mut line = self.at - usize::from(self.text[..self.at].ends_with('\n'));
        while let Some(length) = self.text[line..].find('\n') {
            line += length + 1;
            if self.text[line..].starts_with('}') || is_top_level_header(&self.text[line..]) {
                return line - 1;
            }
        }
        self.text.len()
    }

    /// Whether the line that starts at `skip.line` cannot belong to the item that is being skipped.
    fn ends_item(&self, skip: &Skip) -> bool {
        let line = &self.text[skip.line..];
        is_top_level_header(line) || skip.objects == 0 && starts_item(line)
    }

    /// Goes back to `offset`, as if nothing behind it had been read.
    fn back_to(&mut self, offset: usize) {
        self.at = offset;
        self.comments.truncate(self.comments.partition_point(|comment| (comment.range.start as usize) < offset));
    }

    /// Replaces an error behind an unclosed bracket by one at the bracket.
    fn blame_unclosed(&mut self, failure: usize, unclosed: Open) {
        let (opening, closing) = match unclosed.kind {
            OpenKind::Paren => ("(", ")"),
            OpenKind::Bracket => ("[", "]"),
            OpenKind::Brace => ("{", "}"),
            OpenKind::Hole => (TextRange::new(unclosed.at as usize, unclosed.at as usize + 2).slice(self.text), "}"),
            OpenKind::Quote | OpenKind::Heredoc => return,
        };
        let start = unclosed.at as usize;
        let error = &mut self.errors[failure];
        error.message = format!("expected `{closing}` to close the `{opening}` that starts here");
        error.range = TextRange::new(start, start + opening.len());
        error.help = None;
    }
}

/// Where skipping is.
struct Skip {
    /// Offset of the start of the current line, or of the item if that is later.
    line: usize,
    /// How many open things a `}` closes.
    braces: usize,
    /// How many of them are objects, in which lines look like arguments.
    objects: usize,
}

impl Skip {
    /// Counts what is no longer open; whether a `}` closes such a thing.
    fn closed(&mut self, open: Open) -> bool {
        self.braces -= usize::from(open.kind.is_braced());
        self.objects -= usize::from(open.kind == OpenKind::Brace);
        open.kind.is_braced()
    }
}

/// Whether `text` begins with the header of a top-level block.
pub(super) fn is_top_level_header(text: &str) -> bool {
    let keyword = &text[..ident_length(text)];
    let Some(&(_, labels)) = TOP_LEVEL_BLOCKS.iter().find(|(kind, _)| *kind == keyword) else { return false };
    let line = &text[keyword.len()..];
    let mut rest = &line[..line.find('\n').unwrap_or(line.len())];
    for _ in 0..labels {
        rest = trim_blanks(rest);
        let length = match rest.strip_prefix('"') {
            Some(label) => label.find('"').map_or(0, |length| length + 2),
            None => ident_length(rest),
        };
        if length == 0 {
            return false;
        }
        rest = &rest[length..];
    }
    trim_blanks(rest).starts_with('{')
}

/// Whether `text` begins with an argument or a block, as no line of an expression does outside of objects.
pub(super) fn starts_item(text: &str) -> bool {
    let text = trim_blanks(text);
    let length = ident_length(text);
    let rest = trim_blanks(&text[length..]);
    match rest.as_bytes() {
        _ if length == 0 => false,
        [b'=', next, ..] => !matches!(next, b'=' | b'>'),
        [b'{' | b'"', ..] => true,
        _ => false,
    }
}

fn trim_blanks(text: &str) -> &str {
    text.trim_start_matches([' ', '\t'])
}
