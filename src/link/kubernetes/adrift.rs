//! Objects that concern workloads, of which it is not known which.

use super::found::{Doubt, Found};
use super::index::Index;
use super::object::{Name, Objects};

/// Doubts about a role of all workloads in a namespace.
#[derive(Default)]
pub(super) struct Adrift<'v> {
    index: Index<&'static str>,
    doubts: Vec<Doubt<'v>>,
}

impl<'v> Adrift<'v> {
    /// Something of this role may concern any workload of the namespace.
    pub(super) fn add(&mut self, namespace: &Name, role: &'static str, doubt: Doubt<'v>) {
        // One doubt is as good as many, so that it does not matter whether it still fits.
        self.index.insert(namespace, role, self.doubts.len());
        self.doubts.push(doubt);
    }

    /// Leaves the lists of these roles open.
    pub(super) fn settle(&self, objects: &Objects<'_>, roles: &[&'static str], found: &mut Found) {
        for (workload, node, _) in objects.workloads() {
            for role in roles {
                if let Some(doubt) = self.index.near(&node.namespace, role).next() {
                    found.doubt(objects, workload, role, self.doubts[doubt]);
                }
            }
        }
    }
}
