//! Tekton's tasks and pipelines: the steps of a task are the containers of one pod.

use std::sync::Arc;

use super::object::Object;
use super::pod::{Container, Containers, Layout, Pod, Role};
use crate::source::Span;
use crate::value::{Entry, Kind, List, Map, Reason, Unknown, Value};

/// The pods of all tasks as one.
pub(super) fn pod(object: &Object) -> Option<Pod> {
    let spec = object.body.as_map()?.entry("spec")?;
    let tasks = match &*object.kind {
        "StepAction" => Vec::new(),
        _ => tasks(&spec.value),
    };
    let is_run = matches!(&*object.kind, "TaskRun" | "PipelineRun");
    let pod = pod_of(&spec.value, &tasks, (!is_run).then_some(spec.key_span));
    let mut containers = Containers::default();
    if &*object.kind == "StepAction" {
        containers.items.push(Container { role: Role::App, value: spec.value.clone(), pod: pod.clone() });
    }
    for task in tasks {
        let first = containers.items.len();
        containers.add_list(task, "steps", Role::App, &pod);
        for step in &mut containers.items[first..] {
            step.value = with_defaults(&step.value, task.member("stepTemplate"));
        }
        containers.add_list(task, "sidecars", Role::App, &pod);
    }
    if containers.items.is_empty() && containers.rest.is_none() {
        return None;
    }
    let template = if is_run { object.body.clone() } else { Value::map(undecided(spec.key_span), spec.key_span) };
    let spec = Entry { value: pod, ..spec.clone() };
    Some(Pod { template, spec, layout: Layout::Steps(containers), part: None })
}

/// The tasks that are written within a value, as deep as documents are.
fn tasks(value: &Value) -> Vec<&Value> {
    if value.member("steps").is_some() {
        return vec![value];
    }
    let lists = ["tasks", "finally"].into_iter().filter_map(|name| value.member(name)?.as_list());
    let parts = lists.flat_map(|list| &list.items);
    let parts = parts.chain(["taskSpec", "pipelineSpec"].into_iter().filter_map(|name| value.member(name)));
    parts.flat_map(tasks).collect()
}

/// What is known of the pods. Where it is no run, whatever runs the tasks decides on the rest, which stands at `open`.
fn pod_of(spec: &Value, tasks: &[&Value], open: Option<Span>) -> Value {
    let mut pod = open.map_or_else(Map::new, undecided);
    for owner in [spec.member("taskRunTemplate"), Some(spec)].into_iter().flatten() {
        let template = owner.member("podTemplate").and_then(Value::as_map);
        let account = owner.as_map().and_then(|owner| owner.entry("serviceAccountName"));
        for entry in template.into_iter().flat_map(Map::entries).chain(account) {
            pod.insert(Arc::clone(&entry.key), entry.key_span, entry.value.clone());
        }
    }
    let lists = || tasks.iter().filter_map(|task| task.as_map()?.entry("volumes"));
    if let Some(first) = lists().next() {
        let each = || lists().filter_map(|entry| entry.value.as_list());
        let items = each().flat_map(|list| list.items.iter().cloned()).collect();
        let rest = each().find_map(|list| list.rest.clone());
        let volumes = Value { kind: Kind::List(Arc::new(List::with_rest(items, rest))), ..first.value.clone() };
        pod.insert("volumes", first.key_span, volumes);
    }
    Value::map(pod, spec.span)
}

fn undecided(at: Span) -> Map {
    let mut map = Map::new();
    map.open(Arc::new(Unknown::new(Reason::Ambiguous("what runs this task decides on its pod"), at)));
    map
}

/// A step under the names of Kubernetes, with what the task's template says for all steps.
fn with_defaults(step: &Value, template: Option<&Value>) -> Value {
    let Some(own) = step.as_map() else {
        return step.clone();
    };
    let mut map = own.clone();
    for default in template.and_then(Value::as_map).into_iter().flat_map(Map::entries) {
        let merged = match own.entry(&default.key) {
            None => default.clone(),
            Some(entry) => Entry { value: over(&entry.value, &default.value), ..entry.clone() },
        };
        map.insert(merged.key, merged.key_span, merged.value);
    }
    if let Some(resources) = map.remove("computeResources") {
        map.insert("resources", resources.key_span, resources.value);
    }
    Value { kind: Kind::Map(Arc::new(map)), ..step.clone() }
}

/// Members of a map over those of its default; anything else replaces it.
fn over(own: &Value, default: &Value) -> Value {
    let (Some(map), Some(defaults)) = (own.as_map(), default.as_map()) else {
        return own.clone();
    };
    let mut merged = map.clone();
    for entry in defaults.entries().filter(|entry| map.get(&entry.key).is_none()) {
        merged.insert(Arc::clone(&entry.key), entry.key_span, entry.value.clone());
    }
    Value { kind: Kind::Map(Arc::new(merged)), ..own.clone() }
}
