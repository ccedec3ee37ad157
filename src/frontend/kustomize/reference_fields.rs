//! Fields that name other objects, and the kinds that they name.

use super::field_path::FieldSpec;

/// Fields that name objects of one kind.
pub(super) struct Reference<'t> {
    /// The group of what is named, where only one is meant.
    pub(super) group: Option<&'t str>,
    /// The version of what is named, where only one is meant.
    pub(super) version: Option<&'t str>,
    /// The kind of what is named.
    pub(super) kind: &'t str,
    /// Fields of pods: the kinds with pods that are looked at, and the paths below the pod's `spec`.
    pub(super) in_pods: (&'static [&'static str], &'static [&'static str]),
    /// Fields of other objects.
    pub(super) fields: &'t [FieldSpec<'t>],
}

/// Kinds with pods whose settings are looked up.
const WITH_SETTINGS: &[&str] =
    &["Pod", "PodTemplate", "Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job", "CronJob"];

/// Kinds with pods whose accounts, claims and priorities are looked up.
const WITH_ACCOUNTS: &[&str] =
    &["Pod", "StatefulSet", "Deployment", "ReplicationController", "CronJob", "Job", "DaemonSet"];

const RBAC: &str = "rbac.authorization.k8s.io";
const ADMISSION: &str = "admissionregistration.k8s.io";
/// What has no fields of pods.
pub(super) const NO_PODS: (&[&str], &[&str]) = (&[], &[]);

const fn field(kind: &'static str, path: &'static str) -> FieldSpec<'static> {
    FieldSpec::of(kind, path, false)
}

