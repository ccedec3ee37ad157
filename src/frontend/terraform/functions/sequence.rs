//! Lists and sets.

use std::sync::Arc;

use super::{Arguments, Outcome, Table};
use crate::frontend::terraform::eval::list_with_rest;
use crate::frontend::terraform::unknowns::{combine, invalid, leaves, member_at};
use crate::value::{Coercion, Kind, Number, Reason, Unknown, Value, equals};

pub(super) const TABLE: Table = &[
    ("compact", |call| call.value(compact(call))),
    ("concat", |call| call.value(concat(call))),
    ("distinct", |call| call.value(distinct(call))),
    ("element", |call| call.value(element(call))),
    ("flatten", |call| call.value(flatten(call))),
    ("range", |call| call.value(range(call))),
    ("reverse", |call| call.value(reverse(call))),
    ("slice", |call| call.value(slice(call))),
    ("sort", |call| call.value(sort(call))),
    ("tolist", |call| call.value(call.list(0).and_then(|_| Ok(call.pass(call.get(0)?, "tolist"))))),
    ("toset", |call| call.value(to_set(call))),
];

/// Longest list that `range` makes, as in Terraform.
const RANGE_LIMIT: usize = 1_024;
/// Longest list of which differing elements are told apart.
const DISTINCT_LIMIT: usize = 2_000;

fn concat(call: &Arguments<'_>) -> Outcome<Value> {
    let (mut items, mut unknown) = (Vec::new(), Vec::new());
    for value in &call.values {
        match &value.kind {
            Kind::List(list) => {
                items.extend(list.items.iter().cloned());
                unknown.extend(&list.rest);
            }
            Kind::Unknown(_) | Kind::Either(_) => unknown.extend(leaves(value)),
            _ => return Err(call.mismatch(value, "a list")),
        }
    }
    Ok(list_with_rest(items, combine(unknown), call.span))
}

/// Without the elements that are null or empty; those that may be are open.
fn compact(call: &Arguments<'_>) -> Outcome<Value> {
    let list = call.list(0)?;
    let (mut items, mut unknown) = (Vec::new(), Vec::new());
    unknown.extend(&list.rest);
    for item in &list.items {
        match &item.kind {
            Kind::Null => {}
            Kind::String(text) if text.is_empty() => {}
            Kind::Unknown(why) if why.nullable => unknown.push(why),
            Kind::Either(_) => unknown.extend(leaves(item)),
            _ => items.push(item.clone()),
        }
    }
    Ok(list_with_rest(items, combine(unknown), call.span))
}

/// Each element once. What is not known stays, since it may differ.
fn distinct(call: &Arguments<'_>) -> Outcome<Value> {
    let list = call.list(0)?;
    if list.items.len() > DISTINCT_LIMIT {
        return Err(Arc::new(Unknown::new(Reason::Limit("list length"), call.span)));
    }
    let mut items: Vec<Value> = Vec::with_capacity(list.items.len());
    for item in &list.items {
        if !items.iter().any(|seen| equals(seen, item, Coercion::Strict).is_true()) {
            items.push(item.clone());
        }
    }
    Ok(list_with_rest(items, list.rest.clone(), call.span))
}

/// Each element once, in the order in which Terraform goes through a set of strings.
fn to_set(call: &Arguments<'_>) -> Outcome<Value> {
    let mut set = distinct(call)?;
    if let Kind::List(list) = &mut set.kind
        && list.items.iter().all(|item| item.as_str().is_some())
    {
        Arc::make_mut(list).items.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
    }
    Ok(set)
}

fn element(call: &Arguments<'_>) -> Outcome<Value> {
    let position = call.integer(1)?;
    let items = call.whole_list(0)?;
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    if length == 0 {
        return Ok(call.error("the list is empty"));
    }
    let item = &items[position.rem_euclid(length) as usize];
    Ok(member_at(call.get(0)?, item, call.span, || "`element`".into()))
}

fn flatten(call: &Arguments<'_>) -> Outcome<Value> {
    call.list(0)?;
    let (mut items, mut unknown) = (Vec::new(), Vec::new());
    let mut open = vec![call.get(0)?];
    while let Some(value) = open.pop() {
        match &value.kind {
            Kind::List(list) => {
                unknown.extend(&list.rest);
                open.extend(list.items.iter().rev());
            }
            // May be a list of any length.
            Kind::Unknown(why) => unknown.push(why),
            Kind::Either(_) => unknown.extend(leaves(value)),
            _ => items.push(value.clone()),
        }
    }
    Ok(list_with_rest(items, combine(unknown), call.span))
}

fn range(call: &Arguments<'_>) -> Outcome<Value> {
    let numbers = (0..call.values.len()).map(|position| call.integer(position)).collect::<Outcome<Vec<_>>>()?;
    let (start, end, step) = match numbers[..] {
        [end] => (0, end, if end < 0 { -1 } else { 1 }),
        [start, end] => (start, end, if end < start { -1 } else { 1 }),
        [start, end, step] => (start, end, step),
        _ => return Ok(call.error("`range` needs one to three numbers")),
    };
    if step == 0 || (step > 0) != (end > start) && end != start {
        return Ok(call.error("the step leads away from the end"));
    }
    let mut items = Vec::new();
    let mut at = i128::from(start);
    while if step > 0 { at < i128::from(end) } else { at > i128::from(end) } {
        if items.len() >= RANGE_LIMIT {
            return Ok(call.error("the range is longer than 1024"));
        }
        items.push(Value::number(Number::Int(at), call.span));
        at += i128::from(step);
    }
    Ok(Value::list(items, call.span))
}

fn reverse(call: &Arguments<'_>) -> Outcome<Value> {
    let items = call.whole_list(0)?.iter().rev().cloned().collect();
    Ok(Value::list(items, call.span))
}

fn slice(call: &Arguments<'_>) -> Outcome<Value> {
    let (start, end) = (call.integer(1)?, call.integer(2)?);
    let list = call.list(0)?;
    let bounds = usize::try_from(start).ok().zip(usize::try_from(end).ok());
    match bounds.and_then(|(start, end)| list.items.get(start..end)) {
        Some(items) => Ok(Value::list(items.to_vec(), call.span)),
        None => Err(list.rest.clone().unwrap_or_else(|| invalid("the range does not fit the list", call.span))),
    }
}

fn sort(call: &Arguments<'_>) -> Outcome<Value> {
    let mut texts = Vec::new();
    for item in call.whole_list(0)? {
        texts.push((crate::frontend::terraform::convert::to_text(item, call.span)?, item));
    }
    texts.sort_by(|a, b| a.0.cmp(&b.0));
    let items = texts.into_iter().map(|(text, item)| Value { kind: Kind::String(text), ..item.clone() });
    Ok(Value::list(items.collect(), call.span))
}
