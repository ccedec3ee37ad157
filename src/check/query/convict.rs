//! Which entry of a list has decided.

use super::super::lists::Ending;
use super::listed;
use super::{Clause, Evaluator, Expr, Node, Query, Segment, Selector};
use crate::source::Span;
use crate::value::Value;

/// The endings by which a query selects, each with the path of the element that has passed the filter.
#[derive(Debug, Default)]
pub struct Endings(Vec<(Ending, String)>);

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
                let endings = self.endings(query, current, grounds);
                let mut nodes = match endings.is_empty() {
                    true => Vec::new(),
                    false => self.select_from(query, current, grounds).nodes,
                };
                nodes.retain(|node| node.certainty.is_true());
                nodes.iter().find_map(|node| endings.of(node))
            }
            Expr::Listed { .. }
            | Expr::Exists(_)
            | Expr::Compare(..)
            | Expr::Regex { .. }
            | Expr::Computed { .. }
            | Expr::Admits { .. }
            | Expr::Permits { .. }
            | Expr::Grants { .. }
            | Expr::Set(_)
            | Expr::Secret { .. } => None,
        }
    }

    /// The endings by which a query, asked of `from`, selects nodes: those of its last filter that asks a list.
    pub fn endings(&self, query: &Query, from: &Node<'v>, grounds: &[Span]) -> Endings {
        let asking = (1..=query.segments.len()).rev().find_map(|length| {
            let (Segment::Child(selectors) | Segment::Descendant(selectors)) = query.segments[length - 1];
            let mut filters = selectors.iter().filter_map(|selector| match selector {
                Selector::Filter(filter) => Some(*filter),
                _ => None,
            });
            Some((length, filters.find(|filter| !Clause::Test(**filter).lists().is_empty())?))
        });
        let Some((length, filter)) = asking else { return Endings::default() };
        let prefix = Query { segments: &query.segments[..length], ..*query };
        let passed = self.select_from(&prefix, from, grounds).nodes.into_iter();
        Endings(passed.filter_map(|node| Some((self.ending(filter, &node, true, grounds)?, node.path))).collect())
    }

    fn decides(&self, expr: &Expr, current: &'v Value, held: bool) -> bool {
        let truth = self.test(expr, current);
        if held { truth.is_true() } else { truth.is_false() }
    }
}

impl Endings {
    /// Whether no list has part in the query.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The ending by which this node is selected.
    pub fn of(&self, node: &Node<'_>) -> Option<Ending> {
        self.0.iter().find(|(_, path)| is_within(&node.path, path)).map(|(ending, _)| *ending)
    }
}

/// Whether a normalized path is another one or goes on from it.
fn is_within(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
}
