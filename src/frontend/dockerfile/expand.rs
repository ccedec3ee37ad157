//! Variables, quotes and escapes in the arguments of instructions, as the builder resolves them
//! ([reference](https://docs.docker.com/reference/dockerfile/#environment-replacement)). The rules are those of `BuildKit`'s
//! `frontend/dockerfile/shell`.

use std::sync::Arc;

use super::modifier::Modifier;
use super::references::references;
use super::scope::{Scope, Variable, is_positional};
use crate::frontend::substitution::{DEPTH_LIMIT, Operator, Rule, name_length};
use crate::frontend::text::Text;
use crate::source::{FileId, Span, TextRange};
use crate::syntax::dockerfile::Word;
use crate::value::{Reason, Unknown, Value};

/// What the builder says of a `${` without its `}`.
const UNCLOSED: &str = "`${` is not closed";

/// Resolves words of one file.
#[derive(Clone, Copy)]
pub(super) struct Expander {
    pub(super) file: FileId,
    pub(super) escape: char,
}

/// Why the builder stops at a word.
pub(super) struct Problem {
    pub(super) place: Span,
    pub(super) message: String,
    /// Whether it does so whatever the base image and the command line set.
    pub(super) is_certain: bool,
}

impl Expander {
    /// The value of a word.
    pub(super) fn word(self, word: &Word<'_>, scope: &Scope) -> Value {
        let span = word.range.in_file(self.file);
        let reader = Reader::new(self, word, scope);
        if let Some((name, value)) = reader.sole_reference(span) {
            return value.referenced_at(span, format!("variable {name}"));
        }
        let Resolved { text, foreign, .. } = reader.resolve();
        let value = text.finish(span);
        match foreign.as_slice() {
            [(name, part)] => value.made_at(part, format!("variable {name}")),
            _ => value,
        }
    }

    /// Why the builder refuses a word.
    pub(super) fn problem(self, word: &Word<'_>, scope: &Scope) -> Option<Problem> {
        Reader::new(self, word, scope).resolve().problem
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

/// What came of a word.
struct Resolved<'w> {
    text: Text,
    problem: Option<Problem>,
    /// Variables in it that have their values from another file.
    foreign: Vec<(&'w str, &'w Value)>,
}

struct Reader<'w> {
    expander: Expander,
    word: &'w Word<'w>,
    scope: &'w Scope,
    at: usize,
    depth: usize,
    /// Whether escape characters stay, as in patterns.
    keeps_escapes: bool,
    problem: Option<Problem>,
    foreign: Vec<(&'w str, &'w Value)>,
}

impl<'w> Reader<'w> {
    fn new(expander: Expander, word: &'w Word<'w>, scope: &'w Scope) -> Self {
        Self { expander, word, scope, at: 0, depth: 0, keeps_escapes: false, problem: None, foreign: Vec::new() }
    }

