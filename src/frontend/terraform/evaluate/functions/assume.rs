//! OpenTofu's hints on what is not known: each gives the value that it is told of, or fails where that is not so.

use std::sync::Arc;

use super::{Arguments, Outcome, Table};
use crate::frontend::terraform::evaluate::convert::to_index;
use crate::frontend::terraform::evaluate::identity::{Comparison, compare};
use crate::frontend::terraform::evaluate::text::TextBuilder;
use crate::frontend::terraform::evaluate::unknowns::invalid;
use crate::value::{Kind, Unknown, Value};

pub(super) const TABLE: Table = &[
    ("assumeequal", 2..=2, |call| call.value(equal(call))),
    ("assumelistlength", 3..=3, |call| call.value(length(call, Some(1), Some(2)))),
    ("assumelistlengthmax", 2..=2, |call| call.value(length(call, None, Some(1)))),
    ("assumelistlengthmin", 2..=2, |call| call.value(length(call, Some(1), None))),
    ("assumemaplength", 3..=3, |call| call.value(length(call, Some(1), Some(2)))),
    ("assumemaplengthmax", 2..=2, |call| call.value(length(call, None, Some(1)))),
    ("assumemaplengthmin", 2..=2, |call| call.value(length(call, Some(1), None))),
    ("assumenotnull", 1..=1, |call| call.value(not_null(call))),
    ("assumesetlength", 3..=3, |call| call.value(length(call, Some(1), Some(2)))),
    ("assumesetlengthmax", 2..=2, |call| call.value(length(call, None, Some(1)))),
    ("assumesetlengthmin", 2..=2, |call| call.value(length(call, Some(1), None))),
    ("assumestringprefix", 2..=2, |call| call.value(prefix(call))),
];

fn equal(call: &Arguments<'_>) -> Outcome<Value> {
    let (actual, expected) = (call.get(0)?, call.get(1)?);
    match compare(actual, expected) {
        // The first one is converted before: only texts and what is no scalar can still differ.
        Comparison::Known(false) if actual.as_str().is_some() && expected.as_str().is_some() => {
            Err(invalid("the value is not the one that is assumed", call.span))
        }
        _ => Ok(call.pass(expected, "assumeequal")),
    }
}

fn not_null(call: &Arguments<'_>) -> Outcome<Value> {
    let mut value = call.pass(call.get(0)?, "assumenotnull");
    match &mut value.kind {
        Kind::Null => Err(invalid("the value is null", call.span)),
        Kind::Unknown(unknown) => {
            *unknown = Arc::new(Unknown { nullable: false, ..Unknown::clone(unknown) });
            Ok(value)
        }
        _ => Ok(value),
    }
}

fn prefix(call: &Arguments<'_>) -> Outcome<Value> {
    let (value, start) = (call.get(0)?, call.text(1)?);
    match &value.kind {
        Kind::Unknown(unknown) => {
            let mut text = TextBuilder::new(call.span);
            text.push_text(&start);
            text.push_hole(unknown);
            Ok(text.finish())
        }
        Kind::String(text) if !text.starts_with(&*start) => {
            Err(invalid("the text does not begin as is assumed", call.span))
        }
        _ => Ok(call.pass(value, "assumestringprefix")),
    }
}

/// The collection, if it has as many elements as the arguments at these positions say.
fn length(call: &Arguments<'_>, least: Option<usize>, most: Option<usize>) -> Outcome<Value> {
    let value = call.get(0)?;
    let count = match &value.kind {
        Kind::List(list) => list.rest.is_none().then_some(list.items.len()),
        Kind::Map(map) => map.rest().is_none().then_some(map.len()),
        _ => None,
    };
    let bound = |position: Option<usize>| position.map(|position| to_index(call.get(position)?, call.span)).transpose();
    let (least, most) = (bound(least)?, bound(most)?);
    let count = count.and_then(|count| i64::try_from(count).ok());
    let fits =
        count.is_none_or(|count| least.is_none_or(|least| least <= count) && most.is_none_or(|most| count <= most));
    if fits { Ok(call.pass(value, "assume")) } else { Err(invalid("the length is not as is assumed", call.span)) }
}