const SCALE_TARGET: &[FieldSpec<'static>] = &[field("HorizontalPodAutoscaler", "spec/scaleTargetRef/name")];

const fn scaled(kind: &'static str) -> Reference<'static> {
    Reference { group: None, version: None, kind, in_pods: NO_PODS, fields: SCALE_TARGET }
}

/// Where the pods of a kind are specified.
pub(super) fn pod_spec(kind: &str) -> &'static str {
    match kind {
        "Pod" => "spec",
        "PodTemplate" => "template/spec",
        "CronJob" => "spec/jobTemplate/spec/template/spec",
        _ => "spec/template/spec",
    }
}

/// All references that Kustomize follows, in its order. Ingress classes are not among them: its own table names a group
/// that does not exist.
pub(super) const REFERENCES: [Reference<'static>; 15] = [
    scaled("Deployment"),
    scaled("ReplicationController"),
    scaled("ReplicaSet"),
    scaled("StatefulSet"),
    Reference {
        group: None,
        version: Some("v1"),
        kind: "ConfigMap",
        in_pods: (
            WITH_SETTINGS,
            &[
                "volumes/configMap/name",
                "volumes/projected/sources/configMap/name",
                "containers/env/valueFrom/configMapKeyRef/name",
                "initContainers/env/valueFrom/configMapKeyRef/name",
                "containers/envFrom/configMapRef/name",
                "initContainers/envFrom/configMapRef/name",
            ],
        ),
        fields: &[
            field("Node", "spec/configSource/configMap"),
            field("Role", "rules/resourceNames"),
            field("ClusterRole", "rules/resourceNames"),
            field("Ingress", "metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap"),
        ],
    },
    Reference {
        group: None,
        version: Some("v1"),
        kind: "Secret",
        in_pods: (
            WITH_SETTINGS,
            &[
                "volumes/secret/secretName",
                "volumes/projected/sources/secret/name",
                "containers/env/valueFrom/secretKeyRef/name",
                "initContainers/env/valueFrom/secretKeyRef/name",
                "containers/envFrom/secretRef/name",
                "initContainers/envFrom/secretRef/name",
                "imagePullSecrets/name",
            ],
        ),
        fields: &[
            field("Ingress", "spec/tls/secretName"),
            field("Ingress", "metadata/annotations/ingress.kubernetes.io\\/auth-secret"),
            field("Ingress", "metadata/annotations/nginx.ingress.kubernetes.io\\/auth-secret"),
            field("Ingress", "metadata/annotations/nginx.ingress.kubernetes.io\\/auth-tls-secret"),
            field("ServiceAccount", "imagePullSecrets/name"),
            field("StorageClass", "parameters/secretName"),
            field("StorageClass", "parameters/adminSecretName"),
            field("StorageClass", "parameters/userSecretName"),
            field("StorageClass", "parameters/secretRef"),
            field("Role", "rules/resourceNames"),
            field("ClusterRole", "rules/resourceNames"),
            FieldSpec {
                version: Some("v1"),
                ..FieldSpec::of_group(
                    "serving.knative.dev",
                    "Service",
                    "spec/template/spec/containers/env/valueFrom/secretKeyRef/name",
                    false,
                )
            },
            field("PersistentVolume", "spec/azureFile/secretName"),
        ],
    },
    Reference {
        group: None,
        version: Some("v1"),
        kind: "Service",
        in_pods: NO_PODS,
        fields: &[
            FieldSpec::of_group("apps", "StatefulSet", "spec/serviceName", false),
            field("Ingress", "spec/rules/http/paths/backend/serviceName"),
            field("Ingress", "spec/backend/serviceName"),
            field("Ingress", "spec/rules/http/paths/backend/service/name"),
            field("Ingress", "spec/defaultBackend/service/name"),
            FieldSpec::of_group("apiregistration.k8s.io", "APIService", "spec/service/name", false),
            FieldSpec::of_group(ADMISSION, "ValidatingWebhookConfiguration", "webhooks/clientConfig/service", false),
            FieldSpec::of_group(ADMISSION, "MutatingWebhookConfiguration", "webhooks/clientConfig/service", false),
        ],
    },
    Reference {
        group: Some(RBAC),
        version: None,
        kind: "Role",
        in_pods: NO_PODS,
        fields: &[FieldSpec::of_group(RBAC, "RoleBinding", "roleRef/name", false)],
    },
    Reference {
        group: Some(RBAC),
        version: None,
        kind: "ClusterRole",
        in_pods: NO_PODS,
        fields: &[
            FieldSpec::of_group(RBAC, "RoleBinding", "roleRef/name", false),
            FieldSpec::of_group(RBAC, "ClusterRoleBinding", "roleRef/name", false),
        ],
    },
    Reference {
        group: None,
        version: Some("v1"),
        kind: "ServiceAccount",
        in_pods: (WITH_ACCOUNTS, &["serviceAccountName"]),
        fields: &[
            FieldSpec::of_group(RBAC, "RoleBinding", "subjects", false),
            FieldSpec::of_group(RBAC, "ClusterRoleBinding", "subjects", false),
        ],
    },
    Reference {
        group: None,
        version: Some("v1"),
        kind: "PersistentVolumeClaim",
        in_pods: (WITH_ACCOUNTS, &["volumes/persistentVolumeClaim/claimName"]),
        fields: &[],
    },
    Reference {
        group: None,
        version: Some("v1"),
        kind: "PersistentVolume",
        in_pods: NO_PODS,
        fields: &[field("PersistentVolumeClaim", "spec/volumeName"), field("ClusterRole", "rules/resourceNames")],
    },
    Reference {
        group: Some("storage.k8s.io"),
        version: Some("v1"),
        kind: "StorageClass",
        in_pods: NO_PODS,
        fields: &[
            field("PersistentVolume", "spec/storageClassName"),
            field("PersistentVolumeClaim", "spec/storageClassName"),
            field("StatefulSet", "spec/volumeClaimTemplates/spec/storageClassName"),
        ],
    },
    Reference {
        group: Some("scheduling.k8s.io"),
        version: Some("v1"),
        kind: "PriorityClass",
        in_pods: (WITH_ACCOUNTS, &["priorityClassName"]),
        fields: &[],
    },
    Reference {
        group: Some(ADMISSION),
        version: None,
        kind: "ValidatingAdmissionPolicy",
        in_pods: NO_PODS,
        fields: &[FieldSpec::of_group(ADMISSION, "ValidatingAdmissionPolicyBinding", "spec/policyName", false)],
    },
];
