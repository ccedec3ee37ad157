//! Argo's workflows: each template is a pod with one main container, and the workflow's spec is what all pods share.

use std::sync::Arc;

use super::object::Object;
use super::pod::{Container, Containers, Layout, Pod, Role};
use crate::value::{Entry, Kind, Map, Reason, Unknown, Value};

/// The pods of a workflow as one.
pub(super) fn pod(object: &Object) -> Option<Pod> {
    let mut spec = object.body.as_map()?.entry("spec")?;
    if let Some(entry) = spec.value.as_map()?.entry("workflowSpec") {
        spec = entry;
    }
    let templates = spec.value.member("templates")?.as_list()?;
    let shared = shared(spec);
    let mut containers = Containers::default();
    for template in &templates.items {
        add(&mut containers, template, &shared);
    }
    containers.open(templates.rest.as_ref());
    if containers.items.is_empty() && containers.rest.is_none() {
        return None;
    }
    let mut holder = Map::new();
    if let Some(metadata) = spec.value.as_map().and_then(|spec| spec.entry("podMetadata")) {
        holder.insert("metadata", metadata.key_span, metadata.value.clone());
    }
    let template = Value::map(holder, spec.value.span);
    let spec = Entry { value: shared, ..spec.clone() };
    Some(Pod { template, spec, layout: Layout::Steps(containers) })
}

/// The spec as that of a pod. A patch of the pod spec can change anything.
fn shared(spec: &Entry) -> Value {
    match (spec.value.as_map(), spec.value.member("podSpecPatch")) {
        (Some(map), Some(patch)) => {
            let mut map = map.clone();
            map.open(Arc::new(Unknown::new(Reason::Unsupported("podSpecPatch"), patch.span)));
            Value { kind: Kind::Map(Arc::new(map)), ..spec.value.clone() }
        }
        _ => spec.value.clone(),
    }
}

fn add(containers: &mut Containers, template: &Value, shared: &Value) {
    let pod = if template.member("securityContext").is_some() { template } else { shared };
    for name in ["container", "script"] {
        if let Some(main) = template.member(name) {
            containers.items.push(Container { role: Role::App, value: named(main, template), pod: pod.clone() });
        }
    }
    if let Some(set) = template.member("containerSet") {
        containers.add_list(set, "containers", Role::App, pod);
    }
    containers.add_list(template, "sidecars", Role::App, pod);
    containers.add_list(template, "initContainers", Role::Init, pod);
}

/// The main container, which goes by the name of its template unless it has one of its own.
fn named(main: &Value, template: &Value) -> Value {
    let name = template.as_map().and_then(|template| template.entry("name"));
    match (main.as_map(), name) {
        (Some(map), Some(name)) if map.get("name").is_none() => {
            let mut map = map.clone();
            map.insert("name", name.key_span, name.value.clone());
            Value { kind: Kind::Map(Arc::new(map)), ..main.clone() }
        }
        _ => main.clone(),
    }
}
