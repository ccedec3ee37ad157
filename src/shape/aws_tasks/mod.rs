//! The `containers` and `image_reference` shapes of what runs containers on AWS: task definitions of ECS and job definitions of
//! Batch, of which the containers stand in a JSON text. Each task is a pod, in the names of Kubernetes where these mean the
//! same. What is not the same is absent.

mod container;
mod definition;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::image_reference;
use super::structured_text::{Format, tree};
use super::workload::{Role, host_paths, view_of, windows};
use crate::model::Resource;
use crate::value::{Coercion, Entry, Kind, List, Map, Truth, Value, equals};
use container::container;
use definition::{Made, each, member, path};

/// Task definitions of ECS.
const TASK: &str = "aws_ecs_task_definition";
/// Job definitions of Batch.
const JOB: &str = "aws_batch_job_definition";

/// Whether resources of this kind are such definitions.
pub(super) fn serves(kind: &str) -> bool {
    matches!(kind, TASK | JOB)
}

/// The views of `resource`: one for each task; `None` where it is of another kind.
pub(super) fn derive_each(resource: &Resource) -> Option<Vec<Value>> {
    let tasks = match &*resource.kind {
        TASK => vec![Task::of_ecs(&resource.body)],
        JOB => Task::of_batch(&resource.body),
        _ => return None,
    };
    Some(tasks.into_iter().map(|task| task.view(resource)).collect())
}

/// The images of all containers; `None` where `resource` is of another kind.
pub(super) fn images(resource: &Resource) -> Option<List> {
    let mut images = List::default();
    for view in derive_each(resource)? {
        let Some(containers) = view.member("containers") else { continue };
        let Kind::List(list) = &containers.kind else {
            images.rest = images.rest.or_else(|| containers.as_unknown().cloned());
            continue;
        };
        for container in &list.items {
            match (member(container, "image"), container.as_unknown()) {
                (Some(image), _) => images.items.push(named(&image, container)),
                (None, Some(unknown)) => images.rest = images.rest.or_else(|| Some(Arc::clone(unknown))),
                (None, None) => {}
            }
        }
        images.rest = images.rest.or_else(|| list.rest.clone());
    }
    Some(images)
}

/// The parts of an image, with the name of its container.
fn named(image: &Entry, container: &Value) -> Value {
    let mut reference = image_reference::to_value(&image.value);
    if let (Some(parts), Some(name)) = (reference.as_map_mut(), member(container, "name")) {
        parts.insert("name", name.key_span, name.value);
    }
    reference
}

/// Containers that run together.
struct Task {
    pod: Value,
    /// A list, one of several, or unknown.
    containers: Value,
}

impl Task {
    fn of_ecs(body: &Value) -> Self {
        let of = |name: &str| path(body, &[name]);
        let volumes = of("volume").map(|entry| volumes(&entry, &["host_path"]));
        let limits = Made::of(body).put("cpu", of("cpu")).put("memory", of("memory")).any();
        let pod = Made::of(body)
            .put("hostNetwork", of("network_mode").map(is_host))
            .put("hostPID", of("pid_mode").map(is_host))
            .put("hostIPC", of("ipc_mode").map(is_host))
            .put_value("os", operating_system(body))
            .put("volumes", volumes)
            .put_value("resources", limits.and_then(|limits| Made::of(body).put_value("limits", Some(limits)).any()))
            .whole();
        let containers = of("container_definitions").map(|entry| tree(&entry.value, Format::Json));
        Self { pod, containers: containers.unwrap_or_else(|| Value::list(Vec::new(), body.span)) }
    }

    fn of_batch(body: &Value) -> Vec<Self> {
        let text = |name: &str| path(body, &[name]).map(|entry| tree(&entry.value, Format::Json));
        let mut tasks = Vec::new();
        if let Some(job) = text("container_properties") {
            tasks.push(Self::of_job(&job));
        }
        if let Some(nodes) = text("node_properties") {
            let ranges = member(&nodes, "nodeRangeProperties").map(|entry| entry.value);
            for range in items(ranges.as_ref()) {
                tasks.extend(member(&range, "container").map(|job| Self::of_job(&job.value)));
                tasks.extend(Self::of_tasks(&range, "ecsProperties"));
            }
        }
        if let Some(properties) = text("ecs_properties") {
            tasks.extend(Self::of_list(&properties));
        }
        tasks
    }

    fn of_tasks(owner: &Value, name: &str) -> Vec<Self> {
        member(owner, name).map_or_else(Vec::new, |entry| Self::of_list(&entry.value))
    }

