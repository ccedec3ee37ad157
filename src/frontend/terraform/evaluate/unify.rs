//! The one type that the elements of a list, set or map share.

use std::sync::Arc;

use super::convert::to_text;
use super::unknowns::invalid;
use crate::source::Span;
use crate::value::{Kind, List, Map, Number, Reason, Scalar, Typing, Unknown, Value};

/// Deepest nesting in which types are compared.
const DEPTH_LIMIT: usize = 50;

/// Most values, at any depth, whose types are compared. Sharing makes it cheap to build values that are endless to walk.
const SIZE_LIMIT: usize = 100_000;

/// The kinds that have a type in common.
#[derive(Clone, Copy, PartialEq)]
enum Class {
    Bool,
    Number,
    Text,
    List,
    Map,
}

impl Class {
    /// Nothing for null and for what is not known: either may be of any type.
    fn of(value: &Value) -> Option<Self> {
        match value.kind {
            Kind::Null | Kind::Either(_) | Kind::Unknown(_) => None,
            Kind::Bool(_) => Some(Self::Bool),
            Kind::Number(_) => Some(Self::Number),
            Kind::String(_) | Kind::Template(_) | Kind::Json(_) => Some(Self::Text),
            Kind::List(_) => Some(Self::List),
            Kind::Map(_) => Some(Self::Map),
        }
    }
}

/// The values, converted to their common type: all strings as soon as one is.
///
/// # Errors
/// That they have no common type, or are too many.
pub(in crate::frontend::terraform) fn unified(items: &[Value], span: Span) -> Result<Vec<Value>, Arc<Unknown>> {
    if count(items) > SIZE_LIMIT {
        return Err(Arc::new(Unknown { nullable: false, ..Unknown::new(Reason::Limit("value size"), span) }));
    }
    let items: Vec<&Value> = items.iter().collect();
    unify(&items, span, 0).ok_or_else(|| invalid("the elements must be of one type", span))
}

/// The same for values beside empty collections of scalars, whose elements would be of these types.
///
/// # Errors
/// The same.
pub(in crate::frontend::terraform) fn unified_with(
    items: &[Value],
    stated: impl Iterator<Item = Scalar>,
    span: Span,
) -> Result<Vec<Value>, Arc<Unknown>> {
    let samples: Vec<Value> = stated.map(|scalar| sample(scalar, span)).collect();
    let mut converted = unified(&[items, &samples].concat(), span)?;
    converted.truncate(items.len());
    Ok(converted)
}

/// A value of a type.
fn sample(scalar: Scalar, span: Span) -> Value {
    match scalar {
        Scalar::Bool => Value::bool(false, span),
        Scalar::Number => Value::number(Number::Int(0), span),
        Scalar::Text => Value::string("", span),
    }
}

/// Number of values at any depth, as far as they are looked at.
pub(in crate::frontend::terraform) fn count(items: &[Value]) -> usize {
    let mut count = 0;
    let mut open: Vec<&Value> = items.iter().collect();
    while let Some(value) = open.pop() {
        count += 1;
        if count > SIZE_LIMIT {
            break;
        }
        match &value.kind {
            Kind::Either(_) | Kind::Json(_) => {}
            _ => open.extend(value.children()),
        }
    }
    count
}

fn unify(items: &[&Value], span: Span, depth: usize) -> Option<Vec<Value>> {
    let mut classes = Vec::new();
    for class in items.iter().filter_map(|item| Class::of(item)) {
        if !classes.contains(&class) {
            classes.push(class);
        }
    }
    let unchanged = || Some(items.iter().copied().cloned().collect());
    if depth >= DEPTH_LIMIT {
        return unchanged();
    }
    match classes.as_slice() {
        [] | [Class::Bool | Class::Number | Class::Text] => unchanged(),
        [Class::List] => unify_lists(items, span, depth),
        [Class::Map] => unify_maps(items, span, depth),
        scalars if scalars.iter().any(|class| matches!(class, Class::List | Class::Map)) => None,
        scalars if scalars.contains(&Class::Text) => Some(items.iter().map(|item| as_text(item, span)).collect()),
        // A bool and a number have no common type, unless a string is among what is not known.
        _ if items.iter().any(|item| item.as_unknown().is_some()) => unchanged(),
        _ => None,
    }
}

fn as_text(value: &Value, span: Span) -> Value {
    match value.kind {
        Kind::Bool(_) | Kind::Number(_) => {
            let kind = to_text(value, span).map_or_else(Kind::Unknown, Kind::String);
            Value { kind, ..value.clone() }
        }
        _ => value.clone(),
    }
}

