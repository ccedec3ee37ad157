//! `namePrefix` and `nameSuffix`.

use std::sync::Arc;

use super::super::field_path::{FieldSpec, Leaf};
use super::super::object::Object;
use crate::value::{Kind, Value};

/// The name itself, which others refer to.
pub(in super::super) const NAME: FieldSpec<'static> = FieldSpec::any("metadata/name", false);

/// Puts `prefix` before these fields of each object and `suffix` behind them; either may be empty.
pub(in super::super) fn apply(objects: &mut [Object], prefix: &str, suffix: &str, specs: &[FieldSpec<'_>]) {
    if prefix.is_empty() && suffix.is_empty() {
        return;
    }
    for object in objects.iter_mut().filter(|object| may_change(object)) {
        let id = object.first_id();
        for spec in specs.iter().filter(|spec| spec.applies(&id.group, &id.version, &id.kind)) {
            if spec.path == NAME.path {
                rename(object, prefix, suffix);
                continue;
            }
            let span = object.body.span;
            spec.visit(&mut object.body, Leaf::Scalar, span, &mut |value: &mut Value| {
                if let Some(text) = value.as_str().filter(|text| !text.is_empty()) {
                    value.kind = Kind::String(format!("{prefix}{text}{suffix}").into());
                }
            });
        }
    }
}

fn rename(object: &mut Object, prefix: &str, suffix: &str) {
    object.remember();
    let name = format!("{prefix}{}{suffix}", object.name());
    object.rename(name);
    let note = |list: &mut Vec<Arc<str>>, text: &str| {
        if !text.is_empty() {
            list.push(text.into());
        }
    };
    note(&mut object.prefixes, prefix);
    note(&mut object.suffixes, suffix);
}

/// The names of some kinds mean something by themselves.
fn may_change(object: &Object) -> bool {
    let id = object.first_id();
    !matches!(
        (&*id.group, &*id.kind),
        (_, "CustomResourceDefinition" | "Namespace") | ("apiregistration.k8s.io", "APIService")
    )
}
