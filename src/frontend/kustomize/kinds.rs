//! What Kustomize knows of the kinds of Kubernetes: which have no namespace, and which lists are merged by a key. Both
//! come from the API schema of Kubernetes 1.21 that Kustomize 5 carries; of other kinds nothing is known.

/// Kinds without a namespace, by group.
const CLUSTER_SCOPED: [(&str, &[&str]); 12] = [
    ("", &["ComponentStatus", "Namespace", "Node", "PersistentVolume"]),
    ("admissionregistration.k8s.io", &["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"]),
    ("apiextensions.k8s.io", &["CustomResourceDefinition"]),
    ("apiregistration.k8s.io", &["APIService"]),
    ("certificates.k8s.io", &["CertificateSigningRequest"]),
    ("flowcontrol.apiserver.k8s.io", &["FlowSchema", "PriorityLevelConfiguration"]),
    ("networking.k8s.io", &["IngressClass"]),
    ("node.k8s.io", &["RuntimeClass"]),
    ("policy", &["PodSecurityPolicy"]),
    ("rbac.authorization.k8s.io", &["ClusterRole", "ClusterRoleBinding"]),
    ("scheduling.k8s.io", &["PriorityClass"]),
    ("storage.k8s.io", &["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"]),
];

/// Groups of which the schema is known, other than those above.
const OTHER_GROUPS: [&str; 8] = [
    "apps",
    "authentication.k8s.io",
    "authorization.k8s.io",
    "autoscaling",
    "batch",
    "coordination.k8s.io",
    "discovery.k8s.io",
    "events.k8s.io",
];

/// Whether objects of this kind certainly have no namespace.
pub(super) fn is_cluster_scoped(group: &str, version: &str, kind: &str) -> bool {
    let version_is_known = match group {
        "" => version == "v1",
        "flowcontrol.apiserver.k8s.io" | "policy" => version == "v1beta1",
        _ => matches!(version, "v1" | "v1beta1"),
    };
    version_is_known && CLUSTER_SCOPED.iter().any(|(other, kinds)| *other == group && kinds.contains(&kind))
}

/// Whether the form of objects of this API is known.
pub(super) fn is_known(group: &str, version: &str) -> bool {
    let group_is_known = CLUSTER_SCOPED.iter().any(|(other, _)| *other == group) || OTHER_GROUPS.contains(&group);
    // The early versions of workloads were removed from Kubernetes before, and one of autoscalers was added later.
    group_is_known && !(group == "apps" && version != "v1") && (group, version) != ("autoscaling", "v2")
}

/// How a list is merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListStrategy {
    /// The patch's list takes its place.
    Replace,
    /// Elements of which these members are the same are merged.
    ByKeys(&'static [&'static str]),
    /// The values of both, each once.
    Union,
}

/// How the list `field` is merged that stands in a map called `parent` (of a list's element the name of the list; none
/// at the top) of an object of a known kind.
pub(super) fn list_strategy(kind: &str, parent: Option<&str>, field: &str) -> ListStrategy {
    use ListStrategy::{ByKeys, Replace, Union};
    match (parent, field) {
        (Some(_), "containers" | "initContainers" | "ephemeralContainers" | "volumes" | "imagePullSecrets") => {
            ByKeys(&["name"])
        }
        (Some("containers" | "initContainers" | "ephemeralContainers"), field) => match field {
            "env" => ByKeys(&["name"]),
            "ports" => ByKeys(&["containerPort", "protocol"]),
            "volumeMounts" => ByKeys(&["mountPath"]),
            "volumeDevices" => ByKeys(&["devicePath"]),
            _ => Replace,
        },
        (Some("spec"), "hostAliases") => ByKeys(&["ip"]),
        (Some("spec"), "topologySpreadConstraints") => ByKeys(&["topologyKey", "whenUnsatisfiable"]),
        (Some("spec"), "ports") if kind == "Service" => ByKeys(&["port", "protocol"]),
        (None, "secrets") if kind == "ServiceAccount" => ByKeys(&["name"]),
        (None, "webhooks") if kind.ends_with("WebhookConfiguration") => ByKeys(&["name"]),
        (Some("status"), "conditions") => ByKeys(&["type"]),
        (Some("metadata"), "ownerReferences") => ByKeys(&["uid"]),
        (Some("metadata"), "finalizers") => Union,
        _ => Replace,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_kinds_are_without_namespace() {
        assert!(is_cluster_scoped("", "v1", "Namespace"));
        assert!(is_cluster_scoped("rbac.authorization.k8s.io", "v1", "ClusterRole"));
        assert!(!is_cluster_scoped("rbac.authorization.k8s.io", "v2", "ClusterRole"));
        assert!(!is_cluster_scoped("", "v1", "Pod") && !is_cluster_scoped("example.org", "v1", "Namespace"));
        assert!(is_known("apps", "v1") && !is_known("apps", "v1beta1") && !is_known("example.org", "v1"));
    }

    #[test]
    fn lists_are_merged_by_where_they_stand() {
        use ListStrategy::{ByKeys, Replace, Union};
        let table = [
            ("Pod", Some("spec"), "containers", ByKeys(&["name"])),
            ("Pod", Some("spec"), "tolerations", Replace),
            ("ServiceAccount", None, "imagePullSecrets", Replace),
            ("Deployment", Some("containers"), "ports", ByKeys(&["containerPort", "protocol"])),
            ("Service", Some("spec"), "ports", ByKeys(&["port", "protocol"])),
            ("NetworkPolicy", Some("ingress"), "ports", Replace),
            ("Pod", Some("metadata"), "finalizers", Union),
        ];
        for (kind, parent, field, expected) in table {
            assert_eq!(list_strategy(kind, parent, field), expected, "{kind} {parent:?} {field}");
        }
    }
}
