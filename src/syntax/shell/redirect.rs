//! Redirections and here-documents.

use super::parser::{List, Parser};

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
        let length = ["<<<", "<<-", "&>>", "<<", ">>", "<&", ">&", "<>", ">|"]
            .into_iter()
            .find(|known| operator.starts_with(known))
            .map_or(1, str::len);
        let is_heredoc = operator.starts_with("<<") && !operator.starts_with("<<<");
        let strip_tabs = operator.starts_with("<<-");
        self.at += rest.len() - operator.len() + length;
        let current = self.command(list);
        self.skip_blanks();
        let target = self.read_word();
        if is_heredoc {
            self.heredocs.extend(target.literal().map(|marker| (marker.to_owned(), strip_tabs)));
            let mark = self.range(start..self.at);
            self.script.commands[current].heredocs.push(mark);
        }
        let range = self.range(start..self.at);
        let command = &mut self.script.commands[current];
        command.range = command.range.cover(range);
        true
    }

    /// Skips the bodies of here-documents that were announced on the line before. One without its end marker goes to
    /// the end of the text, as for the shell.
    pub(super) fn skip_heredocs(&mut self) {
        for (marker, strip_tabs) in std::mem::take(&mut self.heredocs) {
            while self.at < self.text.len() {
                let start = self.at;
                self.skip_line();
                let line = &self.text[start..self.at];
                self.eat('\n');
                let line = line.trim_end_matches('\r');
                if (if strip_tabs { line.trim_start_matches('\t') } else { line }) == marker {
                    break;
                }
            }
        }
    }
}
