//! The state of the parser, and the reading of blanks, comments and names.

use std::borrow::Cow;

use super::heredoc::EndMarkers;
use super::recovery::{Open, OpenKind};
use super::{Comment, Ident, SyntaxError};
use crate::source::TextRange;

/// How deep blocks and expressions may nest, in one count.
pub(super) const MAX_DEPTH: u32 = 256;

/// Why an expression could not be read. The error itself is already in [`Parser::errors`], as its last entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// The text is wrong.
    Text,
    /// The text is beyond a limit.
    Limit,
}

/// The result of reading something that may be wrong.
pub(super) type Read<T> = Result<T, Broken>;

/// Reads one text from the front to the back.
pub(super) struct Parser<'s> {
    pub(super) text: &'s str,
    /// Offset of the next byte.
    pub(super) at: usize,
    /// Whether a newline ends what is being read, rather than being a blank.
    pub(super) newline_ends: bool,
    /// Blocks and expressions around the current place.
    pub(super) depth: u32,
    /// Height of the tallest finished expression within the term that is being read.
    pub(super) tallest: u32,
    /// Brackets, strings and holes of the current argument that are open, outermost first. They stay when reading
    /// fails, so that recovery knows where it is.
    pub(super) open: Vec<Open>,
    pub(super) comments: Vec<Comment>,
    pub(super) errors: Vec<SyntaxError>,
    pub(super) end_markers: Option<EndMarkers<'s>>,
    /// Where the last unclosed block was found to end.
    pub(super) unclosed_at: Option<usize>,
}

