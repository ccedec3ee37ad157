//! `cmd` ([reference](https://learn.microsoft.com/windows-server/administration/windows-commands/cmd)), with the words
//! of a call as [programs split them](https://learn.microsoft.com/cpp/cpp/main-function-command-line-args).

use super::{Call, Role, Script};
use crate::source::TextRange;
use crate::syntax::shell::{Part, Word};

/// Deepest nesting of groups, and of statements such as `call call x` and `if … if … x`.
const DEPTH_LIMIT: usize = 64;

/// Longest name of a variable.
const NAME_LIMIT: usize = 64;

/// Splits `text`; `base` is added to every offset.
pub fn parse(text: &str, base: usize) -> Script {
    let mut parser = Parser { text, base, at: 0, depth: 0, nested: 0, calls: Vec::new(), unread: None };
    parser.statements();
    Script::of(parser.calls, parser.unread)
}

struct Parser<'t> {
    text: &'t str,
    base: usize,
    at: usize,
    /// The groups around this place.
    depth: usize,
    /// The statements around this place, those of groups among them.
    nested: usize,
    calls: Vec<Call>,
    unread: Option<TextRange>,
}

/// A character of a call, without the marks that keep others from having a meaning.
#[derive(Clone, Copy)]
struct Char {
    char: char,
    at: usize,
}

