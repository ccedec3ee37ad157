//! Commands, operators, and what stands around them.

use std::ops::Range;

use super::redirect::Announced;
use super::word::is_arithmetic;
use super::{Command, Next, Part, Script, Word};
use crate::source::TextRange;

/// Deepest nesting of groups and substitutions that is followed.
const DEPTH_LIMIT: usize = 64;

/// What ends a list of commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Close {
    /// The end of the text.
    Text,
    /// `)`
    Paren,
    /// `}`
    Brace,
    /// A backtick.
    Backtick,
    /// `;;`, `;&` or `esac`.
    CaseItem,
}

/// A cursor over the text. Every step moves it forward, so that reading is linear.
pub(super) struct Parser<'s> {
    pub(super) text: &'s str,
    pub(super) base: usize,
    pub(super) at: usize,
    pub(super) script: Script,
    /// Nesting of lists, for the limit.
    depth: usize,
    /// Nesting of substitutions.
    level: usize,
    /// Whether a backtick ends the innermost substitution.
    pub(super) in_backticks: bool,
    /// Here-documents that begin at the next line.
    pub(super) heredocs: Vec<Announced>,
    /// Whether something is decided by the commands that are being read.
    condition: bool,
    /// The group whose first commands know that they read what flows into it, and where these end.
    fed: Range<usize>,
    /// The block of commands that the last pipe takes the output of.
    piped: Range<usize>,
}

/// The state of one list: which command is being read, and what flows into the next.
#[derive(Default)]
pub(super) struct List {
    /// Index of the command that words are added to.
    pub(super) current: Option<usize>,
    /// Commands whose output goes into the next one.
    piping: Option<Range<usize>>,
    /// Where each open `if`, loop or `case` begins in the list of commands.
    pub(super) blocks: Vec<usize>,
    /// Whether `!` stands before the next command.
    negated: bool,
    /// The group or block that was closed just now.
    pub(super) closed: Option<usize>,
}

impl<'s> Parser<'s> {
    pub(super) fn new(text: &'s str, base: usize) -> Self {
        let script = Script { complete: true, ..Script::default() };
        Self {
            text,
            base,
            at: 0,
            script,
            depth: 0,
            level: 0,
            in_backticks: false,
            heredocs: Vec::new(),
            condition: false,
            fed: 0..0,
            piped: 0..0,
        }
    }

    pub(super) fn script(mut self) -> Script {
        while self.at < self.text.len() {
            self.list(Close::Text);
            // A closing mark without its opening one.
            if self.at < self.text.len() {
                self.script.complete = false;
                self.bump();
            }
        }
        self.script.subshells.sort_by_key(|commands| (commands.start, std::cmp::Reverse(commands.end)));
        self.script
    }

    /// Reads the commands of a substitution; the cursor is behind its opening mark, and is left behind its closing one.
    pub(super) fn substitution(&mut self, close: Close) {
        let outer = std::mem::replace(&mut self.in_backticks, close == Close::Backtick);
        let condition = std::mem::take(&mut self.condition);
        self.level += 1;
        self.list(close);
        self.level -= 1;
        self.condition = condition;
        self.in_backticks = outer;
    }

    /// Reads commands up to and including `close`.
    pub(super) fn list(&mut self, close: Close) {
        if self.depth == DEPTH_LIMIT {
            self.script.complete = false;
            self.script.too_deep = true;
            self.at = self.text.len();
            return;
        }
        self.depth += 1;
        let mut list = List::default();
        while !self.step(&mut list, close) {}
        self.depth -= 1;
    }

    /// Reads one token of a list; true at its end.
    fn step(&mut self, list: &mut List, close: Close) -> bool {
        self.skip_blanks();
        let Some(char) = self.peek() else {
            self.script.complete &= close == Close::Text;
            return true;
        };
        match char {
            '\n' => {
                self.bump();
                self.skip_heredocs();
                self.end_command(list, Next::Always);
            }
            ';' if close == Close::CaseItem && (self.rest().starts_with(";;") || self.rest().starts_with(";&")) => {
                self.at += 2;
                self.eat('&');
                return true;
            }
            ';' => {
                self.bump();
                self.end_command(list, Next::Always);
            }
            '&' if !self.rest().starts_with("&>") => {
                self.bump();
                let next = if self.eat('&') { Next::AndThen } else { Next::AtOnce };
                self.end_command(list, next);
            }
            '|' => self.pipe(list),
            '(' => self.paren(list),
            ')' => {
                if close == Close::Paren {
                    self.bump();
                }
                return true;
            }
            '`' if self.in_backticks => {
                if close == Close::Backtick {
                    self.bump();
                }
                return true;
            }
            '#' => self.skip_line(),
            _ if self.redirection(list) => {}
            _ => return self.word_or_keyword(list, close),
        }
        false
    }

    fn pipe(&mut self, list: &mut List) {
        self.bump();
        if self.eat('|') {
            self.end_command(list, Next::OrElse);
            return;
        }
        self.eat('&');
        list.piping = match (list.current, list.closed) {
            (Some(current), _) => {
                self.script.commands[current].next = Next::Pipe;
                let start = self.script.commands[current].group.as_ref().map_or(current, |group| group.start);
                Some(start..current + 1)
            }
            (None, Some(start)) => Some(start..self.script.commands.len()),
            (None, None) => None,
        };
        if let Some(piping) = &mut list.piping {
            // Blocks that begin at one command are not gone over again and again: their output goes elsewhere already.
            let whole = piping.clone();
            if self.piped.start == whole.start {
                piping.start = self.piped.end.clamp(whole.start, whole.end);
            }
            if whole.len() > 1 {
                self.piped = whole;
            }
        }
        for command in &mut self.script.commands[list.piping.clone().unwrap_or_default()] {
            command.piped |= command.level == self.level;
        }
        list.current = None;
        list.closed = None;
    }

