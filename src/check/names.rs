//! Names that the queries of a check ask and that nothing can have: fields of its shape, and roles of what is attached.

use std::collections::BTreeSet;

use super::definition::On;
use super::fix::{Action, Recipe};
use super::mistake::{error, help_for, part, place};
use super::query::{Choice, Clause, Expr, Operand, Query, Segment, Selector};
use super::validate::Logic;
use crate::diagnostic::Diagnostic;
use crate::link::{all_roles, roles, workload_roles};
use crate::model::ATTACHED;
use crate::shape::Shape;
use crate::source::SourceFile;
use crate::value::Value;

/// A name that a query asks and that nothing has.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unknown {
    pub(super) name: &'static str,
    /// What is wrong with it.
    pub(super) message: String,
    /// What there is.
    pub(super) among: Vec<String>,
}

/// The names in the logic of the check file `value` that nothing has, at their places.
pub(super) fn unknown(on: &On, logic: &Logic, value: &Value, file: &SourceFile) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let clauses = [("where", &logic.applies), ("deny", &logic.deny), ("require", &logic.require)];
    for (field, clause) in clauses {
        if let (Some(clause), Some(written)) = (clause, value.member(field)) {
            of_clause(on, clause, written, file, &mut found);
        }
    }
    if let Some(written) = value.member("fix") {
        of_fix(on, &logic.fix, written, file, &mut found);
    }
    found
}

/// What the paths of a fix lead to is written somewhere in it.
fn of_fix(on: &On, fix: &[Recipe], written: &Value, file: &SourceFile, found: &mut Vec<Diagnostic>) {
    let kinds: Vec<&str> = on.kinds.iter().map(String::as_str).collect();
    for Unknown { name, message, among } in asked_to_mend(fix, on.shape, &kinds) {
        let text = holding(written, name).unwrap_or(written);
        let start = place(text.as_str().unwrap_or_default(), name);
        let span = start.map_or(text.span, |start| part(text, &(start..start + name.len()), file));
        let help = help_for(&Choice { word: name.to_owned(), among });
        found.push(Diagnostic { help, ..error(span, message) });
    }
}

/// The first text at or below a value that holds a name.
fn holding<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    match value.as_str() {
        Some(text) => place(text, name).is_some().then_some(value),
        None => value.children().find_map(|child| holding(child, name)),
    }
}

/// What recipes ask and that nothing has. Where `@` is, is not known.
pub(super) fn asked_to_mend(fix: &[Recipe], shape: Option<Shape>, kinds: &[&str]) -> Vec<Unknown> {
    let mut walk = Walk { shape, kinds, found: Vec::new() };
    for recipe in fix {
        if let Some(clause) = &recipe.applies {
            walk.clause(clause);
        }
        recipe.actions.iter().filter_map(Action::path).for_each(|path| walk.query(path, &None));
    }
    walk.found
}

/// Clauses are written as they are compiled: each of several has its place in a list.
fn of_clause(on: &On, clause: &Clause, written: &Value, file: &SourceFile, found: &mut Vec<Diagnostic>) {
    if let Clause::Any(clauses) | Clause::All(clauses) = clause {
        let lists = ["any", "all"].into_iter().filter_map(|name| written.member(name)?.as_list());
        let items = lists.flat_map(|list| &list.items);
        clauses.iter().zip(items).for_each(|(clause, written)| of_clause(on, clause, written, file, found));
        return;
    }
    let kinds: Vec<&str> = on.kinds.iter().map(String::as_str).collect();
    for Unknown { name, message, among } in asked(clause, on.shape, &kinds) {
        let text = written.as_str().unwrap_or_default();
        let span = match place(text, name) {
            Some(start) => part(written, &(start..start + name.len()), file),
            None => written.span,
        };
        let help = help_for(&Choice { word: name.to_owned(), among });
        found.push(Diagnostic { help, ..error(span, message) });
    }
}

/// What a clause asks on resources of these kinds, or on their shape, and that nothing has.
pub(super) fn asked(clause: &Clause, shape: Option<Shape>, kinds: &[&str]) -> Vec<Unknown> {
    let mut walk = Walk { shape, kinds, found: Vec::new() };
    walk.clause(clause);
    walk.found
}

/// A walk through a clause. Clauses nest no deeper than the format of checks allows.
struct Walk<'k> {
    shape: Option<Shape>,
    kinds: &'k [&'k str],
    found: Vec<Unknown>,
}

/// The names that lead from `$` to a node; `None` where they are not known.
type Way = Option<Vec<&'static str>>;

