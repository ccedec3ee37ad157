//! Layer 3: shapes, derived views that make one check serve many kinds. Each is a pure function from a resource to a value that
//! keeps the places of what it was derived from. `docs/checks.md` documents every field.
//!
//! To add one: its name in `src/vocabulary/shape.rs`, a file here with a `derive` function, and its row in this one.

mod aws_tasks;
mod compose;
mod container_user;
mod dockerfile;
mod entries;
mod fields;
pub(crate) mod image_reference;
mod images;
mod kubernetes_object;
pub(crate) mod network_rules;
mod placeholder;
pub(crate) mod policy_document;
pub(crate) mod secrets;
mod structured_text;
pub(crate) mod workload;

pub use crate::vocabulary::Shape;
pub use compose::{BOUND_VOLUMES, ENV_FILES};
pub use image_reference::ImageReference;

use std::sync::Arc;

use crate::model::{Platform, Resource};
use crate::value::Value;

/// What makes a shape.
struct View {
    /// The languages of the resources that can have it.
    platforms: &'static [Platform],
    /// See [`Shape::serves`].
    serves: fn(&str) -> bool,
    /// See [`Shape::derive`].
    derive: fn(&Resource) -> Option<Value>,
    /// See [`Shape::kind`].
    kind: fn(&Resource) -> Option<Arc<str>>,
}

impl Shape {
    const fn view(self) -> View {
        let own_kind: fn(&Resource) -> Option<Arc<str>> = |resource| Some(Arc::clone(&resource.kind));
        match self {
            Self::Workload => View {
                platforms: &[Platform::Terraform, Platform::Kubernetes, Platform::Compose],
                serves: workload::serves,
                derive: |resource| Self::Workload.derive_each(resource).into_iter().next(),
                kind: own_kind,
            },
            Self::Containers => View {
                platforms: &[Platform::Terraform, Platform::Kubernetes, Platform::Compose],
                serves: |kind| workload::serves(kind) || aws_tasks::serves(kind),
                derive: |resource| Self::Containers.derive_each(resource).into_iter().next(),
                kind: own_kind,
            },
            Self::NetworkRules => View {
                platforms: &[Platform::Terraform],
                serves: network_rules::serves,
                derive: network_rules::derive,
                kind: own_kind,
            },
            Self::PolicyDocument => View {
                platforms: &[Platform::Terraform],
                serves: policy_document::serves,
                derive: policy_document::derive,
                kind: own_kind,
            },
            Self::Dockerfile => View {
                platforms: &[Platform::Dockerfile],
                serves: dockerfile::serves,
                derive: dockerfile::derive,
                kind: own_kind,
            },
            Self::ImageReference => {
                View { platforms: &Platform::ALL, serves: images::serves, derive: images::derive, kind: own_kind }
            }
            Self::KubernetesObject => View {
                platforms: &[Platform::Terraform, Platform::Kubernetes],
                serves: kubernetes_object::serves,
                derive: kubernetes_object::derive,
                kind: workload::Object::kind_of,
            },
            Self::StructuredText => View {
                platforms: &[Platform::Terraform],
                serves: structured_text::serves,
                derive: structured_text::derive,
                kind: own_kind,
            },
            Self::Secrets => View {
                platforms: &Platform::ALL,
                serves: |_| true,
                derive: |resource| Some(secrets::derive(resource)),
                kind: own_kind,
            },
        }
    }

    /// The languages of the resources that can have the shape.
    pub const fn platforms(self) -> &'static [Platform] {
        self.view().platforms
    }

    /// Whether resources of this kind are known to have the shape. A resource of another kind may have it too, such as
    /// a custom one with a pod template.
    pub fn serves(self, kind: &str) -> bool {
        (self.view().serves)(kind)
    }

    /// The view of `resource`, the first where it has several; `None` where it has nothing of this shape.
    pub fn derive(self, resource: &Resource) -> Option<Value> {
        (self.view().derive)(resource)
    }

    /// Every view of `resource`: several where it has several pods, each of which is judged.
    pub fn derive_each(self, resource: &Resource) -> Vec<Value> {
        match self {
            Self::Workload => {
                compose::derive(resource).map_or_else(|| workload::derive_each(resource), |view| vec![view])
            }
            Self::Containers => {
                aws_tasks::derive_each(resource).unwrap_or_else(|| Self::Workload.derive_each(resource))
            }
            _ => self.derive(resource).into_iter().collect(),
        }
    }

    /// The kind by which checks on this view choose among resources; `None` where `resource` has nothing of this shape.
    pub fn kind(self, resource: &Resource) -> Option<Arc<str>> {
        (self.view().kind)(resource)
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
            (
                "kubernetes_cron_job_v1",
                vec![Shape::Workload, Shape::Containers, Shape::ImageReference, Shape::KubernetesObject],
            ),
            ("compose_service", vec![Shape::Workload, Shape::Containers, Shape::ImageReference]),
            ("Pod", vec![Shape::Workload, Shape::Containers, Shape::ImageReference, Shape::KubernetesObject]),
            ("aws_ecs_task_definition", vec![Shape::Containers, Shape::ImageReference, Shape::StructuredText]),
            ("aws_sfn_state_machine", vec![Shape::StructuredText]),
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
