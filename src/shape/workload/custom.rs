//! Pod specs in objects of kinds that Kubernetes itself does not know, found by their shape.

use super::object::Object;
use super::pod::{Layout, Pod};
use crate::value::{Entry, Kind, Map, Value};

/// Deepest place below `spec` that is searched.
const DEPTH_LIMIT: usize = 12;

/// Most values of one object that are looked at.
const VALUES_LIMIT: usize = 4096;

/// API groups whose objects describe how other objects should look.
const POLICIES: [&str; 3] = ["kyverno.io", "gatekeeper.sh", "kubewarden.io"];

/// The first pod of an object, with the containers of all of them.
pub(super) fn pod(object: &Object) -> Option<Pod> {
    let group = object.custom_group()?;
    if POLICIES.iter().any(|policies| group.ends_with(policies)) {
        return None;
    }
    let mut found = search(&object.body).into_iter();
    let (holder, spec) = found.next()?;
    // The metadata beside the object's own spec is that of the object, and what its pods have is not said.
    let is_template = &*spec.key == "spec" && holder.span != object.body.span;
    let template = if is_template { holder.clone() } else { Value::map(Map::new(), spec.key_span) };
    let others: Vec<Value> = found.map(|(_, spec)| spec.value.clone()).collect();
    let layout = if others.is_empty() { Layout::Pod } else { Layout::Pods(others) };
    Some(Pod { template, spec: spec.clone(), layout })
}

/// The entries that hold pod specs, each with the map that it is in, in the order of the text.
fn search(body: &Value) -> Vec<(&Value, &Entry)> {
    let mut found = Vec::new();
    let mut looked_at = 0;
    let spec = body.as_map().and_then(|body| body.entry("spec"));
    let mut open: Vec<(&Value, Step<'_>, usize)> =
        spec.map(|spec| (body, Step::Entry(spec), DEPTH_LIMIT)).into_iter().collect();
    while let Some((holder, step, depth)) = open.pop() {
        looked_at += 1;
        if looked_at > VALUES_LIMIT {
            break;
        }
        let value = match step {
            Step::Entry(entry) if is_pod(&entry.value) => {
                found.push((holder, entry));
                continue;
            }
            Step::Entry(entry) => &entry.value,
            Step::Item(value) => value,
        };
        let Some(depth) = depth.checked_sub(1) else { continue };
        match &value.kind {
            Kind::Map(map) => open.extend(map.entries().rev().map(|entry| (value, Step::Entry(entry), depth))),
            Kind::List(list) => open.extend(list.items.iter().rev().map(|item| (value, Step::Item(item), depth))),
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
