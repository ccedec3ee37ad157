//! Objects that name a workload, and those that a workload names.

use std::collections::HashSet;
use std::sync::Arc;

use super::found::{Found, Match, Uncertainty};
use super::index::Index;
use super::object::{Name, Node, Objects};
use super::unresolved::Unresolved;
use crate::shape::workload::Pod;

/// Kinds that select or name workloads of their namespace.
const POINTING: [&str; 6] = [
    "Service",
    "NetworkPolicy",
    "CiliumNetworkPolicy",
    "PodDisruptionBudget",
    "HorizontalPodAutoscaler",
    "ServiceAccount",
];

/// Kinds that an autoscaler scales and that are not custom.
const SCALED: [&str; 4] = ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"];

/// The key of an object of which the name is not known.
pub(super) const NAMELESS: &str = "";

/// Objects of some kinds by name; those without a known name as well.
pub(super) fn by_name(objects: &Objects<'_>, kinds: &[&str]) -> Index<(Arc<str>, Arc<str>)> {
    let mut index = Index::default();
    for (object, node) in objects.nodes.iter().enumerate().filter(|(_, node)| kinds.contains(&&*node.kind)) {
        let name = match &node.name {
            Name::Known(name) => Arc::clone(name),
            Name::Absent | Name::Unknown(_) => NAMELESS.into(),
        };
        index.insert(&node.namespace, (Arc::clone(&node.kind), name), object);
    }
    index
}

/// The objects of an index that a name may mean, each with how far it does.
pub(super) fn named<'v>(
    objects: &'v Objects<'_>,
    index: &Index<(Arc<str>, Arc<str>)>,
    kind: &Arc<str>,
    (namespace, name): (&'v Name, &'v Arc<str>),
) -> Vec<(usize, Match<'v>)> {
    let keys = [Arc::clone(name), NAMELESS.into()];
    let near = keys.into_iter().flat_map(|name| index.near(namespace, &(Arc::clone(kind), name)));
    let fit = |object: usize| {
        let node = &objects.nodes[object];
        let same_name = match &node.name {
            Name::Known(own) => (own == name).into(),
            Name::Unknown(unknown) => Match::Maybe(Uncertainty::Value(unknown)),
            Name::Absent => Match::No,
        };
        (object, same_name.and(|| node.namespace.is_same(namespace)))
    };
    near.map(fit).collect()
}

/// The service account of a pod. An empty name is none.
pub(super) fn account(pod: &Pod) -> Name {
    let names = ["serviceAccountName", "serviceAccount"].map(|field| Name::of(Some(&pod.spec.value), field));
    let is_set = |name: &Name| match name {
        Name::Absent => false,
        Name::Known(name) => !name.is_empty(),
        Name::Unknown(_) => true,
    };
    names.into_iter().find(is_set).unwrap_or_else(|| Name::Known("default".into()))
}

/// Attaches autoscalers and service accounts.
pub(super) fn find(objects: &Objects<'_>, found: &mut Found) {
    autoscalers(objects, found);
    accounts(objects, found);
    strangers(objects, found);
}

fn autoscalers(objects: &Objects<'_>, found: &mut Found) {
    const ROLE: &str = "horizontal_pod_autoscaler";
    let workloads = by_name(objects, &SCALED);
    let mut unresolved = Unresolved::default();
    let parts: Vec<(usize, [Name; 2])> = objects.nodes.iter().enumerate().filter_map(target_of).collect();
    for &(autoscaler, ref target) in &parts {
        let node = &objects.nodes[autoscaler];
        match target {
            [Name::Known(kind), Name::Known(name)] if SCALED.contains(&&**kind) => {
                for (workload, fit) in named(objects, &workloads, kind, (&node.namespace, name)) {
                    let fit = fit.and(|| objects.belong(autoscaler, workload));
                    found.add(objects, workload, ROLE, autoscaler, fit);
                    found.add(objects, autoscaler, "workload", workload, fit);
                }
            }
            parts => {
                let uncertainty = parts.iter().find_map(|part| match part {
                    Name::Unknown(unknown) => Some(Uncertainty::Value(unknown)),
                    Name::Known(_) | Name::Absent => None,
                });
                let uncertainty =
                    uncertainty.unwrap_or(Uncertainty::Because("the target is of a kind that is not known here"));
                found.uncertainty(objects, autoscaler, "workload", uncertainty);
                unresolved.add(&node.namespace, ROLE, uncertainty);
            }
        }
    }
    unresolved.settle(objects, &[ROLE], found);
}

/// The kind and the name that an autoscaler gives of its target.
fn target_of((autoscaler, node): (usize, &Node<'_>)) -> Option<(usize, [Name; 2])> {
    (&*node.kind == "HorizontalPodAutoscaler").then(|| {
        let target = node.body.member("spec").and_then(|spec| spec.member("scaleTargetRef"));
        (autoscaler, ["kind", "name"].map(|part| Name::of(target, part)))
    })
}

fn accounts(objects: &Objects<'_>, found: &mut Found) {
    const ROLE: &str = "service_account";
    let kind: Arc<str> = "ServiceAccount".into();
    let accounts = by_name(objects, &[&kind]);
    for (workload, node, pod) in objects.workloads() {
        match account(pod) {
            Name::Unknown(unknown) => found.uncertainty(objects, workload, ROLE, Uncertainty::Value(&unknown)),
            Name::Absent => {}
            Name::Known(name) => {
                for (account, fit) in named(objects, &accounts, &kind, (&node.namespace, &name)) {
                    let fit = fit.and(|| objects.belong(account, workload));
                    found.add(objects, workload, ROLE, account, fit);
                    found.add(objects, account, "workload", workload, fit);
                }
            }
        }
    }
}

/// Where a scan has no workload of a namespace, those that are meant are elsewhere; likewise with service accounts.
fn strangers(objects: &Objects<'_>, found: &mut Found) {
    const NO_WORKLOAD: Uncertainty<'static> = Uncertainty::Because("the scan has no workload of this namespace");
    const NO_ACCOUNT: Uncertainty<'static> = Uncertainty::Because("the scan has no service account of this namespace");
    let space = |node: &Node<'_>| match &node.namespace {
        Name::Known(name) => Some(Some(Arc::clone(name))),
        Name::Absent => Some(None),
        Name::Unknown(_) => None,
    };
    let of_kind = |wanted: fn(&Node<'_>) -> bool| -> HashSet<Option<Arc<str>>> {
        objects.nodes.iter().filter(|node| wanted(node)).filter_map(space).collect()
    };
    let (workloads, accounts) = (of_kind(|node| node.pod.is_some()), of_kind(|node| &*node.kind == "ServiceAccount"));
    for (object, node) in objects.nodes.iter().enumerate() {
        let absent = |spaces: &HashSet<_>| space(node).is_none_or(|space| !spaces.contains(&space));
        if POINTING.contains(&&*node.kind) && absent(&workloads) && found.is_empty(object, "workload") {
            found.uncertainty(objects, object, "workload", NO_WORKLOAD);
        }
        if node.pod.is_some() && absent(&accounts) && found.is_empty(object, "service_account") {
            found.uncertainty(objects, object, "service_account", NO_ACCOUNT);
        }
    }
}
