//! What is in a namespace: bounds on what it may use, policies of its network, workloads.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::found::{Found, Uncertainty};
use super::object::{Name, Node, Objects};
use super::table::WORKLOAD;

/// Most namespaces of one name that an object is compared with.
const COPIES_LIMIT: usize = 64;

/// Attaches objects to the namespaces that they are in.
pub(super) fn find(objects: &Objects<'_>, found: &mut Found) {
    const NAMELESS: Uncertainty<'static> = Uncertainty::Because("an object in the scan does not say its namespace");
    const CROWDED: Uncertainty<'static> = Uncertainty::Because("too many namespaces have one name");
    const OF_CLUSTER: Uncertainty<'static> = Uncertainty::Because("a policy of the whole cluster may hold here");
    let namespaces = || objects.nodes.iter().enumerate().filter(|(_, node)| &*node.kind == "Namespace");
    let mut by_name: HashMap<&Arc<str>, Vec<usize>> = HashMap::new();
    for (object, node) in namespaces() {
        if let Name::Known(name) = &node.name {
            by_name.entry(name).or_default().push(object);
        }
    }
    // By role: one uncertainty is as good as many.
    let mut uncertainties = BTreeMap::new();
    for (object, node) in objects.nodes.iter().enumerate() {
        for (role, is_namespaced) in roles(node) {
            match &node.namespace {
                _ if !is_namespaced => {
                    uncertainties.insert(role, OF_CLUSTER);
                }
                Name::Known(name) => {
                    let copies = by_name.get(name).map_or(&[][..], Vec::as_slice);
                    if copies.len() > COPIES_LIMIT {
                        uncertainties.insert(role, CROWDED);
                    }
                    for &namespace in copies.iter().take(COPIES_LIMIT) {
                        let fit = objects.belong(object, namespace, &node.namespace);
                        found.add(objects, namespace, role, object, fit);
                    }
                }
                Name::Unknown(unknown) => {
                    uncertainties.insert(role, Uncertainty::Value(unknown));
                }
                Name::Absent => {
                    uncertainties.insert(role, NAMELESS);
                }
            }
        }
    }
    for (role, uncertainty) in uncertainties {
        for (namespace, _) in namespaces() {
            found.uncertainty(objects, namespace, role, uncertainty);
        }
    }
}

/// The roles that an object has for the namespace that it is in, each with whether it is in one at all.
fn roles(node: &Node<'_>) -> impl Iterator<Item = (&'static str, bool)> + use<> {
    let own = node.link.filter(|link| link.concerns_namespace()).map(|link| (link.role, link.namespaced));
    own.into_iter().chain(node.pod.is_some().then_some((WORKLOAD, true)))
}
