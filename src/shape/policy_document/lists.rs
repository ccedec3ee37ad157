//! Values that may be one or several.

use std::sync::Arc;

use crate::value::{Kind, List, Value};

/// Changes each branch of a conditional value; `None` for any other.
pub(super) fn branches(value: &Value, change: impl Fn(&Value) -> Value) -> Option<Value> {
    matches!(value.kind, Kind::Either(_)).then(|| value.map_children(change))
}

/// A list as it is; nothing as an empty list; anything else that is known as a list of one.
pub(super) fn listed(value: &Value) -> Value {
    let items = match &value.kind {
        Kind::List(_) | Kind::Unknown(_) => return value.clone(),
        Kind::Null => Vec::new(),
        _ => match branches(value, listed) {
            Some(conditional) => return conditional,
            None => vec![value.clone()],
        },
    };
    Value { kind: Kind::List(Arc::new(List::new(items))), ..value.clone() }
}

/// Changes each element of a list, and of each branch of a conditional one.
pub(super) fn map_items(value: &Value, change: fn(&Value) -> Value) -> Value {
    match value.kind {
        Kind::List(_) => value.map_children(change),
        Kind::Either(_) => value.map_children(|branch| map_items(branch, change)),
        _ => value.clone(),
    }
}
