//! What follows a term: attributes, indexes and splats.

use super::cursor::{Broken, Parser, Read};
use super::expr::Tree;
use super::recovery::OpenKind;
use super::{Expr, ExprKind, Ident, Splat, Traversal};
use crate::source::TextRange;

/// How many steps one reference may have; each makes the tree higher.
const MAX_STEPS: u32 = 2000;

/// One step behind a term.
enum Step<'s> {
    Attr(Ident<'s>),
    Index(Tree<'s>),
    /// `[*]` if true, else `.*`.
    Splat(bool),
}

/// The steps that a splat applies to each element.
#[derive(Default)]
struct Each<'s> {
    steps: Vec<Traversal<'s>>,
    /// Height of the tallest index key.
    tallest: u32,
    /// Offset behind the last step, if there is one.
    end: Option<usize>,
}

impl<'s> Parser<'s> {
    /// Reads a term and the steps behind it.
    pub(super) fn reference(&mut self) -> Read<Tree<'s>> {
        let mut tree = self.term()?;
        let mut count = 0;
        while let Some(step) = self.step(&mut count)? {
            let start = tree.start();
            let mut end = self.at;
            let mut tallest = tree.height;
            let base = tree.expr;
            let kind = match step {
                Step::Attr(name) => ExprKind::GetAttr(Box::new(base), name),
                Step::Index(key) => {
                    tallest = tallest.max(key.height);
                    ExprKind::Index(Box::new(base), Box::new(key.expr))
                }
                Step::Splat(full) => {
                    let each = self.each(full, &mut count)?;
                    tallest = tallest.max(each.tallest);
                    end = each.end.unwrap_or(end);
                    ExprKind::Splat(Box::new(Splat { base, full, each: each.steps }))
                }
            };
            tree = self.above(tallest, kind, TextRange::new(start, end))?;
        }
        Ok(tree)
    }

    /// Reads what a splat applies to each element: for `[*]` all that follows, for `.*` names and numbers.
    fn each(&mut self, full: bool, count: &mut u32) -> Read<Each<'s>> {
        let mut each = Each::default();
        loop {
            self.skip_blanks();
            if !full && self.byte() == Some(b'[') {
                return Ok(each);
            }
            let Some(step) = self.step(count)? else { return Ok(each) };
            each.end = Some(self.at);
            match step {
                Step::Attr(name) => each.steps.push(Traversal::Attr(name)),
                Step::Index(key) => {
                    each.tallest = each.tallest.max(key.height);
                    each.steps.push(Traversal::Index(key.expr));
                }
                Step::Splat(_) if !full => {
                    let range = TextRange::new(self.at - 1, self.at);
                    self.error_with_help(range, "a `.*` cannot follow another one", "use `[*]` instead");
                    return Err(Broken::Text);
                }
                Step::Splat(inner) => {
                    self.enter()?;
                    let nested = self.each(inner, count)?;
                    self.leave();
                    each.tallest = each.tallest.max(nested.tallest + 1);
                    each.end = nested.end.or(each.end);
                    each.steps.push(Traversal::Splat { full: inner, each: nested.steps });
                }
            }
        }
    }

    /// Reads one step, if there is one.
    fn step(&mut self, count: &mut u32) -> Read<Option<Step<'s>>> {
        self.skip_blanks();
        let is_dot = match self.byte() {
            Some(b'.') if !self.looking_at("...") => true,
            Some(b'[') => false,
            _ => return Ok(None),
        };
        *count += 1;
        if *count > MAX_STEPS {
            return Err(self.beyond_limit(format!("more than {MAX_STEPS} steps in one reference")));
        }
        if is_dot { self.dot() } else { self.index() }.map(Some)
    }

    /// Reads what stands behind a `.`.
    fn dot(&mut self) -> Read<Step<'s>> {
        self.at += 1;
        self.skip_blanks();
        if self.eat("*") {
            return Ok(Step::Splat(false));
        }
        if let Some(name) = self.ident() {
            return Ok(Step::Attr(name));
        }
        if !self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            return Err(self.expected("a name, a number or `*` after `.`"));
        }
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        let range = TextRange::new(start, self.at);
        if self.byte() == Some(b'.') && self.byte_after(1).is_some_and(|byte| byte.is_ascii_digit()) {
            let message = "two indexes in a row cannot be written with dots";
            self.error_with_help(range, message, "write them as `[0][1]`");
        }
        let key = Expr { kind: ExprKind::Number(range.slice(self.text)), range };
        Ok(Step::Index(Tree { expr: key, height: 1 }))
    }

    /// Reads an index or splat in brackets.
    fn index(&mut self) -> Read<Step<'s>> {
        let outer = self.open_bracket(OpenKind::Bracket, false);
        if self.eat_next("*") {
            if !self.eat_next("]") {
                return Err(self.expected("`]` after `[*`"));
            }
            self.close_bracket(outer);
            return Ok(Step::Splat(true));
        }
        let key = self.tree()?;
        if !self.eat_next("]") {
            return Err(self.expected("`]` after the index"));
        }
        self.close_bracket(outer);
        Ok(Step::Index(key))
    }
}
