//! Objects that concern workloads, of which it is not known which.

use super::found::{Found, Uncertainty};
use super::index::Index;
use super::object::{Name, Objects};

/// Uncertainties about a role of all workloads in a namespace.
#[derive(Default)]
pub(super) struct Unresolved<'v> {
    index: Index<&'static str>,
    uncertainties: Vec<Uncertainty<'v>>,
}

impl<'v> Unresolved<'v> {
    /// Something of this role may concern any workload of the namespace.
    pub(super) fn add(&mut self, namespace: &Name, role: &'static str, uncertainty: Uncertainty<'v>) {
        // One uncertainty is as good as many, so that it does not matter whether it still fits.
        self.index.insert(namespace, role, self.uncertainties.len());
        self.uncertainties.push(uncertainty);
    }

    /// Leaves the lists of these roles open.
    pub(super) fn settle(&self, objects: &Objects<'_>, roles: &[&'static str], found: &mut Found) {
        for (workload, node, _) in objects.workloads() {
            for role in roles {
                if let Some(uncertainty) = self.index.near(&node.namespace, role).next() {
                    found.uncertainty(objects, workload, role, self.uncertainties[uncertainty]);
                }
            }
        }
    }
}
