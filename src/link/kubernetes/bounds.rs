//! Bounds on what a namespace may use: its quotas and limit ranges.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::found::{Found, Uncertainty};
use super::object::{Name, Objects};
use super::table::Strategy;

/// Most namespaces of one name that a bound is compared with.
const COPIES_LIMIT: usize = 64;

/// Attaches bounds to the namespaces that they are in.
pub(super) fn find(objects: &Objects<'_>, found: &mut Found) {
    const NAMELESS: Uncertainty<'static> = Uncertainty::Because("a bound in the scan does not say its namespace");
    const CROWDED: Uncertainty<'static> = Uncertainty::Because("too many namespaces have one name");
    let namespaces = || objects.nodes.iter().enumerate().filter(|(_, node)| &*node.kind == "Namespace");
    let mut by_name: HashMap<&Arc<str>, Vec<usize>> = HashMap::new();
    for (object, node) in namespaces() {
        if let Name::Known(name) = &node.name {
            by_name.entry(name).or_default().push(object);
        }
    }
    // By role: one uncertainty is as good as many.
    let mut uncertainties = BTreeMap::new();
    for (object, node, link) in objects.linked(|strategy| matches!(strategy, Strategy::IsIn)) {
        match &node.namespace {
            Name::Known(name) => {
                let copies = by_name.get(name).map_or(&[][..], Vec::as_slice);
                if copies.len() > COPIES_LIMIT {
                    uncertainties.insert(link.role, CROWDED);
                }
                for &namespace in copies.iter().take(COPIES_LIMIT) {
                    found.link(objects, link, (object, namespace), objects.belong(object, namespace, &node.namespace));
                }
            }
            Name::Unknown(unknown) => {
                uncertainties.insert(link.role, Uncertainty::Value(unknown));
            }
            Name::Absent => {
                uncertainties.insert(link.role, NAMELESS);
            }
        }
    }
    for (role, uncertainty) in uncertainties {
        for (namespace, _) in namespaces() {
            found.uncertainty(objects, namespace, role, uncertainty);
        }
    }
}
