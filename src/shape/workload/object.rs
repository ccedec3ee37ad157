//! A Kubernetes object, whichever language declares it.

use std::sync::Arc;

use super::terraform;
use crate::model::{Platform, Resource, hide_secret};
use crate::value::Value;

/// An object in Kubernetes' own names. Cloning is cheap.
#[derive(Clone)]
pub(crate) struct Object {
    /// The kind, such as `Deployment`.
    pub(crate) kind: Arc<str>,
    /// What a manifest of it would hold. Need not name the kind itself.
    pub(crate) body: Value,
}

impl Object {
    /// The object that a resource declares; `None` where it declares something else.
    pub(crate) fn of(resource: &Resource) -> Option<Self> {
        match resource.platform {
            Platform::Kubernetes => Some(Self { kind: Arc::clone(&resource.kind), body: resource.body.clone() }),
            Platform::Terraform => terraform::object(resource).map(|(kind, mut body)| {
                hide_secret(&kind, &mut body);
                Self { kind, body }
            }),
            _ => None,
        }
    }

    /// The kind of the object that a resource declares, without making the object.
    pub(crate) fn kind_of(resource: &Resource) -> Option<Arc<str>> {
        match resource.platform {
            Platform::Kubernetes => Some(Arc::clone(&resource.kind)),
            Platform::Terraform => terraform::kind(resource),
            _ => None,
        }
    }

    /// The API group, where it is none of Kubernetes' own.
    pub(super) fn custom_group(&self) -> Option<&str> {
        let (group, _) = self.body.member("apiVersion")?.as_str()?.split_once('/')?;
        (group.contains('.') && !group.ends_with(".k8s.io")).then_some(group)
    }
}
