//! Truth and choice.

use std::sync::Arc;

use super::{ANY, Arguments, Outcome, Table};
use crate::frontend::terraform::evaluate::convert::{to_bool, to_text};
use crate::frontend::terraform::evaluate::identity::unstated;
use crate::frontend::terraform::evaluate::unknowns::{combine, is_error, leaves};
use crate::value::{Kind, Unknown, Value};

pub(super) const TABLE: Table = &[
    ("alltrue", 1..=1, |call| call.value(all_are(call, true))),
    ("anytrue", 1..=1, |call| call.value(all_are(call, false).map(negated))),
    ("coalesce", 1..=ANY, |call| call.value(coalesce(call))),
    ("coalescelist", 1..=ANY, |call| call.value(coalesce_list(call))),
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
            Err(why) if is_error(&why) => return Err(why),
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
            return Ok(call.pass(&converted(call, value)?, "coalesce"));
        }
        possible.push(value.clone());
        if certain {
            break;
        }
    }
    match combine(possible.iter().flat_map(leaves).chain(&causes)) {
        Some(unknown) => Err(unknown),
        None => Ok(call.error("every argument is null or empty")),
    }
}

/// An argument as it is converted to the type of all arguments. Lists and maps stay as they are: only the elements that
/// are shown matter.
fn converted(call: &Arguments<'_>, value: &Value) -> Outcome<Value> {
    let is_text = |value: &Value| matches!(value.kind, Kind::String(_) | Kind::Template(_) | Kind::Json(_));
    match value.kind {
        Kind::Bool(_) | Kind::Number(_) if call.values.iter().any(is_text) => {
            Ok(Value { kind: Kind::String(to_text(value, call.span)?), ..value.clone() })
        }
        Kind::List(_) | Kind::Map(_) => Ok(unstated(value.clone())),
        _ => Ok(value.clone()),
    }
}

fn coalesce_list(call: &Arguments<'_>) -> Outcome<Value> {
    for (position, value) in call.values.iter().enumerate() {
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
