//! Equality and order of values, in three values.

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::sync::Arc;

use super::{Kind, Number, Part, Template, Truth, Unknown, Value};

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
        (Kind::Unknown(a), Kind::Unknown(b)) => same(a, b),
        (Kind::Unknown(unknown), Kind::Template(template)) | (Kind::Template(template), Kind::Unknown(unknown)) => {
            pieces(&template.parts, &[Part::Hole(Arc::clone(unknown))]).unwrap_or(Truth::Unknown(unknown))
        }
        (Kind::Unknown(unknown), _) | (_, Kind::Unknown(unknown)) => Truth::Unknown(unknown),
        (Kind::Either(a), Kind::Either(b)) if a.cause.is_same(&b.cause) && a.options.len() == b.options.len() => {
            let pairs = a.options.iter().zip(&b.options);
            agreement(pairs.map(|(a, b)| equals(a, b, coercion)), &a.cause)
        }
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
    agreement(options.iter().map(test), cause)
}

fn agreement<'v>(mut answers: impl Iterator<Item = Truth<'v>>, cause: &'v super::Unknown) -> Truth<'v> {
    let first = answers.next().unwrap_or(Truth::Unknown(cause));
    let agree =
        answers.all(|answer| matches!((first, answer), (Truth::True, Truth::True) | (Truth::False, Truth::False)));
    if agree { first } else { Truth::Unknown(cause) }
}

/// Whether two unknowns are one value.
fn same<'v>(a: &'v Unknown, b: &Unknown) -> Truth<'v> {
    if a.is_same(b) { Truth::True } else { Truth::Unknown(a) }
}

fn templates<'v>(a: &'v Template, b: &'v Template) -> Truth<'v> {
    pieces(&a.parts, &b.parts).unwrap_or_else(|| hole(a))
}

/// Whether two partly known strings are equal. What both start with and end with does not matter, holes that are one
/// value included. The rest certainly differs where its known starts or ends do, or where only one has any.
fn pieces<'v>(a: &[Part], b: &[Part]) -> Option<Truth<'v>> {
    let (mut a, mut b) = (Pieces::new(a), Pieces::new(b));
    a.skip_common(&mut b, Side::Start);
    a.skip_common(&mut b, Side::End);
    match (a.parts.is_empty(), b.parts.is_empty()) {
        (true, true) => return Some(Truth::True),
        (true, false) | (false, true) => {
            let rest = if a.parts.is_empty() { &b } else { &a };
            return rest.parts.iter().any(|piece| matches!(piece, Piece::Text(_))).then_some(Truth::False);
        }
        (false, false) => {}
    }
    let differ = |side| matches!((a.at(side), b.at(side)), (Some(Piece::Text(_)), Some(Piece::Text(_))));
    (differ(Side::Start) || differ(Side::End)).then_some(Truth::False)
}

#[derive(Clone, Copy)]
enum Side {
    Start,
    End,
}

#[derive(Clone, Copy)]
enum Piece<'p> {
    Text(&'p str),
    Hole(&'p Unknown),
}

/// What is left of a partly known string when some of it is taken away.
struct Pieces<'p> {
    parts: VecDeque<Piece<'p>>,
}

impl<'p> Pieces<'p> {
    fn new(parts: &'p [Part]) -> Self {
        let pieces = parts.iter().filter_map(|part| match part {
            Part::Text(text) => (!text.is_empty()).then_some(Piece::Text(text)),
            Part::Hole(unknown) => Some(Piece::Hole(unknown)),
        });
        Self { parts: pieces.collect() }
    }

