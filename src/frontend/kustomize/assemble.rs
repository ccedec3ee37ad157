//! The build of one kustomization: what it builds on, then its own changes, in the order in which Kustomize makes them.

use std::collections::HashSet;

use super::definition::{Entry, Kustomization, Target, items, strings, text};
use super::object::{Id, Object};
use super::project::Project;
use super::transform::images::Image;
use super::transform::{labels, names, namespace, replicas};
use super::{generators, hash, patches, references, replacements, variables};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::Call;
use crate::value::{Kind, Value};

/// Most kustomizations on the way from the first to the last.
const DEPTH_LIMIT: usize = 64;
/// Most kustomizations that one build goes through, each as often as it is used.
const STEP_LIMIT: usize = 4_000;
/// Most objects that are carried from one kustomization to the next in one build.
const OBJECT_LIMIT: usize = 200_000;

/// Mistakes about objects that are not there.
const ABOUT_OBJECTS: [&str; 5] =
    ["kustomize-patch", "kustomize-generator", "kustomize-replicas", "kustomize-replacement", "kustomize-variable"];

/// Builds a kustomization that no other one uses.
pub(super) fn build(root: &Kustomization<'_>, project: &Project<'_>) -> (Vec<Object>, Vec<Diagnostic>) {
    let mut assembler =
        Assembler { project, diagnostics: Vec::new(), vars: Vec::new(), open: Vec::new(), steps: 0, carried: 0 };
    let mut objects = Vec::new();
    assembler.kustomization(root, &[], &mut objects);
    for object in objects.iter_mut().filter(|object| object.hashed) {
        if let Some(hash) = hash::of(&object.body) {
            object.remember();
            let name = format!("{}-{hash}", object.name());
            object.rename(name);
        }
    }
    references::follow(&mut objects);
    variables::resolve(&assembler.vars, &mut objects, &mut assembler.diagnostics);
    if let Some(item) = strings(&root.body, "buildMetadata").find(|item| item.as_str() == Some("managedByLabel")) {
        labels::managed_by(&mut objects, item.span);
    }
    objects.iter_mut().for_each(spell_annotations);
    objects.retain(|object| {
        let annotations = object.tags("annotations");
        annotations
            .and_then(|annotations| annotations.get("config.kubernetes.io/local-config"))
            .is_none_or(|value| value.as_str() != Some("true"))
    });
    let mut diagnostics = assembler.diagnostics;
    if root.is_component() {
        // What a component changes is in the kustomizations that use it, and here there are none.
        diagnostics.retain(|diagnostic| !ABOUT_OBJECTS.contains(&diagnostic.code));
    }
    (objects, diagnostics)
}

/// Annotations are texts, whatever they look like.
fn spell_annotations(object: &mut Object) {
    let metadata = object.body.as_map_mut().and_then(|body| body.get_mut("metadata")).and_then(Value::as_map_mut);
    let annotations = metadata.and_then(|metadata| metadata.get_mut("annotations")).and_then(Value::as_map_mut);
    let Some(annotations) = annotations else { return };
    if annotations.is_empty() {
        // Kustomize keeps notes of its own there, and takes the map away with them.
        if let Some(metadata) = object.body.as_map_mut().and_then(|body| body.get_mut("metadata")) {
            metadata.as_map_mut().and_then(|metadata| metadata.remove("annotations"));
        }
        return;
    }
    for (_, value) in annotations.members_mut() {
        value.kind = match &value.kind {
            Kind::Bool(bool) => Kind::String(bool.to_string().into()),
            Kind::Number(number) => Kind::String(number.to_string().into()),
            _ => continue,
        };
    }
}

struct Assembler<'p, 's> {
    project: &'p Project<'s>,
    diagnostics: Vec<Diagnostic>,
    vars: Vec<Value>,
    /// The folders on the way to where the build is.
    open: Vec<&'p str>,
    steps: usize,
    carried: usize,
}

impl<'p, 's> Assembler<'p, 's> {
    /// Adds what a kustomization builds to `objects`: of a component what is there already, changed.
    fn kustomization(&mut self, own: &'p Kustomization<'s>, calls: &[Call], objects: &mut Vec<Object>) {
        self.steps += 1;
        self.open.push(&own.folder);
        let mut known: HashSet<Id> = objects.iter().map(Object::id).collect();
        for entry in &own.resources {
            let new = self.resource(entry, calls);
            self.join(entry, new, &mut known, objects);
        }
        generators::run(own, self.project, calls, objects, &mut self.diagnostics);
        for entry in &own.components {
            if let Some((component, calls)) = self.enter(entry, calls, true) {
                self.kustomization(component, &calls, objects);
            }
        }
        self.transform(own, objects);
        self.vars.extend(variables::of(&own.body));
        self.open.pop();
    }

    /// What an entry of `resources` gives.
    fn resource(&mut self, entry: &'p Entry, calls: &[Call]) -> Vec<Object> {
        let mut new = Vec::new();
        match &entry.target {
            Target::File(path) => {
                let documents = self.project.manifests(path).map_or(&[][..], |(_, documents)| documents.as_slice());
                for document in documents {
                    add_document(document, calls, &mut new);
                }
            }
            Target::Folder(_) => {
                if let Some((base, calls)) = self.enter(entry, calls, false) {
                    self.kustomization(base, &calls, &mut new);
                }
            }
            Target::Remote => {
                let message = format!("`{}` is elsewhere, and was not assessed", entry.text);
                self.diagnostics.push(Diagnostic::at(Level::Note, "kustomize-remote", entry.span, message));
            }
            Target::Missing(why) => {
                let message = format!("`{}` {why}", entry.text);
                self.diagnostics.push(Diagnostic::at(Level::Error, "kustomize-file", entry.span, message));
            }
        }
        new
    }

