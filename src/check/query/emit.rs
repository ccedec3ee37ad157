//! Compiled queries as Rust source, for the build script.
//!
//! The source expects `q` to name the module `crate::check::query`, and `l` the one that holds the lists. Patterns hold a cell that is filled on first use, so
//! each becomes a `static` of its own, and what refers to them must be a `static` too.

use std::fmt::Write as _;

use super::{Clause, Expr, Grant, Literal, Operand, Pattern, Permission, Query, Role, Segment, Selector};

/// Writes queries, and collects the `static` items that they need.
#[derive(Debug, Default)]
pub struct Emitter {
    items: String,
    patterns: usize,
}

impl Emitter {
    /// The items that everything written so far refers to, to be placed in the same module.
    pub fn into_items(self) -> String {
        self.items
    }

    /// An expression of type `Clause`.
    pub fn clause(&mut self, clause: &Clause) -> String {
        match clause {
            Clause::Path(query) => format!("q::Clause::Path({})", self.query(query)),
            Clause::Test(expr) => format!("q::Clause::Test({})", self.expr(expr)),
            Clause::Any(clauses) => format!("q::Clause::Any(&[{}])", join(clauses, |clause| self.clause(clause))),
            Clause::All(clauses) => format!("q::Clause::All(&[{}])", join(clauses, |clause| self.clause(clause))),
        }
    }

    /// An expression of type `Query`.
    pub fn query(&mut self, query: &Query) -> String {
        let segments = join(query.segments, |segment| self.segment(segment));
        format!("q::Query {{ relative: {}, segments: &[{segments}] }}", query.relative)
    }

    fn segment(&mut self, segment: &Segment) -> String {
        let (variant, selectors) = match segment {
            Segment::Child(selectors) => ("Child", selectors),
            Segment::Descendant(selectors) => ("Descendant", selectors),
        };
        format!("q::Segment::{variant}(&[{}])", join(selectors, |selector| self.selector(selector)))
    }

    fn selector(&mut self, selector: &Selector) -> String {
        match selector {
            Selector::Name(name) => format!("q::Selector::Name({name:?})"),
            Selector::Wildcard => "q::Selector::Wildcard".to_owned(),
            Selector::Index(index) => format!("q::Selector::Index({index})"),
            Selector::Slice(start, end, step) => format!("q::Selector::Slice({start:?}, {end:?}, {step})"),
            Selector::Filter(expr) => format!("q::Selector::Filter(&{})", self.expr(expr)),
        }
    }

    fn expr(&mut self, expr: &Expr) -> String {
        match expr {
            Expr::Or(members) => format!("q::Expr::Or(&[{}])", join(members, |member| self.expr(member))),
            Expr::And(members) => format!("q::Expr::And(&[{}])", join(members, |member| self.expr(member))),
            Expr::Not(inner) => format!("q::Expr::Not(&{})", self.expr(inner)),
            Expr::Exists(query) => format!("q::Expr::Exists({})", self.query(query)),
            Expr::Compare(comparison, left, right) => format!(
                "q::Expr::Compare(q::Comparison::{comparison:?}, {}, {})",
                self.operand(left),
                self.operand(right)
            ),
            Expr::Regex { value, pattern } => {
                format!("q::Expr::Regex {{ value: {}, pattern: &{} }}", self.operand(value), self.pattern(pattern))
            }
            Expr::Computed { value, pattern, is_whole } => format!(
                "q::Expr::Computed {{ value: {}, pattern: {}, is_whole: {is_whole} }}",
                self.operand(value),
                self.operand(pattern)
            ),
            Expr::Admits { of, reach } => {
                format!("q::Expr::Admits {{ of: {}, reach: {reach:?} }}", self.operand(of))
            }
            Expr::Secret { value, role } => {
                let role = match role {
                    Role::Argument => "q::Role::Argument".to_owned(),
                    Role::Text => "q::Role::Text".to_owned(),
                    Role::Member => "q::Role::Member".to_owned(),
                    Role::Named(name) => format!("q::Role::Named({})", self.operand(name)),
                };
                format!("q::Expr::Secret {{ value: {}, role: {role} }}", self.operand(value))
            }
            Expr::Set(of) => format!("q::Expr::Set({})", self.operand(of)),
            Expr::Listed { list, of } => {
                let of = join(of, |operand| self.operand(operand));
                format!("q::Expr::Listed {{ list: &l::{}, of: &[{of}] }}", list_constant(&list.name))
            }
            Expr::Grants { of, grant: Grant { cloud, actions, on } } => format!(
                "q::Expr::Grants {{ of: {}, grant: q::Grant {{ cloud: q::Cloud::{cloud:?}, actions: &{actions:?}, on: {on:?} }} }}",
                self.operand(of)
            ),
            Expr::Permits { rule, permission: Permission { verbs, targets } } => format!(
                "q::Expr::Permits {{ rule: {}, permission: q::Permission {{ verbs: &{verbs:?}, targets: &{targets:?} }} }}",
                self.operand(rule)
            ),
        }
    }

    fn operand(&mut self, operand: &Operand) -> String {
        match operand {
            Operand::Literal(literal) => format!("q::Operand::Literal({})", self::literal(literal)),
            Operand::Query(query) => format!("q::Operand::Query({})", self.query(query)),
            Operand::Function(function, argument) => {
                format!("q::Operand::Function(q::Function::{function:?}, &{})", self.operand(argument))
            }
        }
    }

    /// The name of the item that holds the pattern.
    fn pattern(&mut self, pattern: &Pattern) -> String {
        let name = format!("PATTERN_{}", self.patterns);
        self.patterns += 1;
        // Writing to a string never fails.
        let _ = writeln!(self.items, "static {name}: q::Pattern = q::Pattern::new({:?});", pattern.source);
        name
    }
}

/// The name of the constant that is a list: `AWS_EKS` for `aws-eks`.
pub fn list_constant(name: &str) -> String {
    name.to_ascii_uppercase().replace('-', "_")
}

fn literal(literal: &Literal) -> String {
    let value = match literal {
        Literal::Null => return "q::Literal::Null".to_owned(),
        Literal::Bool(value) => format!("Bool({value})"),
        Literal::Int(value) => format!("Int({value})"),
        Literal::Float(value) => format!("Float({value:?})"),
        Literal::String(value) => format!("String({value:?})"),
    };
    format!("q::Literal::{value}")
}

fn join<T>(items: &[T], write: impl FnMut(&T) -> String) -> String {
    items.iter().map(write).collect::<Vec<_>>().join(", ")
}
