//! The `image_reference` shape.

use crate::model::Resource;
use crate::value::Value;

/// The view of `resource`; `None` where it has nothing of this shape.
pub fn derive(resource: &Resource) -> Option<Value> {
    let _ = resource;
    None
}

/// A container image name in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageReference<'a> {
    /// Host and port, where one is written.
    pub registry: Option<&'a str>,
    /// Path without registry, tag and digest.
    pub repository: &'a str,
    /// What follows `:`.
    pub tag: Option<&'a str>,
    /// What follows `@`.
    pub digest: Option<&'a str>,
}
