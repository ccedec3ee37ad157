//! The `kubernetes_object` shape: what a manifest holds, also where Terraform declares the object.

use std::sync::Arc;

use super::entries;
use super::workload::Object;
use crate::model::{ATTACHED, Platform, Resource};
use crate::value::{Kind, Value};

/// The view of `resource`; `None` where it has nothing of this shape.
pub(super) fn derive(resource: &Resource) -> Option<Value> {
    let Object { kind, mut body } = Object::of(resource)?;
    let entries = entries::of(resource, &kind, &body);
    // The items of a typed list need not say their kind.
    let is_complete = resource.platform == Platform::Kubernetes && body.member("kind").is_some();
    if let (false, Kind::Map(map)) = (is_complete, &mut body.kind) {
        let map = Arc::make_mut(map);
        map.insert("kind", resource.header, Value::string(kind, resource.header));
        if let Some(attached) = resource.body.as_map().and_then(|body| body.entry(ATTACHED)) {
            map.insert(ATTACHED, attached.key_span, attached.value.clone());
        }
    }
    if let (Some(entries), Some(map)) = (entries, body.as_map_mut()) {
        map.insert(entries::NAME, resource.header, entries);
    }
    Some(body)
}

/// Whether resources of this kind are objects: kinds of manifests begin with a capital.
pub(super) fn serves(kind: &str) -> bool {
    kind.starts_with("kubernetes_") || (kind.starts_with(char::is_uppercase) && kind != "Dockerfile")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::Fixture;
    use crate::shape::Shape;

    #[test]
    fn objects_of_terraform_look_like_manifests() {
        let rows = [
            (
                "kubernetes_role_v1",
                r#"{"rule": [{"verbs": ["get"], "resource_names": ["a"]}]}"#,
                r#"{rules: [{resourceNames: ["a"], verbs: ["get"]}], kind: "Role"}"#,
            ),
            (
                "kubernetes_cluster_role_binding",
                r#"{"role_ref": [{"name": "a"}], "subject": [{"kind": "User"}]}"#,
                r#"{roleRef: {name: "a"}, subjects: [{kind: "User"}], kind: "ClusterRoleBinding"}"#,
            ),
            ("kubernetes_manifest", r#"{"manifest": {"kind": "Role", "rules": []}}"#, r#"{kind: "Role", rules: []}"#),
            (
                "kubernetes_secret_v1",
                r#"{"data": {"key": "hunter2"}}"#,
                r#"{data: (sensitive), kind: "Secret", _entries: [{name: "key", value: (sensitive)}…"#,
            ),
            (
                "kubernetes_service",
                r#"{"spec": [{"type": "NodePort"}], "_attached": {"workload": []}}"#,
                r#"{spec: {type: "NodePort"}, kind: "Service", _attached: {workload: []}}"#,
            ),
        ];
        for (kind, body, expected) in rows {
            let fixture = Fixture::new(kind, &format!("{kind}.a"), body);
            assert_eq!(derive(&fixture.resource).map(|view| view.render()).as_deref(), Some(expected), "{kind}");
        }
        assert!(derive(&Fixture::new("aws_instance", "aws_instance.a", "{}").resource).is_none());
    }

    #[test]
    fn checks_choose_by_the_kind_of_the_object() {
        let rows = [
            ("kubernetes_role_v1", "{}", Some("Role")),
            ("kubernetes_manifest", r#"{"manifest": {"kind": "Role"}}"#, Some("Role")),
            ("kubernetes_manifest", r#"{"manifest": "${x}"}"#, None),
            ("aws_instance", "{}", None),
        ];
        for (kind, body, expected) in rows {
            let fixture = Fixture::new(kind, &format!("{kind}.a"), body);
            assert_eq!(Shape::KubernetesObject.kind(&fixture.resource).as_deref(), expected, "{kind}");
        }
    }
}
