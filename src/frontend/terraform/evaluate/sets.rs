//! Sets: each element once, in the order in which Terraform goes through them.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::sync::Arc;

use super::convert::to_text;
use crate::source::Span;
use crate::value::{Kind, List, Number, Typing, Unknown, Value};

/// The set of these elements. An element that is not wholly known stays, since it may be another one, unless it certainly
/// is one that is there.
pub(in crate::frontend::terraform) fn set_of(items: Vec<Value>, rest: Option<Arc<Unknown>>, span: Span) -> Value {
    let mut keyed: Vec<(Option<Key>, Value)> = items.into_iter().map(|item| (Key::of(&item), item)).collect();
    keyed.sort_by(|(left, _), (right, _)| match (left, right) {
        (Some(left), Some(right)) => left.cmp(right),
        (None, None) => Ordering::Equal,
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
    });
    keyed.dedup_by(|(later, _), (earlier, _)| later.is_some() && later == earlier);
    let mut seen = HashSet::new();
    keyed.retain(|(key, item)| key.is_some() || item.identity().is_none_or(|identity| seen.insert(identity)));
    let items = keyed.into_iter().map(|(_, item)| item).collect();
    let list = List { items, rest, typing: Typing::Set, element: None };
    Value::new(Kind::List(Arc::new(list)), span)
}

/// What an element is compared by. All elements of a set are of one type.
#[derive(PartialEq)]
pub(in crate::frontend::terraform) enum Key {
    Bool(bool),
    Number(Number),
    Text(Arc<str>),
    /// Of a collection: the text by which Terraform orders it.
    Composite(String),
    Null,
}

impl Key {
    /// Nothing for a value that is not wholly known.
    pub(in crate::frontend::terraform) fn of(value: &Value) -> Option<Self> {
        match &value.kind {
            Kind::Null => Some(Self::Null),
            Kind::Bool(bool) => Some(Self::Bool(*bool)),
            Kind::Number(number) => Some(Self::Number(*number)),
            Kind::String(text) => Some(Self::Text(Arc::clone(text))),
            Kind::Json(_) => to_text(value, value.span).ok().map(Self::Text),
            Kind::List(_) | Kind::Map(_) => {
                let mut text = String::new();
                write_composite(&mut text, value)?;
                Some(Self::Composite(text))
            }
            Kind::Template(_) | Kind::Either(_) | Kind::Unknown(_) => None,
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Bool(_) => 0,
            Self::Number(_) => 1,
            Self::Text(_) => 2,
            Self::Composite(_) => 3,
            Self::Null => 4,
        }
    }

    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Bool(a), Self::Bool(b)) => a.cmp(b),
            (Self::Number(a), Self::Number(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Composite(a), Self::Composite(b)) => a.cmp(b),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

/// `None` when a part is not known. Values are of limited depth.
fn write_composite(out: &mut String, value: &Value) -> Option<()> {
    match &value.kind {
        Kind::Null => out.push_str("null"),
        Kind::Bool(bool) => out.push(if *bool { 'T' } else { 'F' }),
        Kind::Number(number) => {
            // Writing to a string never fails.
            let _ = write!(out, "{number}");
        }
        Kind::String(_) | Kind::Json(_) => {
            let text = to_text(value, value.span).ok()?;
            let _ = write!(out, "{text:?}");
        }
        Kind::List(list) => {
            if list.rest.is_some() {
                return None;
            }
            out.push('[');
            for item in &list.items {
                write_composite(out, item)?;
                out.push(';');
            }
            out.push(']');
        }
        Kind::Map(map) => {
            if map.rest().is_some() {
                return None;
            }
            let mut entries: Vec<_> = map.entries().collect();
            entries.sort_by(|a, b| a.key.cmp(&b.key));
            out.push('{');
            for entry in entries {
                let _ = write!(out, "{:?}:", entry.key);
                write_composite(out, &entry.value)?;
                out.push(';');
            }
            out.push('}');
        }
        Kind::Template(_) | Kind::Either(_) | Kind::Unknown(_) => return None,
    }
    Some(())
}
