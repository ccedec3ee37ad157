//! The `dockerfile` shape: the front end gives every Dockerfile a body of this shape.

use crate::model::{Platform, Resource};
use crate::value::Value;

/// The view of `resource`; `None` where it is no Dockerfile.
pub(super) fn derive(resource: &Resource) -> Option<Value> {
    (resource.platform == Platform::Dockerfile && serves(&resource.kind)).then(|| resource.body.clone())
}

/// Whether resources of this kind have the shape.
pub(super) fn serves(kind: &str) -> bool {
    kind == "Dockerfile"
}
