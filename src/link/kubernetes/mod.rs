//! Links of Kubernetes objects, by name and by label. Objects of manifests and of Terraform are one set.
//!
//! Nothing here says in which cluster an object will be. Two objects belong together where their namespaces are the same or
//! both not said, and where they are deployed together ([`scope`]); of several copies of one object, such as those of
//! overlays, the one nearest in the folders is meant. What stays ambiguous leaves the list of its role open, so that no check
//! takes it for certain.
//!
//! Which kinds concern which is said by the rows of [`table`]; each [`Strategy`](table::Strategy) is carried out by a module.
//!
//! Every object is looked up in an index, and of many candidates only a limited number is tried: the work is linear.

mod controller_labels;
mod exposure;
mod found;
mod index;
mod labels;
mod namespaces;
mod object;
mod rbac;
mod references;
mod roles;
mod scope;
mod selected;
mod table;
mod targets;
mod unresolved;

use std::collections::HashMap;
use std::sync::Arc;

use super::attach::attach_to_pod;
use crate::model::{Attached, Resource};
use crate::source::SourceMap;
use found::Found;
use object::Objects;

pub(super) use roles::role;

/// Attaches objects to the workloads that they concern, and workloads to these.
pub(super) fn link(resources: &mut [Resource], sources: &SourceMap) {
    let objects = Objects::of(resources, sources);
    let mut found = Found::default();
    selected::find(&objects, &mut found);
    targets::find(&objects, &mut found);
    exposure::find(&objects, &mut found);
    rbac::find(&objects, &mut found);
    references::find(&objects, &mut found);
    namespaces::find(&objects, &mut found);
    let mut known = HashMap::new();
    for ((target, pod), role, list, sources) in found.lists(&objects) {
        for source in sources {
            let attached = known.entry(source).or_insert_with(|| Arc::new(Attached::of(&resources[source])));
            let attached = Arc::clone(attached);
            resources[target].grounds.push(attached.declaration);
            resources[target].attached.push(attached);
        }
        attach_to_pod(&mut resources[target], pod, role, list);
    }
}

#[cfg(test)]
mod tests;
