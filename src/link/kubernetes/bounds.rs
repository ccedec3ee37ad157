//! Bounds on what a namespace may use: its quotas and limit ranges.

use std::collections::HashMap;
use std::sync::Arc;

use super::found::{Found, Uncertainty};
use super::object::{Name, Objects};

/// Kinds that bound a namespace, with their roles for it.
const KINDS: [(&str, &str); 2] = [("LimitRange", "limit_range"), ("ResourceQuota", "resource_quota")];

/// Most namespaces of one name that a bound is compared with.
const COPIES_LIMIT: usize = 64;

/// Attaches bounds to the namespaces that they are in.
pub(super) fn find(objects: &Objects<'_>, found: &mut Found) {
    const NAMELESS: Uncertainty<'static> = Uncertainty::Because("a bound in the scan does not say its namespace");
    let namespaces = || objects.nodes.iter().enumerate().filter(|(_, node)| &*node.kind == "Namespace");
    let mut by_name: HashMap<&Arc<str>, Vec<usize>> = HashMap::new();
    for (object, node) in namespaces() {
        if let Name::Known(name) = &node.name {
            by_name.entry(name).or_default().push(object);
        }
    }
    // One uncertainty is as good as many.
    let mut uncertainties = [None; KINDS.len()];
    for (object, node) in objects.nodes.iter().enumerate() {
        let Some(index) = KINDS.iter().position(|(kind, _)| *kind == &*node.kind) else { continue };
        match &node.namespace {
            Name::Known(name) => {
                for &namespace in by_name.get(name).into_iter().flatten().take(COPIES_LIMIT) {
                    found.add(objects, namespace, KINDS[index].1, object, objects.belong(object, namespace));
                }
            }
            Name::Unknown(unknown) => uncertainties[index] = Some(Uncertainty::Value(unknown)),
            Name::Absent => uncertainties[index] = Some(NAMELESS),
        }
    }
    for (uncertainty, (_, role)) in uncertainties.into_iter().zip(KINDS) {
        let Some(uncertainty) = uncertainty else { continue };
        for (namespace, _) in namespaces() {
            found.uncertainty(objects, namespace, role, uncertainty);
        }
    }
}
