//! Layer 3: shapes, derived views that make one check serve many kinds. Each is a pure function from a resource to a value that
//! keeps the places of what it was derived from. `docs/checks.md` documents every field.
//!
//! To add one: a file here with a `derive` function, and one row in [`Shape::ALL`] with its name and function.

mod compose;
mod dockerfile;
pub(crate) mod image_reference;
mod images;
mod kubernetes_object;
mod network_rules;
pub(crate) mod policy_document;
pub(crate) mod secrets;
pub(crate) mod workload;

pub use image_reference::ImageReference;

use std::sync::Arc;

use crate::model::{Platform, Resource};
use crate::value::Value;

/// The name of a derived view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Shape {
    /// Pod template and all containers of anything that runs pods.
    Workload,
    /// Ingress and egress rules of firewalls and security groups.
    NetworkRules,
    /// Statements of IAM-like policies.
    PolicyDocument,
    /// Stages, instructions and shell commands of a Dockerfile.
    Dockerfile,
    /// Images that are run or built upon.
    ImageReference,
    /// An object of Kubernetes in Kubernetes' own names.
    KubernetesObject,
    /// Credentials that are written out in any string.
    Secrets,
}

impl Shape {
    /// Every shape, in the order of their declaration.
    pub const ALL: [Self; 7] = [
        Self::Workload,
        Self::NetworkRules,
        Self::PolicyDocument,
        Self::Dockerfile,
        Self::ImageReference,
        Self::KubernetesObject,
        Self::Secrets,
    ];

    /// The name in check files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Workload => "workload",
            Self::NetworkRules => "network_rules",
            Self::PolicyDocument => "policy_document",
            Self::Dockerfile => "dockerfile",
            Self::ImageReference => "image_reference",
            Self::KubernetesObject => "kubernetes_object",
            Self::Secrets => "secrets",
        }
    }

    /// Whether resources of this kind are known to have the shape. A resource of another kind may have it too, such as
    /// a custom one with a pod template.
    pub fn serves(self, kind: &str) -> bool {
        match self {
            Self::Workload => workload::serves(kind),
            Self::NetworkRules => network_rules::serves(kind),
            Self::PolicyDocument => policy_document::serves(kind),
            Self::Dockerfile => kind == "Dockerfile",
            Self::ImageReference => kind == "Dockerfile" || workload::serves(kind),
            Self::KubernetesObject => kubernetes_object::serves(kind),
            Self::Secrets => true,
        }
    }

    /// The view of `resource`; `None` where it has nothing of this shape.
    pub fn derive(self, resource: &Resource) -> Option<Value> {
        match self {
            Self::Workload if resource.platform == Platform::Compose => compose::derive(resource),
            Self::Workload => workload::derive(resource),
            Self::NetworkRules => network_rules::derive(resource),
            Self::PolicyDocument => policy_document::derive(resource),
            Self::Dockerfile => dockerfile::derive(resource),
            Self::ImageReference => images::derive(resource),
            Self::KubernetesObject => kubernetes_object::derive(resource),
            Self::Secrets => Some(secrets::derive(resource)),
        }
    }

    /// The kind by which checks on this view choose among resources; `None` where `resource` has nothing of this shape.
    pub fn kind(self, resource: &Resource) -> Option<Arc<str>> {
        match self {
            Self::KubernetesObject => workload::Object::kind_of(resource),
            _ => Some(Arc::clone(&resource.kind)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Shape;

    #[test]
    fn kinds_are_known_to_the_shapes_that_serve_them() {
        let cases = [
            ("aws_default_network_acl", vec![Shape::NetworkRules]),
            ("aws_iam_role", vec![Shape::PolicyDocument]),
            ("Dockerfile", vec![Shape::Dockerfile, Shape::ImageReference]),
            ("kubernetes_cron_job_v1", vec![Shape::Workload, Shape::ImageReference, Shape::KubernetesObject]),
            ("compose_service", vec![Shape::Workload, Shape::ImageReference]),
            ("Pod", vec![Shape::Workload, Shape::ImageReference, Shape::KubernetesObject]),
            ("kubernetes_secret", vec![Shape::KubernetesObject]),
            ("aws_subnet", vec![]),
        ];
        for (kind, shapes) in cases {
            assert!(Shape::Secrets.serves(kind));
            let shapes_but_secrets = Shape::ALL.into_iter().filter(|shape| *shape != Shape::Secrets);
            let serving: Vec<_> = shapes_but_secrets.filter(|shape| shape.serves(kind)).collect();
            assert_eq!(serving, shapes, "{kind}");
        }
    }
}
