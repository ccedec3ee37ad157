//! What stands on a side of a comparison, and how two of them compare (RFC 9535 section 2.3.5.2.2).

use std::cmp::Ordering;

use super::{Comparison, Literal};
use crate::value::{Coercion, Kind, Number, Part, Truth, Unknown, Value, compare_order, equals};

/// A side of a comparison.
#[derive(Clone, Copy, Debug)]
pub(super) enum Term<'v> {
    /// No value: an empty node list, or a function that has no result.
    Nothing,
    /// A constant, or a number that a function gives.
    Literal(Literal),
    /// A value, which may be unknown itself.
    Value(&'v Value),
    /// A whole number of which only the least is known.
    AtLeast(i64, &'v Unknown),
    /// It is not known whether there is a value.
    Unknown(&'v Unknown),
}

/// A known value without parts.
#[derive(Clone, Copy)]
enum Scalar<'v> {
    Null,
    Bool(bool),
    Number(Number),
    Text(&'v str),
}

/// Whether two terms compare so.
pub(super) fn compare<'v>(comparison: Comparison, left: Term<'v>, right: Term<'v>, coercion: Coercion) -> Truth<'v> {
    match (left, right) {
        (Term::AtLeast(least, unknown), other) => return at_least(comparison, least, unknown, other),
        (other, Term::AtLeast(least, unknown)) => return at_least(mirrored(comparison), least, unknown, other),
        _ => {}
    }
    match comparison {
        Comparison::Equal => equal(left, right, coercion),
        Comparison::NotEqual => !equal(left, right, coercion),
        Comparison::Less => less(left, right, coercion),
        Comparison::Greater => less(right, left, coercion),
        Comparison::LessEqual => less(left, right, coercion).or(|| equal(left, right, coercion)),
        Comparison::GreaterEqual => less(right, left, coercion).or(|| equal(left, right, coercion)),
    }
}

/// The characters of a string, the elements of a list, the members of a map.
pub(super) fn length(term: Term<'_>) -> Term<'_> {
    let count = |length: usize| Term::Literal(Literal::Int(length as i64));
    let open = |length: usize, rest| Term::AtLeast(length as i64, rest);
    let value = match term {
        Term::Unknown(_) => return term,
        Term::Literal(Literal::String(text)) => return count(text.chars().count()),
        Term::Value(value) => value,
        Term::Nothing | Term::Literal(_) | Term::AtLeast(..) => return Term::Nothing,
    };
    match &value.kind {
        Kind::String(text) => count(text.chars().count()),
        Kind::Template(template) => {
            let known = template.parts.iter().map(|part| match part {
                Part::Text(text) => text.chars().count(),
                Part::Hole(_) => 0,
            });
            let known = known.sum();
            template.holes().next().map_or_else(|| count(known), |hole| open(known, hole))
        }
        Kind::Json(inner) => inner.to_json().map_or_else(Term::Unknown, |json| count(json.chars().count())),
        Kind::List(list) => {
            list.rest.as_ref().map_or_else(|| count(list.items.len()), |rest| open(list.items.len(), rest))
        }
        Kind::Map(map) => map.rest().map_or_else(|| count(map.len()), |rest| open(map.len(), rest)),
        Kind::Either(either) => Term::Unknown(&either.cause),
        Kind::Unknown(unknown) => Term::Unknown(unknown),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) => Term::Nothing,
    }
}

fn equal<'v>(left: Term<'v>, right: Term<'v>, coercion: Coercion) -> Truth<'v> {
    match (left, right) {
        (Term::Unknown(unknown) | Term::AtLeast(_, unknown), _)
        | (_, Term::Unknown(unknown) | Term::AtLeast(_, unknown)) => Truth::Unknown(unknown),
        (Term::Nothing, Term::Nothing) => Truth::True,
        (Term::Nothing, Term::Value(value)) | (Term::Value(value), Term::Nothing) => unset(value),
        (Term::Nothing, Term::Literal(_)) | (Term::Literal(_), Term::Nothing) => Truth::False,
        (Term::Value(left), Term::Value(right)) => equals(left, right, coercion),
        (Term::Value(value), Term::Literal(literal)) | (Term::Literal(literal), Term::Value(value)) => {
            equals_literal(value, literal, coercion)
        }
        (Term::Literal(left), Term::Literal(right)) => {
            same(Scalar::of_literal(left), Scalar::of_literal(right), coercion).into()
        }
    }
}

/// Whether a value may be nothing after all.
fn unset(value: &Value) -> Truth<'_> {
    match &value.kind {
        Kind::Unknown(unknown) if unknown.nullable => Truth::Unknown(unknown),
        Kind::Either(either) => Truth::Unknown(&either.cause),
        _ => Truth::False,
    }
}

fn equals_literal(value: &Value, literal: Literal, coercion: Coercion) -> Truth<'_> {
    match (&value.kind, literal) {
        (Kind::Unknown(unknown), Literal::Null) if !unknown.nullable => Truth::False,
        (Kind::Unknown(unknown), Literal::String(text)) if unknown.is_never(text) => Truth::False,
        (Kind::Unknown(unknown), _) => Truth::Unknown(unknown),
        (Kind::Either(either), _) => {
            let mut answers = either.options.iter().map(|option| equals_literal(option, literal, coercion));
            let first = answers.next().unwrap_or(Truth::Unknown(&either.cause));
            let agrees =
                |answer: Truth<'_>| (first.is_true() && answer.is_true()) || (first.is_false() && answer.is_false());
            if answers.all(agrees) { first } else { Truth::Unknown(&either.cause) }
        }
        (Kind::Template(template), Literal::String(text)) => template.equals(text),
        (Kind::Template(template), Literal::Bool(bool)) if coercion == Coercion::Scalars => {
            template.equals(if bool { "true" } else { "false" })
        }
        (Kind::Template(template), Literal::Int(_) | Literal::Float(_)) if coercion == Coercion::Scalars => {
            template.holes().next().map_or(Truth::False, |hole| Truth::Unknown(hole))
        }
        (Kind::Json(inner), Literal::String(text)) => match inner.to_json() {
            Ok(json) => (json == text).into(),
            Err(unknown) => Truth::Unknown(unknown),
        },
        _ => Scalar::of_value(value).is_some_and(|scalar| same(scalar, Scalar::of_literal(literal), coercion)).into(),
    }
}

