//! Layer 4: attaches resources that configure another one to it, so that a check sees one whole.
//!
//! To attach one more kind: a row in the table below `terraform` or in that of `kubernetes`, and one in
//! `docs/checks.md`.

mod attach;
mod kubernetes;
mod role;
mod roles;
mod terraform;

pub use role::Role;
pub use roles::roles;

use rayon::prelude::*;

use crate::model::Resource;
use crate::source::SourceMap;

/// Attaches what belongs together, and gives the resources of all units in their order. Resources of Terraform are
/// attached within a unit, since their addresses mean nothing beyond it; Kubernetes objects among all of them, whose texts
/// `sources` holds.
///
/// Where it is not known what a resource configures, the lists of its role stay open.
pub fn link(mut units: Vec<Vec<Resource>>, sources: &SourceMap) -> Vec<Resource> {
    let several = units.len() > 1;
    units.par_iter_mut().enumerate().for_each(|(unit, resources)| {
        terraform::link(resources);
        // Objects are compared beyond their units, where `var.app` is another variable.
        let objects = resources.iter_mut().filter(|resource| several && resource.kind.starts_with("kubernetes_"));
        objects.for_each(|object| object.body = object.body.with_identities_of(unit));
    });
    let mut resources: Vec<Resource> = units.into_iter().flatten().collect();
    kubernetes::link(&mut resources, sources);
    resources
}
