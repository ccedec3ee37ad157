//! `vars`, the forerunner of replacements: `$(NAME)` in some fields.

use std::collections::HashMap;
use std::sync::Arc;

use super::configuration::Configuration;
use super::definition::{items, text};
use super::field_path::{FieldSpec, Leaf};
use super::limits;
use super::object::{Object, split_api};
use super::reference_fields::pod_spec;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Span;
use crate::value::{Kind, Map, Reason, Unknown, Value};

/// Fields of pods in which variables are put, below the pod's `spec`.
const IN_PODS: [&str; 8] = [
    "containers/args",
    "containers/command",
    "containers/env/value",
    "containers/volumeMounts/mountPath",
    "initContainers/args",
    "initContainers/command",
    "initContainers/env/value",
    "initContainers/volumeMounts/mountPath",
];

/// Kinds with pods of which the servers of volumes are looked at.
const WITH_SERVERS: [&str; 5] = ["Pod", "Deployment", "ReplicaSet", "DaemonSet", "Job"];

const WITH_PODS: [&str; 7] = ["Pod", "Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job", "CronJob"];

/// Other fields in which variables are put.
const FIELDS: [FieldSpec<'static>; 9] = [
    FieldSpec::of("Deployment", "spec/template/metadata/annotations", false),
    FieldSpec::of("Ingress", "spec/rules/host", false),
    FieldSpec::of("Ingress", "spec/tls/hosts", false),
    FieldSpec::of("Ingress", "spec/tls/secretName", false),
    FieldSpec::of("Service", "spec/ports/port", false),
    FieldSpec::of("Service", "spec/ports/targetPort", false),
    FieldSpec::any("metadata/labels", false),
    FieldSpec::any("metadata/annotations", false),
    FieldSpec::of("PersistentVolume", "spec/nfs/server", false),
];

/// The variables of a kustomization, to be resolved once all objects have their last names.
pub(super) fn of(body: &Value) -> impl Iterator<Item = Value> {
    items(body, "vars").filter(|var| text(var, "name").is_some()).cloned()
}

/// Notes for each variable of a kustomization which of its objects gives the value. Later ones are not asked.
pub(super) fn declare(body: &Value, known: &[Value], objects: &mut [Object], diagnostics: &mut Vec<Diagnostic>) {
    let mut names: Vec<&str> = known.iter().filter_map(name_of).collect();
    for var in items(body, "vars") {
        let Some(name) = name_of(var) else { continue };
        let mut wrong = |message: String| {
            diagnostics.push(Diagnostic::at(Level::Error, "kustomize-variable", var.span, message));
        };
        if names.contains(&name) {
            wrong(format!("the variable `{name}` is there twice"));
            continue;
        }
        names.push(name);
        let mut found = objects.iter_mut().filter(|object| is_meant(var, object));
        match (found.next(), found.next()) {
            (Some(object), None) => object.variables.push(name.into()),
            (Some(_), Some(_)) => wrong(format!("several objects could give the variable `{name}` its value")),
            // Told when the values are put in place.
            (None, _) => {}
        }
    }
}

fn name_of(var: &Value) -> Option<&str> {
    text(var, "name").and_then(Value::as_str)
}

/// Puts the values of all variables where they are used.
pub(super) fn resolve(
    vars: &[Value],
    configuration: &Configuration<'_>,
    objects: &mut [Object],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut values: HashMap<&str, Value> = HashMap::new();
    for var in vars {
        let Some(name) = name_of(var).filter(|name| !values.contains_key(name)) else { continue };
        match value_of(name, var, objects) {
            Some(value) => {
                values.insert(name, value);
            }
            None => {
                let message = format!("nothing gives the variable `{name}` a value");
                diagnostics.push(Diagnostic::at(Level::Error, "kustomize-variable", var.span, message));
            }
        }
    }
    if values.is_empty() {
        return;
    }
    let fields = configuration.specs(&FIELDS, "varReference");
    for object in objects {
        let id = object.id();
        let span = object.body.span;
        let mut set = |value: &mut Value| expand(value, &values);
        let mut in_pod = |path: &str| {
            let path = format!("{}/{path}", pod_spec(&id.kind));
            FieldSpec::any(&path, false).visit(&mut object.body, Leaf::Scalar, span, &mut set);
        };
        if WITH_PODS.contains(&&*id.kind) {
            for path in IN_PODS {
                in_pod(path);
            }
        }
        if WITH_SERVERS.contains(&&*id.kind) {
            in_pod("volumes/nfs/server");
        }
        for field in fields.iter().filter(|field| field.applies(&id.group, &id.version, &id.kind)) {
            field.visit(&mut object.body, Leaf::Scalar, span, &mut set);
        }
    }
}

