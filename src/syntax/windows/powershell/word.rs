//! Words of `PowerShell`: quotes, escapes, variables, groups, and what is called on them.

use super::super::{Call, Role};
use super::{DEPTH_LIMIT, Parser};
use crate::syntax::shell::{Part, Word};

/// What a word is made of, neighbouring texts joined.
#[derive(Default)]
struct Parts(Vec<Part>);

impl Parts {
    fn text(&mut self, char: char) {
        match self.0.last_mut() {
            Some(Part::Text(text)) => text.push(char),
            _ => self.0.push(Part::Text(char.into())),
        }
    }
}

impl Parser<'_> {
    /// The word here. In an expression names are called on values, and types stand in brackets. `owner` is the call that
    /// it belongs to.
    pub(super) fn word(&mut self, owner: usize, in_expression: bool) -> Word {
        let start = self.at;
        let mut parts = Parts::default();
        while let Some(char) = self.peek().filter(|_| self.unread.is_none()) {
            let (piece, first) = (self.at, self.calls.len());
            match char {
                ' ' | '\t' | '\u{a0}' | '\n' | '\r' | ';' | '|' | ',' | ')' | '}' | '&' | '<' | '>' => break,
                '=' if in_expression || self.in_table => break,
                ']' if in_expression => break,
                // A bracket begins a word of its own.
                '(' | '{' if !parts.0.is_empty() => break,
                '\'' => self.single_quoted(&mut parts),
                '"' => self.double_quoted(owner, &mut parts),
                '`' => self.escape(&mut parts),
                '@' if self.rest()[1..].starts_with(['\'', '"']) => self.here_string(owner, &mut parts),
                '(' | '{' => self.group(owner, char, false, &mut parts),
                '@' if self.rest()[1..].starts_with(['(', '{']) => {
                    self.bump();
                    let open = self.peek().unwrap_or('(');
                    self.group(owner, open, open == '{', &mut parts);
                }
                '$' => self.dollar(owner, &mut parts),
                '[' if in_expression => self.type_name(&mut parts),
                _ => {
                    parts.text(char);
                    self.bump();
                }
            }
            let is_value = matches!(char, '$' | '(' | '[' | '@') || in_expression && matches!(char, '\'' | '"');
            if is_value && self.members(owner, first) {
                parts.0.push(Part::computed(self.range(piece)));
            }
        }
        if self.at == start && self.unread.is_none() {
            // A mark that means nothing here stands for itself.
            if let Some(char) = self.bump() {
                parts.text(char);
            }
        }
        Word { parts: parts.0, range: self.range(start) }
    }

    fn single_quoted(&mut self, parts: &mut Parts) {
        let start = self.at;
        self.bump();
        if parts.0.is_empty() {
            parts.0.push(Part::Text(String::new()));
        }
        loop {
            match self.bump() {
                Some('\'') if self.peek() == Some('\'') => {
                    self.bump();
                    parts.text('\'');
                }
                Some('\'') => return,
                Some(char) => parts.text(char),
                None => return self.fail(start),
            }
        }
    }

    fn double_quoted(&mut self, owner: usize, parts: &mut Parts) {
        let start = self.at;
        self.bump();
        if parts.0.is_empty() {
            parts.0.push(Part::Text(String::new()));
        }
        while self.unread.is_none() {
            match self.peek() {
                Some('"') => {
                    self.bump();
                    if self.peek() != Some('"') {
                        return;
                    }
                    self.bump();
                    parts.text('"');
                }
                Some('`') => self.escape(parts),
                Some('$') => self.dollar(owner, parts),
                Some(char) => {
                    self.bump();
                    parts.text(char);
                }
                None => return self.fail(start),
            }
        }
    }

    /// `@'…'@` and `@"…"@`, which end at the start of a line.
    fn here_string(&mut self, owner: usize, parts: &mut Parts) {
        let start = self.at;
        self.bump();
        let quote = self.bump().unwrap_or('\'');
        let end = if quote == '"' { "\n\"@" } else { "\n'@" };
        let Some(length) = self.rest().find(end) else { return self.fail(start) };
        let stop = self.at + length;
        parts.0.push(Part::Text(String::new()));
        while self.at < stop && self.unread.is_none() {
            match self.peek() {
                Some('`') if quote == '"' => self.escape(parts),
                Some('$') if quote == '"' => self.dollar(owner, parts),
                Some(char) => {
                    self.bump();
                    parts.text(char);
                }
                None => break,
            }
        }
        if self.at > stop {
            return self.fail(start);
        }
        self.at = stop + end.len();
    }

    /// A backtick and what it stands for.
    fn escape(&mut self, parts: &mut Parts) {
        self.bump();
        match self.bump() {
            Some('n') => parts.text('\n'),
            Some('t') => parts.text('\t'),
            Some('r') => parts.text('\r'),
            Some('0') => parts.text('\0'),
            Some('\n') | None => {}
            Some(char) => parts.text(char),
        }
    }

    /// `( … )`, `{ … }` and `$( … )` from the bracket on: what is called in it belongs to `owner`.
    fn group(&mut self, owner: usize, open: char, is_table: bool, parts: &mut Parts) {
        let start = self.at;
        self.bump();
        let outer = std::mem::replace(&mut self.in_table, is_table);
        self.statements(Some(if open == '{' { '}' } else { ')' }), Some(owner));
        self.in_table = outer;
        parts.0.push(Part::computed(self.range(start)));
    }

    /// `$name`, `${name}`, `$env:NAME`, `$( … )`, or a dollar sign.
    fn dollar(&mut self, owner: usize, parts: &mut Parts) {
        let start = self.at;
        self.bump();
        let rest = self.rest();
        if rest.starts_with('(') {
            return self.group(owner, '(', false, parts);
        }
        let (before, after, name) = match rest.strip_prefix('{') {
            Some(inner) => (1, 1, inner.split('}').next().unwrap_or_default()),
            None => (0, 0, &rest[..name_length(rest)]),
        };
        if name.is_empty() || before + name.len() + after > rest.len() {
            return parts.text('$');
        }
        let name = name.to_owned();
        self.at += before + name.len() + after;
        let environment = name.get(..4).is_some_and(|scope| scope.eq_ignore_ascii_case("env:"));
        let name = if environment { format!("env:{}", &name[4..]) } else { name };
        parts.0.push(Part::Variable { name, range: self.range(start) });
    }

    /// `[Type]`.
    fn type_name(&mut self, parts: &mut Parts) {
        let mut open = 0_usize;
        while let Some(char) = self.peek() {
            match char {
                '[' => open += 1,
                ']' => open -= 1,
                ';' | '|' | '\n' => return,
                _ => {}
            }
            parts.text(char);
            self.bump();
            if open == 0 {
                return;
            }
        }
    }

    /// Properties, indexes and methods behind a value. The calls from `first` on compute the value.
    fn members(&mut self, owner: usize, first: usize) -> bool {
        let (mut any, mut last) = (false, None);
        loop {
            let rest = self.rest();
            let dots = if rest.starts_with("::") { 2 } else { usize::from(rest.starts_with('.')) };
            let name = name_length(&rest[dots..]);
            if rest.starts_with('[') {
                self.bump();
                self.statements(Some(']'), Some(owner));
            } else if dots > 0 && name > 0 {
                let start = self.at + dots;
                self.at = start + name;
                if self.peek() == Some('(') {
                    last = Some(self.method(owner, start, last, first));
                }
            } else {
                return any;
            }
            any = true;
        }
    }

    /// A method call from its bracket on; its name begins at `start`, and `last` is the method that gives its object.
    fn method(&mut self, owner: usize, start: usize, last: Option<usize>, first: usize) -> usize {
        let index = self.calls.len();
        let name = self.text[start..self.at].to_owned();
        let name = Word { parts: vec![Part::Text(name)], range: self.range(start) };
        match last {
            Some(last) => self.calls[last].within = Some(index),
            None => {
                let object = self.calls[first..].iter_mut().filter(|call| call.within == Some(owner));
                object.for_each(|call| call.within = Some(index));
            }
        }
        self.calls.push(Call { role: Role::Method, words: vec![name], within: Some(owner), ..Call::default() });
        self.arguments(index);
        self.calls[index].range = self.range(start);
        index
    }

    /// The arguments of a method from its bracket on.
    fn arguments(&mut self, index: usize) {
        let open = self.at;
        if self.depth == DEPTH_LIMIT {
            return self.fail(open);
        }
        self.depth += 1;
        self.bump();
        loop {
            self.separators();
            match self.peek() {
                Some(')') => {
                    self.bump();
                    break;
                }
                Some(_) if self.unread.is_none() => {
                    let word = self.word(index, true);
                    self.calls[index].words.push(word);
                }
                _ => {
                    self.fail(open);
                    break;
                }
            }
        }
        self.depth -= 1;
    }
}

/// Length of the name at the start of `text`, with the scope before it: `env:Path`.
fn name_length(text: &str) -> usize {
    let is_name = |char: char| char.is_alphanumeric() || char == '_';
    let length = |text: &str| text.find(|char| !is_name(char)).unwrap_or(text.len());
    let first = length(text);
    match text[first..].strip_prefix(':') {
        Some(rest) if first > 0 && !rest.starts_with(':') => match length(rest) {
            0 => first,
            second => first + 1 + second,
        },
        _ => first,
    }
}
