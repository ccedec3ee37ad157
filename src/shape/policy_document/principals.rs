//! Who statements are for.

use std::sync::Arc;

use super::lists::{branches, listed, map_items};
use super::wildcard::{Wildcard, unknown_at};
use crate::value::{Kind, List, Map, Truth, Value};

/// `"*"`, `{"AWS": "…"}` or `{"Service": ["…"]}` as a list of `{type, id}`.
pub(super) fn principals(value: &Value) -> Value {
    let Kind::Map(map) = &value.kind else {
        return branches(value, principals).unwrap_or_else(|| map_items(&listed(value), bare_principal));
    };
    let mut list = List::with_rest(Vec::new(), map.rest().cloned());
    for entry in map.entries() {
        let kind = Value::string(Arc::clone(&entry.key), entry.key_span);
        let ids = listed(&entry.value);
        match ids.as_list() {
            Some(ids) => {
                list.items.extend(ids.items.iter().map(|id| principal(&kind, id)));
                list.rest = list.rest.or_else(|| ids.rest.clone());
            }
            None => list.items.push(principal(&kind, &ids)),
        }
    }
    Value { kind: Kind::List(Arc::new(list)), ..value.clone() }
}

/// A principal that is written without a type.
fn bare_principal(id: &Value) -> Value {
    match id.as_unknown() {
        Some(_) => id.clone(),
        None => principal(&Value { kind: Kind::String("*".into()), ..id.clone() }, id),
    }
}

fn principal(kind: &Value, id: &Value) -> Value {
    let mut map = Map::new();
    map.insert("type", kind.span, kind.clone());
    map.insert("id", id.span, id.clone());
    Value { kind: Kind::Map(Arc::new(map)), ..id.clone() }
}

/// The id of a principal that is everyone, or those that are none of a few; otherwise something unknown that may be.
pub(super) fn everyone(principals: Option<&Value>, others: Option<&Value>) -> Option<Value> {
    // All but a few are everyone.
    if let Some(others) = others {
        return Some(others.as_unknown().map_or_else(|| others.clone(), |unknown| unknown_at(unknown, others)));
    }
    let principals = principals?;
    let Kind::List(list) = &principals.kind else {
        return principals.as_unknown().map(|unknown| unknown_at(unknown, principals));
    };
    let mut undecided = list.rest.as_ref().map(|rest| unknown_at(rest, principals));
    for principal in &list.items {
        let kind = principal.member("type").and_then(Value::as_str);
        if !matches!(kind, None | Some("*" | "AWS")) {
            continue;
        }
        let id = principal.member("id").unwrap_or(principal);
        match Wildcard::Anyone.test(id) {
            Truth::True => return Some(id.clone()),
            Truth::False => {}
            Truth::Unknown(unknown) => {
                undecided.get_or_insert_with(|| unknown_at(&Arc::new(unknown.clone()), id));
            }
        }
    }
    undecided
}