    fn resolve(mut self) -> Resolved<'w> {
        let mut text = Text::default();
        self.read(&mut text, None);
        Resolved { text, problem: self.problem, foreign: self.foreign }
    }

    /// The value of a word that is nothing but `$name` or `${name}`, which keeps where the value came from.
    fn sole_reference(&self, span: Span) -> Option<(&'w str, &'w Value)> {
        let word = self.word;
        let name = sole_reference(&word.text)?;
        match self.scope.get(name, span) {
            Variable::Value(value) => Some((name, value)),
            _ => None,
        }
    }

    /// Reads to the end, or up to and including `stop`; false where that never comes.
    fn read(&mut self, text: &mut Text, stop: Option<char>) -> bool {
        while let Some(char) = self.next() {
            match char {
                _ if Some(char) == stop => return true,
                '"' => self.double_quoted(text),
                '\'' => self.single_quoted(text),
                '$' => self.dollar(text),
                _ if char == self.expander.escape => {
                    if self.keeps_escapes {
                        text.push(char);
                    }
                    // At the end of a word it is nothing.
                    if let Some(next) = self.next() {
                        text.push(next);
                    }
                }
                _ => text.push(char),
            }
        }
        stop.is_none()
    }

    fn single_quoted(&mut self, text: &mut Text) {
        let start = self.at - 1;
        while let Some(char) = self.next() {
            if char == '\'' {
                return;
            }
            text.push(char);
        }
        self.fail(start, "the single quote is not closed", text);
    }

    fn double_quoted(&mut self, text: &mut Text) {
        let start = self.at - 1;
        while let Some(char) = self.next() {
            match char {
                '"' => return,
                '$' => self.dollar(text),
                _ if char == self.expander.escape => {
                    let next = self.rest().chars().next();
                    let escaped = next.filter(|&next| next == '"' || next == '$' || next == char);
                    if self.keeps_escapes || escaped.is_none() {
                        text.push(char);
                    }
                    if let Some(escaped) = escaped {
                        self.next();
                        text.push(escaped);
                    }
                }
                _ => text.push(char),
            }
        }
        self.fail(start, "the double quote is not closed", text);
    }

    fn dollar(&mut self, text: &mut Text) {
        let start = self.at - 1;
        if !self.rest().starts_with('{') {
            match self.name() {
                "" => text.push('$'),
                name => self.value(name, start, text),
            }
            return;
        }
        self.at += 1;
        match self.rest().chars().next() {
            None => return self.fail(start, UNCLOSED, text),
            Some('{' | '}' | ':') => return self.fail(start, "this substitution names no variable", text),
            Some(_) => {}
        }
        let name = self.name();
        let rest = self.rest();
        if let Some((operator, length)) = Operator::read(rest) {
            self.at += length;
            return self.operated(operator, name, start, text);
        }
        let colon = usize::from(rest.starts_with([':']) && !rest.starts_with(":/"));
        match Modifier::read(&rest[colon..]) {
            Some((modifier, length)) => {
                self.at += colon + length;
                self.modified(modifier, name, start, text);
            }
            None if rest.is_empty() => self.fail(start, UNCLOSED, text),
            None => {
                self.at += rest.find('}').map_or(rest.len(), |end| end + 1);
                self.fail(start, "the builder does not know this substitution", text);
            }
        }
    }

    /// `$name`, `${name}`.
    fn value(&mut self, name: &'w str, start: usize, text: &mut Text) {
        match self.scope.get(name, self.span(start)) {
            Variable::Value(value) => self.use_value(name, value, text),
            Variable::Never(_) if is_positional(name) => {}
            Variable::Unset(unknown) | Variable::Never(unknown) | Variable::Unknown(unknown) => {
                text.push_hole(Arc::new(unknown));
            }
        }
    }

    fn use_value(&mut self, name: &'w str, value: &'w Value, text: &mut Text) {
        if value.written().file != self.expander.file {
            self.foreign.push((name, value));
        }
        text.push_value(value);
    }

    /// What follows the operator in `${name:-text}` and its like.
    fn operated(&mut self, operator: Operator, name: &'w str, start: usize, text: &mut Text) {
        if operator.rule == Rule::Value {
            return self.value(name, start, text);
        }
        let Some(alternative) = self.nested('}', start, text) else { return };
        let span = self.span(start);
        let alternative = alternative.finish(span);
        match (self.scope.get(name, span), operator.rule) {
            (Variable::Value(value), Rule::Required) if operator.is_set(value) != Some(false) => {
                self.use_value(name, value, text);
            }
            (Variable::Value(value), rule @ (Rule::Default | Rule::Alternative)) => {
                match (operator.is_set(value), rule) {
                    (Some(true), Rule::Default) => self.use_value(name, value, text),
                    (Some(false), Rule::Default) | (Some(true), _) => text.push_value(&alternative),
                    (Some(false), _) => {}
                    (None, _) => text.push_hole(Arc::new(Unknown::new(Reason::BuildArgument(name.into()), span))),
                }
            }
            (Variable::Unset(_) | Variable::Never(_), Rule::Default) => text.push_value(&alternative),
            (Variable::Unset(_) | Variable::Never(_), Rule::Alternative) => {}
            (variable, Rule::Required) => self.required(&variable, name, &alternative, start, text),
            (Variable::Value(value), _) => self.use_value(name, value, text),
            (Variable::Unset(unknown) | Variable::Never(unknown) | Variable::Unknown(unknown), _) => {
                text.push_hole(Arc::new(unknown));
            }
        }
    }

    /// `${name:?why}` where `name` is not known to be set. Of a build argument the author says so that it has to be given.
    fn required(&mut self, variable: &Variable<'_>, name: &str, why: &Value, start: usize, text: &mut Text) {
        let why = why.as_str().filter(|why| !why.is_empty()).map(|why| format!(": {why}")).unwrap_or_default();
        let span = self.span(start);
        match variable {
            Variable::Never(_) => return self.fail(start, &format!("`{name}` is not set{why}"), text),
            Variable::Value(_) if self.scope.has_env(name) => {
                return self.fail(start, &format!("`{name}` is empty{why}"), text);
            }
            Variable::Unknown(_) if name != "PATH" && self.problem.is_none() && !Scope::is_platform(name) => {
                let message = format!("`{name}` is not set, unless the base image sets it{why}");
                self.problem = Some(Problem { place: span, message, is_certain: false });
            }
            _ => {}
        }
        text.push_hole(Arc::new(Unknown::new(Reason::BuildArgument(name.into()), span)));
    }

    /// The rest of `${name#pattern}` and its like, after the mark.
    fn modified(&mut self, modifier: Modifier, name: &str, start: usize, text: &mut Text) {
        let outer = std::mem::replace(&mut self.keeps_escapes, true);
        let is_replacement = matches!(modifier, Modifier::Replace { .. });
        let pattern = self.nested(if is_replacement { '/' } else { '}' }, start, text);
        let replacement = match pattern {
            Some(_) if is_replacement => self.nested('}', start, text),
            _ => Some(Text::default()),
        };
        self.keeps_escapes = outer;
        let span = self.span(start);
        let (Some(pattern), Some(replacement)) = (pattern, replacement) else { return };
        let (pattern, replacement) = (pattern.finish(span), replacement.finish(span));
        if pattern.as_str().is_some_and(|pattern| !Modifier::has_valid_escapes(pattern)) {
            return self.fail(start, "a backslash in a pattern stands before `*`, `?`, `}`, `/` or a backslash", text);
        }
        let value = match self.scope.get(name, span) {
            Variable::Value(value) => value.as_str(),
            Variable::Never(_) if is_positional(name) => Some(""),
            Variable::Unset(unknown) | Variable::Never(unknown) | Variable::Unknown(unknown) => {
                text.push_hole(Arc::new(unknown));
                return;
            }
        };
        let changed = match (value, pattern.as_str(), replacement.as_str()) {
            (Some(value), Some(pattern), Some(replacement)) => modifier.apply(value, pattern, replacement),
            _ => None,
        };
        match changed {
            Some(changed) => text.push_str(&changed),
            None => text.push_hole(Arc::new(Unknown::new(Reason::Unsupported("this substitution"), span))),
        }
    }

    /// The text up to `stop` within a substitution that begins at `start`.
    fn nested(&mut self, stop: char, start: usize, outer: &mut Text) -> Option<Text> {
        if self.depth == DEPTH_LIMIT {
            self.at = self.word.text.len();
            outer.push_hole(Arc::new(Unknown::new(Reason::Limit("nested variables"), self.span(start))));
            return None;
        }
        let mut text = Text::default();
        self.depth += 1;
        let is_closed = self.read(&mut text, Some(stop));
        self.depth -= 1;
        if !is_closed {
            let message = if stop == '/' { "a `/` is missing in this substitution" } else { UNCLOSED };
            self.fail(start, message, outer);
            return None;
        }
        Some(text)
    }

    /// Leaves the word, which the builder refuses for what begins at `start`.
    fn fail(&mut self, start: usize, message: &str, text: &mut Text) {
        let place = self.span(start);
        if self.problem.as_ref().is_none_or(|problem| !problem.is_certain) {
            self.problem = Some(Problem { place, message: message.to_owned(), is_certain: true });
        }
        self.at = self.word.text.len();
        text.push_hole(Arc::new(Unknown::new(Reason::Invalid(message.into()), place)));
    }

    /// The name of a variable: letters, digits and `_`, a number, or one of the shell's own (`$@`).
    fn name(&mut self) -> &'w str {
        let rest = self.rest();
        let length = match rest.chars().next() {
            Some(first) if first.is_numeric() => rest.find(|char: char| !char.is_numeric()),
            Some('@' | '*' | '#' | '?' | '-' | '$' | '!') => Some(1),
            _ => rest.find(|char: char| !(char.is_alphanumeric() || char == '_')),
        };
        let name = &rest[..length.unwrap_or(rest.len())];
        self.at += name.len();
        name
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
