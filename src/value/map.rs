//! Named values in the order in which they were written, of which more may follow than is known.

use std::sync::Arc;

use indexmap::IndexMap;

use super::typing::Scalar;
use super::{Lookup, Typing, Unknown, Value};
use crate::source::Span;

/// One named value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The name.
    pub key: Arc<str>,
    /// Where the name stands; for a block its type keyword.
    pub key_span: Span,
    /// The value.
    pub value: Value,
}

/// Named values. Names are unique: setting a name again replaces its value and keeps its position.
#[derive(Clone, Debug, Default)]
pub struct Map {
    entries: IndexMap<Arc<str>, Entry, foldhash::quality::RandomState>,
    rest: Option<Arc<Unknown>>,
    /// Whether it is an object or a map.
    pub typing: Typing,
    /// The type of the elements of a map of scalars, where it is stated.
    pub element: Option<Scalar>,
}

impl Map {
    /// A map without entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `key`, and gives back the entry that had this name before.
    pub fn insert(&mut self, key: impl Into<Arc<str>>, key_span: Span, value: Value) -> Option<Entry> {
        let key = key.into();
        self.entries.insert(Arc::clone(&key), Entry { key, key_span, value })
    }

    /// Removes a name; the order of the others stays.
    pub fn remove(&mut self, key: &str) -> Option<Entry> {
        self.entries.shift_remove(key)
    }

    /// Says that there may be more names than are known.
    pub fn open(&mut self, rest: Arc<Unknown>) {
        self.rest.get_or_insert(rest);
    }

    /// Why it is not known which other names there are; `None` when all are here.
    pub fn rest(&self) -> Option<&Arc<Unknown>> {
        self.rest.as_ref()
    }

    /// The entry of this name.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.get(key)
    }

    /// The value of this name.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries.get(key).map(|entry| &entry.value)
    }

    /// The value of this name, to be changed in place.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        self.entries.get_mut(key).map(|entry| &mut entry.value)
    }

    /// Three-valued look-up: a name that is missing from an open map may be among the unknown ones.
    pub fn lookup(&self, key: &str) -> Lookup<'_> {
        match (self.get(key), &self.rest) {
            (Some(value), _) => Lookup::Found(value),
            (None, Some(rest)) => Lookup::Unknown(rest),
            (None, None) => Lookup::Absent,
        }
    }

    /// The entries in the order in which they were written.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = &Entry> + DoubleEndedIterator {
        self.entries.values()
    }

    /// The known names and their values, to be changed in place.
    pub fn members_mut(&mut self) -> impl Iterator<Item = (&str, &mut Value)> {
        self.entries.values_mut().map(|entry| (&*entry.key, &mut entry.value))
    }

    /// The same map with what `change` makes of each entry as its value, and without the entries of which it makes nothing.
    #[must_use]
    pub fn filter_map(&self, mut change: impl FnMut(&Entry) -> Option<Value>) -> Self {
        let changed = |entry: &Entry| {
            let value = change(entry)?;
            Some((Arc::clone(&entry.key), Entry { key: Arc::clone(&entry.key), key_span: entry.key_span, value }))
        };
        Self { entries: self.entries().filter_map(changed).collect(), rest: self.rest.clone(), ..*self }
    }

    /// Number of known entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no entry is known.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}
