//! What the resources of a scan come to, for whoever compares two scans.

use std::hash::{DefaultHasher, Hasher as _};

use rayon::prelude::*;

use crate::model::{ATTACHED, Resource};
use crate::source::{SourceMap, Span};

/// A resource that is deployed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// What it is called.
    pub address: String,
    /// What tells it from others of this address: the files in which it and its module calls stand, and the folder of its
    /// kustomization.
    pub home: String,
    /// All of its text.
    pub declaration: Span,
    /// The same number for the same body, without what is attached to it.
    pub digest: u64,
}

/// The inventory of `resources`, in their order.
pub(super) fn inventory(resources: &[Resource], sources: &SourceMap) -> Vec<Declared> {
    let declared = |resource: &Resource| {
        let mut hasher = DefaultHasher::new();
        resource.body.digest(ATTACHED, &mut hasher);
        let spans = resource.calls.iter().map(|call| call.span).chain([resource.declaration]);
        let mut home: Vec<&str> = spans.map(|span| sources.get(span.file).path()).collect();
        home.extend(resource.build.as_deref());
        Declared {
            address: resource.address.to_string(),
            home: home.join("\n"),
            declaration: resource.declaration,
            digest: hasher.finish(),
        }
    };
    resources.par_iter().filter(|resource| resource.is_deployed()).map(declared).collect()
}
