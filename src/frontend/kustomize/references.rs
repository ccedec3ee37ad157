//! Names of other objects follow when those are renamed.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::configuration::Configuration;
use super::definition::{items, text};
use super::field_path::{FieldSpec, Leaf};
use super::object::{Id, Object};
use super::reference_fields::{NO_PODS, REFERENCES, Reference, pod_spec};
use crate::value::{Kind, Value};

/// Changes every reference to an object by a name that it had before.
pub(super) fn follow(objects: &mut [Object], configuration: &Configuration<'_>) {
    let targets = Targets::new(objects);
    let own: Vec<(&Value, Vec<FieldSpec<'_>>)> = configuration
        .references()
        .map(|entry| (entry, items(entry, "fieldSpecs").filter_map(FieldSpec::read).collect()))
        .collect();
    let own: Vec<Reference<'_>> = own
        .iter()
        .filter_map(|(entry, fields)| {
            let get = |key| text(entry, key).and_then(Value::as_str);
            let kind = get("kind")?;
            Some(Reference { group: get("group"), version: get("version"), kind, in_pods: NO_PODS, fields })
        })
        .collect();
    for object in objects {
        let referrer = Referrer::new(object);
        for reference in REFERENCES.iter().chain(&own) {
            let (kinds, paths) = reference.in_pods;
            if kinds.contains(&&*referrer.first.kind) {
                for path in paths {
                    let path = format!("{}/{path}", pod_spec(&referrer.first.kind));
                    referrer.update(&mut object.body, &FieldSpec::any(&path, false), reference, &targets);
                }
            }
            let (group, version, kind) = (&referrer.first.group, &referrer.first.version, &referrer.first.kind);
            for field in reference.fields.iter().filter(|field| field.applies(group, version, kind)) {
                referrer.update(&mut object.body, field, reference, &targets);
            }
        }
    }
}

/// An object that may be named by others.
struct Target {
    now: Id,
    previous: Vec<Id>,
    /// The namespace as it is written.
    namespace: Option<Value>,
    prefixes: Vec<Arc<str>>,
    suffixes: Vec<Arc<str>>,
}

/// All objects that were renamed or moved, by the names that they had.
struct Targets {
    all: Vec<Target>,
    by_name: HashMap<Arc<str>, Vec<usize>>,
    /// Where the objects of each namespace are now.
    moves: HashMap<Arc<str>, HashSet<Arc<str>>>,
}

impl Targets {
    fn new(objects: &[Object]) -> Self {
        let mut targets = Self { all: Vec::new(), by_name: HashMap::new(), moves: HashMap::new() };
        for object in objects {
            targets.moves.entry(object.first_id().namespace).or_default().insert(object.id().namespace);
        }
        for object in objects.iter().filter(|object| !object.previous.is_empty()) {
            for id in &object.previous {
                let named = targets.by_name.entry(Arc::clone(&id.name)).or_default();
                if named.last() != Some(&targets.all.len()) {
                    named.push(targets.all.len());
                }
            }
            let namespace = object.body.member("metadata").and_then(|metadata| metadata.member("namespace"));
            targets.all.push(Target {
                now: object.id(),
                previous: object.previous.clone(),
                namespace: namespace.cloned(),
                prefixes: object.prefixes.clone(),
                suffixes: object.suffixes.clone(),
            });
        }
        targets
    }

    fn named(&self, name: &str) -> impl Iterator<Item = &Target> {
        self.by_name.get(name).into_iter().flatten().map(|&index| &self.all[index])
    }
}

/// The object whose references are changed.
struct Referrer {
    first: Id,
    now: Id,
    cluster_scoped: bool,
    prefixes: Vec<Arc<str>>,
    suffixes: Vec<Arc<str>>,
    /// Group and kind of the role that a binding is to.
    role: Option<(String, String)>,
    /// Namespaces of the accounts that a binding is for.
    subject_namespaces: Vec<String>,
}

impl Referrer {
    fn new(object: &Object) -> Self {
        let role = object.body.member("roleRef").and_then(|role| {
            let text = |key| role.member(key).and_then(Value::as_str).map(str::to_owned);
            Some((text("apiGroup")?, text("kind")?))
        });
        let subjects =
            object.body.member("subjects").and_then(Value::as_list).filter(|_| object.kind() == "RoleBinding");
        let accounts = subjects
            .into_iter()
            .flat_map(|list| &list.items)
            .filter(|subject| subject.member("kind").and_then(Value::as_str) == Some("ServiceAccount"));
        let namespace = |account: &Value| account.member("namespace").and_then(Value::as_str).map(str::to_owned);
        Self {
            first: object.first_id(),
            now: object.id(),
            cluster_scoped: object.is_cluster_scoped(),
            prefixes: object.prefixes.clone(),
            suffixes: object.suffixes.clone(),
            role,
            subject_namespaces: accounts.filter_map(namespace).collect(),
        }
    }

    fn update(&self, body: &mut Value, field: &FieldSpec<'_>, reference: &Reference<'_>, targets: &Targets) {
        let span = body.span;
        let is_role = field.path.ends_with("roleRef/name");
        let search = Search { referrer: self, reference, is_role, targets };
        field.visit(body, Leaf::Scalar, span, &mut |value| search.update(value));
    }

    /// Whether objects of this namespace may be named.
    fn may_see(&self, namespace: &str) -> bool {
        self.cluster_scoped
            || namespace.is_empty()
            || *namespace == *self.now.namespace
            || self.subject_namespaces.iter().any(|other| other == namespace)
    }
}

/// The look-up of one field's names.
struct Search<'s> {
    referrer: &'s Referrer,
    reference: &'s Reference<'s>,
    is_role: bool,
    targets: &'s Targets,
}

