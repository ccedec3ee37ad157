//! Expressions: conditionals and operators.

use super::cursor::{Parser, Read};
use super::{BinaryOp, Conditional, Expr, ExprKind, UnaryOp};
use crate::source::TextRange;

/// How many operators one expression may chain; each makes the tree higher.
const MAX_OPERATORS: u32 = 1000;

/// How high the tree of one expression may be: whoever walks it, or drops it, uses the stack.
const MAX_HEIGHT: u32 = 2500;

/// An expression and the height of its tree.
pub(super) struct Tree<'s> {
    pub(super) expr: Expr<'s>,
    pub(super) height: u32,
}

impl Tree<'_> {
    pub(super) fn start(&self) -> usize {
        self.expr.range.start as usize
    }
}

impl<'s> Parser<'s> {
    /// Reads an expression.
    pub(super) fn expression(&mut self) -> Read<Expr<'s>> {
        let tree = self.tree()?;
        self.tallest = self.tallest.max(tree.height);
        Ok(tree.expr)
    }

    /// Reads an expression whose height the caller accounts for.
    pub(super) fn tree(&mut self) -> Read<Tree<'s>> {
        self.enter()?;
        let condition = self.operators()?;
        let tree = if self.eat_next("?") { self.conditional(condition)? } else { condition };
        self.leave();
        Ok(tree)
    }

    /// A node above others; `tallest` is the height of the highest of them.
    pub(super) fn above(&mut self, tallest: u32, kind: ExprKind<'s>, range: TextRange) -> Read<Tree<'s>> {
        if tallest >= MAX_HEIGHT {
            // Dropping `kind` here is safe: it is no higher than the limit.
            return Err(self.beyond_limit(format!("this expression is more than {MAX_HEIGHT} operations deep")));
        }
        Ok(Tree { expr: Expr { kind, range }, height: tallest + 1 })
    }

    /// Reads what stands behind the `?`.
    fn conditional(&mut self, condition: Tree<'s>) -> Read<Tree<'s>> {
        let yes = self.tree()?;
        if !self.eat_next(":") {
            return Err(self.expected("`:` and the value for the other case"));
        }
        let no = self.tree()?;
        let range = condition.expr.range.cover(no.expr.range);
        let tallest = condition.height.max(yes.height).max(no.height);
        let conditional = Conditional { condition: condition.expr, yes: yes.expr, no: no.expr };
        self.above(tallest, ExprKind::Conditional(Box::new(conditional)), range)
    }

    fn operators(&mut self) -> Read<Tree<'s>> {
        let left = self.operand()?;
        self.operators_from(left, 0, &mut 0)
    }

    /// Reads operators that bind at least as strongly as `weakest`, and their right operands. Recursion is bounded by
    /// the number of strengths.
    fn operators_from(&mut self, mut left: Tree<'s>, weakest: u8, count: &mut u32) -> Read<Tree<'s>> {
        while let Some(found) = self.operator().filter(|found| found.strength >= weakest) {
            *count += 1;
            if *count > MAX_OPERATORS {
                return Err(self.beyond_limit(format!("more than {MAX_OPERATORS} operators in one expression")));
            }
            self.at += found.length;
            let right = self.operand()?;
            let right = self.operators_from(right, found.strength + 1, count)?;
            let range = left.expr.range.cover(right.expr.range);
            let tallest = left.height.max(right.height);
            let kind = ExprKind::Binary(found.op, Box::new(left.expr), Box::new(right.expr));
            left = self.above(tallest, kind, range)?;
        }
        Ok(left)
    }

    /// The operator that comes next, without going over it.
    fn operator(&mut self) -> Option<Operator> {
        self.skip_blanks();
        let (op, strength) = match (self.byte()?, self.byte_after(1)) {
            (b'|', Some(b'|')) => (BinaryOp::Or, 0),
            (b'&', Some(b'&')) => (BinaryOp::And, 1),
            (b'=', Some(b'=')) => (BinaryOp::Equal, 2),
            (b'!', Some(b'=')) => (BinaryOp::NotEqual, 2),
            (b'<', Some(b'=')) => (BinaryOp::LessEqual, 3),
            (b'<', _) => (BinaryOp::Less, 3),
            (b'>', Some(b'=')) => (BinaryOp::GreaterEqual, 3),
            (b'>', _) => (BinaryOp::Greater, 3),
            (b'+', _) => (BinaryOp::Add, 4),
            (b'-', _) => (BinaryOp::Subtract, 4),
            (b'*', _) => (BinaryOp::Multiply, 5),
            (b'/', _) => (BinaryOp::Divide, 5),
            (b'%', _) => (BinaryOp::Modulo, 5),
            _ => return None,
        };
        let length = match op {
            BinaryOp::Or
            | BinaryOp::And
            | BinaryOp::Equal
            | BinaryOp::NotEqual
            | BinaryOp::LessEqual
            | BinaryOp::GreaterEqual => 2,
            _ => 1,
        };
        Some(Operator { op, strength, length })
    }

    fn operand(&mut self) -> Read<Tree<'s>> {
        self.skip_blanks();
        let start = self.at;
        let op = match self.byte() {
            Some(b'!') => UnaryOp::Not,
            Some(b'-') => UnaryOp::Negate,
            _ => return self.reference(),
        };
        self.at += 1;
        self.enter()?;
        let operand = self.operand()?;
        self.leave();
        let range = TextRange::new(start, operand.expr.range.end as usize);
        self.above(operand.height, ExprKind::Unary(op, Box::new(operand.expr)), range)
    }
}

/// A binary operator in the text.
struct Operator {
    op: BinaryOp,
    /// The higher, the closer it binds.
    strength: u8,
    /// Bytes.
    length: usize,
}
