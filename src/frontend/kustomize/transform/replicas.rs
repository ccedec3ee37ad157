//! `replicas`.

use super::super::definition::text;
use super::super::field_path::{FieldSpec, Leaf};
use super::super::object::Object;
use crate::diagnostic::{Diagnostic, Level};
use crate::value::{Number, Value};

/// Where the kinds that Kustomize knows have their number of replicas.
pub(in super::super) const FIELDS: [FieldSpec<'static>; 4] = [
    FieldSpec::of("Deployment", "spec/replicas", true),
    FieldSpec::of("ReplicationController", "spec/replicas", true),
    FieldSpec::of("ReplicaSet", "spec/replicas", true),
    FieldSpec::of("StatefulSet", "spec/replicas", true),
];

/// One entry of `replicas`; tells where no object is meant.
pub(in super::super) fn apply(objects: &mut [Object], entry: &Value, specs: &[FieldSpec<'_>]) -> Option<Diagnostic> {
    let name = text(entry, "name").and_then(Value::as_str);
    // Without a number it is none.
    let count = entry.member("count").cloned().unwrap_or_else(|| Value::number(Number::Int(0), entry.span));
    let mut found = false;
    for object in objects.iter_mut().filter(|object| name.is_some_and(|name| object.was_named(name))) {
        let id = object.id();
        for spec in specs.iter().filter(|spec| spec.applies(&id.group, &id.version, &id.kind)) {
            found = true;
            spec.visit(&mut object.body, Leaf::Scalar, entry.span, &mut |value| *value = count.clone());
            object.ground(entry.span);
        }
    }
    let message = "there is nothing of this name that has replicas";
    (!found).then(|| Diagnostic::at(Level::Error, "kustomize-replicas", entry.span, message))
}