impl Parser<'_> {
    /// Statements to the end of the text, or of the group.
    fn statements(&mut self) {
        while self.unread.is_none() {
            self.skip(|char| char.is_whitespace() || matches!(char, '&' | '@' | ';' | ','));
            match self.peek() {
                None => return,
                Some(')') if self.depth > 0 => return,
                Some(_) => self.pipeline(),
            }
        }
    }

    fn pipeline(&mut self) {
        let mut before: Option<usize> = None;
        loop {
            let start = self.at;
            let index = self.statement();
            if let (Some(before), Some(index)) = (before, index) {
                self.calls[before].pipe_to = Some(index);
            }
            self.skip(|char| matches!(char, ' ' | '\t'));
            if self.peek() != Some('|') {
                if self.at == start {
                    self.fail(start);
                }
                return;
            }
            self.bump();
            // `||` is no pipe.
            before = index.filter(|_| self.peek() != Some('|'));
            self.skip(|char| char.is_whitespace() || char == '|');
            if self.peek().is_none() {
                return;
            }
        }
    }

    /// One call, or those of a group or a condition.
    fn statement(&mut self) -> Option<usize> {
        if self.nested == DEPTH_LIMIT {
            self.fail(self.at);
            return None;
        }
        self.nested += 1;
        let index = self.nested_statement();
        self.nested -= 1;
        index
    }

    fn nested_statement(&mut self) -> Option<usize> {
        let start = self.at;
        self.skip(|char| matches!(char, ' ' | '\t' | '@'));
        if self.peek() == Some('(') {
            self.group(start);
            return None;
        }
        let word = self.bare_word().to_ascii_lowercase();
        match word.as_str() {
            "if" => {
                self.at += word.len();
                self.condition()
            }
            "else" | "call" => {
                self.at += word.len();
                self.statement()
            }
            "for" => {
                self.at += word.len();
                self.repetition()
            }
            "rem" => {
                self.skip(|char| char != '\n');
                None
            }
            _ => self.call(start),
        }
    }

    fn group(&mut self, start: usize) {
        self.depth += 1;
        self.bump();
        self.statements();
        self.depth -= 1;
        match self.peek() {
            Some(')') => drop(self.bump()),
            _ => self.fail(start),
        }
        // What follows may redirect the group, or be its `else`.
        self.skip(|char| matches!(char, ' ' | '\t'));
        if self.bare_word().eq_ignore_ascii_case("else") {
            self.statement();
        } else if self.peek().is_some_and(|char| char.is_ascii_digit() || matches!(char, '<' | '>')) {
            self.characters();
        }
    }

    /// What follows `if`: a condition, and a statement.
    fn condition(&mut self) -> Option<usize> {
        let start = self.at;
        let mut first = self.condition_word();
        while first.eq_ignore_ascii_case("/i") || first.eq_ignore_ascii_case("not") {
            first = self.condition_word();
        }
        let is_test =
            ["exist", "defined", "errorlevel", "cmdextversion"].iter().any(|test| first.eq_ignore_ascii_case(test));
        if is_test {
            self.condition_word();
        } else if !first.contains("==") || first.ends_with("==") {
            let operator = if first.ends_with("==") { first } else { self.condition_word() };
            let known = ["==", "equ", "neq", "lss", "leq", "gtr", "geq"];
            if !operator.ends_with("==") && !known.iter().any(|known| known.eq_ignore_ascii_case(&operator)) {
                self.fail(start);
                return None;
            }
            self.condition_word();
        }
        self.statement()
    }

    /// A word of a condition, with its quotes.
    fn condition_word(&mut self) -> String {
        self.skip(|char| matches!(char, ' ' | '\t'));
        let (start, mut quoted) = (self.at, false);
        while let Some(char) = self.peek() {
            quoted ^= char == '"';
            if !quoted && matches!(char, ' ' | '\t' | '\n' | '(' | '&' | '|') {
                break;
            }
            self.bump();
        }
        self.text[start..self.at].to_owned()
    }

    /// What follows `for`: variables and lists up to `do`, and a statement.
    fn repetition(&mut self) -> Option<usize> {
        let start = self.at;
        loop {
            self.skip(|char| matches!(char, ' ' | '\t'));
            if self.peek() == Some('(') {
                self.skip(|char| char != ')');
                self.bump();
            } else if self.condition_word().is_empty() {
                self.fail(start);
                return None;
            }
            self.skip(|char| matches!(char, ' ' | '\t'));
            if self.bare_word().eq_ignore_ascii_case("do") {
                self.at += 2;
                return self.statement();
            }
        }
    }

    fn call(&mut self, start: usize) -> Option<usize> {
        let chars = self.characters();
        let words = split(&chars, self.base);
        let program = words.first()?;
        let mut call = Call { range: TextRange::new(self.base + start, self.base + self.at), ..Call::default() };
        if let Some(last) = chars.iter().rfind(|char| !char.char.is_whitespace()) {
            call.range.end = (self.base + last.at + last.char.len_utf8()) as u32;
        }
        if program.literal().is_some_and(|name| name.eq_ignore_ascii_case("set")) {
            let (name, value) = assignment(&chars, self.base)?;
            (call.role, call.assigned, call.words) = (Role::Value, Some(name), value.into_iter().collect());
        } else {
            call.words = words;
        }
        self.calls.push(call);
        Some(self.calls.len() - 1)
    }

    /// The characters of a call, quotes included, redirections not.
    fn characters(&mut self) -> Vec<Char> {
        let (mut chars, mut quoted): (Vec<Char>, bool) = (Vec::new(), false);
        while let Some(char) = self.peek() {
            let at = self.at;
            match char {
                '^' if !quoted => {
                    self.bump();
                    if self.rest().starts_with("\r\n") {
                        self.bump();
                    }
                    match self.peek() {
                        Some('\n') => drop(self.bump()),
                        Some(char) => {
                            chars.push(Char { char, at: self.at });
                            self.bump();
                        }
                        None => {}
                    }
                    continue;
                }
                '\n' | '\r' => break,
                '&' | '|' if !quoted => break,
                ')' if !quoted && self.depth > 0 => break,
                '<' | '>' if !quoted => {
                    let handle = chars.last().is_some_and(|last| last.char.is_ascii_digit())
                        && chars.iter().rev().nth(1).is_none_or(|before| before.char.is_whitespace());
                    if handle {
                        chars.pop();
                    }
                    self.redirection();
                    continue;
                }
                _ => quoted ^= char == '"',
            }
            self.bump();
            chars.push(Char { char, at });
        }
        chars
    }

    /// `>file`, `>>file`, `<file` or `>&1`.
    fn redirection(&mut self) {
        self.skip(|char| matches!(char, '<' | '>'));
        if self.peek() == Some('&') {
            self.bump();
        }
        self.condition_word();
    }

    /// The letters here.
    fn bare_word(&self) -> &str {
        let rest = self.rest();
        let end = rest.find(|char: char| !char.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let is_whole = !rest[end..].starts_with(['.', '-', '\\', '/', ':', '_', '=']);
        if is_whole { &rest[..end] } else { "" }
    }

    fn skip(&mut self, wanted: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.find(|char| !wanted(char)).unwrap_or(rest.len());
    }

    fn fail(&mut self, start: usize) {
        self.unread.get_or_insert(TextRange::new(self.base + start, self.base + self.text.len()));
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let char = self.peek()?;
        self.at += char.len_utf8();
        Some(char)
    }
}