impl Search<'_> {
    fn update(&self, value: &mut Value) {
        match &value.kind {
            Kind::String(_) => self.name(value),
            Kind::Map(_) => self.name_with_namespace(value),
            Kind::List(_) => {
                let items = value.as_list_mut().map(|list| list.items.as_mut_slice()).unwrap_or_default();
                for item in items {
                    match &item.kind {
                        Kind::String(_) => self.name(item),
                        Kind::Map(_) => self.name_with_namespace(item),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn name(&self, value: &mut Value) {
        let found = value.as_str().and_then(|name| self.find(name, None)).map(|target| target.now.name.clone());
        if let Some(name) = found.filter(|name| value.as_str() != Some(name)) {
            value.kind = Kind::String(name);
        }
    }

    fn name_with_namespace(&self, value: &mut Value) {
        let text = |key| value.member(key).and_then(Value::as_str);
        let Some(target) = text("name").and_then(|name| self.find(name, text("namespace"))) else { return };
        let Some(map) = value.as_map_mut() else { return };
        if let Some(name) = map.get_mut("name") {
            name.kind = Kind::String(Arc::clone(&target.now.name));
        }
        if let Some(namespace) = &target.namespace {
            let key_span = map.entry("namespace").map_or(namespace.span, |entry| entry.key_span);
            map.insert("namespace", key_span, namespace.clone());
        }
    }

    /// The one object that is meant; `None` where there is none, or several with different names.
    fn find(&self, name: &str, namespace: Option<&str>) -> Option<&Target> {
        let mut found: Vec<&Target> = self
            .targets
            .named(name)
            .filter(|target| target.previous.iter().any(|id| self.is_kind(id)))
            .filter(|target| self.referrer.may_see(&target.now.namespace))
            .collect();
        if let Some(namespace) = namespace {
            // The namespace as it was at first, where there was anything in it; else as it is now.
            let mut now = self.targets.moves.get(namespace).into_iter().flatten();
            if now.any(|now| self.referrer.may_see(now)) {
                found.retain(|target| target.previous.first().is_some_and(|id| &*id.namespace == namespace));
            } else {
                found.retain(|target| &*target.now.namespace == namespace);
            }
        } else {
            // Accounts are the only ones that a reference without namespace finds elsewhere.
            found.retain(|target| {
                self.referrer.cluster_scoped
                    || target.now.namespace.is_empty()
                    || &*target.now.kind == "ServiceAccount"
                    || target.now.namespace == self.referrer.now.namespace
            });
        }
        for allow_empty in [true, false] {
            if found.len() > 1 {
                found.retain(|target| self.is_alike(target, allow_empty));
            }
        }
        let (first, others) = found.split_first()?;
        let same = |other: &&Target| {
            other.now.name == first.now.name && (namespace.is_none() || other.now.namespace == first.now.namespace)
        };
        others.iter().all(same).then_some(first)
    }

    fn is_kind(&self, id: &Id) -> bool {
        let reference = self.reference;
        let fits = reference.kind == &*id.kind
            && reference.group.is_none_or(|group| group == &*id.group)
            && reference.version.is_none_or(|version| version == &*id.version);
        let role = self.referrer.role.as_ref().filter(|_| self.is_role);
        fits && role.is_none_or(|(group, kind)| **group == *id.group && **kind == *id.kind)
    }

    /// Whether both were renamed by the same kustomizations.
    fn is_alike(&self, target: &Target, allow_empty: bool) -> bool {
        let alike = |left: &[Arc<str>], right: &[Arc<str>]| {
            (allow_empty && (left.is_empty() || right.is_empty())) || same_ending(left, right)
        };
        alike(&self.referrer.prefixes, &target.prefixes) && alike(&self.referrer.suffixes, &target.suffixes)
    }
}

/// Whether the shorter list is the end of the longer; nothing is the end only of nothing.
fn same_ending(left: &[Arc<str>], right: &[Arc<str>]) -> bool {
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    if short.is_empty() { long.is_empty() } else { long.ends_with(short) }
}
