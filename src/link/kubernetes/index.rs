//! Finds objects by namespace and key without trying all.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use super::object::Name;

/// Most objects of one namespace and key that are tried.
const BUCKET_LIMIT: usize = 256;

/// Most objects of other namespaces that are tried where it is not known which is meant.
const ELSEWHERE_LIMIT: usize = 16;

#[derive(Clone, PartialEq, Eq, Hash)]
enum Space {
    Absent,
    Known(Arc<str>),
    Unknown,
    /// Any that is known.
    Elsewhere,
}

/// Objects by namespace and key.
pub(super) struct Index<K> {
    buckets: HashMap<(Space, K), Vec<usize>>,
}

impl<K> Default for Index<K> {
    fn default() -> Self {
        Self { buckets: HashMap::new() }
    }
}

impl<K: Hash + Eq + Clone> Index<K> {
    /// Adds an object; false where there are too many for it to be found.
    pub(super) fn insert(&mut self, namespace: &Name, key: K, object: usize) -> bool {
        let space = match namespace {
            Name::Absent => Space::Absent,
            Name::Unknown(_) => Space::Unknown,
            Name::Known(name) => {
                self.push((Space::Elsewhere, key.clone()), object, ELSEWHERE_LIMIT);
                Space::Known(Arc::clone(name))
            }
        };
        self.push((space, key), object, BUCKET_LIMIT)
    }

    fn push(&mut self, key: (Space, K), object: usize, limit: usize) -> bool {
        let bucket = self.buckets.entry(key).or_default();
        let fits = bucket.len() < limit;
        if fits {
            bucket.push(object);
        }
        fits
    }

    /// The objects of this key whose namespace is, or may be, this one.
    pub(super) fn near<'i>(&'i self, namespace: &Name, key: &K) -> impl Iterator<Item = usize> + use<'i, K> {
        let spaces = match namespace {
            Name::Known(name) => [Space::Known(Arc::clone(name)), Space::Absent, Space::Unknown],
            Name::Absent | Name::Unknown(_) => [Space::Absent, Space::Unknown, Space::Elsewhere],
        };
        let key = key.clone();
        let bucket = move |space| self.buckets.get(&(space, key.clone())).into_iter().flatten().copied();
        spaces.into_iter().flat_map(bucket)
    }
}
