//! The rights of a workload: what is bound to its service account, by name or by group.

use std::collections::HashMap;
use std::sync::Arc;

use super::found::{Found, Match, Uncertainty};
use super::index::Index;
use super::labels::Selector;
use super::object::{Name, Node, Objects};
use super::table::{self, Link, ROLE, Strategy, roles};
use super::targets::{NAMELESS, account};
use super::unresolved::Unresolved;
use crate::value::{Lookup, Value};

/// The member of a cluster role that says which others it takes its rules from.
const AGGREGATION: &str = "aggregationRule";

/// Most roles that an aggregated one is compared with. There may always be more of them in the cluster.
const AGGREGATED_LIMIT: usize = 1_000;

/// Who a subject of a binding means.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Holder {
    /// The service account of this name.
    Account(Arc<str>),
    /// All service accounts.
    Everyone,
}

/// A subject of a binding that means service accounts.
struct Grant {
    binding: usize,
    holder: Holder,
    /// Of the service accounts; `None` for those of all namespaces.
    namespace: Option<Name>,
}

/// Attaches bindings and the roles that they bind to the workloads that have them.
pub(super) fn find(objects: &Objects<'_>, found: &mut Found) {
    let mut grants = Vec::new();
    let mut unclear = Vec::new();
    for (binding, node, _) in objects.linked(|strategy| matches!(strategy, Strategy::BindsSubjects)) {
        read_subjects(binding, node, &mut grants, &mut unclear);
    }
    if grants.is_empty() && unclear.is_empty() {
        return;
    }
    let bound = Bound::of(objects);
    let cluster = Name::Known("".into());
    let mut index = Index::default();
    let mut unresolved = Unresolved::default();
    let roles = roles(|strategy| matches!(strategy, Strategy::IsBound | Strategy::BindsSubjects));
    for (number, grant) in grants.iter().enumerate() {
        let namespace = grant.namespace.as_ref().unwrap_or(&cluster);
        if !index.insert(namespace, grant.holder.clone(), number) {
            unclear.push((namespace.clone(), None));
        }
    }
    for (namespace, unknown) in &unclear {
        let uncertainty = unknown
            .as_deref()
            .map_or(Uncertainty::Because("too many bindings are for one account"), Uncertainty::Value);
        for &role in &roles {
            unresolved.add(namespace, role, uncertainty);
        }
    }
    for (workload, node, pod) in objects.workloads() {
        let keys = match account(pod) {
            Name::Known(name) => vec![Holder::Account(name), Holder::Everyone],
            Name::Unknown(unknown) => {
                for &role in &roles {
                    found.uncertainty(objects, workload, role, Uncertainty::Value(&unknown));
                }
                vec![Holder::Everyone]
            }
            Name::Absent => vec![Holder::Everyone],
        };
        for key in keys {
            let grants =
                index.near(&node.namespace, &key).chain(index.near(&cluster, &key)).map(|grant| &grants[grant]);
            grants.for_each(|grant| bound.attach(objects, found, grant, (workload, node)));
        }
    }
    unresolved.settle(objects, &roles, found);
}

/// Namespaces in which any workload may be bound, and why that is not known.
type Unclear = Vec<(Name, Option<Arc<crate::value::Unknown>>)>;

