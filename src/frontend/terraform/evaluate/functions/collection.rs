//! Maps, and what serves maps and lists alike.

use std::collections::BTreeMap;
use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use super::{ANY, Arguments, Outcome, Table};
use crate::frontend::terraform::evaluate::convert::{to_bool, to_number, to_text};
use crate::frontend::terraform::evaluate::expression::{elements, list_with_rest};
use crate::frontend::terraform::evaluate::identity::{Comparison, compare, types_unknown};
use crate::frontend::terraform::evaluate::unknowns::{
    combine, either, for_each_option, invalid, leaves, member_at, narrowed,
};
use crate::value::{Either, Kind, List, Map, Scalar, Typing, Unknown, Value};

pub(super) const TABLE: Table = &[
    ("contains", 2..=2, |call| call.value(contains(call))),
    ("keys", 1..=1, |call| call.value(keys(call))),
    ("length", 1..=1, |call| each_option(call, length)),
    ("lookup", 2..=3, |call| call.value(lookup(call))),
    ("merge", 0..=ANY, |call| call.value(merge(call))),
    ("one", 1..=1, |call| call.value(one(call))),
    ("transpose", 1..=1, |call| call.value(transpose(call))),
    ("values", 1..=1, |call| call.value(values(call))),
    ("zipmap", 2..=2, |call| call.value(zipmap(call))),
];

/// A function of one argument, applied to each of its alternatives.
fn each_option(call: &Arguments<'_>, function: fn(&Arguments<'_>, &Value) -> Outcome<Value>) -> Value {
    match call.values.first() {
        Some(value) => for_each_option(value, call.span, |option| call.value(function(call, option))),
        None => call.error("an argument is missing"),
    }
}

/// A string is as long as its reader sees characters.
fn length(call: &Arguments<'_>, value: &Value) -> Outcome<Value> {
    let count = match &value.kind {
        Kind::String(_) | Kind::Json(_) => to_text(value, call.span)?.graphemes(true).count(),
        Kind::Template(_) => return Err(call.why()),
        _ => {
            let elements = elements(value).ok_or_else(|| call.mismatch(value, "a collection"))?;
            let is_set = value.as_list().is_some_and(List::is_set);
            // Elements of a set that are not known may be the same.
            let may_merge = is_set && elements.items.len() > 1;
            let unknown = elements.items.iter().filter(|_| may_merge).find_map(|(_, item)| item.first_unknown());
            if let Some(why) = elements.rest.or(unknown) {
                return Err(Arc::clone(why));
            }
            elements.items.len()
        }
    };
    Ok(Value::number(count as i64, call.span))
}

fn contains(call: &Arguments<'_>) -> Outcome<Value> {
    let (list, wanted) = (call.list(0)?, call.get(1)?);
    if wanted.is_null() {
        return Err(invalid("null is in no list", call.span));
    }
    let mut unknown = list.rest.is_some();
    for item in &list.items {
        match compare(item, wanted) {
            Comparison::Known(true) => return Ok(Value::bool(true, call.span)),
            Comparison::Known(false) => {}
            Comparison::TypesUnknown => return Err(types_unknown(call.span)),
            Comparison::Unknown => unknown = true,
        }
    }
    if unknown { Err(call.why()) } else { Ok(Value::bool(false, call.span)) }
}

fn keys(call: &Arguments<'_>) -> Outcome<Value> {
    let map = call.map(0)?;
    let mut names: Vec<_> = map.entries().map(|entry| (Arc::clone(&entry.key), entry.key_span)).collect();
    names.sort();
    let items = names.into_iter().map(|(name, span)| Value::string(name, span)).collect();
    Ok(list_with_rest(items, map.rest().cloned(), call.span).typed(map.typing))
}

fn values(call: &Arguments<'_>) -> Outcome<Value> {
    let typing = call.map(0)?.typing;
    let elements = elements(call.get(0)?).ok_or_else(|| call.why())?;
    let items = elements.items.into_iter().map(|(_, value)| value.clone()).collect();
    Ok(list_with_rest(items, elements.rest.cloned(), call.span).typed(typing))
}

fn lookup(call: &Arguments<'_>) -> Outcome<Value> {
    let key = call.text(1)?;
    let base = call.get(0)?;
    let map = call.map(0)?;
    match (map.get(&key), map.rest(), call.values.get(2)) {
        (Some(member), ..) => Ok(member_at(base, member, call.span, || "`lookup`".into())),
        (None, Some(rest), _) => Err(narrowed(rest, &key)),
        (None, None, Some(default)) => Ok(call.pass(&as_element(call, map, default)?, "lookup")),
        (None, None, None) => Ok(call.error(format!("there is no key `{key}`"))),
    }
}

/// A value as the type of the elements of a map wants it. An object has attributes of any type.
fn as_element(call: &Arguments<'_>, map: &Map, value: &Value) -> Outcome<Value> {
    let member = map.entries().map(|entry| &entry.value).find(|member| !member.is_null());
    if map.typing != Typing::Collection || value.is_null() || value.as_unknown().is_some() {
        return Ok(value.clone());
    }
    let kind = match (map.element_type(), member) {
        (Some(Scalar::Text), _) if Scalar::of(value) == Some(Scalar::Text) => return Ok(value.clone()),
        (Some(Scalar::Text), _) => Kind::String(to_text(value, call.span)?),
        (Some(Scalar::Number), _) => Kind::Number(to_number(value, call.span)?),
        (Some(Scalar::Bool), _) => Kind::Bool(to_bool(value, call.span)?),
        (None, Some(member)) => return beside(call, member, value),
        (None, None) => return Ok(value.clone()),
    };
    Ok(Value { kind, ..value.clone() })
}

