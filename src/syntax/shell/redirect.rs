//! Redirections and here-documents.

use super::parser::{List, Parser};
use super::{Command, Redirection, RedirectionKind};

/// A here-document whose text begins at the next line.
pub(super) struct Announced {
    /// Its end marker.
    marker: String,
    /// Whether tabs may stand before that.
    strip_tabs: bool,
    /// The command that reads it, and which of its redirections it is.
    reader: (usize, usize),
}

impl Parser<'_> {
    /// A redirection with its target, which is no word of the command. False where there is none.
    pub(super) fn redirection(&mut self, list: &mut List) -> bool {
        let start = self.at;
        let rest = self.rest();
        let operator = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let operator = if operator.len() == rest.len() { rest.strip_prefix('&').unwrap_or(rest) } else { operator };
        if !operator.starts_with(['<', '>']) || operator.starts_with("<(") || operator.starts_with(">(") {
            return false;
        }
        let (kind, length) = operation(operator, rest.starts_with('&'));
        let strip_tabs = operator.starts_with("<<-");
        let descriptor = rest[..rest.len() - operator.len()].parse().ok();
        self.at += rest.len() - operator.len() + length;
        let current = self.redirected(list);
        self.skip_blanks();
        let target = self.read_word();
        let range = self.range(start..self.at);
        let marker = target.literal().filter(|_| matches!(kind, RedirectionKind::Heredoc { .. })).map(str::to_owned);
        let command = &mut self.script.commands[current];
        if let Some(marker) = marker {
            let reader = (current, command.redirections.len());
            self.heredocs.push(Announced { marker, strip_tabs, reader });
        }
        command.redirections.push(Redirection { kind, descriptor, target, range });
        command.range = command.range.cover(range);
        true
    }

    /// The command that a redirection belongs to; after a group or a block one without words.
    fn redirected(&mut self, list: &mut List) -> usize {
        let group = list.closed.filter(|_| list.current.is_none());
        let current = self.command(list);
        if let Some(start) = group {
            self.script.commands[current].group = Some(start..current);
        }
        current
    }

    /// Skips the bodies of here-documents that were announced on the line before. One without its end marker goes to
    /// the end of the text, as for the shell.
    pub(super) fn skip_heredocs(&mut self) {
        for Announced { marker, strip_tabs, reader: (reader, redirection) } in std::mem::take(&mut self.heredocs) {
            let first = self.at;
            while self.at < self.text.len() {
                let start = self.at;
                self.skip_line();
                let line = &self.text[start..self.at];
                self.eat('\n');
                let line = line.trim_end_matches('\r');
                if (if strip_tabs { line.trim_start_matches('\t') } else { line }) == marker {
                    let body = Some(self.range(first..start));
                    self.script.commands[reader].redirections[redirection].kind = RedirectionKind::Heredoc { body };
                    break;
                }
            }
        }
    }
}

/// What the operator at the start of a text does, and its length; `both` where `&` stands before it.
fn operation(text: &str, both: bool) -> (RedirectionKind, usize) {
    use RedirectionKind::{Append, Copy, Heredoc, Read, Text, Write, WriteAll};
    let known = [
        ("<<<", Text),
        ("<<-", Heredoc { body: None }),
        ("<<", Heredoc { body: None }),
        (">>", Append),
        ("<&", Copy),
        (">&", Copy),
        ("<>", Write),
        (">|", Write),
        ("<", Read),
        (">", Write),
    ];
    let found = known.into_iter().find(|(operator, _)| text.starts_with(operator));
    let (kind, length) = found.map_or((Write, 1), |(operator, kind)| (kind, operator.len()));
    (if both { WriteAll } else { kind }, length)
}

impl Command {
    /// Where the marks of its here-documents begin.
    pub fn heredocs(&self) -> impl Iterator<Item = u32> {
        let is_heredoc = |redirection: &&Redirection| matches!(redirection.kind, RedirectionKind::Heredoc { .. });
        self.redirections.iter().filter(is_heredoc).map(|redirection| redirection.range.start)
    }
}
