//! Variables, quotes and escapes in the arguments of instructions, as the builder resolves them
//! ([reference](https://docs.docker.com/reference/dockerfile/#environment-replacement)).

use std::sync::Arc;

use super::scope::{Scope, Variable};
use crate::frontend::text::Text;
use crate::source::{FileId, Span, TextRange};
use crate::syntax::dockerfile::Word;
use crate::value::{Reason, Unknown, Value};

/// Deepest nesting of `${a:-${b:-…}}` that is followed.
const DEPTH_LIMIT: usize = 32;

/// Resolves words of one file.
#[derive(Clone, Copy)]
pub(super) struct Expander {
    pub(super) file: FileId,
    pub(super) escape: char,
}

impl Expander {
    /// The value of a word.
    pub(super) fn word(self, word: &Word<'_>, scope: &Scope) -> Value {
        let span = word.range.in_file(self.file);
        let mut reader = Reader { expander: self, word, scope, at: 0, depth: 0 };
        if let Some((name, value)) = reader.sole_reference(span) {
            return value.referenced_at(span, format!("variable {name}"));
        }
        let mut text = Text::default();
        reader.read(&mut text, false);
        text.finish(span)
    }
}

struct Reader<'w> {
    expander: Expander,
    word: &'w Word<'w>,
    scope: &'w Scope,
    at: usize,
    depth: usize,
}

impl<'w> Reader<'w> {
    /// The value of a word that is nothing but `$name` or `${name}`, which keeps where the value came from.
    fn sole_reference(&self, span: Span) -> Option<(&'w str, &'w Value)> {
        let word = self.word;
        let rest = word.text.strip_prefix('$')?;
        let name = rest.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(rest);
        match self.scope.get(name, span) {
            Variable::Value(value) if name_length(name) == name.len() => Some((name, value)),
            _ => None,
        }
    }

    /// Reads to the end, or within braces to the closing one.
    fn read(&mut self, text: &mut Text, in_braces: bool) {
        let mut in_quotes = false;
        while let Some(char) = self.next() {
            match char {
                '}' if in_braces && !in_quotes => return,
                '"' => in_quotes = !in_quotes,
                '\'' if !in_quotes => {
                    while let Some(char) = self.next().filter(|&char| char != '\'') {
                        text.push(char);
                    }
                }
                '$' => self.dollar(text),
                _ if char == self.expander.escape => match self.next() {
                    Some(next) if in_quotes && next != '"' && next != '$' && next != char => {
                        text.push(char);
                        text.push(next);
                    }
                    Some(next) => text.push(next),
                    None => text.push(char),
                },
                _ => text.push(char),
            }
        }
    }

    fn dollar(&mut self, text: &mut Text) {
        let start = self.at - 1;
        let braces = self.rest().starts_with('{');
        self.at += usize::from(braces);
        let name = &self.rest()[..name_length(self.rest())];
        self.at += name.len();
        if name.is_empty() && !braces {
            text.push('$');
        } else if !braces {
            match self.scope.get(name, self.span(start)) {
                Variable::Value(value) => text.push_value(value),
                Variable::Unset(unknown) | Variable::Unknown(unknown) => text.push_hole(Arc::new(unknown)),
            }
        } else {
            self.braces(name, start, text);
        }
    }

    /// What follows the name in `${name…}`.
    fn braces(&mut self, name: &str, start: usize, text: &mut Text) {
        let rest = self.rest();
        let (operator, length) = match rest.as_bytes() {
            [b':', operator @ (b'-' | b'+' | b'?'), ..] => (*operator, 2),
            [operator @ (b'-' | b'+' | b'?' | b'}'), ..] => (*operator, 1),
            _ => (0, 0),
        };
        let empty_counts = length == 1;
        self.at += length;
        let mut alternative = Text::default();
        if operator != b'}' {
            if self.depth == DEPTH_LIMIT {
                self.at = self.word.text.len();
                text.push_hole(Arc::new(Unknown::new(Reason::Limit("nested variables"), self.span(start))));
                return;
            }
            self.depth += 1;
            self.read(&mut alternative, true);
            self.depth -= 1;
        }
        let span = self.span(start);
        if name.is_empty() || operator == 0 {
            text.push_hole(Arc::new(Unknown::new(Reason::Unsupported("this substitution"), span)));
            return;
        }
        let alternative = alternative.finish(span);
        match (self.scope.get(name, span), operator) {
            (Variable::Value(value), b'-' | b'+') => match (is_set(value, empty_counts), operator) {
                (Some(true), b'-') => text.push_value(value),
                (Some(false), b'-') | (Some(true), _) => text.push_value(&alternative),
                (Some(false), _) => {}
                (None, _) => text.push_hole(Arc::new(Unknown::new(Reason::BuildArgument(name.into()), span))),
            },
            (Variable::Value(value), _) => text.push_value(value),
            (Variable::Unset(_), b'-') => text.push_value(&alternative),
            (Variable::Unset(_), b'+') => {}
            (Variable::Unset(unknown) | Variable::Unknown(unknown), _) => text.push_hole(Arc::new(unknown)),
        }
    }

    fn next(&mut self) -> Option<char> {
        let char = self.rest().chars().next()?;
        self.at += char.len_utf8();
        Some(char)
    }

    fn rest(&self) -> &'w str {
        let word = self.word;
        &word.text[self.at..]
    }

    /// From `start` to the cursor; the whole word where its text is not written in one piece.
    fn span(&self, start: usize) -> Span {
        let word = self.word;
        if word.range.len() != word.text.len() {
            return word.range.in_file(self.expander.file);
        }
        let base = word.range.start as usize;
        TextRange::new(base + start, base + self.at).in_file(self.expander.file)
    }
}

/// Whether a variable counts as set; the forms with a colon ask for a value that is not empty.
fn is_set(value: &Value, empty_counts: bool) -> Option<bool> {
    value.as_str().map(|text| empty_counts || !text.is_empty())
}

fn name_length(text: &str) -> usize {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return 0;
    }
    text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len())
}
