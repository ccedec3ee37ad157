//! The cursor: characters, blanks and plain words.

use std::ops::Range;

use super::parser::Parser;
use crate::source::TextRange;

impl<'s> Parser<'s> {
    pub(super) fn rest(&self) -> &'s str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn bump(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    pub(super) fn eat(&mut self, char: char) -> bool {
        let found = self.rest().starts_with(char);
        if found {
            self.at += char.len_utf8();
        }
        found
    }

    pub(super) fn range(&self, at: Range<usize>) -> TextRange {
        TextRange::new(self.base + at.start, self.base + at.end)
    }

    pub(super) fn peek_token(&mut self) -> Option<char> {
        self.skip_blanks();
        self.peek().filter(|&char| !(char == '`' && self.in_backticks))
    }

    /// The plain characters at the cursor: what a keyword would be.
    pub(super) fn bare_word(&self) -> &'s str {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || ";&|()<>`\"'$\\".contains(c)).unwrap_or(rest.len());
        // What goes on with a quote or a substitution is no keyword.
        if rest[end..].starts_with(['"', '\'', '$', '\\']) { "" } else { &rest[..end] }
    }

    pub(super) fn skip_blanks(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches([' ', '\t', '\r']);
            self.at += rest.len() - trimmed.len();
            if trimmed.starts_with("\\\n") {
                self.at += 2;
            } else if trimmed.starts_with("\\\r\n") {
                self.at += 3;
            } else {
                return;
            }
        }
    }

    pub(super) fn skip_newlines(&mut self) {
        loop {
            self.skip_blanks();
            match self.peek() {
                Some('\n') => self.bump(),
                Some('#') => self.skip_line(),
                _ => return,
            }
        }
    }

    pub(super) fn skip_line(&mut self) {
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
    }
}
