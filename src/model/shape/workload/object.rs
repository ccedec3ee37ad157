//! A Kubernetes object, whichever language declares it.

use std::sync::Arc;

use super::terraform;
use crate::model::{Platform, Resource};
use crate::value::Value;

/// An object in Kubernetes' own names. Cloning is cheap.
#[derive(Clone)]
pub(in crate::model) struct Object {
    /// The kind, such as `Deployment`.
    pub(in crate::model) kind: Arc<str>,
    /// What a manifest of it would hold. Need not name the kind itself.
    pub(in crate::model) body: Value,
}

impl Object {
    /// The object that a resource declares; `None` where it declares something else.
    pub(in crate::model) fn of(resource: &Resource) -> Option<Self> {
        match resource.platform {
            Platform::Kubernetes => Some(Self { kind: Arc::clone(&resource.kind), body: resource.body.clone() }),
            Platform::Terraform => terraform::object(resource),
            Platform::Dockerfile | Platform::Compose => None,
        }
    }
}