fn read_subjects(binding: usize, node: &Node<'_>, grants: &mut Vec<Grant>, unclear: &mut Unclear) {
    let subjects = match node.body.get("subjects") {
        Lookup::Found(subjects) => subjects,
        Lookup::Unknown(unknown) => return unclear.push((Name::Absent, Some(Arc::new(unknown.clone())))),
        Lookup::Absent => return,
    };
    let list = subjects.as_list();
    if let Some(unknown) = list.map_or_else(|| subjects.as_unknown(), |list| list.rest.as_ref()) {
        unclear.push((Name::Unknown(Arc::clone(unknown)), Some(Arc::clone(unknown))));
    }
    for subject in list.into_iter().flat_map(|list| &list.items) {
        let [kind, name, namespace] = ["kind", "name", "namespace"].map(|part| Name::of(Some(subject), part));
        let grant = |holder, namespace| Grant { binding, holder, namespace };
        match (&kind, &name) {
            (Name::Unknown(unknown), _) => unclear.push((namespace, Some(Arc::clone(unknown)))),
            (Name::Known(kind), Name::Unknown(unknown)) if &**kind == "ServiceAccount" => {
                unclear.push((namespace, Some(Arc::clone(unknown))));
            }
            (Name::Known(kind), Name::Known(name)) => match &**kind {
                "ServiceAccount" => {
                    let namespace = match namespace {
                        Name::Absent => node.namespace.clone(),
                        namespace => namespace,
                    };
                    grants.push(grant(Holder::Account(Arc::clone(name)), Some(namespace)));
                }
                "Group" => match name.strip_prefix("system:serviceaccounts") {
                    Some("") => grants.push(grant(Holder::Everyone, None)),
                    Some(of) => {
                        let namespace = of.strip_prefix(':').map(|of| Name::Known(of.into()));
                        grants.extend(namespace.map(|namespace| grant(Holder::Everyone, Some(namespace))));
                    }
                    // Whoever is known to the cluster is authenticated, and may do what everyone may.
                    None if matches!(&**name, "system:authenticated" | "system:unauthenticated") => {
                        grants.push(grant(Holder::Everyone, None));
                    }
                    None => {}
                },
                "User" => {
                    let account = name.strip_prefix("system:serviceaccount:").and_then(|name| name.split_once(':'));
                    grants.extend(account.map(|(namespace, name)| {
                        grant(Holder::Account(name.into()), Some(Name::Known(namespace.into())))
                    }));
                }
                _ => {}
            },
            _ => {}
        }
    }
}

/// The roles that each binding binds, by its position.
struct Bound<'v> {
    roles: HashMap<usize, Roles<'v>>,
}

/// Roles that one name may mean.
struct Roles<'v> {
    /// The row of the binding.
    link: &'static Link,
    fits: Vec<(usize, Match<'v>)>,
    uncertainty: Option<Uncertainty<'v>>,
}

impl<'v> Bound<'v> {
    fn of(objects: &'v Objects<'_>) -> Self {
        let mut index = Index::default();
        for (role, node, link) in objects.linked(|strategy| matches!(strategy, Strategy::IsBound)) {
            let namespace = if link.namespaced { &node.namespace } else { &Name::Absent };
            let name = match &node.name {
                Name::Known(name) => Arc::clone(name),
                Name::Absent | Name::Unknown(_) => NAMELESS.into(),
            };
            index.insert(namespace, (Arc::clone(&node.kind), name), role);
        }
        let bindings = objects.linked(|strategy| matches!(strategy, Strategy::BindsSubjects));
        let roles = bindings.map(|(binding, node, link)| (binding, Roles::of(objects, &index, (binding, node), link)));
        Self { roles: roles.collect() }
    }

    fn attach(&self, objects: &Objects<'_>, found: &mut Found, grant: &Grant, (workload, node): (usize, &Node<'_>)) {
        let same = grant.namespace.as_ref().map_or(Match::True, |namespace| namespace.is_same(&node.namespace));
        let within = grant.namespace.as_ref().unwrap_or(&Name::Absent);
        let fit = same.and(|| objects.belong(grant.binding, workload, within));
        let Some(roles) = self.roles.get(&grant.binding) else { return };
        found.link(objects, roles.link, (grant.binding, workload), fit);
        for &(role, role_fit) in &roles.fits {
            found.add_scoped(objects, workload, ROLE, (role, Some(roles.scope())), fit.and(|| role_fit));
        }
        if let (Some(uncertainty), false) = (roles.uncertainty, fit.is_false()) {
            found.uncertainty(objects, workload, ROLE, uncertainty);
        }
    }
}

