//! Variables, quotes and escapes in the arguments of instructions, as the builder resolves them
//! ([reference](https://docs.docker.com/reference/dockerfile/#environment-replacement)).

use std::sync::Arc;

use super::modifier::Modifier;
use super::references::references;
use super::scope::{Scope, Variable};
use crate::frontend::substitution::{DEPTH_LIMIT, Operator, Rule, name_length};
use crate::frontend::text::Text;
use crate::source::{FileId, Span, TextRange};
use crate::syntax::dockerfile::Word;
use crate::value::{Reason, Unknown, Value};

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
        reader.read(&mut text, None);
        text.finish(span)
    }

    /// The first variable in a word for which `wanted` holds.
    pub(super) fn reference<'w>(self, word: &'w Word<'_>, wanted: impl Fn(&str) -> bool) -> Option<&'w str> {
        references(&word.text, self.escape).map(|reference| reference.name).find(|name| wanted(name))
    }
}

/// The name in a text that is nothing but `$name` or `${name}`.
pub(super) fn sole_reference(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('$')?;
    let name = rest.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(rest);
    (!name.is_empty() && name_length(name) == name.len()).then_some(name)
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
        let name = sole_reference(&word.text)?;
        match self.scope.get(name, span) {
            Variable::Value(value) => Some((name, value)),
            _ => None,
        }
    }

    /// Reads to the end, or within braces up to and including `stop`.
    fn read(&mut self, text: &mut Text, stop: Option<char>) {
        let mut in_quotes = false;
        while let Some(char) = self.next() {
            match char {
                _ if Some(char) == stop && !in_quotes => return,
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
        if let Some((modifier, length)) = Modifier::read(rest).filter(|_| !name.is_empty()) {
            self.at += length;
            self.modified(modifier, name, start, text);
            return;
        }
        let (operator, length) = Operator::read(rest).unzip();
        self.at += length.unwrap_or(0);
        let mut alternative = Text::default();
        if operator.is_none_or(|operator| operator.rule != Rule::Value) {
            if self.depth == DEPTH_LIMIT {
                self.at = self.word.text.len();
                text.push_hole(Arc::new(Unknown::new(Reason::Limit("nested variables"), self.span(start))));
                return;
            }
            self.depth += 1;
            self.read(&mut alternative, Some('}'));
            self.depth -= 1;
        }
        let span = self.span(start);
        let Some(operator) = operator.filter(|_| !name.is_empty()) else {
            text.push_hole(Arc::new(Unknown::new(Reason::Unsupported("this substitution"), span)));
            return;
        };
        let alternative = alternative.finish(span);
        match (self.scope.get(name, span), operator.rule) {
            (Variable::Value(value), rule @ (Rule::Default | Rule::Alternative)) => {
                match (operator.is_set(value), rule) {
                    (Some(true), Rule::Default) => text.push_value(value),
                    (Some(false), Rule::Default) | (Some(true), _) => text.push_value(&alternative),
                    (Some(false), _) => {}
                    (None, _) => text.push_hole(Arc::new(Unknown::new(Reason::BuildArgument(name.into()), span))),
                }
            }
            (Variable::Value(value), _) => text.push_value(value),
            (Variable::Unset(_), Rule::Default) => text.push_value(&alternative),
            (Variable::Unset(_), Rule::Alternative) => {}
            (Variable::Unset(unknown) | Variable::Unknown(unknown), _) => text.push_hole(Arc::new(unknown)),
        }
    }

    /// The rest of `${name#pattern}` and its like, after the mark.
    fn modified(&mut self, modifier: Modifier, name: &str, start: usize, text: &mut Text) {
        let is_replacement = matches!(modifier, Modifier::Replace { .. });
        let pattern = self.pattern(if is_replacement { '/' } else { '}' });
        let replacement = if is_replacement { self.pattern('}') } else { Some(String::new()) };
        let replacement = replacement.filter(|replacement| !replacement.contains('\\'));
        let span = self.span(start);
        let value = match self.scope.get(name, span) {
            Variable::Value(value) => value.as_str(),
            Variable::Unset(unknown) | Variable::Unknown(unknown) => {
                text.push_hole(Arc::new(unknown));
                return;
            }
        };
        let changed = match (value, pattern, replacement) {
            (Some(value), Some(pattern), Some(replacement)) => modifier.apply(value, &pattern, &replacement),
            _ => None,
        };
        match changed {
            Some(changed) => text.push_str(&changed),
            None => text.push_hole(Arc::new(Unknown::new(Reason::Unsupported("this substitution"), span))),
        }
    }

    /// The text up to `stop`, with escapes left in it. `None` where it holds quotes or variables, or never ends.
    fn pattern(&mut self, stop: char) -> Option<String> {
        let mut pattern = String::new();
        let mut plain = true;
        while let Some(char) = self.next() {
            if char == stop {
                return plain.then_some(pattern);
            }
            plain &= !matches!(char, '$' | '"' | '\'');
            if char == self.expander.escape {
                pattern.push('\\');
                pattern.extend(self.next());
            } else {
                pattern.push(char);
            }
        }
        None
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
