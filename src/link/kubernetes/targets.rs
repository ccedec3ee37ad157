//! Objects that name a workload, and those that a workload names.

use std::collections::HashSet;
use std::sync::Arc;

use super::found::{Found, Match, Uncertainty};
use super::index::Index;
use super::object::{Name, Node, Objects};
use super::table::{LINKS, Link, Strategy, WORKLOAD, roles};
use super::unresolved::Unresolved;
use crate::shape::workload::Pod;
use crate::value::Unknown;

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
            Name::Unknown(unknown) => Match::Unknown(Uncertainty::Value(unknown)),
            Name::Absent => Match::False,
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

/// Attaches objects that name a workload, and service accounts.
pub(super) fn find(objects: &Objects<'_>, found: &mut Found) {
    named_workloads(objects, found);
    accounts(objects, found);
    strangers(objects, found);
}

/// Workloads that objects name.
fn named_workloads(objects: &Objects<'_>, found: &mut Found) {
    let mut unresolved = Unresolved::default();
    let named_by = objects.linked(|strategy| matches!(strategy, Strategy::Names { .. }));
    let references: Vec<Reference> =
        named_by.filter_map(|(object, node, link)| Reference::of(object, node, link)).collect();
    let kinds = LINKS.iter().filter_map(|link| match link.strategy {
        Strategy::Names { kinds, .. } => Some(kinds),
        _ => None,
    });
    let workloads = by_name(objects, &kinds.flatten().copied().collect::<Vec<_>>());
    for reference in &references {
        let Reference { object, link, kinds, target } = reference;
        let node = &objects.nodes[*object];
        match target {
            [Name::Known(kind), Name::Known(name)] if kinds.contains(&&**kind) => {
                for (workload, fit) in named(objects, &workloads, kind, (&node.namespace, name)) {
                    let fit = fit.and(|| objects.belong(*object, workload, &node.namespace));
                    found.link(objects, link, (*object, workload), fit);
                }
            }
            parts => {
                let uncertainty = parts.iter().find_map(|part| match part {
                    Name::Unknown(unknown) => Some(Uncertainty::Value(unknown)),
                    Name::Known(_) | Name::Absent => None,
                });
                let uncertainty =
                    uncertainty.unwrap_or(Uncertainty::Because("the target is of a kind that is not known here"));
                found.leave_open(objects, link, *object, uncertainty);
                unresolved.add(&node.namespace, link.role, uncertainty);
            }
        }
    }
    unresolved.settle(objects, &roles(|strategy| matches!(strategy, Strategy::Names { .. })), found);
}

/// The kind and the name that an object gives of its target.
struct Reference {
    object: usize,
    link: &'static Link,
    kinds: &'static [&'static str],
    target: [Name; 2],
}

impl Reference {
    fn of(object: usize, node: &Node<'_>, link: &'static Link) -> Option<Self> {
        let Strategy::Names { at, kinds } = link.strategy else { return None };
        let target = node.body.member("spec").and_then(|spec| spec.member(at));
        Some(Self { object, link, kinds, target: ["kind", "name"].map(|part| Name::of(target, part)) })
    }
}

/// Service accounts, by the pods that run as them.
fn accounts(objects: &Objects<'_>, found: &mut Found) {
    for link in LINKS.iter().filter(|link| matches!(link.strategy, Strategy::RunsAs)) {
        let kind: Arc<str> = link.kind.into();
        let accounts = by_name(objects, &[link.kind]);
        // Workloads of which the account is not known, each of which may run as any of the namespace.
        let mut strays = Index::default();
        let mut unknowns = Vec::new();
        for (workload, node, pod) in objects.workloads() {
            match account(pod) {
                Name::Unknown(unknown) => {
                    found.uncertainty(objects, workload, link.role, Uncertainty::Value(&unknown));
                    strays.insert(&node.namespace, (), unknowns.len());
                    unknowns.push((workload, unknown));
                }
                Name::Absent => {}
                Name::Known(name) => {
                    for (account, fit) in named(objects, &accounts, &kind, (&node.namespace, &name)) {
                        let fit = fit.and(|| objects.belong(account, workload, &node.namespace));
                        found.link(objects, link, (account, workload), fit);
                    }
                }
            }
        }
        for (account, node, _) in objects.linked(|strategy| matches!(strategy, Strategy::RunsAs)) {
            let mut near = strays.near(&node.namespace, &()).map(|stray: usize| &unknowns[stray]);
            let may_be = |(workload, _): &&(usize, Arc<Unknown>)| {
                !objects.belong(account, *workload, &node.namespace).is_false()
            };
            if let Some((_, unknown)) = near.find(may_be) {
                found.leave_open(objects, link, account, Uncertainty::Value(unknown));
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
    let is_account = |node: &Node<'_>| node.link.is_some_and(|link| matches!(link.strategy, Strategy::RunsAs));
    let (workloads, accounts) = (of_kind(|node| node.pod.is_some()), of_kind(is_account));
    let account_roles = roles(|strategy| matches!(strategy, Strategy::RunsAs));
    let points = |link: &Link| link.namespaced && link.reverse == Some(WORKLOAD);
    for (object, node) in objects.nodes.iter().enumerate() {
        let absent = |spaces: &HashSet<_>| space(node).is_none_or(|space| !spaces.contains(&space));
        if node.link.is_some_and(points) && absent(&workloads) && found.is_empty(object, WORKLOAD) {
            found.uncertainty(objects, object, WORKLOAD, NO_WORKLOAD);
        }
        for &role in &account_roles {
            if node.pod.is_some() && absent(&accounts) && found.is_empty(object, role) {
                found.uncertainty(objects, object, role, NO_ACCOUNT);
            }
        }
    }
}
