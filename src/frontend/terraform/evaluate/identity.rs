//! Whether two values are of one type, without which Terraform calls them different whatever they hold.

use std::sync::Arc;

use super::unknowns::certain_error;
use crate::source::Span;
use crate::value::{Coercion, Kind, List, Map, Reason, Truth, Typing, Unknown, Value, equals};

/// What comparing two values gives.
pub(in crate::frontend::terraform) enum Comparison {
    /// They are equal, or they are not.
    Known(bool),
    /// It depends on something that is not known.
    Unknown,
    /// They look alike, but it is not known whether they are of one type.
    TypesUnknown,
}

/// Compares as `==` does: values of different types differ, nothing is converted.
pub(in crate::frontend::terraform) fn compare(left: &Value, right: &Value) -> Comparison {
    let identical = same_type(left, right);
    match (identical, equals(left, right, Coercion::Strict)) {
        // What fails has no type.
        (Some(false), Truth::Unknown(_)) if certain_error(left).or(certain_error(right)).is_some() => {
            Comparison::Unknown
        }
        (Some(false), _) | (Some(true), Truth::False) => Comparison::Known(false),
        (None, Truth::True) if left.typing().is_some() => Comparison::TypesUnknown,
        // Null equals null, whatever their types.
        (_, Truth::True) => Comparison::Known(true),
        // A schema that is not known may convert what stands in a collection.
        (None, Truth::False) => match equals(left, right, Coercion::Scalars) {
            Truth::True | Truth::Unknown(_) if left.typing().is_some() => Comparison::TypesUnknown,
            _ => Comparison::Known(false),
        },
        (_, Truth::Unknown(_)) => Comparison::Unknown,
    }
}

/// Whether two values are of one type; nothing where that is not known. Values are of limited depth.
fn same_type(left: &Value, right: &Value) -> Option<bool> {
    match (&left.kind, &right.kind) {
        (Kind::Unknown(left), Kind::Unknown(right)) if left.is_same(right) => Some(true),
        // Either may be of any type.
        (Kind::Null | Kind::Unknown(_) | Kind::Either(_), _) | (_, Kind::Null | Kind::Unknown(_) | Kind::Either(_)) => {
            None
        }
        (Kind::Bool(_), Kind::Bool(_)) | (Kind::Number(_), Kind::Number(_)) => Some(true),
        (Kind::String(_) | Kind::Template(_) | Kind::Json(_), Kind::String(_) | Kind::Template(_) | Kind::Json(_)) => {
            Some(true)
        }
        (Kind::List(left), Kind::List(right)) => same_list_type(left, right),
        (Kind::Map(left), Kind::Map(right)) => same_map_type(left, right),
        _ => Some(false),
    }
}

fn same_list_type(left: &List, right: &List) -> Option<bool> {
    let whole = left.rest.is_none() && right.rest.is_none();
    match (left.typing, right.typing) {
        (Typing::Unstated, _) | (_, Typing::Unstated) => None,
        (a, b) if a != b => Some(false),
        (Typing::Structural, _) if !whole => None,
        (Typing::Structural, _) if left.items.len() != right.items.len() => Some(false),
        (Typing::Structural, _) => all(left.items.iter().zip(&right.items)),
        _ if left.element_type().is_some() && right.element_type().is_some() => {
            Some(left.element_type() == right.element_type())
        }
        _ => same_element_type(left.items.iter(), right.items.iter()),
    }
}

fn same_map_type(left: &Map, right: &Map) -> Option<bool> {
    let whole = left.rest().is_none() && right.rest().is_none();
    match (left.typing, right.typing) {
        (Typing::Unstated, _) | (_, Typing::Unstated) => None,
        (a, b) if a != b => Some(false),
        (Typing::Structural, _) if !whole => None,
        (Typing::Structural, _) => {
            let names = left.len() == right.len() && left.entries().all(|entry| right.get(&entry.key).is_some());
            if !names {
                return Some(false);
            }
            all(left.entries().filter_map(|entry| Some((&entry.value, right.get(&entry.key)?))))
        }
        _ if left.element_type().is_some() && right.element_type().is_some() => {
            Some(left.element_type() == right.element_type())
        }
        _ => same_element_type(left.entries().map(|entry| &entry.value), right.entries().map(|entry| &entry.value)),
    }
}

fn all<'v>(pairs: impl Iterator<Item = (&'v Value, &'v Value)>) -> Option<bool> {
    let mut result = Some(true);
    for (left, right) in pairs {
        match same_type(left, right) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => result = None,
        }
    }
    result
}

/// All elements of a collection are of one type, so any of them tells it.
fn same_element_type<'v>(
    left: impl Iterator<Item = &'v Value>,
    right: impl Iterator<Item = &'v Value>,
) -> Option<bool> {
    let telling = |value: &&Value| !matches!(value.kind, Kind::Null | Kind::Unknown(_) | Kind::Either(_));
    same_type(left.into_iter().find(telling)?, right.into_iter().find(telling)?)
}

/// The value without any statement on the types of what it holds: that of an argument, which the schema of its resource
/// converts to types that are not known here.
pub(in crate::frontend::terraform) fn unstated(value: Value) -> Value {
    let (mut open, mut stated) = (vec![&value], false);
    while let Some(value) = open.pop() {
        stated = value.typing().is_some_and(|typing| typing != Typing::Unstated);
        if stated {
            break;
        }
        if !matches!(value.kind, Kind::Json(_)) {
            open.extend(value.children());
        }
    }
    let erased = |typing| if typing == Typing::Set { Typing::Set } else { Typing::Unstated };
    if stated { retyped(&value, erased) } else { value }
}

/// The value with other typings; JSON texts keep those within. Values are of limited depth.
pub(in crate::frontend::terraform) fn retyped(value: &Value, typing: fn(Typing) -> Typing) -> Value {
    if matches!(value.kind, Kind::Json(_)) {
        return value.clone();
    }
    let changed = value.map_children(|child| retyped(child, typing));
    match value.typing() {
        Some(own) => changed.typed(typing(own)),
        None => changed,
    }
}

/// The unknown of a comparison of values that look alike.
pub(in crate::frontend::terraform) fn types_unknown(span: Span) -> Arc<Unknown> {
    let reason = Reason::Unsupported("the type of a collection");
    Arc::new(Unknown { nullable: false, ..Unknown::new(reason, span) })
}
