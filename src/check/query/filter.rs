//! Filter expressions and functions.

use super::computed;
use super::eval::{Event, Flow, element};
use super::grants::grants;
use super::listed;
use super::permits::permits;
use super::set;
use super::term::{Term, compare, length};
use super::{Comparison, Evaluator, Expr, Function, Literal, Operand, Pattern, Query, Role, Segment, Selector};
use crate::shape::network_rules::admits::reaches;
use crate::shape::secrets;
use crate::value::{Coercion, Kind, Lookup, Template, Truth, Unknown, Value};

impl<'v> Evaluator<'v, '_> {
    /// Whether an expression holds with `current` as `@`.
    pub fn test(&self, expr: &Expr, current: &'v Value) -> Truth<'v> {
        match expr {
            Expr::Or(members) => {
                members.iter().fold(Truth::False, |truth, member| truth.or(|| self.test(member, current)))
            }
            Expr::And(members) => {
                members.iter().fold(Truth::True, |truth, member| truth.and(|| self.test(member, current)))
            }
            Expr::Not(inner) => !self.test(inner, current),
            Expr::Exists(query) => self.exists(query, current),
            Expr::Compare(comparison, left, right) => {
                self.compares(*comparison, self.term(left, current), self.term(right, current))
            }
            Expr::Regex { value, pattern } => self.matches(pattern, self.term(value, current)),
            Expr::Computed { value, pattern, is_whole } => {
                let terms = (self.term(value, current), self.term(pattern, current));
                computed::matches(&self.patterns, terms, *is_whole, self.limit)
            }
            Expr::Admits { of, reach } => match self.term(of, current) {
                Term::Value(value) => reaches(value, reach),
                Term::Unknown(unknown) => Truth::Unknown(unknown),
                Term::Nothing | Term::Literal(_) | Term::AtLeast(..) => Truth::False,
            },
            Expr::Permits { rule, permission } => {
                permits(permission, self.term(rule, current), &|value| self.resolve(value))
            }
            Expr::Grants { of, grant } => grants(grant, self.term(of, current), &|value| self.resolve(value)),
            Expr::Set(of) => match self.term(of, current) {
                Term::Unknown(unknown) => Truth::Unknown(unknown),
                Term::Value(value) => self.presence(value).and(|| set::is_set(value)),
                Term::Literal(_) | Term::AtLeast(..) => Truth::True,
                Term::Nothing => Truth::False,
            },
            Expr::Secret { value, role } => self.is_secret(self.term(value, current), role, current),
            Expr::Listed { list, of } => match listed::ending(list, &self.terms(of, current), self.coercion) {
                Ok(ending) => ending.is_some().into(),
                Err(unknown) => Truth::Unknown(unknown),
            },
        }
    }

    fn matches(&self, pattern: &Pattern, term: Term<'v>) -> Truth<'v> {
        let text = |text: &str| {
            let matches = if self.any_case { pattern.matches_in_any_case(text) } else { pattern.matches(text) };
            matches.map_or(Truth::Unknown(self.limit), Truth::from)
        };
        let value = match term {
            Term::Unknown(unknown) => return Truth::Unknown(unknown),
            Term::Literal(Literal::String(literal)) => return text(literal),
            Term::Value(value) => value,
            Term::Nothing | Term::Literal(_) | Term::AtLeast(..) => return Truth::False,
        };
        match &value.kind {
            Kind::String(string) => text(string),
            Kind::Template(template) => pattern.matches_template(template),
            Kind::Json(inner) => match inner.to_json() {
                Ok(json) => text(&json),
                Err(unknown) => match pattern.matches_template(&Template { parts: inner.to_json_parts() }) {
                    Truth::True => Truth::True,
                    Truth::False => Truth::False,
                    Truth::Unknown(_) => Truth::Unknown(unknown),
                },
            },
            Kind::Unknown(unknown) => pattern.matches_unknown(unknown),
            Kind::Either(either) => Truth::Unknown(&either.cause),
            // Where scalars that spell the same are equal, one matches by how it is spelled.
            Kind::Bool(bool) if self.coercion == Coercion::Scalars => text(if *bool { "true" } else { "false" }),
            Kind::Number(number) if self.coercion == Coercion::Scalars => text(&number.to_string()),
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::List(_) | Kind::Map(_) => Truth::False,
        }
    }

    /// How two operands compare. Words that differ in the case of letters are one where the check says so.
    fn compares(&self, comparison: Comparison, left: Term<'v>, right: Term<'v>) -> Truth<'v> {
        if self.any_case
            && let (Term::Value(value), Term::Literal(Literal::String(word)))
            | (Term::Literal(Literal::String(word)), Term::Value(value)) = (left, right)
            && value.as_str().is_some_and(|text| text.eq_ignore_ascii_case(word))
        {
            match comparison {
                Comparison::Equal => return Truth::True,
                Comparison::NotEqual => return Truth::False,
                _ => {}
            }
        }
        compare(comparison, left, right, self.coercion)
    }

    /// Whether a term holds a credential that is written in the code.
    pub(super) fn is_secret(&self, term: Term<'v>, role: &Role, current: &'v Value) -> Truth<'v> {
        let value = match term {
            Term::Unknown(unknown) => return Truth::Unknown(unknown),
            Term::Value(value) => value,
            Term::Nothing | Term::Literal(_) | Term::AtLeast(..) => return Truth::False,
        };
        let holds = |role| secrets::holds(value, role, self.anywhere);
        match role {
            Role::Argument => holds(secrets::Role::Argument),
            Role::Text => holds(secrets::Role::Text),
            Role::Member => self.member.get().map_or(Truth::False, |name| holds(secrets::Role::Named(name))),
            Role::Named(name) => match self.term(name, current) {
                Term::Literal(Literal::String(name)) => holds(secrets::Role::Named(name)),
                Term::Value(Value { kind: Kind::String(name), .. }) => holds(secrets::Role::Named(name)),
                // By its form alone, whatever the name is.
                Term::Value(name) => {
                    let unknown = name.first_unknown().map_or(Truth::False, |unknown| Truth::Unknown(unknown));
                    holds(secrets::Role::Named("")).or(|| unknown)
                }
                Term::Unknown(unknown) => holds(secrets::Role::Named("")).or(|| Truth::Unknown(unknown)),
                Term::Nothing | Term::Literal(_) | Term::AtLeast(..) => holds(secrets::Role::Named("")),
            },
        }
    }

    pub(super) fn terms(&self, operands: &[Operand], current: &'v Value) -> Vec<Term<'v>> {
        operands.iter().map(|operand| self.term(operand, current)).collect()
    }

    fn term(&self, operand: &Operand, current: &'v Value) -> Term<'v> {
        match operand {
            Operand::Literal(literal) => Term::Literal(*literal),
            Operand::Query(query) => self.singular(query, current),
            Operand::Function(Function::Length, argument) => length(self.term(argument, current)),
            Operand::Function(Function::Count, Operand::Query(query)) => self.count(query, current),
            Operand::Function(Function::Value, Operand::Query(query)) => self.value(query, current),
            // The compiler lets no other argument pass.
            Operand::Function(Function::Count | Function::Value, _) => Term::Nothing,
        }
    }

    /// The only node of a singular query, found without a walk.
    fn singular(&self, query: &Query, current: &'v Value) -> Term<'v> {
        let mut value = self.resolve(self.start(query, current));
        for segment in query.segments {
            let found = match (segment, &value.kind) {
                (_, Kind::Unknown(_) | Kind::Either(_)) => value.get(""),
                (Segment::Child([Selector::Name(name)]), Kind::Map(map)) => match map.lookup(name) {
                    Lookup::Found(member) if self.presence(member).is_false() => Lookup::Absent,
                    found => found,
                },
                (Segment::Child([Selector::Index(index)]), Kind::List(list)) => element(list, *index).1,
                _ => Lookup::Absent,
            };
            match found {
                Lookup::Found(found) => value = self.resolve(found),
                Lookup::Absent => return Term::Nothing,
                Lookup::Unknown(unknown) => return Term::Unknown(unknown),
            }
        }
        Term::Value(value)
    }

    fn count(&self, query: &Query, current: &'v Value) -> Term<'v> {
        let (mut certain, mut uncertain) = (0_i64, None);
        let _ = self.visit(query, current, &mut |event| {
            match certainty(&event) {
                Some(unknown) => uncertain = uncertain.or(Some(unknown)),
                None => certain += 1,
            }
            Flow::Continue(())
        });
        uncertain.map_or(Term::Literal(Literal::Int(certain)), |unknown| Term::AtLeast(certain, unknown))
    }

    fn value(&self, query: &Query, current: &'v Value) -> Term<'v> {
        let (mut nodes, mut uncertain) = (Vec::new(), None);
        let _ = self.visit(query, current, &mut |event| {
            match (certainty(&event), event) {
                (None, Event::Node(trail, _)) => nodes.push(trail.value),
                (unknown, _) => uncertain = uncertain.or(unknown),
            }
            if nodes.len() > 1 { Flow::Break(()) } else { Flow::Continue(()) }
        });
        match (nodes.as_slice(), uncertain) {
            ([_, _, ..], _) | ([], None) => Term::Nothing,
            (_, Some(unknown)) => Term::Unknown(unknown),
            ([value], None) => Term::Value(self.resolve(value)),
        }
    }
}

/// Why it is not certain that an event adds a node; none when it is.
fn certainty<'v>(event: &Event<'_, 'v>) -> Option<&'v Unknown> {
    match event {
        Event::Node(_, certainty) => certainty.cause(),
        Event::More(unknown) => Some(unknown),
    }
}