    fn at(&self, side: Side) -> Option<Piece<'p>> {
        match side {
            Side::Start => self.parts.front().copied(),
            Side::End => self.parts.back().copied(),
        }
    }

    /// Takes away what both have at this end. Text is left at both ends only where it differs.
    fn skip_common(&mut self, other: &mut Self, side: Side) {
        while let (Some(own), Some(others)) = (self.at(side), other.at(side)) {
            match (own, others) {
                (Piece::Hole(a), Piece::Hole(b)) if a.is_same(b) => {
                    self.replace(side, "");
                    other.replace(side, "");
                }
                (Piece::Text(a), Piece::Text(b)) => {
                    let (a_rest, b_rest) = without_common(a, b, side);
                    if a_rest.len() == a.len() {
                        return;
                    }
                    self.replace(side, a_rest);
                    other.replace(side, b_rest);
                }
                _ => return,
            }
        }
    }

    fn replace(&mut self, side: Side, rest: &'p str) {
        match side {
            Side::Start => self.parts.pop_front(),
            Side::End => self.parts.pop_back(),
        };
        if rest.is_empty() {
            return;
        }
        match side {
            Side::Start => self.parts.push_front(Piece::Text(rest)),
            Side::End => self.parts.push_back(Piece::Text(rest)),
        }
    }
}

fn without_common<'p>(a: &'p str, b: &'p str, side: Side) -> (&'p str, &'p str) {
    let pairs = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| -> usize {
        a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
    };
    match side {
        Side::Start => {
            let common = pairs(&mut a.chars(), &mut b.chars());
            (&a[common..], &b[common..])
        }
        Side::End => {
            let common = pairs(&mut a.chars().rev(), &mut b.chars().rev());
            (&a[..a.len() - common], &b[..b.len() - common])
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;
    use crate::value::{Either, Reason, TemplateBuilder};

    /// A text in which `<x>` stands for the unknown `x`, and `<?>` for one that has no name; `a|b` is one of two by the
    /// unknown `c`.
    fn value(text: &str) -> Value {
        let span = SourceMap::new().add("x", "").whole();
        let unknown = |name: &str| {
            let identity = (name != "?").then(|| name.into());
            Arc::new(Unknown { identity, ..Unknown::new(Reason::Condition, span) })
        };
        if text.contains('|') {
            let options = text.split('|').map(value).collect();
            return Value::new(Kind::Either(Arc::new(Either { options, cause: unknown("c") })), span);
        }
        let mut builder = TemplateBuilder::default();
        let mut rest = text;
        while let Some((before, (name, after))) =
            rest.split_once('<').and_then(|(before, rest)| Some((before, rest.split_once('>')?)))
        {
            builder.text().push_str(before);
            builder.push_same(unknown(name));
            rest = after;
        }
        builder.text().push_str(rest);
        Value::new(builder.finish(), span)
    }

    #[test]
    fn values_that_are_one_are_equal_and_others_open() {
        let table = [
            ("<a>", "<a>", Some(true)),
            ("<a>", "<b>", None),
            ("<?>", "<?>", None),
            ("x<a>y", "x<a>y", Some(true)),
            ("x<a><b>", "x<a><b>", Some(true)),
            ("x<a><b>", "x<b><a>", None),
            ("x<?>", "x<?>", None),
            ("<a>-copy", "<a>", Some(false)),
            ("<a><b>", "<a>", None),
            ("x<a>1", "x<a>2", Some(false)),
            ("x<a>1<b>", "x<a>2<b>", Some(false)),
            ("xx<a>", "x<a>", Some(false)),
            ("é<a>", "è<a>", Some(false)),
            ("x<a>", "y<b>", Some(false)),
            ("x<a>", "xz", None),
            ("x<a>", "yz", Some(false)),
            ("p|q", "p|q", Some(true)),
            ("p|q", "q|p", Some(false)),
            ("p|<a>", "p|<a>", Some(true)),
            ("p|q", "p|p", None),
        ];
        for (left, right, expected) in table {
            for (left, right) in [(left, right), (right, left)] {
                let (a, b) = (value(left), value(right));
                let found = match equals(&a, &b, Coercion::Strict) {
                    Truth::True => Some(true),
                    Truth::False => Some(false),
                    Truth::Unknown(_) => None,
                };
                assert_eq!(found, expected, "{left} == {right}");
            }
        }
    }
}