/// `set name=value`, also with quotes around it. No value clears the variable.
fn assignment(chars: &[Char], base: usize) -> Option<(String, Option<Word>)> {
    let is_blank = |char: &&Char| char.char.is_whitespace();
    let word = chars.iter().skip_while(is_blank).skip(3).skip_while(is_blank);
    let chars: Vec<Char> = word.copied().filter(|char| char.char != '"').collect();
    let equals = chars.iter().position(|char| char.char == '=')?;
    let name = chars[..equals].iter().map(|char| char.char).collect();
    let end = chars.iter().rposition(|char| !char.char.is_whitespace())? + 1;
    let (first, last) = (chars.get(equals + 1)?, chars[end - 1]);
    let range = TextRange::new(base + first.at, base + last.at + last.char.len_utf8());
    let mut parts = Vec::new();
    let mut at = equals + 1;
    while at < end {
        at = piece(&chars, at, base, &mut parts);
    }
    Some((name, Some(Word { parts, range })))
}

/// The words of a call. A quote that a backslash precedes stands for itself, and two backslashes before a quote for one.
fn split(chars: &[Char], base: usize) -> Vec<Word> {
    let mut words = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if chars[at].char.is_whitespace() {
            at += 1;
            continue;
        }
        let (start, mut parts, mut quoted) = (at, Vec::new(), false);
        while at < chars.len() && (quoted || !chars[at].char.is_whitespace()) {
            let slashes = chars[at..].iter().take_while(|char| char.char == '\\').count();
            let is_before_quote = slashes > 0 && chars.get(at + slashes).is_some_and(|char| char.char == '"');
            if is_before_quote {
                (0..slashes / 2).for_each(|_| push(&mut parts, '\\'));
                at += slashes;
                if slashes % 2 == 1 {
                    push(&mut parts, '"');
                    at += 1;
                }
            } else if slashes > 0 {
                (0..slashes).for_each(|_| push(&mut parts, '\\'));
                at += slashes;
            } else if chars[at].char == '"' {
                quoted = !quoted;
                at += 1;
            } else {
                at = piece(chars, at, base, &mut parts);
            }
        }
        let last = chars[at - 1];
        let range = TextRange::new(base + chars[start].at, base + last.at + last.char.len_utf8());
        words.push(Word { parts, range });
    }
    words
}

/// Adds the character at `at`, or the variable that begins there; gives what follows.
fn piece(chars: &[Char], at: usize, base: usize, parts: &mut Vec<Part>) -> usize {
    let is_name = |char: char| char.is_alphanumeric() || matches!(char, '_' | '(' | ')' | '.');
    let inner = chars[at + 1..].iter().take(NAME_LIMIT).take_while(|char| is_name(char.char)).count();
    let end = at + 1 + inner;
    let is_variable = chars[at].char == '%' && inner > 0 && chars.get(end).is_some_and(|char| char.char == '%');
    if !is_variable {
        push(parts, chars[at].char);
        return at + 1;
    }
    let name: String = chars[at + 1..end].iter().map(|char| char.char).collect();
    let range = TextRange::new(base + chars[at].at, base + chars[end].at + 1);
    parts.push(Part::Variable { name: format!("env:{name}"), range });
    end + 1
}

fn push(parts: &mut Vec<Part>, char: char) {
    match parts.last_mut() {
        Some(Part::Text(text)) => text.push(char),
        _ => parts.push(Part::Text(char.into())),
    }
}
