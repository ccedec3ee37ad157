//! One resource judged by one check.

mod mending;
mod not_assessed;
mod settings;

pub use mending::{denied_paths, evaluator, holds, limit};
pub use not_assessed::NotAssessed;
pub use settings::{asked, decisive};

use std::collections::HashSet;
use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};

use super::lists::Ending;
use super::query::{Blame, Evaluator, Expr, Node, Query, Segment, Selector, World, attribute};
use super::{Check, Clause};
use crate::diagnostic::Label;
use crate::model::{Attached, Resource};
use crate::shape::workload::PART;
use crate::source::Span;
use crate::value::{Coercion, Origin, Reason, Truth, Unknown, Value};

/// Most ways of choosing between alternatives that are followed.
const MAX_WORLDS: usize = 16;

/// Most places of origin that one failure shows.
const MAX_LABELS: usize = 16;

/// The outcome of one check on one resource.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// The check's condition for applying does not hold.
    NotApplicable,
    /// Assessed, and as it should be.
    Pass,
    /// Assessed, and wrong, at each of these places.
    Fail(Vec<Failure>),
    /// It depends on something that is not known.
    NotAssessed(NotAssessed),
}

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Where to point, in the resource's own text.
    pub place: Span,
    /// Normalized path of the failing node in the resource's body or shape; empty when something is missing from the
    /// resource as a whole.
    pub path: String,
    /// The failing node; none when something is missing.
    pub value: Option<Value>,
    /// Where the value was written, and the references in between, when that is not `place`.
    pub origin: Vec<Label>,
    /// Where the value was written: the place where it is written there.
    pub source: Span,
    /// Which part of the resource it is in, where a check looks at several.
    pub part: Option<Arc<str>>,
    /// What has ended, and when, by the list that the check asks.
    pub ending: Option<Ending>,
    /// The attached resources that have part in it.
    pub linked: Vec<Arc<Attached>>,
    /// The other failing nodes that have this place, each with its path.
    pub more: Vec<(String, Option<Value>)>,
}

/// Judges `resource` by `check`. `subject` is what `$` stands for: the resource's body, or the shape that the check asks
/// for.
///
/// A value that is one of several, by a condition that is not known, is judged once for each: the verdict is the one on
/// which all agree.
pub fn judge(check: &Check, resource: &Resource, subject: &Value) -> Verdict {
    judge_in(check, resource, subject, false)
}

/// Judges one resource for what must not be shown, whether it is a fault or not, by a check that conceals it.
pub fn judge_shown(check: &Check, resource: &Resource, subjects: &[Value]) -> Verdict {
    let verdicts = subjects.iter().map(|subject| judge_in(check, resource, subject, true));
    verdicts.reduce(Verdict::and).unwrap_or(Verdict::NotApplicable)
}

fn judge_in(check: &Check, resource: &Resource, subject: &Value, anywhere: bool) -> Verdict {
    let limit = Unknown::new(Reason::Limit("evaluation steps"), resource.header);
    let world = World::default();
    let mut agreed = None;
    for _ in 0..MAX_WORLDS {
        let eval = Evaluator::new(subject, Coercion::Scalars, &limit)
            .within(&world)
            .anywhere(anywhere)
            .any_case(check.has_any_case());
        let verdict = Assessment { check, resource, eval }.verdict();
        let merged = match agreed {
            None => Some(verdict),
            Some(agreed) => agree(agreed, verdict),
        };
        let Some(merged) = merged else { break };
        if matches!(merged, Verdict::NotAssessed(_)) || !world.advance() {
            return merged;
        }
        agreed = Some(merged);
    }
    let cause = world.cause();
    Verdict::NotAssessed(NotAssessed::about(cause.as_deref().unwrap_or(&limit), subject, check))
}

/// Judges one resource of which a check looks at several `subjects`, such as the pods of one object: each must pass.
pub fn judge_each(check: &Check, resource: &Resource, subjects: &[Value]) -> Verdict {
    let verdicts = subjects.iter().map(|subject| judge(check, resource, subject));
    verdicts.reduce(Verdict::and).unwrap_or(Verdict::NotApplicable)
}

