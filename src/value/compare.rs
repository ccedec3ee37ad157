//! Equality and order of values, in three values.

use std::cmp::Ordering;

use super::{Kind, Number, Template, Truth, Value};

/// Whether differing scalar types may be equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coercion {
    /// Values of different types differ (RFC 9535 section 2.3.5.2.2).
    Strict,
    /// A string equals the bool or number that it spells, as Terraform converts arguments to their schema's type:
    /// `"true"` is `true`, `"22"` is `22`.
    Scalars,
}

/// Whether two values are equal. Maps compare without regard to order.
pub fn equals<'v>(left: &'v Value, right: &'v Value, coercion: Coercion) -> Truth<'v> {
    match (&left.kind, &right.kind) {
        (Kind::Unknown(unknown), _) | (_, Kind::Unknown(unknown)) => Truth::Unknown(unknown),
        (Kind::Either(either), _) => {
            same_for_all(&either.options, &either.cause, |option| equals(option, right, coercion))
        }
        (_, Kind::Either(either)) => {
            same_for_all(&either.options, &either.cause, |option| equals(left, option, coercion))
        }
        (Kind::Null, Kind::Null) => Truth::True,
        (Kind::Bool(a), Kind::Bool(b)) => (a == b).into(),
        (Kind::Number(a), Kind::Number(b)) => (a == b).into(),
        (Kind::String(a), Kind::String(b)) => (a == b).into(),
        (Kind::Template(a), Kind::String(b)) | (Kind::String(b), Kind::Template(a)) => a.equals(b),
        (Kind::Template(a), Kind::Template(b)) => templates(a, b),
        (Kind::Json(a), Kind::Json(b)) => equals(a, b, Coercion::Strict),
        (Kind::Json(value), Kind::String(text)) | (Kind::String(text), Kind::Json(value)) => json_text(value, text),
        (Kind::List(a), Kind::List(b)) => {
            if let Some(rest) = a.rest.as_ref().or(b.rest.as_ref()) {
                return Truth::Unknown(rest);
            }
            Truth::from(a.items.len() == b.items.len())
                .and(|| all(a.items.iter().zip(&b.items).map(|(a, b)| equals(a, b, coercion))))
        }
        (Kind::Map(a), Kind::Map(b)) => {
            if let Some(rest) = a.rest().or(b.rest()) {
                return Truth::Unknown(rest);
            }
            Truth::from(a.len() == b.len()).and(|| {
                all(a.entries().map(|entry| match b.get(&entry.key) {
                    Some(other) => equals(&entry.value, other, coercion),
                    None => Truth::False,
                }))
            })
        }
        (Kind::String(text), Kind::Bool(_) | Kind::Number(_)) if coercion == Coercion::Scalars => {
            spells(text, &right.kind)
        }
        (Kind::Bool(_) | Kind::Number(_), Kind::String(text)) if coercion == Coercion::Scalars => {
            spells(text, &left.kind)
        }
        (Kind::Template(template), Kind::Bool(_) | Kind::Number(_)) if coercion == Coercion::Scalars => hole(template),
        (Kind::Bool(_) | Kind::Number(_), Kind::Template(template)) if coercion == Coercion::Scalars => hole(template),
        _ => Truth::False,
    }
}

/// How two values are ordered: numbers by value, strings by Unicode scalar values. `Ok(None)` where they have no order.
///
/// # Errors
/// The unknown that the order depends on.
pub fn compare_order<'v>(left: &'v Value, right: &'v Value, coercion: Coercion) -> Result<Option<Ordering>, Truth<'v>> {
    if let Some(unknown) = left.as_unknown().or(right.as_unknown()) {
        return Err(Truth::Unknown(unknown));
    }
    match (&left.kind, &right.kind) {
        (Kind::Number(a), Kind::Number(b)) => Ok(a.partial_cmp(b)),
        (Kind::String(a), Kind::String(b)) => Ok(Some(a.cmp(b))),
        (Kind::String(text), Kind::Number(b)) if coercion == Coercion::Scalars => {
            Ok(Number::parse(text).and_then(|a| a.partial_cmp(b)))
        }
        (Kind::Number(a), Kind::String(text)) if coercion == Coercion::Scalars => {
            Ok(Number::parse(text).and_then(|b| a.partial_cmp(&b)))
        }
        (Kind::Template(template), _) | (_, Kind::Template(template)) => Err(hole(template)),
        _ => Ok(None),
    }
}

fn all<'v>(truths: impl Iterator<Item = Truth<'v>>) -> Truth<'v> {
    let mut result = Truth::True;
    for truth in truths {
        result = result.and(|| truth);
        if result.is_false() {
            break;
        }
    }
    result
}

/// True or false where every option says so, unknown where they differ.
fn same_for_all<'v>(
    options: &'v [Value],
    cause: &'v super::Unknown,
    test: impl Fn(&'v Value) -> Truth<'v>,
) -> Truth<'v> {
    let mut answers = options.iter().map(test);
    let first = answers.next().unwrap_or(Truth::Unknown(cause));
    let agree =
        answers.all(|answer| matches!((first, answer), (Truth::True, Truth::True) | (Truth::False, Truth::False)));
    if agree { first } else { Truth::Unknown(cause) }
}

/// Two partly known strings certainly differ where their known starts or their known ends do.
fn templates<'v>(a: &'v Template, b: &'v Template) -> Truth<'v> {
    let starts = a.prefix().starts_with(b.prefix()) || b.prefix().starts_with(a.prefix());
    let ends = a.suffix().ends_with(b.suffix()) || b.suffix().ends_with(a.suffix());
    if starts && ends { hole(a) } else { Truth::False }
}

fn hole(template: &Template) -> Truth<'_> {
    template.holes().next().map_or(Truth::False, |unknown| Truth::Unknown(unknown))
}

fn json_text<'v>(value: &'v Value, text: &str) -> Truth<'v> {
    match value.to_json() {
        Ok(encoded) => (encoded == text).into(),
        Err(unknown) => Truth::Unknown(unknown),
    }
}

fn spells<'v>(text: &str, scalar: &Kind) -> Truth<'v> {
    match scalar {
        Kind::Bool(value) => (text == if *value { "true" } else { "false" }).into(),
        Kind::Number(value) => (Number::parse(text).as_ref() == Some(value)).into(),
        _ => Truth::False,
    }
}
