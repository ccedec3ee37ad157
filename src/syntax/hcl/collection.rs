//! Lists, objects and `for` expressions.

use super::cursor::{Parser, Read};
use super::recovery::OpenKind;
use super::{Expr, ExprKind, For, Ident, ObjectItem};

/// The variables and the collection of a `for`, as an expression or in a template.
pub(super) struct ForHead<'s> {
    pub(super) key: Option<Ident<'s>>,
    pub(super) value: Ident<'s>,
    pub(super) collection: Expr<'s>,
}

impl<'s> Parser<'s> {
    /// Reads a list or `for` expression.
    pub(super) fn list(&mut self) -> Read<ExprKind<'s>> {
        let outer = self.open_bracket(OpenKind::Bracket, false);
        self.skip_blanks();
        if self.at_keyword("for") {
            return self.for_expression(false, outer);
        }
        let mut items = Vec::new();
        while !self.eat_next("]") {
            items.push(self.expression()?);
            if self.eat_next(",") {
                continue;
            }
            if !self.eat("]") {
                return Err(self.expected("`,` or `]` after an element"));
            }
            break;
        }
        self.close_bracket(outer);
        Ok(ExprKind::List(items))
    }

    /// Reads an object or `for` expression.
    pub(super) fn object(&mut self) -> Read<ExprKind<'s>> {
        let outer = self.open_bracket(OpenKind::Brace, true);
        self.skip_lines();
        if self.at_keyword("for") {
            self.newline_ends = false;
            return self.for_expression(true, outer);
        }
        let mut items = Vec::new();
        loop {
            self.skip_lines();
            if self.eat("}") {
                break;
            }
            items.push(self.object_item()?);
            self.skip_blanks();
            match self.byte() {
                Some(b',' | b'\n') => self.at += 1,
                Some(b'}') => {}
                _ => return Err(self.expected("`,`, `}` or a newline after an entry")),
            }
        }
        self.close_bracket(outer);
        Ok(ExprKind::Object(items))
    }

    fn object_item(&mut self) -> Read<ObjectItem<'s>> {
        let key = self.expression()?;
        let key = self.as_key(key);
        self.skip_blanks();
        let is_separator = matches!(self.byte(), Some(b'=' | b':')) && !self.looking_at("=>");
        if !is_separator {
            return Err(self.expected("`=` or `:` after the key of an entry"));
        }
        self.at += 1;
        let value = self.expression()?;
        Ok(ObjectItem { key, value })
    }

    /// Reads `for` and what follows up to the `:`, exclusive.
    pub(super) fn for_head(&mut self) -> Read<ForHead<'s>> {
        self.at += "for".len();
        let mut key = None;
        let mut value = self.for_variable()?;
        if self.eat_next(",") {
            key = Some(value);
            value = self.for_variable()?;
        }
        self.skip_blanks();
        if !self.at_keyword("in") {
            return Err(self.expected("`in` after the variables of `for`"));
        }
        self.at += "in".len();
        // A `for` takes the stack of two levels, so it counts as two.
        self.enter()?;
        let collection = self.expression()?;
        self.leave();
        Ok(ForHead { key, value, collection })
    }

    fn for_variable(&mut self) -> Read<Ident<'s>> {
        self.skip_blanks();
        match self.ident() {
            Some(name) => Ok(name),
            None => Err(self.expected("the name of a variable")),
        }
    }

    /// Reads a `for` expression from its keyword on.
    fn for_expression(&mut self, is_object: bool, outer_newline_ends: bool) -> Read<ExprKind<'s>> {
        let head = self.for_head()?;
        if !self.eat_next(":") {
            return Err(self.expected("`:` after the collection"));
        }
        self.enter()?;
        let mut key = None;
        let mut value = self.expression()?;
        if is_object {
            if !self.eat_next("=>") {
                return Err(self.expected("`=>` between the key and the value"));
            }
            key = Some(std::mem::replace(&mut value, self.expression()?));
        }
        let group = is_object && self.eat_next("...");
        self.skip_blanks();
        let mut condition = None;
        if self.at_keyword("if") {
            self.at += "if".len();
            condition = Some(self.expression()?);
        }
        self.leave();
        if !self.eat_next(if is_object { "}" } else { "]" }) {
            return Err(self.expected("the closing bracket of the `for` expression"));
        }
        self.close_bracket(outer_newline_ends);
        let (key_variable, value_variable) = (head.key, head.value);
        let collection = head.collection;
        Ok(ExprKind::For(Box::new(For { key_variable, value_variable, collection, key, value, group, condition })))
    }
}
