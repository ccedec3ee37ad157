//! Lists, objects and `for` expressions.

use super::cursor::{Parser, Read};
use super::{Expr, ExprKind, For, Ident, ObjectItem};

/// The variables and the collection of a `for`, as an expression or in a template.
pub(super) struct ForHead<'s> {
    pub(super) key: Option<Ident<'s>>,
    pub(super) value: Ident<'s>,
    pub(super) collection: Expr<'s>,
}

impl<'s> Parser<'s> {
    /// Reads a list or `for` expression from behind its `[`.
    pub(super) fn list(&mut self) -> Read<ExprKind<'s>> {
        self.skip_blanks();
        if self.at_keyword("for") {
            return self.for_list();
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
        Ok(ExprKind::List(items))
    }

    /// Reads an object or `for` expression from behind its `{`.
    pub(super) fn object(&mut self) -> Read<ExprKind<'s>> {
        self.skip_lines();
        if self.at_keyword("for") {
            return self.with_newlines(false, Self::for_object);
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
        let collection = self.expression()?;
        Ok(ForHead { key, value, collection })
    }

    fn for_variable(&mut self) -> Read<Ident<'s>> {
        self.skip_blanks();
        match self.ident() {
            Some(name) => Ok(name),
            None => Err(self.expected("the name of a variable")),
        }
    }

    fn for_list(&mut self) -> Read<ExprKind<'s>> {
        let head = self.for_head_with_colon()?;
        let value = self.expression()?;
        self.finish_for(head, None, value, "]")
    }

    fn for_object(&mut self) -> Read<ExprKind<'s>> {
        let head = self.for_head_with_colon()?;
        let key = self.expression()?;
        if !self.eat_next("=>") {
            return Err(self.expected("`=>` between the key and the value"));
        }
        let value = self.expression()?;
        self.finish_for(head, Some(key), value, "}")
    }

    fn for_head_with_colon(&mut self) -> Read<ForHead<'s>> {
        let head = self.for_head()?;
        if !self.eat_next(":") {
            return Err(self.expected("`:` after the collection"));
        }
        Ok(head)
    }

    /// Reads what follows the value of a `for` expression.
    fn finish_for(
        &mut self,
        head: ForHead<'s>,
        key: Option<Expr<'s>>,
        value: Expr<'s>,
        closing: &str,
    ) -> Read<ExprKind<'s>> {
        let group = key.is_some() && self.eat_next("...");
        self.skip_blanks();
        let mut condition = None;
        if self.at_keyword("if") {
            self.at += "if".len();
            condition = Some(self.expression()?);
        }
        if !self.eat_next(closing) {
            return Err(self.expected(&format!("`{closing}` after the `for` expression")));
        }
        Ok(ExprKind::For(Box::new(For {
            key_variable: head.key,
            value_variable: head.value,
            collection: head.collection,
            key,
            value,
            group,
            condition,
        })))
    }
}
