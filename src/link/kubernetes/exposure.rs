//! Ways from outside to a workload: ingresses and routes, by the services that they lead to.

use std::collections::HashSet;
use std::sync::Arc;

use super::found::{Found, Match, Uncertainty};
use super::object::{Name, Node, Objects};
use super::table::{self, Link, SERVICE, Strategy, WORKLOAD};
use super::targets::{by_name, named};
use super::unresolved::Unresolved;
use crate::value::{List, Unknown, Value};

/// Most services that one object is followed to.
const SERVICES_LIMIT: usize = 64;

/// Most workloads behind one service that are followed.
const WORKLOADS_LIMIT: usize = 256;

/// A service that an object leads to.
struct Backend {
    namespace: Name,
    name: Name,
    /// Where the name stands.
    at: Option<Value>,
}

/// An object that leads to services.
struct Way {
    object: usize,
    role: &'static str,
    /// The roles of services, and of names that no service has.
    lists: [&'static str; 2],
    backends: Backends,
}

/// What an object leads to, and why that may not be all.
#[derive(Default)]
struct Backends {
    backends: Vec<Backend>,
    rest: Option<Arc<Unknown>>,
}

/// Attaches services to what leads to them, and this to the workloads behind them.
pub(super) fn find(objects: &Objects<'_>, found: &mut Found) {
    const NO_SERVICE: Uncertainty<'static> = Uncertainty::Because("the scan has no service of this namespace");
    let leading = objects.linked(|strategy| matches!(strategy, Strategy::LeadsTo { .. }));
    let ways: Vec<Way> = leading.filter_map(|(object, node, link)| Way::of(object, node, link)).collect();
    let kind: Arc<str> = "Service".into();
    let services = by_name(objects, &[&kind]);
    let spaces: HashSet<_> =
        objects.nodes.iter().filter(|node| *node.kind == *kind).map(|node| space(&node.namespace)).collect();
    let mut unresolved = Unresolved::default();
    let mut crowds = Crowds::default();
    for Way { object, role, lists, backends } in &ways {
        let (node, [near, missing]) = (&objects.nodes[*object], *lists);
        let mut unclear = |found: &mut Found, uncertainty| {
            for &list in lists {
                found.uncertainty(objects, *object, list, uncertainty);
            }
            unresolved.add(&node.namespace, role, uncertainty);
        };
        if let Some(rest) = &backends.rest {
            unclear(found, Uncertainty::Value(rest));
        }
        if backends.backends.len() > SERVICES_LIMIT {
            unclear(found, Uncertainty::Because("too many services are led to here"));
        }
        for backend in backends.backends.iter().take(SERVICES_LIMIT) {
            let name = match &backend.name {
                Name::Known(name) => name,
                Name::Unknown(unknown) => {
                    unclear(found, Uncertainty::Value(unknown));
                    continue;
                }
                Name::Absent => continue,
            };
            let is_near = spaces.contains(&space(&backend.namespace));
            if !is_near {
                for &list in lists {
                    found.uncertainty(objects, *object, list, NO_SERVICE);
                }
            }
            let candidates = named(objects, &services, &kind, (&backend.namespace, name));
            if let (true, true, Some(at)) = (is_near, candidates.is_empty(), &backend.at) {
                found.miss(*object, missing, at.clone());
            }
            for (service, fit) in candidates {
                let fit = fit.and(|| objects.belong(*object, service, &backend.namespace));
                found.add(objects, *object, near, service, fit);
                crowds.behind(objects, found, service, (*object, role), fit);
            }
        }
    }
    let roles = table::roles(|strategy| matches!(strategy, Strategy::LeadsTo { .. }));
    unresolved.settle(objects, &roles, found);
    if !ways.is_empty() {
        inherit_doubts(objects, found, &roles);
    }
}

fn space(namespace: &Name) -> Option<Arc<str>> {
    match namespace {
        Name::Known(name) => Some(Arc::clone(name)),
        Name::Absent | Name::Unknown(_) => None,
    }
}

/// The services with more workloads than are followed, of which it is said already that more may lead to them in this role.
#[derive(Default)]
struct Crowds(HashSet<(usize, &'static str)>);

impl Crowds {
    /// Attaches what leads to a service to the workloads behind it.
    fn behind(
        &mut self,
        objects: &Objects<'_>,
        found: &mut Found,
        service: usize,
        (way, role): (usize, &'static str),
        fit: Match<'_>,
    ) {
        const CROWDED: Uncertainty<'static> = Uncertainty::Because("too many workloads are behind one service");
        let followed: Vec<usize> = found.certain(service, WORKLOAD).take(WORKLOADS_LIMIT).collect();
        for workload in followed {
            found.add(objects, workload, role, way, fit);
        }
        if self.0.insert((service, role)) {
            let others: Vec<usize> = found.certain(service, WORKLOAD).skip(WORKLOADS_LIMIT).collect();
            for workload in others {
                found.uncertainty(objects, workload, role, CROWDED);
            }
        }
    }
}

/// Where it is not known which services a workload has, neither is what leads to them.
fn inherit_doubts(objects: &Objects<'_>, found: &mut Found, roles: &[&'static str]) {
    for (workload, ..) in objects.workloads() {
        if let Some(unknown) = found.doubt_about(workload, SERVICE) {
            for role in roles {
                found.uncertainty(objects, workload, role, Uncertainty::Value(&unknown));
            }
        }
    }
}

impl Way {
    fn of(object: usize, node: &Node<'_>, link: &'static Link) -> Option<Self> {
        let Strategy::LeadsTo { services, missing } = link.strategy else { return None };
        Some(Self { object, role: link.role, lists: [services, missing], backends: Backends::of(node) })
    }
}

impl Backends {
    fn of(node: &Node<'_>) -> Self {
        let mut way = Self::default();
        let Some(spec) = node.body.member("spec") else {
            way.rest = node.body.first_unknown().cloned();
            return way;
        };
        for name in ["defaultBackend", "backend"] {
            way.ingress_backend(node, spec.member(name));
        }
        let rules = way.list(spec, "rules");
        for rule in rules.into_iter().flat_map(|rules| &rules.items) {
            let http = rule.member("http");
            let paths = http.and_then(|http| way.list(http, "paths"));
            for path in paths.into_iter().flat_map(|paths| &paths.items) {
                way.ingress_backend(node, path.member("backend"));
            }
            let references = way.list(rule, "backendRefs");
            for reference in references.into_iter().flat_map(|references| &references.items) {
                way.route_backend(node, reference);
            }
        }
        way
    }

    /// A list within the object. What is not known of it may hold more.
    fn list<'v>(&mut self, owner: &'v Value, name: &str) -> Option<&'v List> {
        let value = owner.member(name)?;
        let list = value.as_list();
        let rest = list.map_or_else(|| value.as_unknown(), |list| list.rest.as_ref());
        self.rest = self.rest.take().or_else(|| rest.cloned());
        list
    }

    fn ingress_backend(&mut self, node: &Node<'_>, backend: Option<&Value>) {
        let Some(backend) = backend else { return };
        let service = backend.member("service");
        let (name, at) = match Name::of(service, "name") {
            Name::Absent => (Name::of(Some(backend), "serviceName"), backend.member("serviceName")),
            name => (name, service.and_then(|service| service.member("name"))),
        };
        self.backends.push(Backend { namespace: node.namespace.clone(), name, at: at.cloned() });
    }

    fn route_backend(&mut self, node: &Node<'_>, reference: &Value) {
        if reference.member("kind").and_then(Value::as_str).is_some_and(|kind| kind != "Service") {
            return;
        }
        let namespace = match Name::of(Some(reference), "namespace") {
            Name::Absent => node.namespace.clone(),
            namespace => namespace,
        };
        let at = reference.member("name").cloned();
        self.backends.push(Backend { namespace, name: Name::of(Some(reference), "name"), at });
    }
}
