//! `PowerShell` ([grammar](https://learn.microsoft.com/powershell/scripting/lang-spec/chapter-15)).

mod word;

use super::{Call, Role, Script};
use crate::source::TextRange;

/// Deepest nesting of groups, blocks, strings with commands in them, and assignments such as `$a = $b = 1`.
const DEPTH_LIMIT: usize = 64;

/// Words that begin a statement with groups and blocks.
const STATEMENTS: [&str; 24] = [
    "if",
    "elseif",
    "else",
    "while",
    "until",
    "for",
    "foreach",
    "switch",
    "do",
    "try",
    "catch",
    "finally",
    "trap",
    "function",
    "filter",
    "param",
    "begin",
    "process",
    "end",
    "data",
    "class",
    "enum",
    "using",
    "dynamicparam",
];

/// Words before an expression or a call that mean no call themselves.
const PREFIXES: [&str; 5] = ["return", "throw", "exit", "break", "continue"];

/// Splits `text`; `base` is added to every offset.
pub fn parse(text: &str, base: usize) -> Script {
    let mut parser = Parser { text, base, at: 0, depth: 0, in_table: false, calls: Vec::new(), unread: None };
    while parser.unread.is_none() && parser.at < text.len() {
        parser.statements(None, None);
    }
    Script::of(parser.calls, parser.unread)
}

struct Parser<'t> {
    text: &'t str,
    base: usize,
    at: usize,
    depth: usize,
    /// Whether the braces around this place are those of a hash table.
    in_table: bool,
    calls: Vec<Call>,
    unread: Option<TextRange>,
}

