//! Words: quotes, escapes, and what the shell substitutes.

use super::parser::{Close, Parser};
use super::{Part, Substitution, Word};

impl Parser<'_> {
    /// Reads one word; the cursor moves on by at least one character unless the text ends.
    pub(super) fn read_word(&mut self) -> Word {
        let start = self.at;
        let mut parts = Vec::new();
        while let Some(char) = self.peek() {
            match char {
                ' ' | '\t' | '\r' | '\n' | ';' | '&' | '|' | '(' | ')' => break,
                '`' if self.in_backticks => break,
                '<' | '>' => {
                    if self.at > start || !self.process_substitution(&mut parts) {
                        break;
                    }
                }
                '\'' => self.single_quotes(&mut parts),
                '"' => self.double_quotes(&mut parts),
                _ => self.unquoted(char, &mut parts),
            }
        }
        if self.at == start {
            self.bump();
        }
        Word { parts, range: self.range(start..self.at) }
    }

    /// A character, escape or substitution outside quotes.
    fn unquoted(&mut self, char: char, parts: &mut Vec<Part>) {
        match char {
            '\\' => {
                self.bump();
                if self.eat('\n') || self.eat('\r') {
                    self.eat('\n');
                } else if let Some(escaped) = self.peek() {
                    self.bump();
                    push(parts, escaped);
                }
            }
            '$' if self.rest().starts_with("$'") => self.ansi_quotes(parts),
            '$' if self.rest().starts_with("$\"") => self.bump(),
            '$' | '`' => self.substitute(parts, false),
            _ => {
                self.bump();
                push(parts, char);
            }
        }
    }

    fn single_quotes(&mut self, parts: &mut Vec<Part>) {
        self.bump();
        let text = self.rest();
        let end = text.find('\'').unwrap_or(text.len());
        push_text(parts, &text[..end]);
        self.at += end;
        self.script.complete &= self.eat('\'');
    }

    /// `$'…'`, in which a backslash escapes.
    fn ansi_quotes(&mut self, parts: &mut Vec<Part>) {
        self.at += 2;
        push_text(parts, "");
        while let Some(char) = self.peek() {
            self.bump();
            match char {
                '\'' => return,
                '\\' => {
                    let escaped = self.peek();
                    self.bump();
                    match escaped {
                        Some('n') => push(parts, '\n'),
                        Some('t') => push(parts, '\t'),
                        Some(char @ ('\'' | '"' | '\\')) => push(parts, char),
                        _ => push_text(parts, &self.text[self.at - 1 - escaped.map_or(0, char::len_utf8)..self.at]),
                    }
                }
                _ => push(parts, char),
            }
        }
        self.script.complete = false;
    }

    fn double_quotes(&mut self, parts: &mut Vec<Part>) {
        self.bump();
        while let Some(char) = self.peek() {
            match char {
                '"' => {
                    self.bump();
                    return;
                }
                '\\' => self.quoted_escape(parts),
                '`' if self.in_backticks => break,
                '$' | '`' => self.substitute(parts, true),
                _ => {
                    self.bump();
                    push(parts, char);
                }
            }
        }
        self.script.complete = false;
    }

    /// Within double quotes a backslash escapes only what is special there.
    fn quoted_escape(&mut self, parts: &mut Vec<Part>) {
        self.bump();
        match self.peek() {
            Some('\n') => self.bump(),
            Some(char @ ('$' | '`' | '"' | '\\')) => {
                self.bump();
                push(parts, char);
            }
            _ => push(parts, '\\'),
        }
    }

    /// `$…` or a backtick command, within double quotes or not.
    fn substitute(&mut self, parts: &mut Vec<Part>, quoted: bool) {
        let start = self.at;
        let first = self.script.commands.len();
        let mut kind = Substitution::Other;
        if self.eat('`') {
            kind = Substitution::Output;
            self.substitution(Close::Backtick);
        } else {
            self.bump();
            let rest = self.rest();
            if rest.starts_with("((") {
                self.arithmetic();
            } else if self.eat('(') {
                kind = Substitution::Output;
                self.substitution(Close::Paren);
            } else if self.eat('{') {
                if let Some(name) = self.braces(quoted) {
                    parts.push(Part::Variable { name, range: self.range(start..self.at) });
                    return;
                }
            } else {
                let name = variable_name(rest);
                if !name.is_empty() {
                    self.at += name.len();
                    parts.push(Part::Variable { name: name.to_owned(), range: self.range(start..self.at) });
                    return;
                }
                match self.peek() {
                    Some(char) if char.is_ascii_digit() || "@*#?-$!".contains(char) => self.bump(),
                    _ => {
                        push(parts, '$');
                        return;
                    }
                }
            }
        }
        let commands = first..self.script.commands.len();
        parts.push(Part::Substitution { kind, commands, range: self.range(start..self.at) });
    }

    /// The rest of `${…}`. The name, where there is nothing else; commands within defaults are found.
    fn braces(&mut self, quoted: bool) -> Option<String> {
        let name = variable_name(self.rest());
        let plain = !name.is_empty() && self.rest()[name.len()..].starts_with('}');
        if plain {
            self.at += name.len() + 1;
            return Some(name.to_owned());
        }
        // For each open brace, whether double quotes are open within it.
        let mut open = vec![false];
        let mut ignored = Vec::new();
        while let (Some(char), Some(in_quotes)) = (self.peek(), open.last_mut()) {
            match char {
                '}' if !*in_quotes => {
                    self.bump();
                    open.pop();
                    if open.is_empty() {
                        return None;
                    }
                }
                '"' => {
                    self.bump();
                    *in_quotes = !*in_quotes;
                }
                // Within double quotes a single quote is a character like any other.
                '\'' if !*in_quotes && !quoted => self.single_quotes(&mut ignored),
                '$' if self.rest().starts_with("${") => {
                    self.at += 2;
                    open.push(false);
                }
                '\\' => {
                    self.bump();
                    self.bump();
                }
                '`' if self.in_backticks => break,
                '`' => self.substitute(&mut ignored, quoted),
                '$' if self.rest().starts_with("$(") => self.substitute(&mut ignored, quoted),
                _ => self.bump(),
            }
        }
        self.script.complete = false;
        None
    }

    /// `((…))`, skipped.
    pub(super) fn arithmetic(&mut self) {
        let mut open = 0_usize;
        while let Some(char) = self.peek() {
            self.bump();
            match char {
                '(' => open += 1,
                ')' => open -= 1,
                _ => {}
            }
            if open == 0 {
                return;
            }
        }
        self.script.complete = false;
    }

    /// `<(commands)` and `>(commands)`.
    fn process_substitution(&mut self, parts: &mut Vec<Part>) -> bool {
        let start = self.at;
        let kind = match self.rest() {
            rest if rest.starts_with("<(") => Substitution::Reader,
            rest if rest.starts_with(">(") => Substitution::Writer,
            _ => return false,
        };
        let first = self.script.commands.len();
        self.at += 2;
        self.substitution(Close::Paren);
        let commands = first..self.script.commands.len();
        parts.push(Part::Substitution { kind, commands, range: self.range(start..self.at) });
        true
    }
}

/// Whether the text begins with `((` and what closes these two parentheses stands together as well: then it is
/// arithmetic, and no group in a group.
pub(super) fn is_arithmetic(text: &str) -> bool {
    let mut open = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => open += 1,
            b')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return text.starts_with("((") && text[..at].ends_with(')');
        }
    }
    false
}

fn variable_name(text: &str) -> &str {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return "";
    }
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len());
    &text[..end]
}

fn push(parts: &mut Vec<Part>, char: char) {
    push_text(parts, char.encode_utf8(&mut [0; 4]));
}

fn push_text(parts: &mut Vec<Part>, text: &str) {
    match parts.last_mut() {
        Some(Part::Text(last)) => last.push_str(text),
        _ => parts.push(Part::Text(text.to_owned())),
    }
}
