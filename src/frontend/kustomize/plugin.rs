//! The configurations of Kustomize's own generators and transformers, as the fields of a kustomization that do the same.

use super::definition::items;
use super::fields::PLUGIN;
use super::schema;
use crate::diagnostic::Diagnostic;
use crate::value::{Map, Value};

/// The annotations that make a configuration one for a program of somebody else.
const FUNCTIONS: [&str; 2] = ["config.kubernetes.io/function", "config.k8s.io/function"];

/// Whether a configuration is for what Kustomize has built in.
pub(super) fn is_builtin(document: &Value) -> bool {
    document.member("apiVersion").and_then(Value::as_str) == Some("builtin")
}

/// Whether a configuration is for a program or a container image.
pub(super) fn is_function(document: &Value) -> bool {
    let annotations = document.member("metadata").and_then(|metadata| metadata.member("annotations"));
    !is_builtin(document)
        && annotations.is_some_and(|annotations| FUNCTIONS.iter().any(|name| annotations.member(name).is_some()))
}

/// The kind of a configuration.
pub(super) fn kind(document: &Value) -> &str {
    document.member("kind").and_then(Value::as_str).unwrap_or_default()
}

/// Whether what Kustomize has built in for a configuration makes objects, and does not change them.
pub(super) fn is_generator(document: &Value) -> bool {
    kind(document).ends_with("Generator")
}

/// The configuration with its fields spelled as they are in the table.
pub(super) fn read(document: &Value, said: &mut Vec<Diagnostic>) -> Value {
    schema::read_loosely(document, PLUGIN, "a transformer", said)
}

/// The fields of a kustomization that do what this configuration does; `None` where there are none that do.
pub(super) fn fields(document: &Value, said: &mut Vec<Diagnostic>) -> Option<Value> {
    if !is_builtin(document) {
        return None;
    }
    let mut mistakes = Vec::new();
    let own = read(document, &mut mistakes);
    let (field, list) = match kind(document) {
        "PatchTransformer" => ("patches", vec![own.clone()]),
        "PatchJson6902Transformer" => ("patchesJson6902", vec![renamed(&own, "jsonOp", "patch")]),
        "PatchStrategicMergeTransformer" => {
            let inline = own.member("patches").filter(|patches| patches.as_str().is_some_and(|text| !text.is_empty()));
            ("patchesStrategicMerge", items(&own, "paths").chain(inline).cloned().collect())
        }
        "ReplacementTransformer" => ("replacements", items(&own, "replacements").cloned().collect()),
        "ConfigMapGenerator" => ("configMapGenerator", vec![named(own.clone())]),
        "SecretGenerator" => ("secretGenerator", vec![named(own.clone())]),
        _ => return None,
    };
    said.append(&mut mistakes);
    let mut map = Map::new();
    map.insert(field, own.span, Value::list(list, own.span));
    Some(Value::map(map, own.span))
}

/// The map with another name for one member.
fn renamed(value: &Value, from: &str, to: &str) -> Value {
    let mut value = value.clone();
    if let Some(map) = value.as_map_mut()
        && let Some(entry) = map.remove(from)
    {
        map.insert(to, entry.key_span, entry.value);
    }
    value
}

/// A generator whose name and namespace are those of its configuration, where it has none of its own.
fn named(mut value: Value) -> Value {
    let metadata = value.member("metadata").and_then(Value::as_map).cloned().unwrap_or_default();
    if let Some(map) = value.as_map_mut() {
        for key in ["name", "namespace"] {
            if map.get(key).is_none()
                && let Some(entry) = metadata.entry(key)
            {
                map.insert(key, entry.key_span, entry.value.clone());
            }
        }
    }
    value
}
