//! The `workload` and `image_reference` shapes of a Compose service: a pod with one container, in the names of Kubernetes
//! where Compose has the same thing. What Compose cannot express is absent.

mod commands;
mod ports;
mod security;
mod service;
#[cfg(test)]
mod tests;
mod volumes;

use std::collections::HashSet;

use super::image_reference;
use super::workload::{Role, host_paths, view_of};
use crate::model::Resource;
use crate::value::{Entry, Kind, List, Lookup, Map, Part, Reason, Value};
use service::Service;
pub use volumes::BOUND_VOLUMES;

/// Reserved name in a service's body: the variables of its `env_file`, by their names.
pub const ENV_FILES: &str = "_env_files";

/// The `workload` view of a service.
pub(super) fn derive(resource: &Resource) -> Option<Value> {
    let service = Service::of(resource)?;
    let pod = pod(&service);
    let container = view_of(&container(&service), Role::App, &pod);
    let mut view = Map::new();
    view.insert("kind", service.header, Value::string(resource.kind.clone(), service.header));
    view.insert("name", service.header, Value::string(resource.name.clone(), service.header));
    let containers = List::new(vec![container]);
    if let Some(host_paths) = host_paths::of(&pod, &containers) {
        view.insert("host_paths", host_paths.span, host_paths);
    }
    view.insert("pod", service.header, pod);
    view.insert("containers", service.header, Value::new(Kind::List(containers.into()), service.header));
    Some(Value::map(view, resource.body.span))
}

/// The image that a service runs. What is built gets its name from `image`, which then says nothing of where it is from.
pub(super) fn images(resource: &Resource) -> List {
    let image = || {
        let service = Service::of(resource).filter(|service| matches!(service.body.get("build"), Lookup::Absent))?;
        let image = service.body.member("image")?;
        let mut reference = image_reference::to_value(image);
        if let Kind::Map(parts) = &reference.kind {
            let mut parts = Map::clone(parts);
            parts.insert("name", service.header, Value::string(resource.name.clone(), service.header));
            reference.kind = Kind::Map(parts.into());
        }
        Some(reference)
    };
    List::new(image().into_iter().collect())
}

fn pod(service: &Service<'_>) -> Value {
    let is_host = |name: &str| Some(service.compare(&service.path(&[name])?, "host"));
    service.whole([
        ("hostNetwork", is_host("network_mode")),
        ("hostPID", is_host("pid")),
        ("hostIPC", is_host("ipc")),
        ("volumes", volumes::volumes(service)),
    ])
}

fn container(service: &Service<'_>) -> Value {
    service.whole([
        ("name", Some(Value::string(service.name, service.header))),
        ("image", service.path(&["image"])),
        ("securityContext", security::context(service)),
        ("ports", ports::ports(service)),
        ("env", environment(service)),
        ("passwords", commands::passwords(service)),
        ("volumeMounts", volumes::mounts(service)),
        ("resources", resources(service)),
        ("livenessProbe", healthcheck(service)),
    ])
}

fn resources(service: &Service<'_>) -> Option<Value> {
    let of = |kind: &'static str, name: &'static str| service.path(&["deploy", "resources", kind, name]);
    let either = |first: Option<Value>, second: &'static str| match first {
        Some(value) if value.as_unknown().is_none() => Some(value),
        first => service.path(&[second]).or(first),
    };
    let limits = service.object([
        ("cpu", either(of("limits", "cpus"), "cpus")),
        ("memory", either(of("limits", "memory"), "mem_limit")),
        ("pids", either(of("limits", "pids"), "pids_limit")),
    ]);
    let requests = service.object([
        ("cpu", of("reservations", "cpus")),
        ("memory", either(of("reservations", "memory"), "mem_reservation")),
    ]);
    service.object([("limits", limits), ("requests", requests)])
}

/// The check of a service's health, unless it turns off the one of its image.
fn healthcheck(service: &Service<'_>) -> Option<Value> {
    let healthcheck = service.path(&["healthcheck"])?;
    let test = healthcheck.member("test");
    let first = test.and_then(Value::as_list).map_or(test, |list| list.items.first());
    let disable = healthcheck.member("disable").map(service::boolean);
    match (disable.as_ref().map(|value| &value.kind), first.and_then(Value::as_str)) {
        (Some(Kind::Bool(true)), _) | (_, Some("NONE")) => None,
        (Some(Kind::Unknown(_)), _) => disable,
        _ => Some(healthcheck),
    }
}

/// The environment as a list of names and values. A variable that is handed over from outside has no `value`: what it
/// holds is not written here.
fn environment(service: &Service<'_>) -> Option<Value> {
    let read = service.body.member(ENV_FILES).and_then(Value::as_map);
    let Some(own) = own_environment(service) else {
        let items = read?.entries().map(|entry| of_entry(service, entry)).collect();
        return Some(Value {
            kind: Kind::List(List::with_rest(items, read?.rest().cloned()).into()),
            ..service.body.member(ENV_FILES)?.clone()
        });
    };
    let (Some(read), Some(list)) = (read, own.as_list()) else { return Some(own) };
    // What the service sets itself is stronger.
    let names: HashSet<&str> = list.items.iter().filter_map(|item| item.member("name")?.as_str()).collect();
    let mut items: Vec<Value> =
        read.entries().filter(|entry| !names.contains(&*entry.key)).map(|entry| of_entry(service, entry)).collect();
    items.extend(list.items.iter().cloned());
    Some(Value {
        kind: Kind::List(List::with_rest(items, list.rest.clone().or_else(|| read.rest().cloned())).into()),
        ..own.clone()
    })
}

fn of_entry(service: &Service<'_>, entry: &Entry) -> Value {
    variable(service, Value::string(entry.key.clone(), entry.key_span), Some(&entry.value))
}

/// What stands under `environment`.
fn own_environment(service: &Service<'_>) -> Option<Value> {
    let environment = service.path(&["environment"])?;
    let mut items = Vec::new();
    let rest = match &environment.kind {
        Kind::Map(map) => {
            items.extend(map.entries().map(|entry| of_entry(service, entry)));
            map.rest()
        }
        Kind::List(list) => {
            for item in &list.items {
                items.push(match item.split_once(&['=']) {
                    Some((name, value)) => variable(service, name, Some(&value)),
                    None => variable(service, item.clone(), None),
                });
            }
            list.rest.as_ref()
        }
        _ => return environment.as_unknown().is_some().then_some(environment),
    };
    let rest = rest.or(service.rest()).cloned();
    Some(Value { kind: Kind::List(List::with_rest(items, rest).into()), ..environment.clone() })
}

fn variable(service: &Service<'_>, name: Value, value: Option<&Value>) -> Value {
    let value = value.filter(|value| !is_from_outside(value)).map(|value| match value.kind {
        Kind::Bool(_) | Kind::Number(_) => Value { kind: Kind::String(value.render().into()), ..value.clone() },
        _ => value.clone(),
    });
    let span = value.as_ref().map_or(name.span, |value| value.span);
    let mut variable = service.whole([("name", Some(name)), ("value", value)]);
    variable.span = span;
    variable
}

/// Whether a value is nothing but variables of the environment.
fn is_from_outside(value: &Value) -> bool {
    let is_variable = |reason: &Reason| matches!(reason, Reason::EnvironmentVariable(_));
    match &value.kind {
        Kind::Unknown(unknown) => is_variable(&unknown.reason),
        Kind::Template(template) => template.parts.iter().all(|part| match part {
            Part::Hole(unknown) => is_variable(&unknown.reason),
            Part::Text(_) => false,
        }),
        _ => false,
    }
}
