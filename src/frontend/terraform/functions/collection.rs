//! Maps, and what serves maps and lists alike.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Arguments, Outcome, Table};
use crate::frontend::terraform::convert::to_text;
use crate::frontend::terraform::eval::{elements, list_with_rest};
use crate::frontend::terraform::unknowns::{combine, for_each_option, leaves, member_at, narrowed};
use crate::value::{Coercion, Kind, Map, Truth, Unknown, Value, equals};

pub(super) const TABLE: Table = &[
    ("contains", |call| call.value(contains(call))),
    ("keys", |call| call.value(keys(call))),
    ("length", |call| each_option(call, length)),
    ("lookup", |call| call.value(lookup(call))),
    ("merge", |call| call.value(merge(call))),
    ("one", |call| call.value(one(call))),
    ("tomap", |call| call.value(call.map(0).and_then(|_| Ok(call.pass(call.get(0)?, "tomap"))))),
    ("values", |call| call.value(values(call))),
    ("zipmap", |call| call.value(zipmap(call))),
];

/// A function of one argument, applied to each of its alternatives.
fn each_option(call: &Arguments<'_>, function: fn(&Arguments<'_>, &Value) -> Outcome<Value>) -> Value {
    match call.values.first() {
        Some(value) => for_each_option(value, call.span, |option| call.value(function(call, option))),
        None => call.error("an argument is missing"),
    }
}

fn length(call: &Arguments<'_>, value: &Value) -> Outcome<Value> {
    if let Kind::String(_) | Kind::Json(_) = value.kind {
        let text = to_text(value, call.span)?;
        // Terraform counts what a reader sees as one character, which differs beyond ASCII.
        if !text.is_ascii() {
            let reason = crate::value::Reason::Function("length".into());
            return Err(Arc::new(Unknown { nullable: false, ..Unknown::new(reason, call.span) }));
        }
        return Ok(Value::number(text.len() as i64, call.span));
    }
    if let Kind::Template(_) = value.kind {
        return Err(call.why());
    }
    let elements = elements(value).ok_or_else(|| call.mismatch(value, "a collection"))?;
    match elements.rest {
        Some(rest) => Err(Arc::clone(rest)),
        None => Ok(Value::number(elements.items.len() as i64, call.span)),
    }
}

fn contains(call: &Arguments<'_>) -> Outcome<Value> {
    let (list, wanted) = (call.list(0)?, call.get(1)?);
    let mut unknown = list.rest.is_some();
    for item in &list.items {
        match equals(item, wanted, Coercion::Strict) {
            Truth::True => return Ok(Value::bool(true, call.span)),
            Truth::Unknown(_) => unknown = true,
            Truth::False => {}
        }
    }
    if unknown { Err(call.why()) } else { Ok(Value::bool(false, call.span)) }
}

fn keys(call: &Arguments<'_>) -> Outcome<Value> {
    let map = call.map(0)?;
    let mut names: Vec<_> = map.entries().map(|entry| (Arc::clone(&entry.key), entry.key_span)).collect();
    names.sort();
    let items = names.into_iter().map(|(name, span)| Value::string(name, span)).collect();
    Ok(list_with_rest(items, map.rest().cloned(), call.span))
}

fn values(call: &Arguments<'_>) -> Outcome<Value> {
    call.map(0)?;
    let elements = elements(call.get(0)?).ok_or_else(|| call.why())?;
    let items = elements.items.into_iter().map(|(_, value)| value.clone()).collect();
    Ok(list_with_rest(items, elements.rest.cloned(), call.span))
}

fn lookup(call: &Arguments<'_>) -> Outcome<Value> {
    let key = call.text(1)?;
    let base = call.get(0)?;
    let map = call.map(0)?;
    match (map.get(&key), map.rest(), call.values.get(2)) {
        (Some(member), ..) => Ok(member_at(base, member, call.span, || "`lookup`".into())),
        (None, Some(rest), _) => Err(narrowed(rest, &key)),
        (None, None, Some(default)) => Ok(call.pass(default, "lookup")),
        (None, None, None) => Ok(call.error(format!("there is no key `{key}`"))),
    }
}

/// Later maps win. A map that is not known may hide what stands before it, and adds names that are not known.
fn merge(call: &Arguments<'_>) -> Outcome<Value> {
    let mut merged = Map::new();
    for value in &call.values {
        match &value.kind {
            Kind::Null => {}
            Kind::Map(map) => {
                if let Some(rest) = map.rest() {
                    merged = doubted(&merged, rest, call);
                }
                for entry in map.entries() {
                    let mut member = entry.value.clone();
                    member.sensitive |= value.sensitive;
                    merged.insert(Arc::clone(&entry.key), entry.key_span, member);
                }
            }
            Kind::Unknown(unknown) => merged = doubted(&merged, unknown, call),
            Kind::Either(either) => {
                let all = std::iter::once(&either.cause).chain(leaves(value));
                let unknown = combine(all).unwrap_or_else(|| Arc::clone(&either.cause));
                merged = doubted(&merged, &unknown, call);
            }
            _ => return Err(call.mismatch(value, "a map")),
        }
    }
    Ok(Value::map(merged, call.span))
}

/// A map of which any value may be another, and which may have more names.
fn doubted(map: &Map, why: &Arc<Unknown>, call: &Arguments<'_>) -> Map {
    let mut open = Map::new();
    for entry in map.entries() {
        let all = std::iter::once(why).chain(leaves(&entry.value));
        let unknown = combine(all).unwrap_or_else(|| Arc::clone(why));
        open.insert(Arc::clone(&entry.key), entry.key_span, Value::unknown(unknown, call.span));
    }
    if let Some(rest) = map.rest() {
        open.open(Arc::clone(rest));
    }
    open.open(Arc::clone(why));
    open
}

fn one(call: &Arguments<'_>) -> Outcome<Value> {
    match call.whole_list(0)? {
        [] => Ok(Value::null(call.span)),
        [only] => Ok(member_at(call.get(0)?, only, call.span, || "`one`".into())),
        _ => Ok(call.error("there is more than one element")),
    }
}

fn zipmap(call: &Arguments<'_>) -> Outcome<Value> {
    let (names, values) = (call.whole_list(0)?, call.whole_list(1)?);
    if names.len() != values.len() {
        return Ok(call.error("the lists are of different lengths"));
    }
    let mut map = BTreeMap::new();
    for (name, value) in names.iter().zip(values) {
        map.insert(to_text(name, call.span)?, (name.span, value));
    }
    let mut result = Map::new();
    for (name, (span, value)) in map {
        result.insert(name, span, value.clone());
    }
    Ok(Value::map(result, call.span))
}