/// A list or map as the type of another one wants it.
fn beside(call: &Arguments<'_>, member: &Value, value: &Value) -> Outcome<Value> {
    let form = |value: &Value| match &value.kind {
        Kind::List(list) => list.rest.is_none().then_some(list.items.len()),
        Kind::Map(map) => map.rest().is_none().then_some(map.len()),
        _ => None,
    };
    let is_structural = member.typing() == Some(Typing::Structural) && value.typing() == Some(Typing::Structural);
    let same = form(member).zip(form(value)).is_none_or(|(member, value)| member == value);
    let mut both = call.unified(&[member.clone(), value.clone()])?;
    match (is_structural && !same, both.pop()) {
        (false, Some(converted)) => Ok(converted),
        _ => Err(invalid("the default is not of the type of the elements", call.span)),
    }
}

/// Later maps win. A map that is not known may hide what stands before it, and adds names that are not known.
/// Where some are one of several maps, each of the few that they can make.
fn merge(call: &Arguments<'_>) -> Outcome<Value> {
    let choices = call.values.iter().filter_map(|value| match &value.kind {
        Kind::Either(either) => Some(either),
        _ => None,
    });
    let is_clear = |either: &&Arc<Either>| either.options.iter().all(|it| matches!(it.kind, Kind::Map(_) | Kind::Null));
    let count = choices.clone().map(|either| either.options.len()).product::<usize>();
    if count == 1 || count > Either::LIMIT || !choices.clone().all(|either| is_clear(&either)) {
        return merge_all(&call.values, call);
    }
    let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
    for value in &call.values {
        let options = match &value.kind {
            Kind::Either(either) => either.options.as_slice(),
            _ => std::slice::from_ref(value),
        };
        let extended =
            rows.iter().flat_map(|row| options.iter().map(|option| [row, std::slice::from_ref(option)].concat()));
        rows = extended.collect();
    }
    let merged = rows.iter().map(|row| merge_all(row, call)).collect::<Outcome<Vec<_>>>()?;
    let causes: Vec<_> = choices.map(|either| &either.cause).collect();
    let several = causes.len() > 1;
    let Some(cause) = combine(causes) else { return merge_all(&call.values, call) };
    // Of several conditions none says which there is.
    Ok(either(merged, &if several { cause.anonymous() } else { cause }, call.span))
}

fn merge_all(values: &[Value], call: &Arguments<'_>) -> Outcome<Value> {
    let mut merged = Map::new();
    for value in values {
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
    Ok(Value::map(merged, call.span).typed(merged_typing(values)))
}

/// Objects make an object, and so do maps of different types. Only of scalars it is seen whether their types differ.
fn merged_typing(values: &[Value]) -> Typing {
    let typings: Vec<_> = values.iter().map(Value::typing).collect();
    if typings.contains(&Some(Typing::Unstated)) || values.iter().any(|value| value.as_unknown().is_some()) {
        return Typing::Unstated;
    }
    if typings.is_empty() || typings.iter().any(|typing| *typing != Some(Typing::Collection)) {
        return Typing::Structural;
    }
    let elements = values.iter().filter_map(Value::as_map).flat_map(Map::entries).map(|entry| &entry.value.kind);
    let mut types: Vec<_> = elements.map(|kind| is_scalar(kind).then(|| std::mem::discriminant(kind))).collect();
    types.dedup();
    match types[..] {
        [Some(_)] => Typing::Collection,
        [_, _, ..] if types.iter().all(Option::is_some) => Typing::Structural,
        _ => Typing::Unstated,
    }
}

fn is_scalar(kind: &Kind) -> bool {
    matches!(kind, Kind::String(_) | Kind::Number(_) | Kind::Bool(_))
}

/// A map of which any value may be another, and which may have more names.
fn doubted(map: &Map, why: &Arc<Unknown>, call: &Arguments<'_>) -> Map {
    let mut open = map.filter_map(|entry| {
        let all = std::iter::once(why).chain(leaves(&entry.value));
        Some(Value::unknown(combine(all).unwrap_or_else(|| Arc::clone(why)), call.span))
    });
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

fn transpose(call: &Arguments<'_>) -> Outcome<Value> {
    let map = call.map(0)?;
    if let Some(rest) = map.rest() {
        return Err(Arc::clone(rest));
    }
    let mut entries: Vec<_> = map.entries().collect();
    entries.sort_by(|a, b| a.key.cmp(&b.key));
    let mut transposed: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
    for entry in entries {
        let list = entry.value.as_list().ok_or_else(|| call.mismatch(&entry.value, "a list"))?;
        if let Some(rest) = &list.rest {
            return Err(Arc::clone(rest));
        }
        for item in &list.items {
            let name = Value::string(Arc::clone(&entry.key), entry.key_span);
            transposed.entry(to_text(item, call.span)?).or_default().push(name);
        }
    }
    let mut result = Map::new();
    for (name, keys) in transposed {
        result.insert(name, call.span, call.collection(keys));
    }
    Ok(Value::map(result, call.span).typed(Typing::Collection))
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
    let typing = if call.list(1)?.is_set() { Typing::Unstated } else { call.list(1)?.typing };
    Ok(Value::map(result, call.span).typed(typing))
}