fn less<'v>(left: Term<'v>, right: Term<'v>, coercion: Coercion) -> Truth<'v> {
    // What has no order is not less, whatever the other side is.
    if !left.may_have_order() || !right.may_have_order() {
        return Truth::False;
    }
    match (left, right) {
        (Term::Unknown(unknown) | Term::AtLeast(_, unknown), _)
        | (_, Term::Unknown(unknown) | Term::AtLeast(_, unknown)) => Truth::Unknown(unknown),
        (Term::Value(left), Term::Value(right)) => match compare_order(left, right, coercion) {
            Ok(order) => (order == Some(Ordering::Less)).into(),
            Err(unknown) => unknown,
        },
        (left, right) => match (left.scalar(), right.scalar()) {
            (Some(left), Some(right)) => (order(left, right, coercion) == Some(Ordering::Less)).into(),
            _ => left.cause().or(right.cause()).map_or(Truth::False, Truth::Unknown),
        },
    }
}

/// Compares a number that is known to be at least `least` with another term.
fn at_least<'v>(comparison: Comparison, least: i64, unknown: &'v Unknown, other: Term<'v>) -> Truth<'v> {
    let number = match other {
        Term::Unknown(unknown) | Term::AtLeast(_, unknown) => return Truth::Unknown(unknown),
        other => match (other.scalar(), other.cause()) {
            (Some(Scalar::Number(number)), _) => number,
            (_, Some(unknown)) => return Truth::Unknown(unknown),
            _ => return (comparison == Comparison::NotEqual).into(),
        },
    };
    let least = Number::from(least);
    match comparison {
        Comparison::Equal | Comparison::LessEqual if least > number => Truth::False,
        Comparison::NotEqual | Comparison::Greater if least > number => Truth::True,
        Comparison::Less if least >= number => Truth::False,
        Comparison::GreaterEqual if least >= number => Truth::True,
        _ => Truth::Unknown(unknown),
    }
}

