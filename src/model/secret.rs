//! What Secrets hold must not show up in reports.

use crate::value::{Map, Value};

/// Marks what an object of kind `Secret` holds as sensitive; other objects stay as they are.
pub(crate) fn hide_secret(kind: &str, body: &mut Value) {
    if kind != "Secret" {
        return;
    }
    for name in ["data", "stringData", "binaryData"] {
        if let Some(data) = body.as_map_mut().and_then(|body| body.get_mut(name)) {
            data.sensitive = true;
            let members = data.as_map_mut().into_iter().flat_map(Map::members_mut);
            members.for_each(|(_, value)| value.sensitive = true);
        }
    }
}
