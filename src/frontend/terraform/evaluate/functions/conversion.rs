//! Types, and the marks of values.

use std::sync::Arc;

use super::{Arguments, Outcome, Table};
use crate::frontend::terraform::evaluate::convert::{to_bool, to_number, to_text};
use crate::frontend::terraform::evaluate::expression::list_with_rest;
use crate::frontend::terraform::evaluate::sets::set_of;
use crate::frontend::terraform::evaluate::unknowns::for_each_option;
use crate::value::{Kind, Typing, Value};

pub(super) const TABLE: Table = &[
    ("ephemeralasnull", 1..=1, |call| call.value(call.get(0).map(|value| call.pass(value, "ephemeralasnull")))),
    ("issensitive", 1..=1, |call| call.value(is_sensitive(call))),
    ("nonsensitive", 1..=1, |call| marked(call, false)),
    ("sensitive", 1..=1, |call| marked(call, true)),
    ("tobool", 1..=1, |call| converted(call, |value, call| to_bool(value, call.span).map(Kind::Bool))),
    ("tolist", 1..=1, |call| converted(call, to_list)),
    ("tomap", 1..=1, |call| converted(call, to_map)),
    ("tonumber", 1..=1, |call| converted(call, |value, call| to_number(value, call.span).map(Kind::Number))),
    ("toset", 1..=1, |call| converted(call, to_set)),
    ("tostring", 1..=1, |call| converted(call, to_string)),
];

/// A sensitive result may also come from a resource whose schema says so, which is not known here.
fn is_sensitive(call: &Arguments<'_>) -> Outcome<Value> {
    let value = call.get(0)?;
    match value.first_unknown() {
        Some(unknown) if !value.sensitive => Err(Arc::clone(unknown)),
        _ => Ok(Value::bool(value.sensitive, call.span)),
    }
}

fn marked(call: &Arguments<'_>, sensitive: bool) -> Value {
    let Some(value) = call.values.first() else { return call.error("an argument is missing") };
    Value { sensitive, ..call.pass(value, if sensitive { "sensitive" } else { "nonsensitive" }) }
}

/// A conversion of one value, or of each of its alternatives. Null is of every type.
fn converted(call: &Arguments<'_>, convert: fn(&Value, &Arguments<'_>) -> Outcome<Kind>) -> Value {
    let Some(value) = call.values.first() else { return call.error("an argument is missing") };
    for_each_option(value, call.span, |value| {
        if value.is_null() {
            return call.pass(value, "conversion");
        }
        call.value(convert(value, call).map(|kind| Value { kind, ..call.pass(value, "conversion") }))
    })
}

fn to_string(value: &Value, call: &Arguments<'_>) -> Outcome<Kind> {
    match value.kind {
        Kind::Template(_) | Kind::Json(_) => Ok(value.kind.clone()),
        _ => to_text(value, call.span).map(Kind::String),
    }
}

fn to_list(value: &Value, call: &Arguments<'_>) -> Outcome<Kind> {
    let list = value.as_list().ok_or_else(|| call.mismatch(value, "a list"))?;
    let converted = list_with_rest(call.unified(&list.items)?, list.rest.clone(), call.span);
    Ok(converted.typed(Typing::Collection).with_element(list.element_type()).kind)
}

fn to_set(value: &Value, call: &Arguments<'_>) -> Outcome<Kind> {
    let list = value.as_list().ok_or_else(|| call.mismatch(value, "a set"))?;
    Ok(set_of(call.unified(&list.items)?, list.rest.clone(), call.span).with_element(list.element_type()).kind)
}

fn to_map(value: &Value, call: &Arguments<'_>) -> Outcome<Kind> {
    let map = value.as_map().ok_or_else(|| call.mismatch(value, "a map"))?;
    let values: Vec<Value> = map.entries().map(|entry| entry.value.clone()).collect();
    let mut values = call.unified(&values)?.into_iter();
    let mut converted = map.filter_map(|_| values.next());
    converted.typing = Typing::Collection;
    Ok(Kind::Map(Arc::new(converted)))
}
