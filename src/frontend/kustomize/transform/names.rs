//! `namePrefix` and `nameSuffix`.

use std::sync::Arc;

use super::super::object::Object;

/// Puts `prefix` before the name of each object and `suffix` behind it; either may be empty.
pub(in super::super) fn apply(objects: &mut [Object], prefix: &str, suffix: &str) {
    if prefix.is_empty() && suffix.is_empty() {
        return;
    }
    for object in objects.iter_mut().filter(|object| may_change(object)) {
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
}

/// The names of some kinds mean something by themselves.
fn may_change(object: &Object) -> bool {
    let id = object.first_id();
    !matches!(
        (&*id.group, &*id.kind),
        (_, "CustomResourceDefinition" | "Namespace") | ("apiregistration.k8s.io", "APIService")
    )
}
