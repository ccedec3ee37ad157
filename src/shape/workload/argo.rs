//! Argo's workflows: each template is a pod with one main container, and the workflow's spec is what all pods share
//! (<https://argo-workflows.readthedocs.io/en/latest/fields/#template>).

use std::sync::Arc;

use super::object::Object;
use super::pod::{Container, Containers, Layout, Pod, Role};
use crate::value::{Entry, Kind, List, Map, Reason, Unknown, Value};

/// What a template says of its pod in place of the workflow.
const OVERRIDDEN: [&str; 9] = [
    "activeDeadlineSeconds",
    "affinity",
    "automountServiceAccountToken",
    "hostAliases",
    "nodeSelector",
    "priorityClassName",
    "securityContext",
    "serviceAccountName",
    "tolerations",
];

/// The pods of a workflow, one for each template that runs something itself.
pub(super) fn pods(object: &Object) -> Vec<Pod> {
    workflow(object).map_or_else(Vec::new, |(spec, templates)| {
        let pods = templates.items.iter().filter_map(|template| {
            let pod = pod_of(spec, template);
            let containers = containers(template, &pod);
            (!containers.items.is_empty() || containers.rest.is_some())
                .then(|| self::pod(spec, Some(template), pod, containers))
        });
        let others = templates.rest.iter().map(|rest| {
            let containers = Containers { items: Vec::new(), rest: Some(Arc::clone(rest)) };
            self::pod(spec, None, spec.value.clone(), containers)
        });
        pods.chain(others).collect()
    })
}

fn workflow(object: &Object) -> Option<(&Entry, &List)> {
    let mut spec = object.body.as_map()?.entry("spec")?;
    if let Some(entry) = spec.value.as_map()?.entry("workflowSpec") {
        spec = entry;
    }
    Some((spec, spec.value.member("templates")?.as_list()?))
}

fn pod(spec: &Entry, template: Option<&Value>, pod: Value, containers: Containers) -> Pod {
    let mut holder = Map::new();
    let own = template.and_then(|template| template.as_map()?.entry("metadata"));
    let shared = spec.value.as_map().and_then(|spec| spec.entry("podMetadata"));
    if let Some(metadata) = own.or(shared) {
        let merged = match (own, shared) {
            (Some(own), Some(shared)) => over(&own.value, &shared.value),
            _ => metadata.value.clone(),
        };
        holder.insert("metadata", metadata.key_span, merged);
    }
    let name = template.and_then(|template| template.member("name")).and_then(Value::as_str);
    Pod {
        template: Value::map(holder, spec.value.span),
        spec: Entry { value: pod, ..spec.clone() },
        layout: Layout::Steps(containers),
        part: name.map(Into::into),
    }
}

/// The labels and annotations of a template over those of the workflow.
fn over(own: &Value, shared: &Value) -> Value {
    let (Some(map), Some(defaults)) = (own.as_map(), shared.as_map()) else { return own.clone() };
    let mut merged = map.clone();
    for entry in defaults.entries() {
        let value = match map.get(&entry.key) {
            Some(value) if entry.value.as_map().is_some() => over(value, &entry.value),
            Some(_) => continue,
            None => entry.value.clone(),
        };
        merged.insert(Arc::clone(&entry.key), entry.key_span, value);
    }
    Value { kind: Kind::Map(Arc::new(merged)), ..own.clone() }
}

/// The spec of a template's pod. A patch of it can change anything.
fn pod_of(spec: &Entry, template: &Value) -> Value {
    let Some(shared) = spec.value.as_map() else { return spec.value.clone() };
    let mut map = shared.clone();
    let own = template.as_map();
    for entry in OVERRIDDEN.iter().filter_map(|name| own?.entry(name)) {
        map.insert(Arc::clone(&entry.key), entry.key_span, entry.value.clone());
    }
    if let Some(entry) = own.and_then(|own| own.entry("volumes")) {
        map.insert("volumes", entry.key_span, both(shared.get("volumes"), &entry.value));
    }
    for patch in [&spec.value, template].into_iter().filter_map(|owner| owner.member("podSpecPatch")) {
        map.open(Arc::new(Unknown::new(Reason::Unsupported("podSpecPatch"), patch.span)));
    }
    Value { kind: Kind::Map(Arc::new(map)), ..spec.value.clone() }
}

/// The volumes of the workflow and of a template.
fn both(shared: Option<&Value>, own: &Value) -> Value {
    let lists: Vec<&Value> = shared.into_iter().chain([own]).collect();
    let items = lists.iter().filter_map(|list| list.as_list()).flat_map(|list| list.items.iter().cloned()).collect();
    let rests = lists.iter().filter_map(|list| match list.as_list() {
        Some(list) => list.rest.as_ref(),
        None => list.as_unknown(),
    });
    let rest = rests.into_iter().next().cloned();
    Value { kind: Kind::List(Arc::new(List::with_rest(items, rest))), ..own.clone() }
}

fn containers(template: &Value, pod: &Value) -> Containers {
    let mut containers = Containers::default();
    containers.open(template.as_unknown());
    for name in ["container", "script"] {
        if let Some(main) = template.member(name) {
            containers.items.push(Container { role: Role::App, value: named(main, template), pod: pod.clone() });
        }
    }
    if let Some(set) = template.member("containerSet") {
        containers.add_list(set, "containers", Role::App, pod);
    }
    if !containers.items.is_empty() || containers.rest.is_some() {
        containers.add_list(template, "sidecars", Role::App, pod);
        containers.add_list(template, "initContainers", Role::Init, pod);
    }
    containers
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
