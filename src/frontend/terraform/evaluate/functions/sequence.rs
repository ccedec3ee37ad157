//! Lists.

use std::sync::Arc;

use super::{ANY, Arguments, LIST_LIMIT, Outcome, Table};
use crate::frontend::terraform::evaluate::convert::to_text;
use crate::frontend::terraform::evaluate::expression::list_with_rest;
use crate::frontend::terraform::evaluate::identity::{Comparison, compare, types_unknown};
use crate::frontend::terraform::evaluate::sets::Key;
use crate::frontend::terraform::evaluate::unknowns::{combine, invalid, is_error, leaves, member_at};
use crate::value::{Coercion, Kind, List, Number, Typing, Unknown, Value, equals};

pub(super) const TABLE: Table = &[
    ("chunklist", 2..=2, |call| call.value(chunks(call))),
    ("compact", 1..=1, |call| call.value(compact(call))),
    ("concat", 1..=ANY, |call| call.value(concat(call))),
    ("distinct", 1..=1, |call| call.value(distinct(call))),
    ("element", 2..=2, |call| call.value(element(call))),
    ("flatten", 1..=1, |call| call.value(flatten(call))),
    ("index", 2..=2, |call| call.value(index(call))),
    ("matchkeys", 3..=3, |call| call.value(match_keys(call))),
    ("range", 1..=3, |call| call.value(range(call))),
    ("reverse", 1..=1, |call| call.value(reverse(call))),
    ("slice", 3..=3, |call| call.value(slice(call))),
    ("sort", 1..=1, |call| call.value(sort(call))),
];

/// Longest list that `range` makes, as in Terraform.
const RANGE_LIMIT: usize = 1_024;

/// A list or tuple; a set has no places.
fn ordered<'a>(call: &'a Arguments<'_>, position: usize) -> Outcome<&'a List> {
    match call.list(position)? {
        list if list.is_set() => Err(invalid("a list is required, but this is a set", call.span)),
        list => Ok(list),
    }
}

fn whole(list: &List) -> Outcome<&[Value]> {
    match &list.rest {
        Some(rest) => Err(Arc::clone(rest)),
        None => Ok(&list.items),
    }
}

fn chunks(call: &Arguments<'_>) -> Outcome<Value> {
    let (items, size) = (call.unified_list(0)?, call.integer(1)?);
    let size = usize::try_from(size).map_err(|_| invalid("the size must not be negative", call.span))?;
    // All in one, if the size is zero.
    let size = if size == 0 { items.len().max(1) } else { size };
    Ok(call.collection(items.chunks(size).map(|chunk| call.collection(chunk.to_vec())).collect()))
}

fn concat(call: &Arguments<'_>) -> Outcome<Value> {
    let (mut items, mut unknown) = (Vec::new(), Vec::new());
    for value in &call.values {
        match &value.kind {
            Kind::List(list) if list.is_set() => {
                return Err(invalid("a list is required, but this is a set", call.span));
            }
            Kind::List(list) => {
                items.extend(list.items.iter().cloned());
                unknown.extend(&list.rest);
            }
            Kind::Unknown(_) | Kind::Either(_) => unknown.extend(leaves(value)),
            _ => return Err(call.mismatch(value, "a list")),
        }
    }
    if items.len() > LIST_LIMIT {
        return Err(call.limit("list length"));
    }
    concatenated(call, items, combine(unknown))
}

/// Lists make a list, whose elements are of one type; tuples make a tuple.
fn concatenated(call: &Arguments<'_>, items: Vec<Value>, rest: Option<Arc<Unknown>>) -> Outcome<Value> {
    let typings: Vec<_> = call.values.iter().map(Value::typing).collect();
    let all_known = !typings.iter().any(|typing| matches!(typing, None | Some(Typing::Unstated)));
    let (items, typing) = match all_known {
        true if typings.contains(&Some(Typing::Structural)) => (items, Typing::Structural),
        // Lists whose elements have no type in common make a tuple.
        true => match call.unified_beside(&items, 0..call.values.len()) {
            Ok(items) => (items, Typing::Collection),
            Err(why) if is_error(&why) => (items, Typing::Structural),
            Err(why) => return Err(why),
        },
        false => (items, Typing::Unstated),
    };
    let mut stated = call.values.iter().filter_map(|value| value.as_list()?.element_type());
    let element = stated.next().filter(|_| items.is_empty() && typing == Typing::Collection);
    Ok(list_with_rest(items, rest, call.span).typed(typing).with_element(element))
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
            Kind::Bool(_) | Kind::Number(_) => items.push(call.string(to_text(item, call.span)?)),
            Kind::List(_) | Kind::Map(_) => return Err(call.mismatch(item, "a string")),
            _ => items.push(item.clone()),
        }
    }
    Ok(list_with_rest(items, combine(unknown), call.span).typed(Typing::Collection))
}

/// Each element once. What is not known stays, since it may differ, unless it certainly is one that is there.
fn distinct(call: &Arguments<'_>) -> Outcome<Value> {
    let list = call.list(0)?;
    let mut seen = std::collections::HashSet::new();
    let mut items = call.unified(&list.items)?;
    // Elements of one type are the same if they are written the same.
    let mut unknown = std::collections::HashSet::new();
    items.retain(|item| match Key::of(item) {
        Some(_) => item.to_json().is_ok_and(|text| seen.insert(text)),
        None => item.identity().is_none_or(|identity| unknown.insert(identity)),
    });
    Ok(list_with_rest(items, list.rest.clone(), call.span).typed(Typing::Collection))
}

