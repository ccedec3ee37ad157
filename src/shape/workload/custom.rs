//! Pod specs in objects of kinds that Kubernetes itself does not know, found by their shape.

use super::object::Object;
use super::pod::{Layout, Pod};
use crate::value::{Entry, Kind, Map, Value};

/// API groups whose objects describe how other objects should look.
const POLICIES: [&str; 3] = ["kyverno.io", "gatekeeper.sh", "kubewarden.io"];

/// The pods of an object, in the order of the text.
pub(super) fn pods(object: &Object) -> Vec<Pod> {
    let Some(group) = object.custom_group() else { return Vec::new() };
    if POLICIES.iter().any(|policies| group.ends_with(policies)) {
        return Vec::new();
    }
    let mut search = Search { object, path: Vec::new(), pods: Vec::new() };
    if let Some(spec) = object.body.as_map().and_then(|body| body.entry("spec")) {
        search.entry(&object.body, spec);
    }
    search.pods
}

struct Search<'v> {
    object: &'v Object,
    /// The way from `spec` to what is looked at.
    path: Vec<Step<'v>>,
    pods: Vec<Pod>,
}

enum Step<'v> {
    Member(&'v str),
    Item(usize),
}

impl<'v> Search<'v> {
    fn entry(&mut self, holder: &'v Value, entry: &'v Entry) {
        if !is_pod(&entry.value) {
            return self.within(&entry.value);
        }
        // The metadata beside the object's own spec is that of the object, and what its pods have is not said.
        let is_template = &*entry.key == "spec" && holder.span != self.object.body.span;
        let template = if is_template { holder.clone() } else { Value::map(Map::new(), entry.key_span) };
        self.add(template, entry.clone());
    }

    fn item(&mut self, item: &'v Value) {
        if !is_pod(item) {
            return self.within(item);
        }
        let key_span = item.as_map().and_then(|map| map.entries().next()).map_or(item.span, |first| first.key_span);
        let spec = Entry { key: "spec".into(), key_span, value: item.clone() };
        self.add(Value::map(Map::new(), key_span), spec);
    }

    fn add(&mut self, template: Value, spec: Entry) {
        self.pods.push(Pod { template, spec, layout: Layout::Pod, part: Some(self.part().into()) });
    }

    /// Looks into a value, which is no deeper than documents are.
    fn within(&mut self, value: &'v Value) {
        match &value.kind {
            Kind::Map(map) => {
                for entry in map.entries() {
                    self.path.push(Step::Member(&entry.key));
                    self.entry(value, entry);
                    self.path.pop();
                }
            }
            Kind::List(list) => {
                for (index, item) in list.items.iter().enumerate() {
                    self.path.push(Step::Item(index));
                    self.item(item);
                    self.path.pop();
                }
            }
            _ => {}
        }
    }

    /// The way below `spec` without the steps that every template has.
    fn part(&self) -> String {
        let is_plain = |step: &Step<'_>| matches!(step, Step::Member("spec" | "template"));
        let plain = self.path.iter().rev().take_while(|step| is_plain(step)).count();
        let mut part = String::new();
        for step in &self.path[..self.path.len() - plain] {
            match step {
                Step::Member(name) if part.is_empty() => part.push_str(name),
                Step::Member(name) => part.extend([".", name]),
                Step::Item(index) => part.extend(["[", &index.to_string(), "]"]),
            }
        }
        part
    }
}

/// Whether a value has containers with images.
fn is_pod(value: &Value) -> bool {
    let containers = value.member("containers").and_then(Value::as_list);
    containers.is_some_and(|containers| containers.items.iter().any(|item| item.member("image").is_some()))
}
