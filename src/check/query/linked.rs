//! Which attached bodies have part in it that an expression holds.

use super::{Clause, Evaluator, Expr, Node, Operand, Query, Segment, Selector};
use crate::model::ATTACHED;
use crate::value::Value;

/// The member under which the shape `workload` has what is attached.
const SHOWN: &str = "attached";

/// Segments from a resource to one of the bodies that are attached to it: the reserved name, the role, the body.
const STEPS: usize = 3;

impl<'v> Evaluator<'v, '_> {
    /// Adds the attached bodies by which a clause holds for the root.
    pub fn linked(&self, clause: &Clause, found: &mut Vec<&'v Value>) {
        match clause {
            Clause::Path(query) => self.linked_by_query(query, &self.root_node(), found),
            Clause::Test(expr) => self.linked_by(expr, &self.root_node(), found),
            Clause::Any(clauses) | Clause::All(clauses) => {
                clauses.iter().for_each(|clause| self.linked(clause, found));
            }
        }
    }

    /// What does not hold adds nothing; neither does what holds because something else does not.
    fn linked_by(&self, expr: &Expr, current: &Node<'v>, found: &mut Vec<&'v Value>) {
        match expr {
            Expr::Or(members) | Expr::And(members) => {
                let holding = members.iter().filter(|member| self.test(member, current.value).is_true());
                holding.for_each(|member| self.linked_by(member, current, found));
            }
            Expr::Not(_) => {}
            Expr::Exists(query) => self.linked_by_query(query, current, found),
            _ => expr.operands().into_iter().for_each(|operand| self.linked_by_operand(operand, current, found)),
        }
    }

    fn linked_by_operand(&self, operand: &Operand, current: &Node<'v>, found: &mut Vec<&'v Value>) {
        match operand {
            Operand::Literal(_) => {}
            Operand::Query(query) => self.linked_by_query(query, current, found),
            Operand::Function(_, inner) => self.linked_by_operand(inner, current, found),
        }
    }

    fn linked_by_query(&self, query: &Query, current: &Node<'v>, found: &mut Vec<&'v Value>) {
        let named = |name| query.segments.iter().position(|segment| is_name(segment, name));
        if let Some(at) = named(ATTACHED).or_else(|| named(SHOWN)).filter(|at| at + STEPS <= query.segments.len()) {
            for (body, rest) in self.selecting(query, at + STEPS, current) {
                found.push(body.value);
                self.linked_by_query(&rest, &body, found);
            }
            return;
        }
        for (at, segment) in query.segments.iter().enumerate() {
            let (Segment::Child(selectors) | Segment::Descendant(selectors)) = segment;
            for selector in *selectors {
                if let Selector::Filter(filter) = selector
                    && asks(filter)
                {
                    let passed = self.selecting(query, at + 1, current);
                    passed.for_each(|(node, _)| self.linked_by(filter, &node, found));
                }
            }
        }
    }

    /// The nodes after so many segments from which the rest of a query selects something, with that rest.
    fn selecting(&self, query: &Query, length: usize, current: &Node<'v>) -> impl Iterator<Item = (Node<'v>, Query)> {
        let prefix = Query { segments: &query.segments[..length], ..*query };
        let rest = Query { relative: true, segments: &query.segments[length..] };
        let nodes = self.select_from(&prefix, current, &[]).nodes.into_iter();
        nodes
            .filter(move |node| node.certainty.is_true() && self.exists(&rest, node.value).is_true())
            .map(move |node| (node, rest))
    }
}

fn is_name(segment: &Segment, name: &str) -> bool {
    matches!(segment, Segment::Child([Selector::Name(own)]) if *own == name)
}

/// Whether an expression asks for anything that is attached.
fn asks(expr: &Expr) -> bool {
    match expr {
        Expr::Or(members) | Expr::And(members) => members.iter().any(asks),
        Expr::Not(_) => false,
        Expr::Exists(query) => asks_query(query),
        _ => expr.operands().into_iter().any(asks_operand),
    }
}

fn asks_operand(operand: &Operand) -> bool {
    match operand {
        Operand::Literal(_) => false,
        Operand::Query(query) => asks_query(query),
        Operand::Function(_, inner) => asks_operand(inner),
    }
}

fn asks_query(query: &Query) -> bool {
    query.segments.iter().any(|segment| {
        let (Segment::Child(selectors) | Segment::Descendant(selectors)) = segment;
        is_name(segment, ATTACHED)
            || is_name(segment, SHOWN)
            || selectors.iter().any(|selector| matches!(selector, Selector::Filter(filter) if asks(filter)))
    })
}
