//! Literal text within strings and heredocs: escapes and strip markers.

use std::borrow::Cow;

use super::cursor::{Broken, Parser, Read};
use super::recovery::OpenKind;
use super::{Label, TemplatePart};
use crate::source::TextRange;

/// A piece of literal text with the place where it was written.
#[derive(Debug)]
pub(super) struct Text<'s> {
    pub(super) text: Cow<'s, str>,
    pub(super) range: TextRange,
}

impl<'s> Text<'s> {
    /// Removes the blanks that `~` removes before a hole. Those of earlier lines stay when `per_line` is set.
    pub(super) fn strip_end(&mut self, per_line: bool) {
        let text = &*self.text;
        let earlier_lines = text.strip_suffix('\n').unwrap_or(text).rfind('\n').map_or(0, |newline| newline + 1);
        let kept = if per_line { earlier_lines } else { 0 };
        let length = kept + text[kept..].trim_end().len();
        self.keep(0, length);
    }

    /// Removes the blanks that `~` removes behind a hole. Those of later lines stay when `per_line` is set.
    pub(super) fn strip_start(&mut self, per_line: bool) {
        let first_line = self.text.find('\n').map_or(self.text.len(), |newline| newline + 1);
        let stripped = if per_line { first_line } else { self.text.len() };
        let start = stripped - self.text[..stripped].trim_start().len();
        self.keep(start, self.text.len());
    }

    /// Keeps a part of the text; the place shrinks as well while it is the same text.
    fn keep(&mut self, start: usize, end: usize) {
        match &mut self.text {
            Cow::Borrowed(text) => {
                *text = &text[start..end];
                let offset = self.range.start as usize;
                self.range = TextRange::new(offset + start, offset + end);
            }
            Cow::Owned(text) => {
                text.truncate(end);
                text.drain(..start);
            }
        }
    }

    pub(super) fn into_part(self) -> TemplatePart<'s> {
        TemplatePart::Text { text: self.text, range: self.range }
    }
}

/// Literal text that is being read.
pub(super) struct Run {
    start: usize,
    /// The text up to `copied` with escapes resolved, once there was an escape.
    resolved: Option<String>,
    copied: usize,
}

impl Run {
    pub(super) fn from(start: usize) -> Self {
        Self { start, resolved: None, copied: start }
    }

    /// Takes the text before `escape`, and `meaning` in the place of the escape.
    fn resolve(&mut self, text: &str, escape: std::ops::Range<usize>, meaning: &str) {
        let resolved = self.resolved.get_or_insert_default();
        resolved.push_str(&text[self.copied..escape.start]);
        resolved.push_str(meaning);
        self.copied = escape.end;
    }

    /// The text up to `end`; nothing if nothing was written.
    pub(super) fn finish(self, text: &str, end: usize) -> Option<Text<'_>> {
        let range = TextRange::new(self.start, end);
        let text = match self.resolved {
            None => Cow::Borrowed(&text[self.start..end]),
            Some(mut resolved) => {
                resolved.push_str(&text[self.copied..end]);
                Cow::Owned(resolved)
            }
        };
        (!range.is_empty()).then_some(Text { text, range })
    }
}

impl<'s> Parser<'s> {
    /// At a `$` or `%`: whether a hole or directive starts. If not, goes over it, and over the `{` of an escape.
    pub(super) fn hole_starts(&mut self, run: &mut Run) -> bool {
        let sign = self.byte();
        if self.byte_after(1) == Some(b'{') {
            return true;
        }
        if self.byte_after(1) == sign && self.byte_after(2) == Some(b'{') {
            run.resolve(self.text, self.at..self.at + 1, "");
            self.at += 3;
        } else {
            self.at += 1;
        }
        false
    }

    /// Goes over the `\` escape that starts here.
    pub(super) fn escape(&mut self, run: &mut Run) {
        let start = self.at;
        let digits = match self.byte_after(1) {
            Some(b'u') => 4,
            Some(b'U') => 8,
            _ => 0,
        };
        self.at += 1;
        let mut buffer = [0; 4];
        let meaning = match self.byte() {
            Some(b'n') => "\n",
            Some(b'r') => "\r",
            Some(b't') => "\t",
            Some(b'"') => "\"",
            Some(b'\\') => "\\",
            Some(b'u' | b'U') => {
                if let Some(c) = self.code_point(digits) {
                    self.at += digits;
                    c.encode_utf8(&mut buffer)
                } else {
                    let range = TextRange::new(start, start + 2);
                    self.error(range, format!("expected {digits} hexadecimal digits of a character"));
                    ""
                }
            }
            _ => return self.unknown_escape(start, run),
        };
        self.at += 1;
        run.resolve(self.text, start..self.at, meaning);
    }

    /// The character whose code follows the current one.
    fn code_point(&self, digits: usize) -> Option<char> {
        let code = self.text.get(self.at + 1..self.at + 1 + digits)?;
        let is_code = code.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_code.then(|| u32::from_str_radix(code, 16).ok().and_then(char::from_u32)).flatten()
    }

    /// Reports a `\` without meaning; the character behind it stands for itself.
    fn unknown_escape(&mut self, start: usize, run: &mut Run) {
        run.resolve(self.text, start..self.at, "");
        let Some(c) = self.text[self.at..].chars().next().filter(|&c| !matches!(c, '\n' | '\r')) else { return };
        let range = TextRange::new(start, self.at + c.len_utf8());
        self.error_with_help(range, format!("`\\{c}` is not an escape"), "write `\\\\` for a backslash");
        self.at += c.len_utf8();
    }

    /// Reads a label in quotes.
    pub(super) fn quoted_label(&mut self) -> Read<Label<'s>> {
        let start = self.at;
        self.push_open(OpenKind::Quote, start);
        self.at += 1;
        let mut run = Run::from(self.at);
        loop {
            match self.byte() {
                Some(b'"') => break,
                None | Some(b'\n') => return Err(self.unclosed_string(start)),
                Some(b'\\') => self.escape(&mut run),
                Some(b'$' | b'%') => {
                    if self.hole_starts(&mut run) {
                        let range = TextRange::new(self.at, self.at + 2);
                        self.error(range, "a label cannot hold an expression");
                        self.at += 2;
                    }
                }
                Some(_) => self.at += 1,
            }
        }
        let text = run.finish(self.text, self.at).map_or(Cow::Borrowed(""), |text| text.text);
        self.at += 1;
        self.open.pop();
        Ok(Label { text, range: TextRange::new(start, self.at) })
    }

    pub(super) fn unclosed_string(&mut self, start: usize) -> Broken {
        let range = self.trimmed(start, self.at);
        self.error_with_help(
            range,
            "expected `\"` to close the string that starts here",
            "text of several lines is written as a heredoc, `<<EOT`",
        );
        Broken::Text
    }
}
