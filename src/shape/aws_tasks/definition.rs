//! What an object of a task or job definition says.

use std::sync::Arc;

use crate::value::{Entry, Kind, List, Lookup, Map, Value};

/// The member of this name, which may be written in any case: the provider reads the text as Go does. A null is nothing, and
/// what may stand in a part that is not known is unknown.
pub(super) fn member(owner: &Value, name: &str) -> Option<Entry> {
    let found = |entry: &Entry| (!entry.value.is_null()).then(|| entry.clone());
    if let Some(map) = owner.as_map() {
        let entry = map.entry(name).or_else(|| map.entries().find(|entry| entry.key.eq_ignore_ascii_case(name)));
        if let Some(entry) = entry {
            return found(entry);
        }
    }
    match owner.get(name) {
        Lookup::Unknown(unknown) => {
            let value = Value::unknown(unknown.clone(), owner.span);
            Some(Entry { key: name.into(), key_span: owner.span, value })
        }
        Lookup::Found(_) | Lookup::Absent => None,
    }
}

/// What stands below these names.
pub(super) fn path(owner: &Value, names: &[&str]) -> Option<Entry> {
    let (first, rest) = names.split_first()?;
    let entry = member(owner, first)?;
    if rest.is_empty() { Some(entry) } else { path(&entry.value, rest) }
}

/// An object that is made of parts of another one, in other names. What it lacks, the other lacks.
pub(super) struct Made {
    map: Map,
    owner: Value,
}

impl Made {
    pub(super) fn of(owner: &Value) -> Self {
        Self { map: Map::new(), owner: owner.clone() }
    }

    /// Takes over what there is, under this name.
    pub(super) fn put(mut self, name: &str, entry: Option<Entry>) -> Self {
        if let Some(entry) = entry {
            self.map.insert(name, entry.key_span, entry.value);
        }
        self
    }

    /// Takes over a value, which says itself where it stands.
    pub(super) fn put_value(mut self, name: &str, value: Option<Value>) -> Self {
        if let Some(value) = value {
            self.map.insert(name, value.span, value);
        }
        self
    }

    /// The object; none where it is empty.
    pub(super) fn any(self) -> Option<Value> {
        (!self.map.is_empty()).then(|| self.whole())
    }

    pub(super) fn whole(self) -> Value {
        Value { kind: Kind::Map(Arc::new(self.map)), ..self.owner }
    }
}

/// Each object of a list changed, in every branch of a condition. A single one counts as a list of one.
pub(super) fn each(list: &Value, change: &dyn Fn(&Value) -> Value) -> Value {
    match &list.kind {
        Kind::List(_) => list.map_children(|item| each_branch(item, change)),
        Kind::Either(_) => list.map_children(|branch| each(branch, change)),
        Kind::Map(_) => Value { kind: Kind::List(Arc::new(List::new(vec![change(list)]))), ..list.clone() },
        Kind::Null => Value { kind: Kind::List(Arc::default()), ..list.clone() },
        _ => list.clone(),
    }
}

fn each_branch(item: &Value, change: &dyn Fn(&Value) -> Value) -> Value {
    match &item.kind {
        Kind::Either(_) => item.map_children(|branch| each_branch(branch, change)),
        Kind::Map(_) => change(item),
        _ => item.clone(),
    }
}

/// One list behind the other.
pub(super) fn joined(first: Option<Value>, second: Option<Value>) -> Option<Value> {
    let (Some(first), Some(second)) = (&first, &second) else { return first.or(second) };
    Some(match (&first.kind, &second.kind) {
        (Kind::Either(_), _) => first.map_children(|branch| both(branch, second)),
        _ => both(first, second),
    })
}

fn both(first: &Value, second: &Value) -> Value {
    let mut all = List::default();
    for part in [first, second] {
        match &part.kind {
            Kind::List(list) => {
                all.items.extend(list.items.iter().cloned());
                all.rest = all.rest.or_else(|| list.rest.clone());
            }
            _ => all.rest = all.rest.or_else(|| part.as_unknown().cloned()),
        }
    }
    Value { kind: Kind::List(Arc::new(all)), ..first.clone() }
}