impl Parser<'_> {
    /// Statements up to and including `stop`, or to the end.
    fn statements(&mut self, stop: Option<char>, within: Option<usize>) {
        let start = self.at;
        if self.depth == DEPTH_LIMIT {
            return self.fail(start);
        }
        self.depth += 1;
        while self.unread.is_none() {
            self.separators();
            match self.peek() {
                None if stop.is_some() => self.fail(start),
                None => break,
                found if found == stop => {
                    self.bump();
                    break;
                }
                Some(')' | '}' | ']') => self.fail(self.at),
                Some(_) => self.pipeline(within),
            }
        }
        self.depth -= 1;
    }

    fn pipeline(&mut self, within: Option<usize>) {
        let mut before: Option<usize> = None;
        loop {
            let start = self.at;
            let index = self.element(within);
            if let Some(before) = before {
                self.calls[before].pipe_to = Some(index);
            }
            self.blanks();
            if self.peek() != Some('|') || self.rest().starts_with("||") {
                if self.at == start {
                    self.fail(start);
                }
                return;
            }
            self.bump();
            self.separators();
            before = Some(index);
        }
    }

    /// A call or an expression.
    fn element(&mut self, within: Option<usize>) -> usize {
        let index = self.calls.len();
        self.calls.push(Call { within, ..Call::default() });
        let mut start = self.at;
        let mut is_called =
            self.rest().starts_with(['&', '.']) && self.rest()[1..].starts_with([' ', '\t', '(', '$', '"', '\'', '{']);
        if is_called {
            self.bump();
            self.blanks();
        }
        if let Some(prefix) = self.prefix() {
            self.at += prefix;
            self.blanks();
            (start, is_called) = (self.at, false);
        }
        if self.at_value() && !is_called {
            self.expression(index);
        } else {
            self.call(index);
        }
        self.calls[index].range = self.range(start);
        index
    }

    /// Length of a word such as `return` here.
    fn prefix(&self) -> Option<usize> {
        let rest = self.rest();
        let is_name = |char: char| char.is_alphanumeric() || "-_.:\\/".contains(char);
        let length = rest.find(|char| !is_name(char)).unwrap_or(rest.len());
        PREFIXES.iter().any(|prefix| prefix.eq_ignore_ascii_case(&rest[..length])).then_some(length)
    }

    fn call(&mut self, index: usize) {
        let mut is_statement = false;
        while self.more() {
            if self.redirection(index) {
                continue;
            }
            let is_block = self.peek() == Some('{');
            let word = self.word(index, false);
            let call = &mut self.calls[index];
            if call.words.is_empty() && call.role == Role::Program {
                is_statement =
                    word.literal().is_some_and(|text| STATEMENTS.iter().any(|known| known.eq_ignore_ascii_case(text)));
            }
            if !is_statement {
                if self.key(index, &word) {
                    return;
                }
                self.calls[index].words.push(word);
                continue;
            }
            self.calls[index].role = Role::Value;
            // A block ends the statement, with or without a separator behind it.
            if is_block {
                return;
            }
        }
    }

    /// `key = value` of a hash table, or of the attributes of a parameter.
    fn key(&mut self, index: usize, word: &super::Word) -> bool {
        self.blanks();
        if !self.calls[index].words.is_empty() || !self.rest().starts_with('=') || self.rest().starts_with("==") {
            return false;
        }
        let Some(key) = word.literal().map(str::to_owned) else { return false };
        self.bump();
        self.assignment(index, key);
        true
    }

    /// The right side of an assignment.
    fn assignment(&mut self, index: usize, name: String) {
        let call = &mut self.calls[index];
        (call.assigned, call.role) = (Some(name), Role::Value);
        call.words.clear();
        if self.depth == DEPTH_LIMIT {
            return self.fail(self.at);
        }
        self.depth += 1;
        self.separators();
        if self.at_value() {
            self.expression(index);
        } else if self.more() {
            self.pipeline(Some(index));
        }
        self.depth -= 1;
    }

    /// Whether an expression begins here, and no call.
    fn at_value(&self) -> bool {
        self.peek().is_some_and(|char| "$([@\"'!+-0123456789".contains(char))
    }

    fn expression(&mut self, index: usize) {
        self.calls[index].role = Role::Value;
        while self.more() {
            if let Some(length) = self.assignment_operator() {
                let name = self.target(index);
                self.at += length;
                return self.assignment(index, name);
            }
            if self.redirection(index) {
                continue;
            }
            let word = self.word(index, true);
            self.calls[index].words.push(word);
        }
    }

    fn assignment_operator(&self) -> Option<usize> {
        let rest = self.rest();
        let operators = ["=", "+=", "-=", "*=", "/=", "%=", "??="];
        operators.into_iter().find(|operator| rest.starts_with(operator)).map(str::len)
    }

    /// The name of the variable on the left side of an assignment: `Text` in `[string]$Text`.
    fn target(&self, index: usize) -> String {
        let word = self.calls[index].words.last();
        let range = word.map_or(TextRange::empty(self.base), |word| word.range);
        let text = &self.text[range.start as usize - self.base..range.end as usize - self.base];
        let name = text.rsplit(']').next().unwrap_or(text);
        name.trim_start_matches(['$', '{', ':', '\'', '"']).trim_end_matches(['}', '\'', '"']).to_owned()
    }

    /// `> file`, `2>&1` and their like, with the file.
    fn redirection(&mut self, index: usize) -> bool {
        let rest = self.rest();
        let digits = rest.find(|char: char| !(char.is_ascii_digit() || char == '*')).unwrap_or(rest.len());
        if !rest[digits..].starts_with(['>', '<']) {
            return false;
        }
        self.at += digits;
        while self.peek().is_some_and(|char| matches!(char, '>' | '<')) {
            self.bump();
        }
        self.blanks();
        if self.rest().starts_with('&') {
            self.at += self.rest().chars().take(2).map(char::len_utf8).sum::<usize>();
        } else if self.more() {
            self.word(index, false);
        }
        true
    }

    /// Whether the call goes on here.
    fn more(&mut self) -> bool {
        self.blanks();
        while self.rest().starts_with(',') {
            self.bump();
            self.separators();
        }
        self.unread.is_none() && !matches!(self.peek(), None | Some(';' | '|' | '\n' | '\r' | ')' | '}' | ']' | '&'))
    }

    /// Blanks, comments, and line endings behind a backtick.
    fn blanks(&mut self) {
        loop {
            let rest = self.rest();
            let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\u{a0}']).len();
            let joined = ["`\r\n", "`\n"].into_iter().find(|end| rest[blank..].starts_with(end)).map_or(0, str::len);
            let comment = if rest[blank..].starts_with("<#") {
                rest[blank..].find("#>").map_or(rest.len() - blank, |end| end + 2)
            } else if rest[blank..].starts_with('#') {
                rest[blank..].find('\n').unwrap_or(rest.len() - blank)
            } else {
                0
            };
            if blank + joined + comment == 0 {
                return;
            }
            self.at += blank + joined.max(comment);
        }
    }

    /// Whatever may stand between statements.
    fn separators(&mut self) {
        loop {
            self.blanks();
            let rest = self.rest();
            let length = rest.len() - rest.trim_start_matches([';', '\n', '\r', ',']).len();
            let operator = ["&&", "||", "& "]
                .into_iter()
                .find(|operator| rest[length..].starts_with(operator) && !self.is_call_operator(length));
            let length = length + operator.map_or(0, |operator| operator.trim_end().len());
            if length == 0 {
                return;
            }
            self.at += length;
        }
    }

    /// Whether `&` calls what follows it, and does not end a call before it.
    fn is_call_operator(&self, length: usize) -> bool {
        let rest = &self.rest()[length..];
        let before = self.text[..self.at + length].trim_end_matches([' ', '\t']);
        rest.starts_with('&')
            && !rest.starts_with("&&")
            && (before.is_empty() || before.ends_with(['\n', ';', '|', '&', '{', '(', '=', ',']))
    }

    fn range(&self, start: usize) -> TextRange {
        let end = start + self.text[start..self.at.max(start)].trim_end().len();
        TextRange::new(self.base + start, self.base + end)
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