impl Verdict {
    /// The verdict on what passes only where both do.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Fail(one), Self::Fail(others)) => Self::Fail(distinct(one.into_iter().chain(others).collect())),
            (one, other) => {
                if one.weight() < other.weight() {
                    other
                } else {
                    one
                }
            }
        }
    }

    /// How much it says against what it is about.
    const fn weight(&self) -> u8 {
        match self {
            Self::NotApplicable => 0,
            Self::Pass => 1,
            Self::NotAssessed(_) => 2,
            Self::Fail(_) => 3,
        }
    }
}

/// The verdict that holds in this world and in those before; none when they differ.
fn agree(agreed: Verdict, verdict: Verdict) -> Option<Verdict> {
    match (agreed, verdict) {
        (Verdict::Pass, Verdict::Pass) => Some(Verdict::Pass),
        // It fails in no world, and is a subject in some at most.
        (Verdict::Pass | Verdict::NotApplicable, Verdict::Pass | Verdict::NotApplicable) => {
            Some(Verdict::NotApplicable)
        }
        (Verdict::Fail(before), Verdict::Fail(now)) => {
            let now: HashSet<_> = now.iter().map(|failure| (failure.place, failure.path.as_str())).collect();
            let (common, others): (Vec<_>, Vec<_>) =
                before.into_iter().partition(|failure| now.contains(&(failure.place, failure.path.as_str())));
            // Each world may fail for a reason of its own: then one of them stands for all.
            Some(Verdict::Fail(if common.is_empty() { others } else { common }))
        }
        (_, unknown @ Verdict::NotAssessed(_)) => Some(unknown),
        _ => None,
    }
}

/// One check on one resource in one world.
struct Assessment<'a, 'v> {
    check: &'a Check,
    resource: &'a Resource,
    eval: Evaluator<'v, 'a>,
}

