//! The entries of a mapping while it is read, with what merge keys add.

use std::sync::Arc;

use indexmap::IndexMap;

use super::Dialect;
use super::tree::{Entry, Node, NodeKind};

/// Named values in the order of their first mention.
#[derive(Default)]
pub(super) struct Entries {
    slots: IndexMap<Arc<str>, Slot, foldhash::quality::RandomState>,
    /// What gives way to all that is written.
    merges: Vec<Arc<Node>>,
}

struct Slot {
    entry: Entry,
    /// Whether the mapping says it itself.
    written: bool,
}

impl Entries {
    /// Adds what the mapping says itself; whether it has said so before.
    pub(super) fn write(&mut self, entry: Entry) -> bool {
        let slot = Slot { entry, written: true };
        self.slots.insert(Arc::clone(&slot.entry.key), slot).is_some_and(|before| before.written)
    }

    /// Adds what the value of a merge key stands for, and says how many entries that is; `None` where it is neither a
    /// mapping nor a list of mappings.
    pub(super) fn merge(&mut self, value: &Arc<Node>, dialect: Dialect) -> Option<usize> {
        let is_mapping = |node: &Arc<Node>| matches!(node.kind, NodeKind::Mapping(_));
        let sources = match &value.kind {
            NodeKind::Mapping(_) => std::slice::from_ref(value),
            NodeKind::Sequence(items) if dialect.merges_lists() && items.iter().all(is_mapping) => items,
            _ => return None,
        };
        if dialect.merges_in_place() {
            // Of a list, the first one wins.
            for entry in sources.iter().rev().flat_map(|source| source.entries()) {
                let written = self.slots.get(&entry.key).is_some_and(|before| before.written);
                self.slots.insert(Arc::clone(&entry.key), Slot { entry: entry.clone(), written });
            }
        } else {
            self.merges.extend(sources.iter().cloned());
        }
        Some(sources.iter().map(|source| source.entries().len()).sum())
    }

    /// All of them.
    pub(super) fn finish(mut self) -> Vec<Entry> {
        for entry in self.merges.iter().flat_map(|source| source.entries()) {
            let slot = || Slot { entry: entry.clone(), written: false };
            self.slots.entry(Arc::clone(&entry.key)).or_insert_with(slot);
        }
        self.slots.into_values().map(|slot| slot.entry).collect()
    }
}
