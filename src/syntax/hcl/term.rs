//! Terms: literals, names, calls, and what stands in brackets of its own.

use super::cursor::{Parser, Read};
use super::expr::Tree;
use super::recovery::OpenKind;
use super::{Call, Expr, ExprKind, Ident};
use crate::source::TextRange;

impl<'s> Parser<'s> {
    /// Reads a term.
    pub(super) fn term(&mut self) -> Read<Tree<'s>> {
        let start = self.at;
        let outer = std::mem::take(&mut self.tallest);
        let kind = self.term_kind();
        let tallest = std::mem::replace(&mut self.tallest, outer);
        self.above(tallest, kind?, TextRange::new(start, self.at))
    }

    fn term_kind(&mut self) -> Read<ExprKind<'s>> {
        match self.byte() {
            Some(b'"') => self.quoted(),
            Some(b'(') => self.parenthesised(),
            Some(b'[') => self.list(),
            Some(b'{') => self.object(),
            Some(b'<') if self.looking_at("<<") => self.heredoc(),
            Some(b'0'..=b'9') => Ok(self.number()),
            Some(b'\'') => Err(self.expected_with_help("an expression", "strings are written in double quotes")),
            _ => match self.ident() {
                Some(name) => self.name(name),
                None => Err(self.expected("an expression")),
            },
        }
    }

    fn parenthesised(&mut self) -> Read<ExprKind<'s>> {
        let outer = self.open_bracket(OpenKind::Paren, false);
        let inner = self.expression()?;
        if !self.eat_next(")") {
            return Err(self.expected("`)`"));
        }
        self.close_bracket(outer);
        Ok(ExprKind::Paren(Box::new(inner)))
    }

    fn number(&mut self) -> ExprKind<'s> {
        let start = self.at;
        while let Some(byte) = self.byte() {
            let digit_after = |ahead| self.byte_after(ahead).is_some_and(|next| next.is_ascii_digit());
            self.at += match byte {
                b'0'..=b'9' => 1,
                b'.' | b'e' | b'E' if digit_after(1) => 2,
                b'e' | b'E' if matches!(self.byte_after(1), Some(b'+' | b'-')) && digit_after(2) => 3,
                _ => break,
            };
        }
        let number = &self.text[start..self.at];
        let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, ""));
        if mantissa.matches('.').count() > 1 || exponent.contains(['.', 'e', 'E']) {
            let message = format!("`{number}` is not a number");
            self.error_with_help(TextRange::new(start, self.at), message, "write it in quotes if it is text");
            return ExprKind::Error;
        }
        ExprKind::Number(number)
    }

    /// Reads what begins with a name: a keyword, a variable or a call.
    fn name(&mut self, name: Ident<'s>) -> Read<ExprKind<'s>> {
        let start = name.range.start as usize;
        while let Some(rest) = self.rest_of_line().strip_prefix("::") {
            self.at = self.text.len() - rest.len();
            self.skip_blanks();
            if self.ident().is_none() {
                return Err(self.expected("the rest of the function's name"));
            }
        }
        let name = self.ident_from(start);
        let rest = self.rest_of_line();
        if rest.starts_with('(') {
            self.at = self.text.len() - rest.len();
            return self.call(name);
        }
        match name.text {
            "null" => Ok(ExprKind::Null),
            "true" => Ok(ExprKind::Bool(true)),
            "false" => Ok(ExprKind::Bool(false)),
            qualified if qualified.contains("::") => Err(self.expected("`(` after the function's name")),
            variable => Ok(ExprKind::Variable(variable)),
        }
    }

    /// What follows the blanks that come next.
    fn rest_of_line(&self) -> &'s str {
        self.text[self.at..].trim_start_matches([' ', '\t'])
    }

    /// Reads the arguments of a call.
    fn call(&mut self, name: Ident<'s>) -> Read<ExprKind<'s>> {
        let outer = self.open_bracket(OpenKind::Paren, false);
        let mut call = Call { name, arguments: Vec::new(), expand: false };
        while !self.eat_next(")") {
            call.arguments.push(self.expression()?);
            if self.eat_next("...") {
                call.expand = true;
                if !self.eat_next(")") {
                    return Err(self.expected("`)` after `...`"));
                }
                break;
            }
            if self.eat_next(",") {
                continue;
            }
            if !self.eat(")") {
                return Err(self.expected("`,` or `)` after an argument"));
            }
            break;
        }
        self.close_bracket(outer);
        Ok(ExprKind::Call(Box::new(call)))
    }

    /// The text of a keyword or name that stands as the key of an object means itself.
    pub(super) fn as_key(&self, key: Expr<'s>) -> Expr<'s> {
        match key.kind {
            ExprKind::Null | ExprKind::Bool(_) => {
                Expr { kind: ExprKind::Variable(key.range.slice(self.text)), range: key.range }
            }
            _ => key,
        }
    }
}