    fn paren(&mut self, list: &mut List) {
        if list.current.is_none() && is_arithmetic(self.rest()) {
            self.arithmetic();
            return;
        }
        self.bump();
        if let Some(current) = list.current.take() {
            // `name()` begins a function: the name is no command.
            self.skip_blanks();
            if self.eat(')') {
                self.script.commands[current].words.clear();
                return;
            }
        }
        self.group(list, Close::Paren);
    }

    fn group(&mut self, list: &mut List, close: Close) {
        let start = self.script.commands.len();
        self.list(close);
        if close == Close::Paren {
            self.script.subshells.push(start..self.script.commands.len());
        }
        self.connect(list, start);
        self.close(list, start);
    }

    /// A keyword where a command can begin, or else a word.
    fn word_or_keyword(&mut self, list: &mut List, close: Close) -> bool {
        if list.current.is_none() {
            let keyword = self.bare_word();
            let length = keyword.len();
            match keyword {
                "if" | "while" | "until" => {
                    list.blocks.push(self.script.commands.len());
                    self.condition = true;
                }
                "fi" | "done" => {
                    if let Some(start) = list.blocks.pop() {
                        self.close(list, start);
                    }
                }
                "then" | "else" | "do" => self.condition = false,
                "elif" => self.condition = true,
                "!" => list.negated = true,
                "{" => {
                    self.at += length;
                    self.group(list, Close::Brace);
                    return false;
                }
                "}" => {
                    self.at += length;
                    return close == Close::Brace;
                }
                "esac" if close == Close::CaseItem => return true,
                "for" | "select" | "function" | "case" => {
                    self.at += length;
                    self.compound(list, keyword);
                    return false;
                }
                _ => {
                    self.word(list);
                    return false;
                }
            }
            self.at += length;
            return false;
        }
        self.word(list);
        false
    }

    fn word(&mut self, list: &mut List) {
        let current = self.command(list);
        let word = self.read_word();
        let is_test = self.script.commands[current].words.is_empty() && word.literal() == Some("[[");
        self.add(current, word);
        if is_test {
            self.test(current);
        }
    }

    /// Adds a word to a command: assignments come before the program.
    pub(super) fn add(&mut self, current: usize, word: Word) {
        let name = assigned_name(&word).map(str::to_owned);
        let command = &mut self.script.commands[current];
        command.range = command.range.cover(word.range);
        let program = command.words.first().and_then(Word::literal);
        let declares = matches!(program, Some("export" | "local" | "declare" | "typeset" | "readonly" | "read"));
        if command.words.is_empty() && name.is_some() {
            command.assignments.push(word);
            self.script.assigned.extend(name);
            return;
        }
        if declares {
            // `export name` alone keeps the value; `read name` does not.
            let read = (program == Some("read")).then(|| word.literal().map(str::to_owned)).flatten();
            self.script.assigned.extend(name.or(read));
        }
        command.words.push(word);
    }

    /// The command that words go to; a new one where none is open.
    pub(super) fn command(&mut self, list: &mut List) -> usize {
        if let Some(current) = list.current {
            return current;
        }
        let index = self.script.commands.len();
        let range = TextRange::empty(self.base + self.at);
        let condition = std::mem::take(&mut list.negated) || self.condition;
        let outermost = self.depth == 1 && list.blocks.is_empty();
        let command = Command { range, level: self.level, condition, outermost, ..Command::default() };
        self.script.commands.push(command);
        self.connect(list, index);
        list.current = Some(index);
        list.closed = None;
        index
    }

    /// Lets what is piped flow into the command at `index`, if that exists.
    pub(super) fn connect(&mut self, list: &mut List, index: usize) {
        if index >= self.script.commands.len() {
            return;
        }
        let mut piped = false;
        for command in &mut self.script.commands[list.piping.take().unwrap_or_default()] {
            if command.level == self.level && command.pipe_to.is_none() {
                command.pipe_to = Some(index);
                piped = true;
            }
        }
        if piped {
            self.script.commands[index].reads = Some(index);
        }
    }

    /// Ends a group or a block: what flows into its first command is there for all.
    pub(super) fn close(&mut self, list: &mut List, start: usize) {
        list.closed = Some(start);
        let Some(first) = self.script.commands.get(start).filter(|first| first.reads == Some(start)) else { return };
        let (level, end) = (first.level, self.script.commands.len());
        // Blocks that begin at one command are not gone over again and again.
        let from = if self.fed.start == start { self.fed.end } else { start };
        for other in self.script.commands[from..].iter_mut().filter(|other| other.level == level) {
            other.reads.get_or_insert(start);
        }
        self.fed = start..end;
    }

    fn end_command(&mut self, list: &mut List, next: Next) {
        if let Some(current) = list.current.take() {
            self.script.commands[current].next = next;
        }
        list.closed = None;
    }
}

/// The name in `name=value` and `name+=value`.
fn assigned_name(word: &Word) -> Option<&str> {
    let Some(Part::Text(text)) = word.parts.first() else { return None };
    let (name, _) = text.split_once('=')?;
    let name = name.strip_suffix('+').unwrap_or(name);
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    (starts && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')).then_some(name)
}
