//! Objects that select pods by label.

use std::sync::Arc;

use super::found::{Found, Match, Uncertainty};
use super::index::Index;
use super::labels::{Selector, scalar};
use super::object::{Node, Objects};
use crate::shape::workload::Pod;
use crate::value::{Lookup, Value};

/// A kind that selects pods.
struct Selecting {
    kind: &'static str,
    /// The role that it has for the workloads.
    role: &'static str,
    /// Whether it selects pods of its own namespace only.
    namespaced: bool,
    /// Its selector; `None` where it selects nothing by label.
    selector: for<'v> fn(&'v Value) -> Option<Selector<'v>>,
}

const SELECTING: &[Selecting] = &[
    row("Service", "service", true, service),
    row("NetworkPolicy", "network_policy", true, network_policy),
    row("CiliumNetworkPolicy", "network_policy", true, cilium),
    row("CiliumClusterwideNetworkPolicy", "network_policy", false, cilium),
    row("GlobalNetworkPolicy", "network_policy", false, calico),
    row("AdminNetworkPolicy", "network_policy", false, administrative),
    row("BaselineAdminNetworkPolicy", "network_policy", false, administrative),
    row("ClusterNetworkPolicy", "network_policy", false, administrative),
    row("PodDisruptionBudget", "pod_disruption_budget", true, disruption_budget),
];

const fn row(
    kind: &'static str,
    role: &'static str,
    namespaced: bool,
    selector: for<'v> fn(&'v Value) -> Option<Selector<'v>>,
) -> Selecting {
    Selecting { kind, role, namespaced, selector }
}

/// An empty selector of a Service selects nothing.
fn service(body: &Value) -> Option<Selector<'_>> {
    let selector = in_spec(body, "selector");
    if matches!(selector, Lookup::Found(labels) if labels.as_map().is_some_and(|map| map.is_empty() && map.rest().is_none()))
    {
        return None;
    }
    Selector::at(selector, Selector::equalities)
}

fn network_policy(body: &Value) -> Option<Selector<'_>> {
    if body.member("apiVersion").and_then(Value::as_str).is_some_and(|version| version.contains("projectcalico.org")) {
        return calico(body);
    }
    body.member("spec")?;
    Some(Selector::at(in_spec(body, "podSelector"), Selector::labels).unwrap_or_default())
}

fn calico(body: &Value) -> Option<Selector<'_>> {
    let spec = body.member("spec")?;
    if spec.member("namespaceSelector").is_some() || spec.member("serviceAccountSelector").is_some() {
        return Some(Selector::uncertain(Uncertainty::Because("this selector asks for more than the labels of pods")));
    }
    Some(Selector::at(spec.get("selector"), Selector::expression).unwrap_or_default())
}

/// A policy with several specs may select different pods by each.
fn cilium(body: &Value) -> Option<Selector<'_>> {
    if body.member("specs").is_some() {
        return Some(Selector::uncertain(Uncertainty::Because("a policy with several specs is not evaluated")));
    }
    Selector::at(in_spec(body, "endpointSelector"), Selector::labels)
}

#[expect(clippy::unnecessary_wraps, reason = "the table holds functions of one type")]
fn administrative(_: &Value) -> Option<Selector<'_>> {
    Some(Selector::uncertain(Uncertainty::Because("the labels of namespaces are not evaluated")))
}

fn disruption_budget(body: &Value) -> Option<Selector<'_>> {
    Selector::at(in_spec(body, "selector"), Selector::labels)
}

fn in_spec<'v>(body: &'v Value, name: &str) -> Lookup<'v> {
    match body.get("spec") {
        Lookup::Found(spec) => spec.get(name),
        other => other,
    }
}

/// How a selector is found in the index.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    /// By a label that all its pods have.
    Label(Arc<str>, Arc<str>),
    /// It has none.
    Loose,
    /// Every selector, for pods of which the labels are not known.
    Every,
}

/// An object with its selector.
struct Candidate<'v> {
    object: usize,
    row: &'static Selecting,
    selector: Selector<'v>,
}

/// Attaches selecting objects to workloads, and workloads to these.
pub(super) fn find(objects: &Objects<'_>, found: &mut Found) {
    let mut candidates = Vec::new();
    let mut index = Index::default();
    let cluster = super::object::Name::Known("".into());
    for (object, node) in objects.nodes.iter().enumerate() {
        let Some(row) = SELECTING.iter().find(|row| row.kind == &*node.kind) else { continue };
        let Some(selector) = (row.selector)(&node.body) else { continue };
        let key = selector.pair().map_or(Key::Loose, |(key, value)| Key::Label(key, value));
        // No namespace has an empty name.
        let namespace = if row.namespaced { &node.namespace } else { &cluster };
        let kept = index.insert(namespace, key, candidates.len());
        if !(index.insert(namespace, Key::Every, candidates.len()) && kept) {
            found.uncertainty(objects, object, "workload", Uncertainty::Because("too many objects select pods here"));
        }
        candidates.push(Candidate { object, row, selector });
    }
    for (workload, node, pod) in objects.workloads() {
        for key in keys(pod) {
            for candidate in index.near(&node.namespace, &key).chain(index.near(&cluster, &key)) {
                let candidate = &candidates[candidate];
                let fit = fits(objects, candidate, (workload, node, pod));
                found.add(objects, workload, candidate.row.role, candidate.object, fit);
                found.add(objects, candidate.object, "workload", workload, fit);
            }
        }
    }
}

fn fits<'v>(
    objects: &'v Objects<'_>,
    candidate: &Candidate<'v>,
    (workload, node, pod): (usize, &'v Node<'_>, &'v Pod),
) -> Match<'v> {
    let same_namespace = || match candidate.row.namespaced {
        true => objects.nodes[candidate.object].namespace.is_same(&node.namespace),
        false => Match::Yes,
    };
    let selected = candidate.selector.selects(pod.labels());
    selected.and(same_namespace).and(|| objects.belong(candidate.object, workload))
}

/// The keys by which selectors of these pods are found.
fn keys(pod: &Pod) -> Vec<Key> {
    let labels = match pod.labels() {
        Lookup::Absent => return vec![Key::Loose],
        Lookup::Unknown(_) => return vec![Key::Every],
        Lookup::Found(labels) => labels,
    };
    if labels.first_unknown().is_some() {
        return vec![Key::Every];
    }
    let label = |entry: &crate::value::Entry| Some(Key::Label(Arc::clone(&entry.key), scalar(&entry.value)?));
    let labels = labels.as_map().into_iter().flat_map(|labels| labels.entries().filter_map(label));
    labels.chain([Key::Loose]).collect()
}
