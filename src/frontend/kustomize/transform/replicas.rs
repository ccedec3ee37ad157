//! `replicas`.

use super::super::field_path::{FieldSpec, Leaf};
use super::super::object::Object;
use crate::value::Value;

/// The kinds that have a number of replicas that this sets.
const KINDS: [&str; 4] = ["Deployment", "ReplicationController", "ReplicaSet", "StatefulSet"];

/// One entry of `replicas`. Says whether some object is meant.
pub(in super::super) fn apply(objects: &mut [Object], entry: &Value) -> bool {
    let (Some(name), Some(count)) = (entry.member("name").and_then(Value::as_str), entry.member("count")) else {
        return true;
    };
    let mut found = false;
    let is_meant = |object: &&mut Object| KINDS.contains(&object.kind()) && object.was_named(name);
    for object in objects.iter_mut().filter(is_meant) {
        found = true;
        let field = FieldSpec::any("spec/replicas", true);
        field.visit(&mut object.body, Leaf::Scalar, entry.span, &mut |value| *value = count.clone());
        object.ground(entry.span);
    }
    found
}