fn mirrored(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::LessEqual => Comparison::GreaterEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterEqual => Comparison::LessEqual,
        Comparison::Equal | Comparison::NotEqual => comparison,
    }
}

fn same(left: Scalar<'_>, right: Scalar<'_>, coercion: Coercion) -> bool {
    match (left, right) {
        (Scalar::Null, Scalar::Null) => true,
        (Scalar::Bool(left), Scalar::Bool(right)) => left == right,
        (Scalar::Number(left), Scalar::Number(right)) => left == right,
        (Scalar::Text(left), Scalar::Text(right)) => left == right,
        (Scalar::Text(text), Scalar::Bool(bool)) | (Scalar::Bool(bool), Scalar::Text(text)) => {
            coercion == Coercion::Scalars && text == if bool { "true" } else { "false" }
        }
        (Scalar::Text(text), Scalar::Number(number)) | (Scalar::Number(number), Scalar::Text(text)) => {
            coercion == Coercion::Scalars && Number::parse(text) == Some(number)
        }
        _ => false,
    }
}

fn order(left: Scalar<'_>, right: Scalar<'_>, coercion: Coercion) -> Option<Ordering> {
    match (left, right) {
        (Scalar::Number(left), Scalar::Number(right)) => left.partial_cmp(&right),
        (Scalar::Text(left), Scalar::Text(right)) => Some(left.cmp(right)),
        (Scalar::Text(left), Scalar::Number(right)) if coercion == Coercion::Scalars => {
            Number::parse(left)?.partial_cmp(&right)
        }
        (Scalar::Number(left), Scalar::Text(right)) if coercion == Coercion::Scalars => {
            left.partial_cmp(&Number::parse(right)?)
        }
        _ => None,
    }
}

impl<'v> Term<'v> {
    fn scalar(self) -> Option<Scalar<'v>> {
        match self {
            Self::Literal(literal) => Some(Scalar::of_literal(literal)),
            Self::Value(value) => Scalar::of_value(value),
            Self::Nothing | Self::AtLeast(..) | Self::Unknown(_) => None,
        }
    }

    /// Why a value is not known, in whole or as a string.
    fn cause(self) -> Option<&'v Unknown> {
        match self {
            Self::Value(value) => match &value.kind {
                Kind::Template(_) | Kind::Json(_) | Kind::Either(_) | Kind::Unknown(_) => {
                    value.first_unknown().map(AsRef::as_ref)
                }
                _ => None,
            },
            Self::AtLeast(_, unknown) | Self::Unknown(unknown) => Some(unknown),
            Self::Nothing | Self::Literal(_) => None,
        }
    }

    fn may_have_order(self) -> bool {
        match self {
            Self::Nothing | Self::Literal(Literal::Null | Literal::Bool(_)) => false,
            Self::Value(value) => !matches!(value.kind, Kind::Null | Kind::Bool(_) | Kind::List(_) | Kind::Map(_)),
            Self::Literal(_) | Self::AtLeast(..) | Self::Unknown(_) => true,
        }
    }
}

impl<'v> Scalar<'v> {
    fn of_literal(literal: Literal) -> Self {
        match literal {
            Literal::Null => Self::Null,
            Literal::Bool(bool) => Self::Bool(bool),
            Literal::Int(int) => Self::Number(int.into()),
            Literal::Float(float) => Self::Number(float.into()),
            Literal::String(text) => Self::Text(text),
        }
    }

    fn of_value(value: &'v Value) -> Option<Self> {
        match &value.kind {
            Kind::Null => Some(Self::Null),
            Kind::Bool(bool) => Some(Self::Bool(*bool)),
            Kind::Number(number) => Some(Self::Number(*number)),
            Kind::String(text) => Some(Self::Text(text)),
            _ => None,
        }
    }
}
