//! `namespace`.

use std::collections::HashMap;

use super::super::field_path::{FieldSpec, Leaf};
use super::super::object::{Id, Object};
use crate::diagnostic::{Diagnostic, Level};
use crate::value::Value;

/// Fields other than `metadata.namespace` that name the namespace.
pub(in super::super) const FIELDS: [FieldSpec<'static>; 3] = [
    FieldSpec::of("Namespace", "metadata/name", true),
    FieldSpec::of_group("apiregistration.k8s.io", "APIService", "spec/service/namespace", true),
    FieldSpec::of_group(
        "apiextensions.k8s.io",
        "CustomResourceDefinition",
        "spec/conversion/webhook/clientConfig/service/namespace",
        false,
    ),
];

/// Which subjects of bindings get the namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Subjects {
    None,
    /// Those that are called `default`, as the account of every namespace is. Others are found by their names later.
    Default,
    /// All accounts.
    Accounts,
}

/// Puts every object that can be in a namespace into this one. `namespace` stands where it is written.
pub(in super::super) fn apply(
    objects: &mut [Object],
    namespace: &Value,
    specs: &[FieldSpec<'_>],
    subjects: Subjects,
    only_unset: bool,
) -> Option<Diagnostic> {
    for object in objects.iter_mut() {
        object.remember();
        object.ground(namespace.span);
        let cluster_scoped = object.is_cluster_scoped();
        let id = object.id();
        let is_binding = matches!(&*id.kind, "RoleBinding" | "ClusterRoleBinding");
        let mut set = |value: &mut Value| {
            let is_set = value.as_str().is_some_and(|text| !text.is_empty());
            if !(only_unset && is_set) {
                *value = namespace.clone();
            }
        };
        if !cluster_scoped {
            let own = FieldSpec::any("metadata/namespace", true);
            own.visit(&mut object.body, Leaf::Scalar, namespace.span, &mut set);
        }
        for spec in specs.iter().filter(|spec| spec.applies(&id.group, &id.version, &id.kind)) {
            // The name of an object is its namespace only for namespaces of the core.
            let is_name = spec.path == "metadata/name" && !(id.group.is_empty() && &*id.version == "v1");
            let is_subjects = is_binding && spec.path == "subjects";
            if spec.path != "metadata/namespace" && !is_name && !is_subjects {
                spec.visit(&mut object.body, Leaf::Scalar, namespace.span, &mut set);
            }
        }
        if is_binding {
            FieldSpec::any("subjects[]", false).visit(&mut object.body, Leaf::Map, namespace.span, &mut |list| {
                let items = list.as_list_mut().map(|list| list.items.as_mut_slice()).unwrap_or_default();
                for subject in items {
                    set_subject(subject, namespace, subjects, only_unset);
                }
            });
        }
    }
    conflict(objects, namespace)
}

fn set_subject(subject: &mut Value, namespace: &Value, subjects: Subjects, only_unset: bool) {
    let is = |key, text| subject.member(key).and_then(Value::as_str) == Some(text);
    let is_meant = match subjects {
        Subjects::None => false,
        Subjects::Default => is("name", "default"),
        Subjects::Accounts => is("kind", "ServiceAccount"),
    };
    let is_set = subject.member("namespace").is_some_and(|value| !value.is_null());
    if is_meant
        && !(only_unset && is_set)
        && let Some(subject) = subject.as_map_mut()
    {
        subject.insert("namespace", namespace.span, namespace.clone());
    }
}

/// Two objects that are the same now.
fn conflict(objects: &[Object], namespace: &Value) -> Option<Diagnostic> {
    let mut seen: HashMap<Id, &Object> = HashMap::new();
    let twice = objects.iter().find(|object| seen.insert(object.id(), object).is_some())?;
    let message = format!("in this namespace {} `{}` is there twice", twice.kind(), twice.name());
    Some(Diagnostic::at(Level::Error, "kustomize-duplicate", namespace.span, message))
}
