//! The `dockerfile` shape.

use crate::model::Resource;
use crate::value::Value;

/// The view of `resource`; `None` where it has nothing of this shape.
pub fn derive(resource: &Resource) -> Option<Value> {
    let _ = resource;
    None
}
