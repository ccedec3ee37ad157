//! Lists as sets.

use std::collections::HashSet;
use std::sync::Arc;

use super::{ANY, Arguments, LIST_LIMIT, Outcome, Table};
use crate::frontend::terraform::evaluate::sets::{Key, set_of};
use crate::frontend::terraform::evaluate::unknowns::{combine, invalid, leaves};
use crate::value::{Kind, List, Typing, Value};

pub(super) const TABLE: Table = &[
    ("setintersection", 1..=ANY, |call| call.value(intersection(call))),
    ("setproduct", 2..=ANY, |call| call.value(product(call))),
    ("setsubtract", 2..=2, |call| call.value(subtract(call))),
    ("setunion", 1..=ANY, |call| call.value(union(call))),
];

/// The elements of each argument, all converted to one type.
fn members(call: &Arguments<'_>) -> Outcome<Vec<Vec<Value>>> {
    let lists = (0..call.values.len()).map(|position| call.list(position)).collect::<Outcome<Vec<_>>>()?;
    let all: Vec<Value> = lists.iter().flat_map(|list| list.items.iter().cloned()).collect();
    let mut all = call.unified_beside(&all, 0..lists.len())?.into_iter();
    Ok(lists.iter().map(|list| all.by_ref().take(list.items.len()).collect()).collect())
}

/// Why it is not known which elements there are, for the functions that compare them.
fn check_known(call: &Arguments<'_>, sets: &[Vec<Value>]) -> Outcome<()> {
    for position in 0..call.values.len() {
        call.whole_list(position)?;
    }
    let unknown = sets.iter().flatten().find(|item| Key::of(item).is_none());
    match unknown {
        Some(item) => Err(item.first_unknown().map_or_else(|| call.why(), Arc::clone)),
        None => Ok(()),
    }
}

/// The texts of known elements; those of one type are the same if their texts are.
fn texts(items: &[Value]) -> HashSet<String> {
    items.iter().filter_map(|item| item.to_json().ok()).collect()
}

fn is_among(item: &Value, texts: &HashSet<String>) -> bool {
    item.to_json().is_ok_and(|text| texts.contains(&text))
}

/// All that are in one of the sets. What is not known may have further elements.
fn union(call: &Arguments<'_>) -> Outcome<Value> {
    let (mut lists, mut rests) = (Vec::new(), Vec::new());
    for value in &call.values {
        match &value.kind {
            Kind::List(list) => {
                rests.extend(list.rest.iter());
                lists.push(list);
            }
            Kind::Unknown(_) | Kind::Either(_) => rests.extend(leaves(value)),
            _ => return Err(call.mismatch(value, "a set")),
        }
    }
    let items: Vec<Value> = match lists.len() == call.values.len() {
        true => members(call)?.into_iter().flatten().collect(),
        false => lists.iter().flat_map(|list| list.items.iter().cloned()).collect(),
    };
    if items.len() > LIST_LIMIT {
        return Err(call.limit("set size"));
    }
    Ok(set_of(items, combine(rests), call.span))
}

fn intersection(call: &Arguments<'_>) -> Outcome<Value> {
    let sets = members(call)?;
    check_known(call, &sets)?;
    let mut sets = sets.into_iter();
    let mut items = sets.next().unwrap_or_default();
    for set in sets {
        let members = texts(&set);
        items.retain(|item| is_among(item, &members));
    }
    Ok(set_of(items, None, call.span))
}

fn subtract(call: &Arguments<'_>) -> Outcome<Value> {
    let sets = members(call)?;
    check_known(call, &sets)?;
    let [mut items, removed] =
        <[Vec<Value>; 2]>::try_from(sets).map_err(|_| invalid("two sets are needed", call.span))?;
    let removed = texts(&removed);
    items.retain(|item| !is_among(item, &removed));
    Ok(set_of(items, None, call.span))
}

/// All combinations, in the order of the arguments; a set if they all are sets.
fn product(call: &Arguments<'_>) -> Outcome<Value> {
    let lists = (0..call.values.len()).map(|position| call.unified_list(position)).collect::<Outcome<Vec<_>>>()?;
    let count = lists.iter().try_fold(1_usize, |count, list| count.checked_mul(list.len()));
    if count.is_none_or(|count| count.saturating_mul(lists.len()) > LIST_LIMIT) {
        return Err(call.limit("set size"));
    }
    let mut rows: Vec<Vec<Value>> = if count == Some(0) { Vec::new() } else { vec![Vec::new()] };
    for list in &lists {
        let extended = rows
            .iter()
            .flat_map(|row| list.iter().map(move |item| [row.as_slice(), std::slice::from_ref(item)].concat()));
        rows = extended.collect();
    }
    let items = rows.into_iter().map(|row| Value::list(row, call.span).typed(Typing::Structural)).collect();
    let all_sets = call.values.iter().all(|value| value.as_list().is_some_and(List::is_set));
    Ok(if all_sets { set_of(items, None, call.span) } else { call.collection(items) })
}