    /// Adds the objects of an entry; of those that are there already the first one stays.
    fn join(&mut self, entry: &Entry, new: Vec<Object>, known: &mut HashSet<Id>, objects: &mut Vec<Object>) {
        self.carried += new.len();
        if self.carried > OBJECT_LIMIT {
            let message = "this build makes too many objects, and was not assessed further";
            self.diagnostics.push(Diagnostic::at(Level::Error, "kustomize-limit", entry.span, message));
            return;
        }
        for object in new {
            if !known.insert(object.id()) {
                let message = format!("{} `{}` is there twice", object.kind(), object.name());
                self.diagnostics.push(Diagnostic::at(Level::Error, "kustomize-duplicate", entry.span, message));
                continue;
            }
            objects.push(object);
        }
    }

    /// The kustomization that an entry leads to, with the way to it; `None` where the build cannot go on there.
    fn enter(
        &mut self,
        entry: &'p Entry,
        calls: &[Call],
        as_component: bool,
    ) -> Option<(&'p Kustomization<'s>, Vec<Call>)> {
        let Target::Folder(folder) = &entry.target else {
            if as_component {
                let (level, code, why) = match &entry.target {
                    Target::Remote => (Level::Note, "kustomize-remote", "is elsewhere, and was not assessed"),
                    _ => (Level::Error, "kustomize-file", "has no kustomization"),
                };
                let message = format!("`{}` {why}", entry.text);
                self.diagnostics.push(Diagnostic::at(level, code, entry.span, message));
            }
            return None;
        };
        let Some(kustomization) = self.project.kustomization(folder) else {
            let message = format!("the kustomization of `{}` could not be read", entry.text);
            self.diagnostics.push(Diagnostic::at(Level::Error, "kustomize-file", entry.span, message));
            return None;
        };
        let problem = if self.open.iter().any(|open| open == folder) {
            Some(("kustomize-cycle", "this leads back to where it comes from"))
        } else if self.open.len() >= DEPTH_LIMIT || self.steps >= STEP_LIMIT {
            Some(("kustomize-limit", "this build goes through too many kustomizations"))
        } else if as_component && !kustomization.is_component() {
            Some(("kustomize-field", "this is no component: its `kind` must be `Component`"))
        } else if !as_component && kustomization.is_component() {
            Some(("kustomize-field", "this is a component, which belongs in `components`"))
        } else {
            None
        };
        if let Some((code, message)) = problem {
            self.diagnostics.push(Diagnostic::at(Level::Error, code, entry.span, message));
            return None;
        }
        let label = format!("kustomization `{}`", kustomization.title());
        let mut calls = calls.to_vec();
        calls.push(Call { span: entry.span, label: label.into() });
        Some((kustomization, calls))
    }

    fn transform(&mut self, own: &Kustomization<'s>, objects: &mut Vec<Object>) {
        let body = &own.body;
        let string = |key| text(body, key).and_then(Value::as_str).unwrap_or_default();
        for field in ["patchesStrategicMerge", "patches"] {
            patches::apply(own, field, self.project, objects, &mut self.diagnostics);
        }
        if let Some(value) = text(body, "namespace") {
            namespace::apply(objects, value);
        }
        names::apply(objects, string("namePrefix"), "");
        names::apply(objects, "", string("nameSuffix"));
        items(body, "labels").for_each(|entry| labels::labels(objects, entry));
        if let Some(value) = body.member("commonLabels") {
            labels::common_labels(objects, value);
        }
        if let Some(value) = body.member("commonAnnotations") {
            labels::common_annotations(objects, value);
        }
        patches::apply(own, "patchesJson6902", self.project, objects, &mut self.diagnostics);
        for entry in items(body, "replicas") {
            if !replicas::apply(objects, entry) {
                let message = "there is nothing of this name that has replicas";
                self.diagnostics.push(Diagnostic::at(Level::Error, "kustomize-replicas", entry.span, message));
            }
        }
        for entry in items(body, "images").chain(items(body, "imageTags")) {
            match Image::read(entry) {
                Ok(image) => image.apply(objects),
                Err((span, message)) => {
                    self.diagnostics.push(Diagnostic::at(Level::Error, "kustomize-field", span, message));
                }
            }
        }
        replacements::apply(own, self.project, objects, &mut self.diagnostics);
    }
}

/// Adds the objects of one document; lists are unfolded. As deep as documents may be.
fn add_document(document: &Value, calls: &[Call], objects: &mut Vec<Object>) {
    let is_list = document.member("kind").and_then(Value::as_str).is_some_and(|kind| kind.ends_with("List"));
    match document.member("items").and_then(Value::as_list).filter(|_| is_list) {
        Some(list) => list.items.iter().for_each(|item| add_document(item, calls, objects)),
        None => objects.extend(Object::new(document.clone(), calls)),
    }
}