fn element(call: &Arguments<'_>) -> Outcome<Value> {
    let position = call.integer(1)?;
    let items = whole(ordered(call, 0)?)?;
    if items.is_empty() {
        return Ok(call.error("the list is empty"));
    }
    // An error up to some version, counted from the end since.
    let position = usize::try_from(position).map_err(|_| call.unsupported("element"))?;
    Ok(member_at(call.get(0)?, &items[position % items.len()], call.span, || "`element`".into()))
}

fn flatten(call: &Arguments<'_>) -> Outcome<Value> {
    call.list(0)?;
    let (mut items, mut unknown) = (Vec::new(), Vec::new());
    let mut open = vec![call.get(0)?];
    while let Some(value) = open.pop() {
        if items.len() > LIST_LIMIT {
            return Err(call.limit("list length"));
        }
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
    Ok(list_with_rest(items, combine(unknown), call.span).typed(Typing::Structural))
}

/// The place of the first element that is certainly this one, if none before it may be.
fn index(call: &Arguments<'_>) -> Outcome<Value> {
    let wanted = call.get(1)?;
    for (position, item) in whole(ordered(call, 0)?)?.iter().enumerate() {
        match compare(item, wanted) {
            Comparison::Known(true) => return Ok(Value::number(position as i64, call.span)),
            Comparison::Known(false) => {}
            Comparison::TypesUnknown => return Err(types_unknown(call.span)),
            Comparison::Unknown => return Err(call.why()),
        }
    }
    Err(invalid("the list has no such element", call.span))
}

/// The elements of the first list whose fellows in the second list are in the third.
fn match_keys(call: &Arguments<'_>) -> Outcome<Value> {
    let (values, keys, wanted) = (call.unified_list(0)?, call.whole_list(1)?, call.whole_list(2)?);
    if values.len() != keys.len() {
        return Err(invalid("the lists are of different lengths", call.span));
    }
    let mut all = call.unified(&[keys, wanted].concat())?;
    let wanted = all.split_off(keys.len());
    if let Some(unknown) = all.iter().chain(&wanted).find_map(Value::first_unknown) {
        return Err(Arc::clone(unknown));
    }
    call.spend(all.len().saturating_mul(wanted.len()) / 16);
    let is_wanted = |key: &Value| wanted.iter().any(|other| equals(key, other, Coercion::Strict).is_true());
    let matching = values.into_iter().zip(&all).filter(|(_, key)| is_wanted(key)).map(|(value, _)| value);
    Ok(call.collection(matching.collect()))
}

fn range(call: &Arguments<'_>) -> Outcome<Value> {
    let numbers = (0..call.values.len()).map(|position| call.number(position)).collect::<Outcome<Vec<_>>>()?;
    let towards = |start: Number, end: Number| Number::Int(if end < start { -1 } else { 1 });
    let zero = Number::Int(0);
    let (start, end, step) = match numbers[..] {
        [end] => (zero, end, towards(zero, end)),
        [start, end] => (start, end, towards(start, end)),
        [start, end, step] => (start, end, step),
        _ => return Ok(call.error("`range` needs one to three numbers")),
    };
    if step == zero || start != end && (step > zero) != (end > start) {
        return Ok(call.error("the step leads away from the end"));
    }
    let mut items = Vec::new();
    let mut at = start;
    while if step > zero { at < end } else { at > end } {
        if items.len() >= RANGE_LIMIT {
            return Ok(call.error("the range is longer than 1024"));
        }
        items.push(Value::number(at, call.span));
        at = at.checked_add(step).ok_or_else(|| call.limit("digits"))?;
    }
    Ok(call.collection(items))
}

fn reverse(call: &Arguments<'_>) -> Outcome<Value> {
    let list = call.list(0)?;
    let items = call.whole_list(0)?.iter().rev().cloned().collect();
    Ok(Value::list(items, call.span).typed(if list.is_set() { Typing::Collection } else { list.typing }))
}

fn slice(call: &Arguments<'_>) -> Outcome<Value> {
    let (start, end) = (call.integer(1)?, call.integer(2)?);
    let list = ordered(call, 0)?;
    let bounds = usize::try_from(start).ok().zip(usize::try_from(end).ok());
    match bounds.and_then(|(start, end)| list.items.get(start..end)) {
        Some(items) => Ok(Value::list(items.to_vec(), call.span).typed(list.typing).with_element(list.element_type())),
        None => Err(list.rest.clone().unwrap_or_else(|| invalid("the range does not fit the list", call.span))),
    }
}

fn sort(call: &Arguments<'_>) -> Outcome<Value> {
    let mut texts = Vec::new();
    for item in call.whole_list(0)? {
        texts.push((to_text(item, call.span)?, item));
    }
    texts.sort_by(|a, b| a.0.cmp(&b.0));
    let items = texts.into_iter().map(|(text, item)| Value { kind: Kind::String(text), ..item.clone() });
    Ok(call.collection(items.collect()))
}
