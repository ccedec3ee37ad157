//! `namespace`.

use super::super::field_path::{FieldSpec, Leaf};
use super::super::object::Object;
use crate::value::Value;

/// Fields other than `metadata.namespace` that name the namespace.
const FIELDS: [FieldSpec<'static>; 3] = [
    FieldSpec::of("Namespace", "metadata/name", true),
    FieldSpec::of_group("apiregistration.k8s.io", "APIService", "spec/service/namespace", true),
    FieldSpec::of_group(
        "apiextensions.k8s.io",
        "CustomResourceDefinition",
        "spec/conversion/webhook/clientConfig/service/namespace",
        false,
    ),
];

/// Puts every object that can be in a namespace into this one. `namespace` stands where it is written.
pub(in super::super) fn apply(objects: &mut [Object], namespace: &Value) {
    for object in objects {
        object.remember();
        object.ground(namespace.span);
        let cluster_scoped = object.is_cluster_scoped();
        let (group, version) = object.api();
        let kind = object.kind();
        let is_binding = matches!(kind, "RoleBinding" | "ClusterRoleBinding");
        let specs: Vec<FieldSpec<'_>> = FIELDS.into_iter().filter(|spec| spec.applies(group, version, kind)).collect();
        let mut set = |value: &mut Value| *value = namespace.clone();
        if !cluster_scoped {
            let own = FieldSpec::any("metadata/namespace", true);
            own.visit(&mut object.body, Leaf::Scalar, namespace.span, &mut set);
        }
        for spec in specs {
            spec.visit(&mut object.body, Leaf::Scalar, namespace.span, &mut set);
        }
        if is_binding {
            FieldSpec::any("subjects[]", false).visit(&mut object.body, Leaf::Map, namespace.span, &mut |subjects| {
                let items = subjects.as_list_mut().map(|list| list.items.as_mut_slice()).unwrap_or_default();
                for subject in items {
                    set_default_account(subject, namespace);
                }
            });
        }
    }
}

/// A binding names the account `default` of its own namespace; other accounts are found by their names later.
fn set_default_account(subject: &mut Value, namespace: &Value) {
    if subject.member("name").and_then(Value::as_str) == Some("default")
        && let Some(subject) = subject.as_map_mut()
    {
        subject.insert("namespace", namespace.span, namespace.clone());
    }
}