impl Walk<'_> {
    fn clause(&mut self, clause: &Clause) {
        let root = Some(Vec::new());
        match clause {
            Clause::Path(query) => self.query(query, &root),
            Clause::Test(expr) => self.expr(expr, &root),
            Clause::Any(clauses) | Clause::All(clauses) => clauses.iter().for_each(|clause| self.clause(clause)),
        }
    }

    /// `within` leads to the node to which the query is relative.
    fn query(&mut self, query: &Query, within: &Way) {
        let mut way = if query.relative { within.clone() } else { Some(Vec::new()) };
        for segment in query.segments {
            let (Segment::Child(selectors) | Segment::Descendant(selectors)) = segment;
            if matches!(segment, Segment::Descendant(_)) {
                way = None;
            }
            let mut next = way.clone();
            for selector in *selectors {
                match selector {
                    Selector::Name(name) => {
                        if let Some(way) = &way {
                            self.name(way, name);
                        }
                        let is_one = selectors.len() == 1;
                        next = way.as_ref().filter(|_| is_one).map(|way| [&way[..], &[name]].concat());
                    }
                    Selector::Filter(expr) => self.expr(expr, &way),
                    Selector::Wildcard | Selector::Index(_) | Selector::Slice(..) => {}
                }
            }
            way = next;
        }
    }

    fn expr(&mut self, expr: &Expr, within: &Way) {
        match expr {
            Expr::Or(members) | Expr::And(members) => members.iter().for_each(|member| self.expr(member, within)),
            Expr::Not(inner) => self.expr(inner, within),
            Expr::Exists(query) => self.query(query, within),
            _ => expr.operands().into_iter().for_each(|operand| self.operand(operand, within)),
        }
    }

    fn operand(&mut self, operand: &Operand, within: &Way) {
        match operand {
            Operand::Literal(_) => {}
            Operand::Query(query) => self.query(query, within),
            Operand::Function(_, inner) => self.operand(inner, within),
        }
    }

    /// Holds the name against those that there are where `way` leads.
    fn name(&mut self, way: &[&'static str], name: &'static str) {
        let (what, among): (String, Vec<&'static str>) = match (way, self.shape) {
            ([.., last], _) if *last == ATTACHED => {
                let of_kinds = way.len() == 1 && self.shape.is_none();
                ("role".to_owned(), ordered(if of_kinds { roles(self.kinds) } else { all_roles() }))
            }
            (["attached"], Some(Shape::Workload | Shape::Containers)) => ("role".to_owned(), ordered(workload_roles())),
            (way, Some(shape)) => match shape.fields(way) {
                Some(fields) => (format!("field of the shape `{shape}`"), fields),
                None => return,
            },
            _ => return,
        };
        if among.contains(&name) || self.found.iter().any(|known| known.name == name) {
            return;
        }
        let place = std::iter::once("$").chain(way.iter().copied()).collect::<Vec<_>>().join(".");
        let message = match (self.kinds, self.shape) {
            ([kind], None) => format!("`{name}` is no {what} of `{kind}`, at `{place}`"),
            _ => format!("`{name}` is no {what}, at `{place}`"),
        };
        self.found.push(Unknown { name, message, among: among.into_iter().map(str::to_owned).collect() });
    }
}

fn ordered(names: BTreeSet<&'static str>) -> Vec<&'static str> {
    names.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::query::{Compiled, compile};
    use crate::check::{Registry, Target};

    fn asked_in(query: &str, shape: Option<Shape>, kinds: &[&str]) -> Vec<String> {
        let clause = match compile(query) {
            Ok(Compiled::Path(path)) => Clause::Path(path),
            Ok(Compiled::Test(expr)) => Clause::Test(expr),
            Err(error) => panic!("{query}: {error}"),
        };
        asked(&clause, shape, kinds).into_iter().map(|unknown| unknown.message).collect()
    }

    #[test]
    fn names_that_nothing_has_are_found() {
        let rules = Some(Shape::NetworkRules);
        let cases = [
            ("$.rules[?@.reech == 'public']", rules, "`reech` is no field of the shape `network_rules`, at `$.rules`"),
            ("$.rules[*].services.shh", rules, "`shh` is no field of the shape `network_rules`, at `$.rules.services`"),
            ("?count($.ruls[*]) > 1", rules, "`ruls` is no field of the shape `network_rules`, at `$`"),
            ("?!$['attached'].servce[*]", Some(Shape::Workload), "`servce` is no role, at `$.attached`"),
        ];
        for (query, shape, message) in cases {
            assert_eq!(asked_in(query, shape, &[]), [message], "{query}");
        }
        let of_bucket = asked_in("$._attached.versionng[?@._attached.foo]", None, &["aws_s3_bucket"]);
        assert_eq!(of_bucket[0], "`versionng` is no role of `aws_s3_bucket`, at `$._attached`");
        assert_eq!(of_bucket[1], "`foo` is no role of `aws_s3_bucket`, at `$._attached.versionng._attached`");
    }

    #[test]
    fn names_of_others_are_left_alone() {
        let cases = [
            ("$.containers[?@.anything.at == 1]", Some(Shape::Workload)),
            ("$..anything", Some(Shape::NetworkRules)),
            ("$.rules[*].services.ssh", Some(Shape::NetworkRules)),
            ("?@.spec.x", Some(Shape::KubernetesObject)),
            ("$.x._attached", None),
        ];
        for (query, shape) in cases {
            assert_eq!(asked_in(query, shape, &["thing"]), [""; 0], "{query}");
        }
    }

    #[test]
    fn the_built_in_checks_ask_for_names_that_there_are() {
        for check in Registry::embedded().checks() {
            let (shape, kinds) = match check.target {
                Target::Kinds(kinds) => (None, kinds),
                Target::Shape(shape, kinds) => (Some(shape), kinds),
            };
            for clause in [&check.applies, &check.deny, &check.require].into_iter().flatten() {
                assert_eq!(asked(clause, shape, kinds), [], "{}", check.id);
            }
            assert_eq!(asked_to_mend(check.text.fix, shape, kinds), [], "{}", check.id);
        }
    }
}