impl<'v> Assessment<'_, 'v> {
    fn verdict(&self) -> Verdict {
        let holds = |clause: &Clause| self.holds(clause);
        let applies = self.check.applies.as_ref().map_or(Truth::True, holds);
        if applies.is_false() {
            return Verdict::NotApplicable;
        }
        let denied = self.check.deny.as_ref().map_or(Truth::False, holds);
        let lacking = self.check.require.as_ref().map_or(Truth::False, |clause| !holds(clause));
        match (applies, denied.or(|| lacking)) {
            (Truth::True, Truth::False) => Verdict::Pass,
            (Truth::True, Truth::True) => Verdict::Fail(self.failures(denied, lacking)),
            // What is no subject passes nothing. Where that is not known, it cannot fail either.
            (Truth::False, _) | (_, Truth::False) => Verdict::NotApplicable,
            (Truth::Unknown(unknown), _) | (_, Truth::Unknown(unknown)) => {
                Verdict::NotAssessed(NotAssessed::about(unknown, self.root().value, self.check))
            }
        }
    }

    /// Clauses nest no deeper than the check file's format allows.
    fn holds(&self, clause: &Clause) -> Truth<'v> {
        match clause {
            Clause::Path(query) => self.eval.exists(query, self.root().value),
            Clause::Test(expr) => self.eval.test(expr, self.root().value),
            Clause::Any(clauses) => clauses.iter().fold(Truth::False, |truth, clause| truth.or(|| self.holds(clause))),
            Clause::All(clauses) => clauses.iter().fold(Truth::True, |truth, clause| truth.and(|| self.holds(clause))),
        }
    }

    fn failures(&self, denied: Truth<'v>, lacking: Truth<'v>) -> Vec<Failure> {
        let mut failures = Vec::new();
        if let (Some(clause), true) = (&self.check.deny, denied.is_true()) {
            self.denied(clause, &mut failures);
        }
        if let (Some(clause), true) = (&self.check.require, lacking.is_true()) {
            failures.push(self.lacking(clause));
        }
        if failures.is_empty() {
            // It fails, but the limit on steps was reached before the place was found.
            failures.push(self.failure(&self.root(), String::new(), None));
        }
        let mut failures = distinct(failures);
        let linked = self.linked(denied.is_true());
        for failure in &mut failures {
            // What fails in the text of one that is attached has nothing to do with the others.
            let within = linked.iter().filter(|linked| linked.declaration.contains(failure.place)).cloned();
            let within: Vec<_> = within.collect();
            failure.linked = if within.is_empty() { linked.clone() } else { within };
        }
        failures
    }

    /// The attached resources by which the check applies and denies.
    fn linked(&self, denied: bool) -> Vec<Arc<Attached>> {
        if self.resource.attached.is_empty() {
            return Vec::new();
        }
        let mut bodies = Vec::new();
        let clauses = [self.check.applies.as_ref(), self.check.deny.as_ref().filter(|_| denied)];
        clauses.into_iter().flatten().for_each(|clause| self.eval.linked(clause, &mut bodies));
        let of = |body: &Value| self.resource.attached.iter().find(|attached| attached.declaration == body.span);
        let linked: IndexSet<_> = bodies.into_iter().filter_map(of).collect();
        linked.into_iter().take(MAX_LABELS).cloned().collect()
    }

    /// The failures of a `deny` clause that holds.
    fn denied(&self, clause: &Clause, failures: &mut Vec<Failure>) {
        match clause {
            Clause::Path(query) => {
                let nodes = self.eval.select(query, &self.resource.grounds).nodes;
                let certain = nodes.into_iter().filter(|node| node.certainty.is_true());
                let endings = self.eval.endings(query, &self.root(), &self.resource.grounds);
                failures.extend(
                    certain.map(|node| Failure { ending: endings.of(&node), ..self.denied_node(query, &node) }),
                );
            }
            Clause::Test(expr) => failures.push(self.denied_test(expr)),
            Clause::Any(clauses) => {
                let holding = clauses.iter().filter(|clause| self.holds(clause).is_true());
                holding.for_each(|clause| self.denied(clause, failures));
            }
            // All of them together are the failure. One that selects nodes says best where it is.
            Clause::All(clauses) => {
                let telling = clauses.iter().find(|clause| selects(clause)).or(clauses.first());
                if let Some(clause) = telling {
                    let first = failures.len();
                    self.denied(clause, failures);
                    let ending = clauses.iter().find_map(|clause| self.ending(clause));
                    failures[first..].iter_mut().for_each(|failure| failure.ending = failure.ending.or(ending));
                }
            }
        }
    }

    /// The failure of a selected node: at the attribute that the last filter asks for, if it asks for just one.
    fn denied_node(&self, query: &Query, node: &Node<'v>) -> Failure {
        let asked = match query.segments.last() {
            Some(Segment::Child([Selector::Filter(expr)]) | Segment::Descendant([Selector::Filter(expr)])) => {
                attribute(expr)
            }
            _ => None,
        };
        let pointed = self
            .preferred(node)
            .or_else(|| Some(self.eval.blame_query(&asked?, node, &self.resource.grounds).node))
            .unwrap_or_else(|| node.clone());
        self.failure(&pointed, node.path.clone(), Some(node.value))
    }

    fn denied_test(&self, expr: &Expr) -> Failure {
        let root = self.root();
        let blame = self.eval.blame_expr(expr, &root, true, &self.resource.grounds);
        Failure { ending: self.ending_of(expr, true), ..self.blamed(blame, &root) }
    }

    /// The ending by which a clause that holds denies.
    fn ending(&self, clause: &Clause) -> Option<Ending> {
        match clause {
            Clause::Path(query) => self.ending_of(&Expr::Exists(*query), true),
            Clause::Test(expr) => self.ending_of(expr, true),
            Clause::Any(clauses) | Clause::All(clauses) => {
                let mut holding = clauses.iter().filter(|clause| self.holds(clause).is_true());
                holding.find_map(|clause| self.ending(clause))
            }
        }
    }

    fn ending_of(&self, expr: &Expr, held: bool) -> Option<Ending> {
        self.eval.ending(expr, &self.root(), held, &self.resource.grounds)
    }

    /// The failure of a `require` clause that does not hold.
    fn lacking(&self, clause: &Clause) -> Failure {
        let root = self.root();
        match clause {
            Clause::Path(query) => self.blamed(self.eval.blame_query(query, &root, &self.resource.grounds), &root),
            Clause::Test(expr) => {
                let blame = self.eval.blame_expr(expr, &root, false, &self.resource.grounds);
                Failure { ending: self.ending_of(expr, false), ..self.blamed(blame, &root) }
            }
            Clause::Any(clauses) | Clause::All(clauses) => {
                match clauses.iter().find(|clause| self.holds(clause).is_false()) {
                    Some(clause) => self.lacking(clause),
                    None => self.failure(&root, String::new(), None),
                }
            }
        }
    }

    fn blamed(&self, blame: Blame<'v>, root: &Node<'v>) -> Failure {
        let value = (!blame.missing && !blame.path.is_empty()).then_some(blame.node.value);
        let pointed = self.preferred(root).unwrap_or(blame.node);
        self.failure(&pointed, blame.path, value)
    }

    /// The first place that the check names and that exists.
    fn preferred(&self, node: &Node<'v>) -> Option<Node<'v>> {
        let found = |query| {
            let nodes = self.eval.select_from(query, node, &self.resource.grounds).nodes;
            nodes.into_iter().find(|node| node.certainty.is_true())
        };
        self.check.at.iter().find_map(found)
    }

    fn failure(&self, pointed: &Node<'v>, path: String, value: Option<&Value>) -> Failure {
        let place = if pointed.path.is_empty() { self.resource.header } else { pointed.place };
        let part = self.root().value.member(PART).and_then(Value::as_str).map(Arc::from);
        let origin = origin(pointed, place);
        let source = origin.last().map_or(place, |label| label.span);
        let (ending, linked, more) = (None, Vec::new(), Vec::new());
        Failure { place, path, value: value.cloned(), origin, source, part, ending, linked, more }
    }

    fn root(&self) -> Node<'v> {
        self.eval.root_node()
    }
}

