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
            hide_members(data);
        }
    }
}

fn hide_members(data: &mut Value) {
    let keys: Vec<_> = data.as_map().into_iter().flat_map(Map::entries).map(|entry| entry.key.clone()).collect();
    for key in keys {
        if let Some(value) = data.as_map_mut().and_then(|map| map.get_mut(&key)) {
            value.sensitive = true;
        }
    }
}