    /// The tasks of the properties that Batch hands on to ECS.
    fn of_list(properties: &Value) -> Vec<Self> {
        let tasks = member(properties, "taskProperties").map(|entry| entry.value);
        let task = |task: &Value| {
            let of = |name: &str| member(task, name);
            let pod = Made::of(task)
                .put("hostPID", of("pidMode").map(is_host))
                .put("hostIPC", of("ipcMode").map(is_host))
                .put("volumes", of("volumes").map(|entry| volumes(&entry, &["host", "sourcePath"])))
                .whole();
            let containers = of("containers").map(|entry| entry.value);
            Self { pod, containers: containers.unwrap_or_else(|| Value::list(Vec::new(), task.span)) }
        };
        items(tasks.as_ref()).iter().map(task).collect()
    }

    /// The one container of a job, which has the volumes as well.
    fn of_job(job: &Value) -> Self {
        let volumes = member(job, "volumes").map(|entry| volumes(&entry, &["host", "sourcePath"]));
        let pod = Made::of(job).put("volumes", volumes).whole();
        // What Batch calls it.
        let name = |job: &Value| {
            let mut named = job.clone();
            named.as_map_mut().map(|map| map.insert("name", job.span, Value::string("default", job.span)));
            named
        };
        Self { pod, containers: each(job, &name) }
    }

    fn view(self, resource: &Resource) -> Value {
        let Self { pod, containers } = self;
        let containers = each(&containers, &|definition| view_of(&container(definition), Role::App, &pod));
        let mut view = Map::new();
        let header = resource.header;
        view.insert("kind", header, Value::string(Arc::clone(&resource.kind), header));
        view.insert("name", header, Value::string(Arc::clone(&resource.name), header));
        let open = || containers.as_unknown().map(|unknown| List::open(Vec::new(), Arc::clone(unknown)));
        let known = containers.as_list().cloned().or_else(open).unwrap_or_default();
        if let Some(host_paths) = host_paths::of(&pod, &known) {
            view.insert("host_paths", host_paths.span, host_paths);
        }
        view.insert("windows", header, windows::of(&pod));
        view.insert("pod", header, pod);
        view.insert("containers", containers.span, containers);
        Value::map(view, resource.body.span)
    }
}

/// The objects of a list. What is not known of it is an object of which nothing is known.
fn items(list: Option<&Value>) -> Vec<Value> {
    let Some(list) = list else { return Vec::new() };
    match &list.kind {
        Kind::List(known) => {
            let rest = known.rest.iter().map(|rest| Value::unknown(Arc::clone(rest), list.span));
            known.items.iter().cloned().chain(rest).collect()
        }
        _ => list.as_unknown().map(|unknown| Value::unknown(Arc::clone(unknown), list.span)).into_iter().collect(),
    }
}

/// Volumes with the folder of the machine that they are, which stands below these names.
fn volumes(entry: &Entry, host_path: &[&str]) -> Entry {
    let volume = |item: &Value| {
        let source = path(item, host_path).filter(|source| source.value.as_str() != Some(""));
        let host_path = source.map(|source| {
            let value = Made::of(&source.value).put("path", Some(source.clone())).whole();
            Entry { value, ..source }
        });
        Made::of(item).put("name", member(item, "name")).put("hostPath", host_path).whole()
    };
    Entry { value: each(&entry.value, &volume), ..entry.clone() }
}

/// Whether a mode is that of the machine.
fn is_host(entry: Entry) -> Entry {
    let kind = match equals(&entry.value, &Value::string("host", entry.value.span), Coercion::Strict) {
        Truth::True => Kind::Bool(true),
        Truth::False => Kind::Bool(false),
        Truth::Unknown(unknown) => Kind::Unknown(Arc::new(unknown.clone())),
    };
    Entry { value: Value { kind, ..entry.value }, ..entry }
}

/// `{name}` of the system, which is Linux unless the task says otherwise.
fn operating_system(body: &Value) -> Option<Value> {
    let platform = member(body, "runtime_platform")?.value;
    let name = match &platform.kind {
        Kind::Either(_) => {
            platform.map_children(|blocks| system(blocks).unwrap_or_else(|| Value::string("linux", blocks.span)))
        }
        _ => system(&platform)?,
    };
    Made::of(&platform).put_value("name", Some(name)).any()
}

/// The system that the blocks name. Where there may be others, or none, it is not known.
fn system(platform: &Value) -> Option<Value> {
    let open = match &platform.kind {
        Kind::List(blocks) => blocks.rest.as_ref(),
        _ => platform.as_unknown(),
    };
    if let Some(unknown) = open {
        return Some(Value::unknown(Arc::clone(unknown), platform.span));
    }
    let family = member(platform.as_list()?.items.first()?, "operating_system_family")?;
    let kind = match (family.value.as_str(), family.value.first_unknown()) {
        (Some(name), _) if name.starts_with("WINDOWS") => Kind::String("windows".into()),
        (Some(_), _) => Kind::String("linux".into()),
        (None, Some(unknown)) => Kind::Unknown(Arc::clone(unknown)),
        (None, None) => return None,
    };
    Some(Value { kind, ..family.value })
}
