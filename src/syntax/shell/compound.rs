//! `for`, `case`, functions and `[[ … ]]`: what stands around the commands in them is skipped.

use super::parser::{Close, List, Parser};

impl Parser<'_> {
    /// What stands after `for`, `select`, `function` and `case`, up to where commands begin.
    pub(super) fn compound(&mut self, list: &mut List, keyword: &str) {
        self.skip_blanks();
        let start = self.script.commands.len();
        if keyword == "case" {
            self.read_word();
            self.case_items();
            self.connect(list, start);
            self.close(list, start);
            return;
        }
        if keyword == "for" && self.rest().starts_with("((") {
            self.arithmetic();
            list.blocks.push(start);
            return;
        }
        let name = self.read_word();
        if keyword == "function" {
            self.skip_blanks();
            if self.eat('(') {
                self.skip_blanks();
                self.eat(')');
            }
            return;
        }
        self.script.assigned.extend(name.literal().map(str::to_owned));
        list.blocks.push(start);
        while let Some(char) = self.peek_token() {
            if matches!(char, ';' | '\n' | ')' | '(' | '&' | '|') {
                break;
            }
            self.read_word();
        }
    }

    /// `in pattern) commands ;; … esac`.
    fn case_items(&mut self) {
        self.skip_newlines();
        if self.bare_word() == "in" {
            self.at += "in".len();
        }
        loop {
            self.skip_newlines();
            if self.peek_token().is_none() {
                self.script.complete = false;
                return;
            }
            if self.bare_word() == "esac" {
                self.at += "esac".len();
                return;
            }
            self.eat('(');
            while let Some(char) = self.peek_token() {
                match char {
                    ')' => break,
                    '|' | '\n' | ';' | '&' | '(' => self.bump(),
                    _ => drop(self.read_word()),
                }
            }
            self.eat(')');
            self.list(Close::CaseItem);
        }
    }

    /// The rest of `[[ … ]]`, in which operators do not end the command.
    pub(super) fn test(&mut self, current: usize) {
        while let Some(char) = self.peek_token() {
            match char {
                '\n' | ';' => return,
                '(' | ')' | '&' | '|' | '<' | '>' => self.bump(),
                _ => {
                    let word = self.read_word();
                    let last = word.literal() == Some("]]");
                    self.add(current, word);
                    if last {
                        return;
                    }
                }
            }
        }
    }
}
