//! A container of a task or job definition in the names of Kubernetes, where these mean the same.

use super::definition::{Made, each, joined, member, path};
use crate::shape::container_user::ContainerUser;
use crate::value::{Coercion, Entry, Kind, Truth, Value, equals};

/// The container that an object defines. Requirements of AWS Batch stand for limits.
pub(super) fn container(definition: &Value) -> Value {
    let of = |name: &str| member(definition, name);
    Made::of(definition)
        .put("name", of("name"))
        .put("image", of("image"))
        .put("command", of("entryPoint"))
        .put("args", of("command"))
        .put_value("securityContext", security_context(definition))
        .put_value("env", environment(definition))
        .put("ports", of("portMappings"))
        .put("volumeMounts", of("mountPoints").map(mounts))
        .put_value("resources", resources(definition))
        .put("livenessProbe", of("healthCheck").filter(is_check))
        .whole()
}

fn security_context(definition: &Value) -> Option<Value> {
    let capabilities = path(definition, &["linuxParameters", "capabilities"]).map(|entry| {
        let of = |name: &str| member(&entry.value, name);
        let value = match entry.value.as_map() {
            Some(_) => Made::of(&entry.value).put("add", of("add")).put("drop", of("drop")).whole(),
            None => entry.value.clone(),
        };
        Entry { value, ..entry }
    });
    let user = member(definition, "user").map_or_else(ContainerUser::default, |user| ContainerUser::of(&user.value));
    Made::of(definition)
        .put("privileged", member(definition, "privileged"))
        .put("readOnlyRootFilesystem", member(definition, "readonlyRootFilesystem"))
        .put("capabilities", capabilities)
        .put_value("runAsUser", user.id)
        .put_value("runAsGroup", user.group)
        .put_value("runAsNonRoot", user.is_other)
        .any()
}

/// Variables with their values, and those that get theirs from a store of secrets.
fn environment(definition: &Value) -> Option<Value> {
    let own = member(definition, "environment").map(|entry| {
        let variable =
            |item: &Value| Made::of(item).put("name", member(item, "name")).put("value", member(item, "value")).whole();
        each(&entry.value, &variable)
    });
    let secrets = member(definition, "secrets").map(|entry| {
        let variable = |item: &Value| {
            Made::of(item).put("name", member(item, "name")).put("valueFrom", member(item, "valueFrom")).whole()
        };
        each(&entry.value, &variable)
    });
    joined(own, secrets)
}

fn mounts(entry: Entry) -> Entry {
    let mount = |item: &Value| {
        let of = |name: &str| member(item, name);
        Made::of(item)
            .put("name", of("sourceVolume"))
            .put("mountPath", of("containerPath"))
            .put("readOnly", of("readOnly"))
            .whole()
    };
    Entry { value: each(&entry.value, &mount), ..entry }
}

fn resources(definition: &Value) -> Option<Value> {
    let of = |name: &str| member(definition, name);
    let limits = Made::of(definition).put("memory", of("memory").or_else(|| requirement(definition, "MEMORY"))).any();
    let requests = Made::of(definition)
        .put("cpu", of("cpu").or_else(|| of("vcpus")).or_else(|| requirement(definition, "VCPU")))
        .put("memory", of("memoryReservation"))
        .any();
    Made::of(definition).put_value("limits", limits).put_value("requests", requests).any()
}

/// The amount of one of the `resourceRequirements`; unknown where one may be it.
fn requirement(definition: &Value, kind: &str) -> Option<Entry> {
    let list = member(definition, "resourceRequirements")?;
    let unknown = |cause| Entry { value: Value::unknown(cause, list.value.span), ..list.clone() };
    let Kind::List(requirements) = &list.value.kind else { return list.value.as_unknown().cloned().map(unknown) };
    let word = Value::string(kind, list.value.span);
    for item in &requirements.items {
        let is_it = member(item, "type").map(|entry| match equals(&entry.value, &word, Coercion::Strict) {
            Truth::True => Ok(true),
            Truth::False => Ok(false),
            Truth::Unknown(cause) => Err(std::sync::Arc::new(cause.clone())),
        });
        match is_it {
            Some(Ok(true)) => return member(item, "value"),
            Some(Err(cause)) => return Some(unknown(cause)),
            Some(Ok(false)) | None => {}
        }
    }
    requirements.rest.clone().map(unknown)
}

/// Whether a check of health is one: `NONE` turns off that of the image.
fn is_check(entry: &Entry) -> bool {
    let command = member(&entry.value, "command");
    let first = command.as_ref().and_then(|command| command.value.as_list()?.items.first()?.as_str());
    first != Some("NONE")
}
