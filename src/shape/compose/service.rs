//! What a service says, and what is made of it.

use std::sync::Arc;

use crate::model::{Platform, Resource};
use crate::source::Span;
use crate::value::{Coercion, Kind, List, Lookup, Map, Truth, Unknown, Value, equals};

/// One service of a Compose file.
pub(super) struct Service<'r> {
    pub(super) body: &'r Value,
    pub(super) name: &'r str,
    /// Where to point when something is missing.
    pub(super) header: Span,
}

impl<'r> Service<'r> {
    /// The service that a resource is.
    pub(super) fn of(resource: &'r Resource) -> Option<Self> {
        let is_service = resource.platform == Platform::Compose && &*resource.kind == "compose_service";
        let is_service = is_service && resource.body.as_map().is_some();
        is_service.then(|| Self { body: &resource.body, name: &resource.name, header: resource.header })
    }

    /// Why the service may hold more than is known.
    pub(super) fn rest(&self) -> Option<&'r Arc<Unknown>> {
        self.body.as_map().and_then(Map::rest)
    }

    /// What stands below these names; unknown where it may stand in a part that is not known.
    pub(super) fn path(&self, names: &[&str]) -> Option<Value> {
        let mut value = self.body;
        for name in names {
            value = match value.get(name) {
                Lookup::Found(value) => value,
                Lookup::Unknown(unknown) => return Some(Value::unknown(unknown.clone(), self.header)),
                Lookup::Absent => return self.rest().map(|rest| Value::unknown(Arc::clone(rest), self.header)),
            };
        }
        Some(value.clone())
    }

    /// The list of this name. A single value counts as a list of one.
    pub(super) fn list(&self, name: &str) -> List {
        let Some(value) = self.path(&[name]) else {
            return List::default();
        };
        let mut list = match &value.kind {
            Kind::List(list) => List::clone(list),
            _ => match value.as_unknown() {
                Some(unknown) => List::open(Vec::new(), Arc::clone(unknown)),
                None => List::new(vec![value]),
            },
        };
        list.rest = list.rest.or_else(|| self.rest().cloned());
        list
    }

    /// A list made of that of this name, at its place; none where it certainly has no items.
    pub(super) fn list_of(&self, name: &str, make: impl Fn(&Value) -> Vec<Value>) -> Option<Value> {
        let List { items, rest, .. } = self.list(name);
        let items: Vec<Value> = items.iter().flat_map(make).collect();
        if items.is_empty() && rest.is_none() {
            return None;
        }
        let span = self.body.member(name).map_or(self.header, |value| value.span);
        Some(Value::new(Kind::List(Arc::new(List::with_rest(items, rest))), span))
    }

    /// As [`whole`](Self::whole); none where there are no members.
    pub(super) fn object<const N: usize>(&self, members: [(&'static str, Option<Value>); N]) -> Option<Value> {
        members.iter().any(|(_, value)| value.is_some()).then(|| self.whole(members))
    }

    /// A map of the members that are there. What is missing from it is missing from the service.
    pub(super) fn whole<const N: usize>(&self, members: [(&'static str, Option<Value>); N]) -> Value {
        let mut map = Map::new();
        for (name, value) in members {
            if let Some(value) = value {
                map.insert(name, value.span, value);
            }
        }
        Value::map(map, self.header)
    }

    /// Whether a value is this word, at the place of the value.
    pub(super) fn compare(&self, value: &Value, word: &str) -> Value {
        let word = Value::string(word, self.header);
        let kind = match equals(value, &word, Coercion::Strict) {
            Truth::True => Kind::Bool(true),
            Truth::False => Kind::Bool(false),
            Truth::Unknown(unknown) => Kind::Unknown(Arc::new(unknown.clone())),
        };
        Value { kind, ..value.clone() }
    }
}

/// A truth value as Compose takes it: also as one of the words that stand for it.
pub(super) fn boolean(value: &Value) -> Value {
    let kind = match value.as_str().map(str::to_ascii_lowercase).as_deref() {
        Some("true" | "1" | "t" | "y" | "yes" | "on") => Kind::Bool(true),
        Some("false" | "0" | "f" | "n" | "no" | "off") => Kind::Bool(false),
        _ => value.kind.clone(),
    };
    Value { kind, ..value.clone() }
}
