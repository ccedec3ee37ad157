//! Types, truth and choice.

use std::sync::Arc;

use super::{Arguments, Outcome, Table};
use crate::frontend::terraform::convert::{to_bool, to_number, to_text};
use crate::frontend::terraform::unknowns::{for_each_option, leaves};
use crate::value::{Kind, Unknown, Value};

pub(super) const TABLE: Table = &[
    ("alltrue", |call| call.value(all_are(call, true))),
    ("anytrue", |call| call.value(all_are(call, false).map(negated))),
    ("coalesce", |call| call.value(coalesce(call))),
    ("coalescelist", |call| call.value(coalesce_list(call))),
    ("nonsensitive", |call| marked(call, false)),
    ("sensitive", |call| marked(call, true)),
    ("tobool", |call| converted(call, |value, call| to_bool(value, call.span).map(Kind::Bool))),
    ("tonumber", |call| converted(call, |value, call| to_number(value, call.span).map(Kind::Number))),
    ("tostring", |call| match call.values.first().map(|value| &value.kind) {
        Some(Kind::Template(_) | Kind::Json(_)) => call.pass(&call.values[0], "tostring"),
        _ => converted(call, |value, call| to_text(value, call.span).map(Kind::String)),
    }),
];

fn negated(value: Value) -> Value {
    match value.kind {
        Kind::Bool(bool) => Value::bool(!bool, value.span),
        _ => value,
    }
}

/// Whether every element is `wanted`. One that is not decides, whatever is unknown beside it. Null counts as not true.
fn all_are(call: &Arguments<'_>, wanted: bool) -> Outcome<Value> {
    let list = call.list(0)?;
    let mut unknown = list.rest.clone();
    for item in &list.items {
        if item.is_null() {
            if wanted {
                return Ok(Value::bool(false, call.span));
            }
            continue;
        }
        match to_bool(item, call.span) {
            Ok(bool) if bool != wanted => return Ok(Value::bool(false, call.span)),
            Ok(_) => {}
            Err(why) => {
                unknown.get_or_insert(why);
            }
        }
    }
    match unknown {
        Some(unknown) => Err(unknown),
        None => Ok(Value::bool(true, call.span)),
    }
}

/// The first argument that is neither null nor the empty string. One that may be either cannot be passed over.
fn coalesce(call: &Arguments<'_>) -> Outcome<Value> {
    let mut possible: Vec<Value> = Vec::new();
    let mut causes: Vec<Arc<Unknown>> = Vec::new();
    let is_nothing = |value: &Value| value.is_null() || value.as_str() == Some("");
    for value in &call.values {
        let certain = match &value.kind {
            _ if is_nothing(value) => continue,
            Kind::Unknown(unknown) => {
                causes.push(Arc::clone(unknown));
                !unknown.nullable
            }
            Kind::Either(either) => {
                causes.push(Arc::clone(&either.cause));
                !either.options.iter().any(is_nothing)
            }
            _ => true,
        };
        if let (true, true) = (certain, possible.is_empty()) {
            return Ok(call.pass(value, "coalesce"));
        }
        possible.push(value.clone());
        if certain {
            break;
        }
    }
    match crate::frontend::terraform::unknowns::combine(possible.iter().flat_map(leaves).chain(&causes)) {
        Some(unknown) => Err(unknown),
        None => Ok(call.error("every argument is null or empty")),
    }
}

fn coalesce_list(call: &Arguments<'_>) -> Outcome<Value> {
    for (position, value) in call.values.iter().enumerate() {
        if value.is_null() {
            continue;
        }
        let list = call.list(position)?;
        if !list.items.is_empty() {
            return Ok(call.pass(value, "coalescelist"));
        }
        if let Some(rest) = &list.rest {
            return Err(Arc::clone(rest));
        }
    }
    Ok(call.error("every list is empty"))
}

fn marked(call: &Arguments<'_>, sensitive: bool) -> Value {
    let Some(value) = call.values.first() else { return call.error("an argument is missing") };
    Value { sensitive, ..call.pass(value, if sensitive { "sensitive" } else { "nonsensitive" }) }
}

fn converted(call: &Arguments<'_>, convert: fn(&Value, &Arguments<'_>) -> Outcome<Kind>) -> Value {
    let Some(value) = call.values.first() else { return call.error("an argument is missing") };
    for_each_option(value, call.span, |value| {
        if value.is_null() {
            return call.pass(value, "conversion");
        }
        call.value(convert(value, call).map(|kind| Value { kind, ..call.pass(value, "conversion") }))
    })
}
