//! Why a verdict is not known, and the way from the resource to where knowledge ends.

use super::super::query::{Expr, Operand, Query, Segment, Selector};
use super::super::{Check, Clause};
use crate::diagnostic::Label;
use crate::source::Span;
use crate::value::{Kind, Origin, Reason, Unknown, Value};

/// Most values of a resource that are looked at for the one that is not known.
const MAX_VALUES: usize = 10_000;

/// Most values that are considered as the one that the check asks for.
const MAX_CANDIDATES: usize = 16;

/// Why a verdict is not known.
#[derive(Clone, Debug)]
pub struct NotAssessed {
    /// The reason.
    pub reason: Reason,
    /// The expression at which knowledge ends.
    pub span: Span,
    /// The expressions that lead there, from the argument on; empty where the argument itself is not known.
    pub way: Vec<Label>,
}

impl NotAssessed {
    /// What is not known of something in `subject`, of which `check` asks.
    pub(super) fn about(unknown: &Unknown, subject: &Value, check: &Check) -> Self {
        let candidate = find(unknown, subject, check);
        let way = candidate.map_or_else(Vec::new, |candidate| candidate.way(unknown));
        Self { reason: unknown.reason.clone(), span: unknown.span, way }
    }
}

/// A value that is not known, or not wholly.
#[derive(Clone, Copy)]
struct Candidate<'v> {
    /// The name of the nearest member that it is in.
    name: Option<&'v str>,
    value: &'v Value,
    /// That of the value by which it is not known, which has more of the way than the reason given.
    unknown: &'v Unknown,
}

impl Candidate<'_> {
    fn way(&self, end: &Unknown) -> Vec<Label> {
        let mut way = vec![Label { span: self.value.span, text: "asked for here".to_owned() }];
        let origins = [self.value.origin.as_deref(), self.unknown.way.as_deref()];
        for step in origins.into_iter().flatten().flat_map(Origin::steps) {
            if way.last().is_none_or(|last| last.span != step.span) {
                way.push(Label { span: step.span, text: step.label.to_string() });
            }
        }
        // The last place is told with the reason.
        way.retain(|label| label.span != end.span);
        way
    }
}

/// The value by which something is not known: of several, the one whose name the check mentions.
fn find<'v>(unknown: &Unknown, subject: &'v Value, check: &Check) -> Option<Candidate<'v>> {
    let mut candidates = Vec::new();
    let mut open = vec![(None, subject)];
    for _ in 0..MAX_VALUES {
        let Some((name, value)) = open.pop() else { break };
        let found = value.own_unknowns().find(|found| is_same(found, unknown));
        candidates.extend(found.map(|unknown| Candidate { name, value, unknown }));
        if candidates.len() >= MAX_CANDIDATES {
            break;
        }
        match &value.kind {
            Kind::Map(map) => open.extend(map.entries().rev().map(|entry| (Some(&*entry.key), &entry.value))),
            _ => open.extend(value.children().rev().map(|child| (name, child))),
        }
    }
    if candidates.len() > 1 {
        let names = names(check);
        let asked = candidates.iter().find(|found| found.name.is_some_and(|name| names.contains(&name)));
        return asked.or(candidates.first()).copied();
    }
    candidates.pop()
}

/// Copies are made on the way, so the same reason at the same place is the same.
fn is_same(left: &Unknown, right: &Unknown) -> bool {
    std::ptr::eq(left, right) || left.span == right.span && left.reason == right.reason
}

/// The names of members that a check asks for.
pub(super) fn names(check: &Check) -> Vec<&'static str> {
    let mut names = Vec::new();
    [&check.applies, &check.deny, &check.require]
        .into_iter()
        .flatten()
        .for_each(|clause| mentioned(clause, &mut names));
    names
}

/// The names that a clause mentions. Clauses and expressions nest no deeper than the format of checks allows.
fn mentioned(clause: &Clause, names: &mut Vec<&'static str>) {
    match clause {
        Clause::Path(query) => in_query(query, names),
        Clause::Test(expr) => in_expr(expr, names),
        Clause::Any(clauses) | Clause::All(clauses) => clauses.iter().for_each(|clause| mentioned(clause, names)),
    }
}

fn in_query(query: &Query, names: &mut Vec<&'static str>) {
    for segment in query.segments {
        let (Segment::Child(selectors) | Segment::Descendant(selectors)) = segment;
        for selector in *selectors {
            match selector {
                Selector::Name(name) => names.push(name),
                Selector::Filter(expr) => in_expr(expr, names),
                Selector::Wildcard | Selector::Index(_) | Selector::Slice(..) => {}
            }
        }
    }
}

fn in_expr(expr: &Expr, names: &mut Vec<&'static str>) {
    match expr {
        Expr::Or(members) | Expr::And(members) => members.iter().for_each(|member| in_expr(member, names)),
        Expr::Not(inner) => in_expr(inner, names),
        Expr::Exists(query) => in_query(query, names),
        _ => expr.operands().into_iter().for_each(|operand| in_operand(operand, names)),
    }
}

fn in_operand(mut operand: &Operand, names: &mut Vec<&'static str>) {
    while let Operand::Function(_, argument) = operand {
        operand = argument;
    }
    if let Operand::Query(query) = operand {
        in_query(query, names);
    }
}
