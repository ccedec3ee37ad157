//! The `workload` shape.

mod apparmor;
mod argo;
mod custom;
mod environment;
mod find;
pub(super) mod host_paths;
mod object;
mod pod;
mod probes;
mod selector;
mod tekton;
mod terraform;
pub(super) mod windows;

use std::borrow::Cow;
use std::sync::Arc;

pub(crate) use object::Object;
pub(crate) use pod::{Pod, Role};

use super::image_reference;
use crate::model::{ATTACHED, Resource};
use crate::source::Span;
use crate::value::{Entry, Kind, List, Lookup, Map, Unknown, Value};
pub use terraform::{is_written_as_map, written_name};

/// The member of what is attached to an object that has what is attached to its second pod and those after, by their number.
pub(crate) const PODS: &str = "pods";

/// The member of a view that says which pod of its object it is.
pub(crate) const PART: &str = "_part";

/// Fields that a pod's security context has as well as a container's.
const SHARED_FIELDS: [&str; 7] = [
    "runAsUser",
    "runAsGroup",
    "runAsNonRoot",
    "seccompProfile",
    "seLinuxOptions",
    "appArmorProfile",
    "windowsOptions",
];

/// The views of `resource`: one for each pod, and none where it has nothing of this shape.
pub(super) fn derive_each(resource: &Resource) -> Vec<Value> {
    let Some(object) = Object::of(resource) else { return Vec::new() };
    let pods = Pod::all(&object);
    let count = pods.len();
    let view = |(index, pod): (usize, Pod)| {
        let mut view = view_of_pod(resource, &object, index, pod)?;
        if let Some(view) = view.as_map_mut() {
            // A selector of the object is not one of each of its pods, and a single pod needs no name of its own.
            view.remove(if count > 1 { "unmatched" } else { PART });
        }
        Some(view)
    };
    pods.into_iter().enumerate().filter_map(view).collect()
}

fn view_of_pod(resource: &Resource, object: &Object, index: usize, pod: Pod) -> Option<Value> {
    let body = object.body.as_map()?;
    let mut view = Map::new();
    // What a further pod lacks is missing there.
    let at = if index == 0 { resource.header } else { pod.spec.key_span };
    view.insert("kind", at, Value::string(Arc::clone(&object.kind), at));
    copy(&mut view, body.entry("kind").filter(|_| index == 0));
    view.insert("name", resource.header, Value::string(Arc::clone(&resource.name), resource.header));
    let metadata = member(body, "metadata");
    copy(&mut view, metadata.and_then(|metadata| metadata.entry("name")));
    copy(&mut view, metadata.and_then(|metadata| metadata.entry("namespace")));
    copy(&mut view, body.entry("metadata"));
    copy(&mut view, pod.metadata().and_then(|metadata| metadata.entry("labels")));
    copy(&mut view, pod.metadata().and_then(|metadata| metadata.entry("annotations")));
    copy(&mut view, body.entry("spec"));
    view.insert("pod", pod.spec.key_span, pod.spec.value.clone());
    view.insert("windows", pod.spec.key_span, windows::of(&pod.spec.value));
    let span = pod.spec.value.span;
    if completes(&object.kind, &pod) {
        view.insert("completes", resource.header, Value::bool(true, resource.header));
    }
    if let Some(labels) = selector::unmatched(body, &pod) {
        view.insert("unmatched", labels.span, labels);
    }
    let attached = attached(resource, index);
    if let Some(part) = &pod.part {
        view.insert(PART, at, Value::string(Arc::clone(part), at));
    }
    copy_as(&mut view, "automount", automount(&pod, attached));
    let annotations = pod.metadata().and_then(|metadata| metadata.get("annotations")).cloned();
    let containers = pod.into_containers();
    let items = containers.items.iter().map(|item| {
        let mut container = view_of(&item.value, item.role, &item.pod);
        apparmor::annotate(&mut container, annotations.as_ref());
        container
    });
    let items = items.collect();
    let containers = List::with_rest(items, containers.rest);
    if let Some(host_paths) = view.get("pod").and_then(|pod| host_paths::of(pod, &containers)) {
        view.insert("host_paths", host_paths.span, host_paths);
    }
    view.insert("containers", span, Value::new(Kind::List(Arc::new(containers)), span));
    copy_as(&mut view, "attached", attached);
    Some(Value::map(view, object.body.span))
}

/// What is attached to a pod of the object. What concerns the first one stands with what concerns the object.
fn attached(resource: &Resource, index: usize) -> Option<&Entry> {
    let attached = resource.body.as_map()?.entry(ATTACHED)?;
    match index {
        0 => Some(attached),
        _ => attached.value.member(PODS)?.as_map()?.entry(&index.to_string()),
    }
}

/// What says whether the token of the service account is mounted: the pod, or else the account. Absent where neither does.
fn automount<'v>(pod: &'v Pod, attached: Option<&'v Entry>) -> Option<&'v Entry> {
    const FIELD: &str = "automountServiceAccountToken";
    let own = pod.spec.value.as_map()?.entry(FIELD);
    let accounts = || attached?.value.member("service_account")?.as_list();
    own.or_else(|| accounts()?.items.iter().find_map(|account| account.as_map()?.entry(FIELD)))
}

