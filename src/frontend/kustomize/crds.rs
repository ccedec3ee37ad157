//! `crds`: what the schema of custom objects says about their fields, as a configuration of transformations.
//!
//! The schema is a map of definitions as the generators of Kubernetes write them, with `x-kubernetes-…` words at the
//! properties that hold labels, annotations, names, or references to other objects.

use super::fields::CONFIGURATION;
use crate::source::Span;
use crate::value::{Map, Value};

/// Most definitions on the way from one to the next.
const DEPTH: usize = 32;
/// Most fields that one schema may name.
const FIELDS: usize = 10_000;

/// The configuration that follows from a schema; `None` where it is none.
pub(super) fn configuration(document: &Value) -> Option<Value> {
    let definitions = document.as_map()?;
    if definitions.entries().any(|definition| definition.value.as_map().is_none()) {
        return None;
    }
    let mut found =
        Found { definitions, lists: CONFIGURATION.iter().map(|field| (field.name, Vec::new())).collect(), count: 0 };
    for definition in definitions.entries() {
        let is_object = properties(&definition.value).is_some_and(|properties| {
            ["kind", "apiVersion", "metadata"].iter().all(|name| properties.get(name).is_some())
        });
        if is_object {
            let kind = definition.key.rsplit('.').next().unwrap_or_default().to_owned();
            found.definition(&kind, &definition.value, &mut Vec::new());
        }
    }
    let mut configuration = Map::new();
    for (name, list) in found.lists {
        configuration.insert(name, document.span, Value::list(list, document.span));
    }
    Some(Value::map(configuration, document.span))
}

fn properties(definition: &Value) -> Option<&Map> {
    member(member(definition, "schema")?, "properties")?.as_map()
}

/// A member whose name may be written in any case.
fn member<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let mut entries = value.as_map()?.entries();
    entries.find(|entry| entry.key.eq_ignore_ascii_case(name)).map(|entry| &entry.value)
}

struct Found<'d> {
    definitions: &'d Map,
    /// The fields by what they are for.
    lists: Vec<(&'static str, Vec<Value>)>,
    count: usize,
}

impl Found<'_> {
    /// The fields of one definition, which stands at `path` of objects of this kind.
    fn definition(&mut self, kind: &str, definition: &Value, path: &mut Vec<String>) {
        for property in properties(definition).into_iter().flat_map(Map::entries) {
            self.count += 1;
            if self.count > FIELDS {
                return;
            }
            let text = |name: &str| property.value.member(name).and_then(Value::as_str);
            path.push(property.key.replace('/', "\\/"));
            for (word, list) in [
                ("x-kubernetes-annotation", "commonAnnotations"),
                ("x-kubernetes-label-selector", "commonLabels"),
                ("x-kubernetes-identity", "namePrefix"),
            ] {
                if text(word).is_some() {
                    self.add(list, spec(kind, path.join("/"), property.key_span));
                }
            }
            let reference = (text("x-kubernetes-object-ref-api-version"), text("x-kubernetes-object-ref-kind"));
            if let (Some(version), Some(target)) = reference {
                let name = text("x-kubernetes-object-ref-name-key").unwrap_or("name");
                let field = spec(kind, format!("{}/{name}", path.join("/")), property.key_span);
                let span = property.key_span;
                let reference = [
                    ("kind", Value::string(target, span)),
                    ("version", Value::string(version, span)),
                    ("fieldSpecs", Value::list(vec![field], span)),
                ];
                self.add("nameReference", map(reference, span));
            }
            let next = text("$ref").and_then(|name| self.definitions.get(name));
            if let Some(next) = next.filter(|_| path.len() < DEPTH) {
                self.definition(kind, next, path);
            }
            path.pop();
        }
    }

    fn add(&mut self, list: &str, value: Value) {
        if let Some((_, values)) = self.lists.iter_mut().find(|(name, _)| *name == list) {
            values.push(value);
        }
    }
}

fn spec(kind: &str, path: String, span: Span) -> Value {
    map([("kind", Value::string(kind, span)), ("path", Value::string(path, span))], span)
}

fn map<const N: usize>(members: [(&str, Value); N], span: Span) -> Value {
    let mut map = Map::new();
    for (key, value) in members {
        map.insert(key, span, value);
    }
    Value::map(map, span)
}
