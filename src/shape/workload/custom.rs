//! Pod specs in objects of kinds that Kubernetes itself does not know, found by their shape.

use super::object::Object;
use super::pod::{Layout, Pod};
use crate::value::{Entry, Kind, Map, Value};

/// API groups whose objects describe how other objects should look.
const POLICIES: [&str; 3] = ["kyverno.io", "gatekeeper.sh", "kubewarden.io"];

/// The first pod of an object, with all others.
pub(super) fn pod(object: &Object) -> Option<Pod> {
    let group = object.custom_group()?;
    if POLICIES.iter().any(|policies| group.ends_with(policies)) {
        return None;
    }
    let mut found = search(&object.body).into_iter().map(|(holder, spec)| {
        // The metadata beside the object's own spec is that of the object, and what its pods have is not said.
        let is_template = &*spec.key == "spec" && holder.span != object.body.span;
        let template = if is_template { holder.clone() } else { Value::map(Map::new(), spec.key_span) };
        Pod { template, spec: spec.clone(), layout: Layout::Pod }
    });
    let first = found.next()?;
    let others: Vec<Pod> = found.collect();
    Some(if others.is_empty() { first } else { Pod { layout: Layout::Pods(others), ..first } })
}

/// The entries that hold pod specs, each with the map that it is in, in the order of the text.
fn search(body: &Value) -> Vec<(&Value, &Entry)> {
    let mut found = Vec::new();
    let spec = body.as_map().and_then(|body| body.entry("spec"));
    let mut open: Vec<(&Value, Step<'_>)> = spec.map(|spec| (body, Step::Entry(spec))).into_iter().collect();
    while let Some((holder, step)) = open.pop() {
        let value = match step {
            Step::Entry(entry) if is_pod(&entry.value) => {
                found.push((holder, entry));
                continue;
            }
            Step::Entry(entry) => &entry.value,
            Step::Item(value) => value,
        };
        match &value.kind {
            Kind::Map(map) => open.extend(map.entries().rev().map(|entry| (value, Step::Entry(entry)))),
            Kind::List(list) => open.extend(list.items.iter().rev().map(|item| (value, Step::Item(item)))),
            _ => {}
        }
    }
    found
}

/// A step downwards.
#[derive(Clone, Copy)]
enum Step<'v> {
    Entry(&'v Entry),
    Item(&'v Value),
}

/// Whether a value has containers with images.
fn is_pod(value: &Value) -> bool {
    let containers = value.member("containers").and_then(Value::as_list);
    containers.is_some_and(|containers| containers.items.iter().any(|item| item.member("image").is_some()))
}
