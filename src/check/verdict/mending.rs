//! What a fix asks of a verdict: which nodes failed, and whether a recipe fits.

use super::super::query::{Evaluator, Expr};
use super::super::{Check, Clause};
use crate::model::Resource;
use crate::value::{Coercion, Reason, Unknown, Value};

/// The normalized paths of the nodes that paths in `deny` certainly select.
pub fn denied_paths(check: &Check, resource: &Resource, subject: &Value) -> Vec<String> {
    let mut paths = Vec::new();
    if let Some(clause) = &check.deny {
        let limit = limit(resource);
        let eval = evaluator(check, subject, &limit);
        collect(clause, &eval, resource, &mut paths);
    }
    paths
}

fn collect(clause: &Clause, eval: &Evaluator<'_, '_>, resource: &Resource, paths: &mut Vec<String>) {
    match clause {
        Clause::Path(query) => {
            let nodes = eval.select(query, &resource.grounds).nodes;
            paths.extend(nodes.into_iter().filter(|node| node.certainty.is_true()).map(|node| node.path));
        }
        Clause::Test(_) => {}
        Clause::Any(clauses) | Clause::All(clauses) => {
            clauses.iter().for_each(|clause| collect(clause, eval, resource, paths));
        }
    }
}

/// Whether a clause certainly holds for the subject of a check.
pub fn holds(clause: &Clause, check: &Check, resource: &Resource, subject: &Value) -> bool {
    let limit = limit(resource);
    clause_holds(clause, &evaluator(check, subject, &limit), subject)
}

fn clause_holds<'v>(clause: &Clause, eval: &Evaluator<'v, '_>, subject: &'v Value) -> bool {
    match clause {
        Clause::Path(query) => eval.test(&Expr::Exists(*query), subject).is_true(),
        Clause::Test(expr) => eval.test(expr, subject).is_true(),
        Clause::Any(clauses) => clauses.iter().any(|clause| clause_holds(clause, eval, subject)),
        Clause::All(clauses) => clauses.iter().all(|clause| clause_holds(clause, eval, subject)),
    }
}

/// What evaluates the paths of a fix of a check. `limit` is as for [`Evaluator::new`].
pub fn evaluator<'v, 'w>(check: &Check, subject: &'v Value, limit: &'v Unknown) -> Evaluator<'v, 'w> {
    Evaluator::new(subject, Coercion::Scalars, limit).any_case(check.has_any_case())
}

/// The reason that is given when evaluation takes too long.
pub fn limit(resource: &Resource) -> Unknown {
    Unknown::new(Reason::Limit("evaluation steps"), resource.header)
}