impl<'s> Parser<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self {
            text,
            at: bom,
            newline_ends: true,
            depth: 0,
            tallest: 0,
            open: Vec::new(),
            comments: Vec::new(),
            errors: Vec::new(),
            end_markers: None,
            unclosed_at: None,
        }
    }

    /// The next byte.
    pub(super) fn byte(&self) -> Option<u8> {
        self.byte_after(0)
    }

    /// The byte `ahead` of the next one.
    pub(super) fn byte_after(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    pub(super) fn looking_at(&self, expected: &str) -> bool {
        self.text.as_bytes()[self.at..].starts_with(expected.as_bytes())
    }

    /// Goes over `expected` if it comes next.
    pub(super) fn eat(&mut self, expected: &str) -> bool {
        let found = self.looking_at(expected);
        if found {
            self.at += expected.len();
        }
        found
    }

    /// Goes over blanks and comments, then over `expected` if it comes next.
    pub(super) fn eat_next(&mut self, expected: &str) -> bool {
        self.skip_blanks();
        self.eat(expected)
    }

    /// Goes over blanks and comments, and over newlines where they mean nothing.
    pub(super) fn skip_blanks(&mut self) {
        loop {
            match self.byte() {
                Some(b' ' | b'\t' | b'\r') => self.at += 1,
                Some(b'\n') if !self.newline_ends => self.at += 1,
                _ if self.skip_comment() => {}
                _ => return,
            }
        }
    }

    /// Goes over blanks, comments and newlines.
    pub(super) fn skip_lines(&mut self) {
        let outer = std::mem::replace(&mut self.newline_ends, false);
        self.skip_blanks();
        self.newline_ends = outer;
    }

    /// Goes over a comment, if one starts here, and remembers it.
    pub(super) fn skip_comment(&mut self) -> bool {
        let start = self.at;
        if self.looking_at("#") || self.looking_at("//") {
            let line = &self.text[start..];
            let line = &line[..line.find('\n').unwrap_or(line.len())];
            self.at = start + line.trim_end_matches('\r').len();
        } else if self.looking_at("/*") {
            if let Some(length) = self.text[start + 2..].find("*/") {
                self.at = start + length + 4;
            } else {
                self.error(TextRange::new(start, start + 2), "expected `*/` to close the comment that starts here");
                self.at = self.text.len();
            }
        } else {
            return false;
        }
        let before = self.text[..start].trim_end_matches([' ', '\t', '\u{feff}']);
        let own_line = before.is_empty() || before.ends_with('\n');
        self.comments.push(Comment { range: TextRange::new(start, self.at), own_line });
        true
    }

    /// Goes one level deeper, unless that is too deep. [`leave`](Self::leave) ends the level; after a mistake the item
    /// around it does. (Closures would do this more neatly, but double the stack that nesting takes.)
    pub(super) fn enter(&mut self) -> Read<()> {
        if self.depth == MAX_DEPTH {
            return Err(self.beyond_limit(format!("nested more than {MAX_DEPTH} levels deep")));
        }
        self.depth += 1;
        Ok(())
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Goes over an opening bracket, behind which newlines are ends or blanks. Gives what they were before, for
    /// [`close_bracket`](Self::close_bracket).
    pub(super) fn open_bracket(&mut self, kind: OpenKind, newline_ends: bool) -> bool {
        self.push_open(kind, self.at);
        self.at += 1;
        std::mem::replace(&mut self.newline_ends, newline_ends)
    }

    /// To be called behind a closing bracket.
    pub(super) fn close_bracket(&mut self, outer_newline_ends: bool) {
        self.open.pop();
        self.newline_ends = outer_newline_ends;
    }

    /// Whether a name starts here.
    pub(super) fn at_ident(&self) -> bool {
        ident_length(&self.text[self.at..]) > 0
    }

    /// Whether exactly this name comes next.
    pub(super) fn at_keyword(&self, keyword: &str) -> bool {
        let rest = &self.text[self.at..];
        rest.starts_with(keyword) && ident_length(rest) == keyword.len()
    }

    /// Reads a name.
    pub(super) fn ident(&mut self) -> Option<Ident<'s>> {
        let start = self.at;
        let length = ident_length(&self.text[start..]);
        self.at += length;
        (length > 0).then(|| self.ident_from(start))
    }

    /// The text from `start` to here as a name.
    pub(super) fn ident_from(&self, start: usize) -> Ident<'s> {
        Ident { text: &self.text[start..self.at], range: TextRange::new(start, self.at) }
    }

    /// The range without the blanks at its end.
    pub(super) fn trimmed(&self, start: usize, end: usize) -> TextRange {
        TextRange::new(start, start + self.text[start..end].trim_end().len())
    }

    /// Reports a mistake that does not keep the text from being read.
    pub(super) fn error(&mut self, range: TextRange, message: impl Into<String>) {
        self.error_with_help(range, message, None);
    }

    pub(super) fn error_with_help(
        &mut self,
        range: TextRange,
        message: impl Into<String>,
        help: impl Into<Option<&'static str>>,
    ) {
        self.errors.push(SyntaxError { range, message: message.into(), help: help.into() });
    }

    /// Reports that something else was expected at the next token.
    pub(super) fn expected(&mut self, what: &str) -> Broken {
        self.expected_with_help(what, None)
    }

    pub(super) fn expected_with_help(&mut self, what: &str, help: impl Into<Option<&'static str>>) -> Broken {
        let (range, found) = self.next_token();
        self.error_with_help(range, format!("expected {what}, found {found}"), help);
        Broken::Text
    }

    pub(super) fn beyond_limit(&mut self, message: String) -> Broken {
        let (range, _) = self.next_token();
        self.error(range, message);
        Broken::Limit
    }

    /// The place of the next token and how a message names it.
    pub(super) fn next_token(&self) -> (TextRange, Cow<'static, str>) {
        let rest = &self.text[self.at..];
        let length = match rest.chars().next() {
            None => return (TextRange::empty(self.at), "the end of the file".into()),
            Some('\n' | '\r') => return (TextRange::empty(self.at), "the end of the line".into()),
            Some('"') => return (TextRange::new(self.at, self.at + 1), "a string".into()),
            Some(first) => ident_length(rest).max(first.len_utf8()),
        };
        let shown: String = rest[..length].chars().take(40).collect();
        (TextRange::new(self.at, self.at + length), format!("`{shown}`").into())
    }
}

/// Length in bytes of the name at the start of `text`; zero if there is none.
pub(super) fn ident_length(text: &str) -> usize {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if first == '_' || first.is_alphabetic() => {}
        _ => return 0,
    }
    text.len() - chars.as_str().trim_start_matches(is_ident_continue).len()
}

fn is_ident_continue(c: char) -> bool {
    // The combining marks are in Unicode's ID_Continue, but not alphabetic.
    c.is_alphanumeric() || matches!(c, '_' | '-' | '\u{300}'..='\u{36f}')
}
