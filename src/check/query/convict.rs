//! Which entry of a list has decided.

use super::super::lists::Ending;
use super::listed;
use super::{Evaluator, Expr, Node, Query, Segment, Selector};
use crate::source::Span;
use crate::value::Value;

impl<'v> Evaluator<'v, '_> {
    /// The ending by which an expression holds, or does not hold, for `current`; none when no list has part in it.
    pub fn ending(&self, expr: &Expr, current: &Node<'v>, held: bool, grounds: &[Span]) -> Option<Ending> {
        match expr {
            Expr::Or(members) | Expr::And(members) => members
                .iter()
                .filter(|member| self.decides(member, current.value, held))
                .find_map(|member| self.ending(member, current, held, grounds)),
            Expr::Not(inner) => self.ending(inner, current, !held, grounds),
            Expr::Listed { list, of } if held => {
                listed::ending(list, &self.terms(of, current.value), self.coercion).ok().flatten()
            }
            Expr::Exists(query) if held => {
                let nodes = self.select_from(query, current, grounds).nodes;
                let certain = nodes.iter().find(|node| node.certainty.is_true())?;
                self.ending_of(query, current, certain, grounds)
            }
            Expr::Listed { .. } | Expr::Exists(_) | Expr::Compare(..) | Expr::Regex { .. } => None,
        }
    }

    /// The ending by which a query, asked of `from`, selects `node`: that of the last filter on the way that has one.
    pub fn ending_of(&self, query: &Query, from: &Node<'v>, node: &Node<'v>, grounds: &[Span]) -> Option<Ending> {
        (1..=query.segments.len()).rev().find_map(|length| {
            let (Segment::Child(selectors) | Segment::Descendant(selectors)) = query.segments[length - 1];
            let filter = selectors.iter().find_map(|selector| match selector {
                Selector::Filter(filter) => Some(*filter),
                _ => None,
            })?;
            let prefix = Query { segments: &query.segments[..length], ..*query };
            let passed = self.select_from(&prefix, from, grounds).nodes;
            let around = passed.iter().filter(|passed| is_within(&node.path, &passed.path));
            around.max_by_key(|passed| passed.path.len()).and_then(|passed| self.ending(filter, passed, true, grounds))
        })
    }

    fn decides(&self, expr: &Expr, current: &'v Value, held: bool) -> bool {
        let truth = self.test(expr, current);
        if held { truth.is_true() } else { truth.is_false() }
    }
}

/// Whether a normalized path is another one or goes on from it.
fn is_within(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
}