/// Whether the pods run to an end by design, rather than to serve.
fn completes(kind: &str, pod: &Pod) -> bool {
    let policy = pod.spec.value.member("restartPolicy").and_then(Value::as_str);
    kind.ends_with("Job") || pod.has_steps() || matches!(policy, Some("Never" | "OnFailure"))
}

/// Whether resources of this kind run pods. Kinds that only their pod template tells are not known here.
pub(super) fn serves(kind: &str) -> bool {
    let kind = terraform::kind_of_type(kind).map_or_else(|| kind.into(), Cow::Owned);
    kind == "compose_service" || find::is_kind(&kind)
}

/// The container as it is written, and what can be derived from it. What is no map is left as it is.
pub(super) fn view_of(container: &Value, role: Role, pod: &Value) -> Value {
    let Some(map) = container.as_map() else {
        return container.clone();
    };
    let mut view = map.clone();
    view.insert("role", container.span, role_of(container, role));
    view.insert("effective", container.span, effective(container, pod));
    if let Some(repeated) = environment::repeated(container) {
        view.insert("repeated_env", repeated.span, repeated);
    }
    if let Some(undeclared) = probes::undeclared(container) {
        view.insert("undeclared_ports", undeclared.span, undeclared);
    }
    match container.get("image") {
        Lookup::Found(image) => {
            view.insert("image_reference", image.span, image_reference::to_value(image));
        }
        Lookup::Unknown(unknown) => {
            let unknown = Value::unknown(unknown.clone(), container.span);
            view.insert("image_reference", container.span, unknown);
        }
        Lookup::Absent => {}
    }
    Value { kind: Kind::Map(Arc::new(view)), ..container.clone() }
}

fn role_of(container: &Value, role: Role) -> Value {
    let word = match role {
        Role::App => "app",
        Role::Ephemeral => "ephemeral",
        Role::Init => match container.get("restartPolicy") {
            Lookup::Found(policy) if policy.as_str() == Some("Always") => "sidecar",
            Lookup::Found(policy) => match policy.first_unknown() {
                Some(unknown) => return Value::unknown(Arc::clone(unknown), policy.span),
                None => "init",
            },
            Lookup::Unknown(unknown) => return Value::unknown(unknown.clone(), container.span),
            Lookup::Absent => "init",
        },
    };
    Value::string(word, container.span)
}

/// The security context in force. Stands at the container's own one, or else at the pod's, or else at the container.
fn effective(container: &Value, pod: &Value) -> Value {
    let contexts = [container, pod].map(|owner| owner.get("securityContext"));
    let mut places = contexts.iter().filter_map(|context| match context {
        Lookup::Found(value) => Some(value.span),
        Lookup::Absent | Lookup::Unknown(_) => None,
    });
    let span = places.next().unwrap_or(container.span);
    let mut view = Map::new();
    for field in SHARED_FIELDS {
        let [own, inherited] = contexts.map(|context| field_of(context, field, span));
        if let Some(entry) = over(own, inherited) {
            view.insert(entry.key, entry.key_span, entry.value);
        }
    }
    Value::map(view, span)
}

fn field_of(context: Lookup<'_>, field: &str, span: Span) -> Option<Entry> {
    let context = match context {
        Lookup::Found(value) => value,
        Lookup::Absent => return None,
        Lookup::Unknown(unknown) => return Some(unknown_entry(field, unknown, span)),
    };
    match context.get(field) {
        Lookup::Found(_) => context.as_map().and_then(|map| map.entry(field)).cloned(),
        Lookup::Absent => None,
        Lookup::Unknown(unknown) => Some(unknown_entry(field, unknown, context.span)),
    }
}

fn unknown_entry(field: &str, unknown: &Unknown, span: Span) -> Entry {
    Entry { key: field.into(), key_span: span, value: Value::unknown(unknown.clone(), span) }
}

/// The container's field over the pod's. Of `windowsOptions`, Kubernetes overrides each option on its own.
fn over(own: Option<Entry>, inherited: Option<Entry>) -> Option<Entry> {
    let (Some(own), Some(inherited)) = (&own, &inherited) else {
        return own.or(inherited);
    };
    let mut entry = own.clone();
    if let ("windowsOptions", Some(options), Some(defaults)) =
        (&*entry.key, own.value.as_map(), inherited.value.as_map())
    {
        let mut merged = options.clone();
        for default in defaults.entries().filter(|default| options.get(&default.key).is_none()) {
            copy(&mut merged, Some(default));
        }
        entry.value.kind = Kind::Map(Arc::new(merged));
    }
    Some(entry)
}

fn member<'m>(map: &'m Map, name: &str) -> Option<&'m Map> {
    map.get(name).and_then(Value::as_map)
}

fn copy(view: &mut Map, entry: Option<&Entry>) {
    if let Some(entry) = entry {
        view.insert(Arc::clone(&entry.key), entry.key_span, entry.value.clone());
    }
}

fn copy_as(view: &mut Map, name: &str, entry: Option<&Entry>) {
    if let Some(entry) = entry {
        view.insert(name, entry.key_span, entry.value.clone());
    }
}

#[cfg(test)]
mod tests;
