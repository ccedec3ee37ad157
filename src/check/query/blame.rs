//! What to point at when a query or an expression has decided a verdict.

use super::trail::write_name;
use super::{Comparison, Evaluator, Expr, Literal, Node, Operand, Query, Segment, Selector};
use crate::source::Span;
use crate::value::{Kind, Value};

/// The children of a node.
const CHILDREN: Query = Query { relative: true, segments: &[Segment::Child(&[Selector::Wildcard])] };

/// The node that decided, or the innermost one that lacks it.
#[derive(Clone, Debug)]
pub struct Blame<'v> {
    /// The node.
    pub node: Node<'v>,
    /// Whether something is missing in `node`, rather than wrong with it.
    pub missing: bool,
    /// Normalized path of what is wrong or missing, as far as names say where it would be.
    pub path: String,
}

impl<'v> Blame<'v> {
    /// This node itself is wrong.
    pub fn wrong(node: Node<'v>) -> Self {
        Self { missing: false, path: node.path.clone(), node }
    }
}

impl<'v> Evaluator<'v, '_> {
    /// Why a query, asked of `from`, selects nothing; or what it selects, if it does.
    pub fn blame_query(&self, query: &Query, from: &Node<'v>, grounds: &[Span]) -> Blame<'v> {
        let root = self.root_node();
        let start = if query.relative { from } else { &root };
        let mut deepest = (0, start.clone());
        for length in (1..=query.segments.len()).rev() {
            let prefix = Query { segments: &query.segments[..length], ..*query };
            if let Some(node) = self.select_from(&prefix, from, grounds).nodes.pop() {
                deepest = (length, node);
                break;
            }
        }
        let (length, node) = deepest;
        match &query.segments[length..] {
            [] => Blame::wrong(node),
            [Segment::Child([Selector::Filter(expr)]), ..] => {
                let children = self.select_from(&CHILDREN, &node, grounds).nodes;
                if children.is_empty() {
                    return missing(node, &[]);
                }
                match self.meant(expr, children) {
                    Some(child) => self.blame_expr(expr, &child, false, grounds),
                    None => {
                        let above = Query { segments: &query.segments[..length.saturating_sub(1)], ..*query };
                        missing_element(node, self.select_from(&above, from, grounds).nodes)
                    }
                }
            }
            rest => missing(node, rest),
        }
    }

    /// Of children that a filter refuses the one that it speaks of: it has the name by which the filter begins, and meets
    /// most of its other conditions. None when none has the name.
    fn meant(&self, filter: &Expr, children: Vec<Node<'v>>) -> Option<Node<'v>> {
        let named = children.into_iter().filter(|child| self.may_have_name(filter, child.value));
        named.max_by_key(|child| self.conditions_met(filter, child.value))
    }

    /// Whether a value has the name by which a filter of several conditions begins.
    fn may_have_name(&self, filter: &Expr, value: &'v Value) -> bool {
        match filter {
            Expr::Or(members) => members.iter().any(|member| self.may_have_name(member, value)),
            Expr::And(members) => {
                members.iter().take_while(|member| is_name(member)).all(|member| !self.test(member, value).is_false())
            }
            _ => true,
        }
    }

    fn conditions_met(&self, expr: &Expr, value: &'v Value) -> usize {
        match expr {
            Expr::Or(members) => {
                members.iter().map(|member| self.conditions_met(member, value)).max().unwrap_or_default()
            }
            Expr::And(members) => members.iter().map(|member| self.conditions_met(member, value)).sum(),
            _ => usize::from(self.test(expr, value).is_true()),
        }
    }

    /// What made an expression hold, or not hold, for `from`. Of the parts that decided, a value that is wrong says most, then
    /// one that is missing. What is only asked to be there, and what says which thing is meant, tells nothing of the fault.
    pub fn blame_expr(&self, expr: &Expr, from: &Node<'v>, held: bool, grounds: &[Span]) -> Blame<'v> {
        let mut asked = Vec::new();
        self.deciding(expr, from.value, held, &mut asked);
        if std::env::var("RAV_OLD").is_ok() {
            for a in &mut asked {
                a.1 = Part::Value;
            }
        }
        asked.sort_by_key(|(_, part)| *part);
        let mut missing = None;
        for (query, part) in asked {
            if missing.is_some() && part > Part::Absence {
                break;
            }
            let blame = self.blame_query(&query, from, grounds);
            if !blame.missing {
                return blame;
            }
            missing = missing.or(Some(blame));
        }
        missing.unwrap_or_else(|| Blame::wrong(from.clone()))
    }

    /// Collects the queries of those parts of an expression by which it holds, or does not.
    fn deciding(&self, expr: &Expr, current: &'v Value, held: bool, asked: &mut Vec<(Query, Part)>) {
        match expr {
            Expr::Or(members) | Expr::And(members) => {
                for member in *members {
                    let truth = self.test(member, current);
                    if if held { truth.is_true() } else { truth.is_false() } {
                        self.deciding(member, current, held, asked);
                    }
                }
            }
            Expr::Not(inner) => self.deciding(inner, current, !held, asked),
            _ => {
                let mut queries = Vec::new();
                operands(expr, &mut queries);
                asked.extend(queries.into_iter().map(|query| (query, Part::of(expr, &query, held))));
            }
        }
    }
}

/// What a part of an expression has to do with the fault.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// It asks what the value is.
    Value,
    /// It asks that something is not there.
    Absence,
    /// It asks that something is there.
    Condition,
    /// It asks for what tells things of one kind apart.
    Name,
}

/// Attributes that say which thing it is, and not how good or bad.
const NAMES: [&str; 16] = [
    "apiVersion",
    "direction",
    "effect",
    "engine",
    "ethertype",
    "family",
    "ip_protocol",
    "ip_version",
    "keyword",
    "kind",
    "name",
    "program",
    "protocol",
    "service",
    "type",
    "usage",
];

impl Part {
    fn of(expr: &Expr, query: &Query, held: bool) -> Self {
        match expr {
            Expr::Exists(_) | Expr::Set(_) if held => Self::Condition,
            Expr::Exists(_) | Expr::Set(_) => Self::Absence,
            _ => match query.segments.last() {
                Some(Segment::Child([Selector::Name(name)])) if NAMES.contains(name) => Self::Name,
                _ => Self::Value,
            },
        }
    }
}

/// The one attribute that an expression asks for. None when it asks for several, or for more than an attribute. What it
/// asks elsewhere (`$`) only says when it matters.
pub fn attribute(expr: &Expr) -> Option<Query> {
    let mut queries = Vec::new();
    operands(expr, &mut queries);
    queries.retain(|query| query.relative);
    let (first, others) = queries.split_first()?;
    let one = first.is_singular() && others.iter().all(|other| same_attribute(first, other));
    one.then_some(*first)
}

/// All queries of an expression, outermost ones only.
fn operands(expr: &Expr, queries: &mut Vec<Query>) {
    match expr {
        Expr::Or(members) | Expr::And(members) => members.iter().for_each(|member| operands(member, queries)),
        Expr::Not(inner) => operands(inner, queries),
        Expr::Exists(query) => queries.push(*query),
        _ => queries.extend(expr.operands().into_iter().filter_map(query_of)),
    }
}

fn query_of(mut operand: &Operand) -> Option<Query> {
    while let Operand::Function(_, argument) = operand {
        operand = argument;
    }
    match operand {
        Operand::Query(query) => Some(*query),
        _ => None,
    }
}

fn same_attribute(left: &Query, right: &Query) -> bool {
    let same = |pair: (&Segment, &Segment)| match pair {
        (Segment::Child([Selector::Name(left)]), Segment::Child([Selector::Name(right)])) => left == right,
        (Segment::Child([Selector::Index(left)]), Segment::Child([Selector::Index(right)])) => left == right,
        _ => false,
    };
    left.segments.len() == right.segments.len() && left.segments.iter().zip(right.segments).all(same)
}

/// Whether a condition says which one is meant: an attribute equals a text, or one of several.
fn is_name(expr: &Expr) -> bool {
    match expr {
        Expr::Or(members) => members.iter().all(is_name),
        Expr::Compare(Comparison::Equal, left, right) => matches!(
            (left, right),
            (Operand::Query(_), Operand::Literal(Literal::String(_)))
                | (Operand::Literal(Literal::String(_)), Operand::Query(_))
        ),
        _ => false,
    }
}

/// An element is missing from its list; a nested block from what holds the blocks, which is among `above`.
fn missing_element<'v>(node: Node<'v>, above: Vec<Node<'v>>) -> Blame<'v> {
    let path = node.path.clone();
    let blocks = match &node.value.kind {
        Kind::List(list) => list.items.iter().any(|item| item.span.range.start == node.value.span.range.start),
        _ => false,
    };
    let holder = above.into_iter().find(|holder| blocks && path.starts_with(&holder.path));
    Blame { node: holder.unwrap_or(node), missing: true, path }
}

/// Nested blocks are lists of maps: what the list lacks is missing from its last block.
fn missing<'v>(mut node: Node<'v>, rest: &[Segment]) -> Blame<'v> {
    let mut path = node.path.clone();
    for segment in rest {
        match segment {
            Segment::Child([Selector::Name(name)]) => write_name(&mut path, name),
            _ => break,
        }
    }
    if let Kind::List(list) = &node.value.kind
        && let Some(last) = list.items.last()
        && last.as_map().is_some()
        && node.place == node.value.span
    {
        node.place = last.span;
    }
    Blame { node, missing: true, path }
}