impl<'v> Roles<'v> {
    fn of(
        objects: &'v Objects<'_>,
        index: &Index<(Arc<str>, Arc<str>)>,
        (binding, node): (usize, &'v Node<'_>),
        link: &'static Link,
    ) -> Self {
        const ELSEWHERE: Uncertainty<'static> = Uncertainty::Because("the role is not in the scan");
        let reference = node.body.member("roleRef");
        let text = |part| reference.and_then(|reference| reference.member(part)).and_then(Value::as_str);
        let bound = text("kind").and_then(|kind| table::of(kind, None));
        let bound = bound.filter(|bound| matches!(bound.strategy, Strategy::IsBound));
        let (Some(bound), Some(name)) = (bound, text("name")) else {
            return Self { link, fits: Vec::new(), uncertainty: Some(ELSEWHERE) };
        };
        let namespace = if bound.namespaced { &node.namespace } else { &Name::Absent };
        let near =
            [name, NAMELESS].into_iter().flat_map(|name| index.near(namespace, &(bound.kind.into(), name.into())));
        let fit = |role: usize| {
            let other = &objects.nodes[role];
            let same_name: Match<'v> = match &other.name {
                Name::Known(own) => (&**own == name).into(),
                Name::Unknown(unknown) => Match::Unknown(Uncertainty::Value(unknown)),
                Name::Absent => Match::False,
            };
            let same_namespace = || if bound.namespaced { other.namespace.is_same(namespace) } else { Match::True };
            (role, same_name.and(same_namespace).and(|| objects.belong(role, binding, namespace)))
        };
        let fits: Vec<_> = near.map(fit).filter(|(_, fit)| !fit.is_false()).collect();
        let aggregated: Vec<_> = fits.iter().flat_map(|&(role, fit)| aggregated(objects, role, fit)).collect();
        let is_aggregated = fits.iter().any(|(role, _)| objects.nodes[*role].body.member(AGGREGATION).is_some());
        let uncertainty = match (fits.is_empty(), is_aggregated) {
            (true, _) => Some(ELSEWHERE),
            (false, true) => Some(Uncertainty::Because("an aggregated role takes rules from all roles of the cluster")),
            (false, false) => None,
        };
        Self { link, fits: fits.into_iter().chain(aggregated).collect(), uncertainty }
    }

    /// Where the rights hold.
    fn scope(&self) -> &'static str {
        if self.link.namespaced { "namespace" } else { "cluster" }
    }
}

/// The roles of which the rules become those of an aggregated one, as far as they are in the scan
/// (<https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles>).
fn aggregated<'v>(objects: &'v Objects<'_>, aggregating: usize, fit: Match<'v>) -> Vec<(usize, Match<'v>)> {
    let selectors =
        objects.nodes[aggregating].body.member(AGGREGATION).and_then(|rule| rule.member("clusterRoleSelectors"));
    let selectors: Vec<_> = selectors.and_then(Value::as_list).into_iter().flat_map(|list| &list.items).collect();
    if selectors.is_empty() {
        return Vec::new();
    }
    let roles = objects.linked(|strategy| matches!(strategy, Strategy::IsBound)).filter(|(.., link)| !link.namespaced);
    let selected = |(role, node): (usize, &'v Node<'_>)| {
        let labels = node.body.member("metadata").map_or(Lookup::Absent, |metadata| metadata.get("labels"));
        let any =
            selectors.iter().fold(Match::False, |any, selector| any.or(|| Selector::labels(selector).selects(labels)));
        (role, fit.and(|| any).and(|| objects.belong(role, aggregating, &Name::Absent)))
    };
    let others = roles.map(|(role, node, _)| (role, node)).filter(|(role, _)| *role != aggregating);
    others.take(AGGREGATED_LIMIT).map(selected).filter(|(_, fit)| !fit.is_false()).collect()
}