/// Lists of one length may be tuples, whose elements are compared place by place; others have one element type.
fn unify_lists(items: &[&Value], span: Span, depth: usize) -> Option<Vec<Value>> {
    let lists: Vec<&List> = items.iter().filter_map(|item| item.as_list()).collect();
    let length = lists.first()?.items.len();
    let parts: Vec<Vec<&Value>> = lists.iter().map(|list| list.items.iter().collect()).collect();
    let same_length = lists.iter().all(|list| list.rest.is_none() && list.items.len() == length);
    let typing = common_typing(items, same_length);
    let stated: Vec<Value> = lists.iter().filter_map(|list| list.element).map(|scalar| sample(scalar, span)).collect();
    let mut converted = unify_parts(&parts, &stated, same_length, span, depth)?.into_iter();
    let convert = |item: &&Value| match &item.kind {
        Kind::List(list) => {
            let items = converted.next().unwrap_or_default();
            let list = List { items, rest: list.rest.clone(), typing, element: None };
            Value { kind: Kind::List(Arc::new(list)), ..Value::clone(item) }
        }
        _ => Value::clone(item),
    };
    Some(items.iter().map(convert).collect())
}

/// Maps of the same names may be objects, whose attributes are compared name by name; others have one element type.
fn unify_maps(items: &[&Value], span: Span, depth: usize) -> Option<Vec<Value>> {
    let maps: Vec<&Map> = items.iter().filter_map(|item| item.as_map()).collect();
    let names: Vec<_> = maps.first()?.entries().map(|entry| Arc::clone(&entry.key)).collect();
    let same_names = maps.iter().all(|map| {
        map.rest().is_none() && map.len() == names.len() && names.iter().all(|name| map.get(name).is_some())
    });
    let typing = common_typing(items, same_names);
    let parts: Vec<Vec<&Value>> = maps
        .iter()
        .map(|map| match same_names {
            true => names.iter().filter_map(|name| map.get(name)).collect(),
            false => map.entries().map(|entry| &entry.value).collect(),
        })
        .collect();
    let stated: Vec<Value> = maps.iter().filter_map(|map| map.element).map(|scalar| sample(scalar, span)).collect();
    let mut converted = unify_parts(&parts, &stated, same_names, span, depth)?.into_iter();
    let convert = |item: &&Value| match &item.kind {
        Kind::Map(map) => {
            let mut map = Map::clone(map);
            let order: Vec<_> = match same_names {
                true => names.clone(),
                false => map.entries().map(|entry| Arc::clone(&entry.key)).collect(),
            };
            for (name, value) in order.iter().zip(converted.next().unwrap_or_default()) {
                if let Some(place) = map.get_mut(name) {
                    *place = value;
                }
            }
            (map.typing, map.element) = (typing, None);
            Value { kind: Kind::Map(Arc::new(map)), ..Value::clone(item) }
        }
        _ => Value::clone(item),
    };
    Some(items.iter().map(convert).collect())
}

/// The typing that lists or maps get: tuples and objects of different forms become lists and maps.
fn common_typing(items: &[&Value], same_form: bool) -> Typing {
    let mut common = None;
    for item in items.iter().filter(|item| !item.is_null()) {
        common = match (common, item.typing().unwrap_or_default()) {
            (None, typing) => Some(typing),
            (Some(first), typing) if first == typing => common,
            (Some(Typing::Structural | Typing::Collection), Typing::Structural | Typing::Collection) => {
                Some(Typing::Collection)
            }
            _ => return Typing::Unstated,
        };
    }
    match common.unwrap_or_default() {
        Typing::Structural if !same_form => Typing::Collection,
        typing => typing,
    }
}

/// The parts of each collection, converted: by columns, or all to one type, which those of the `stated` types have as well.
fn unify_parts(
    parts: &[Vec<&Value>],
    stated: &[Value],
    by_column: bool,
    span: Span,
    depth: usize,
) -> Option<Vec<Vec<Value>>> {
    if !by_column {
        let all: Vec<&Value> = parts.iter().flatten().copied().chain(stated).collect();
        let mut all = unify(&all, span, depth + 1)?.into_iter();
        return Some(parts.iter().map(|part| all.by_ref().take(part.len()).collect()).collect());
    }
    let mut rows: Vec<Vec<Value>> = parts.iter().map(|part| Vec::with_capacity(part.len())).collect();
    for column in 0..parts.first().map_or(0, Vec::len) {
        let values: Vec<&Value> = parts.iter().filter_map(|part| part.get(column).copied()).collect();
        for (row, value) in rows.iter_mut().zip(unify(&values, span, depth + 1)?) {
            row.push(value);
        }
    }
    Some(rows)
}