/// Whether a variable refers to this object, by any name that it had.
fn is_meant(var: &Value, object: &Object) -> bool {
    let Some(reference) = var.member("objref") else { return false };
    let get = |key| text(reference, key).and_then(Value::as_str);
    let api = get("apiVersion").map(split_api);
    let (group, version) = (get("group").or(api.map(|api| api.0)), get("version").or(api.map(|api| api.1)));
    object.ids().any(|id| {
        group.is_none_or(|group| group == &*id.group)
            && version.is_none_or(|version| version == &*id.version)
            && get("kind") == Some(&*id.kind)
            && get("name") == Some(&*id.name)
            && get("namespace").is_none_or(|namespace| namespace == &*id.namespace)
    })
}

/// The field of the object that a variable stands for.
fn value_of(name: &str, var: &Value, objects: &[Object]) -> Option<Value> {
    let object = objects.iter().find(|object| object.variables.iter().any(|variable| **variable == *name))?;
    let path = |field: &Value| text(field, "fieldPath").and_then(Value::as_str).map(str::to_owned);
    let field = var.member("fieldref").and_then(path).unwrap_or_else(|| "metadata.name".to_owned());
    let mut steps = field.split(['.', '[', ']']).filter(|step| !step.is_empty());
    let found = steps.try_fold(&object.body, |value, step| match &value.kind {
        Kind::Map(map) => map.get(step),
        Kind::List(list) => list.items.get(step.parse::<usize>().ok()?),
        _ => None,
    });
    found.cloned()
}

/// Puts values for `$(NAME)` into a text, or into the texts of a list or a map.
fn expand(value: &mut Value, values: &HashMap<&str, Value>) {
    match &value.kind {
        Kind::String(text) => {
            if let Some(new) = expanded(text, values, value.span) {
                value.kind = new;
            }
        }
        Kind::List(_) => {
            let items = value.as_list_mut().map(|list| list.items.as_mut_slice()).unwrap_or_default();
            items.iter_mut().filter(|item| item.as_str().is_some()).for_each(|item| expand(item, values));
        }
        Kind::Map(_) => {
            let members = value.as_map_mut().into_iter().flat_map(Map::members_mut);
            members.filter(|(_, item)| item.as_str().is_some()).for_each(|(_, item)| expand(item, values));
        }
        _ => {}
    }
}

/// Stands for a text that would be too long.
fn too_long(span: Span) -> Kind {
    Kind::Unknown(Arc::new(Unknown::new(Reason::Limit("text length"), span)))
}

/// The text with all known variables; what is nothing but a variable gets its very value.
fn expanded(text: &str, values: &HashMap<&str, Value>, span: Span) -> Option<Kind> {
    let whole = text.strip_prefix("$(").and_then(|rest| rest.strip_suffix(')'));
    if let Some(value) = whole.and_then(|name| values.get(name)) {
        return matches!(value.kind, Kind::String(_) | Kind::Number(_) | Kind::Bool(_)).then(|| value.kind.clone());
    }
    let mut result = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        result.push_str(before);
        if result.len() > limits::TEXT {
            return Some(too_long(span));
        }
        let named = after.strip_prefix('(').and_then(|after| after.split_once(')'));
        rest = match named {
            Some((name, after)) if values.contains_key(name) => {
                result.push_str(&values.get(name).map(plain).unwrap_or_default());
                after
            }
            // Two of them stand for one that begins nothing.
            _ => {
                result.push('$');
                after.strip_prefix('$').unwrap_or(after)
            }
        };
    }
    result.push_str(rest);
    (result != text).then(|| Kind::String(result.into()))
}

fn plain(value: &Value) -> String {
    match &value.kind {
        Kind::String(text) => text.to_string(),
        Kind::Number(number) => number.to_string(),
        Kind::Bool(bool) => bool.to_string(),
        _ => String::new(),
    }
}
