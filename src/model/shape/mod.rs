//! Shapes: derived views that make one check serve many kinds. Each is a pure function from a resource to a value that
//! keeps the places of what it was derived from. `docs/checks.md` documents every field.
//!
//! To add one: a file here with a `derive` function, and one row in [`Shape::ALL`] with its name and function.

mod compose;
mod dockerfile;
pub(crate) mod image_reference;
mod kubernetes_object;
mod network_rules;
pub(crate) mod policy_document;
pub(in crate::model) mod workload;

pub use image_reference::ImageReference;

use std::sync::Arc;

use super::Resource;
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
}

impl Shape {
    /// Every shape, in the order of their declaration.
    pub const ALL: [Self; 6] = [
        Self::Workload,
        Self::NetworkRules,
        Self::PolicyDocument,
        Self::Dockerfile,
        Self::ImageReference,
        Self::KubernetesObject,
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
        }
    }

    /// The view of `resource`; `None` where it has nothing of this shape.
    pub fn derive(self, resource: &Resource) -> Option<Value> {
        match self {
            Self::Workload => workload::derive(resource),
            Self::NetworkRules => network_rules::derive(resource),
            Self::PolicyDocument => policy_document::derive(resource),
            Self::Dockerfile => dockerfile::derive(resource),
            Self::ImageReference => image_reference::derive(resource),
            Self::KubernetesObject => kubernetes_object::derive(resource),
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