/// Whether a clause selects nodes that say where it holds.
fn selects(clause: &Clause) -> bool {
    match clause {
        Clause::Path(_) => true,
        Clause::Test(_) => false,
        Clause::Any(clauses) | Clause::All(clauses) => clauses.iter().any(selects),
    }
}

/// The way from `place` to where the node's value was written.
fn origin(node: &Node<'_>, place: Span) -> Vec<Label> {
    let mut labels = Vec::new();
    if node.path.is_empty() {
        return labels;
    }
    let mut add = |span: Span, text: &str| {
        if span != place && !labels.iter().any(|label: &Label| label.span == span) {
            labels.push(Label { span, text: text.to_owned() });
        }
    };
    let steps = node.referenced.and_then(|value| value.origin.as_deref());
    for step in steps.into_iter().flat_map(Origin::steps) {
        add(step.span, &step.label);
    }
    // An element of a value that came through a reference stands within what the reference led to.
    let within = node.referenced.is_none_or(|value| !std::ptr::eq(value, node.value));
    if within && !node.place.contains(node.value.span) {
        add(node.value.span, "written here");
    } else if let Some(last) = labels.last_mut() {
        last.text.push_str(", written here");
    }
    labels
}

/// One failure for each place, in the order in which they were found.
fn distinct(failures: Vec<Failure>) -> Vec<Failure> {
    let mut distinct: IndexMap<Span, Failure> = IndexMap::with_capacity(failures.len());
    for failure in failures {
        let first = distinct.entry(failure.place).or_insert_with(|| Failure { origin: Vec::new(), ..failure.clone() });
        if first.path != failure.path {
            first.more.push((failure.path, failure.value));
            first.more.extend(failure.more);
        }
        for label in failure.origin {
            if first.origin.len() < MAX_LABELS && !first.origin.contains(&label) {
                first.origin.push(label);
            }
        }
    }
    distinct.into_values().collect()
}

#[cfg(test)]
mod tests;
