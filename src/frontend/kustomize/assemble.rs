//! The build of one kustomization: what it builds on, then its own changes, in the order in which Kustomize makes them.

use std::collections::HashSet;

use super::configuration::Configuration;
use super::definition::{Entry, Kustomization, Target, items, may_be_kustomization, strings, text};
use super::object::{Id, Object, lacking};
use super::project::Project;
use super::transform::namespace::Subjects;
use super::transform::{images, labels, names, namespace, replicas};
use super::{generators, hash, patches, plugin, references, replacements, transformers, variables};
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
    let mut configuration = Configuration::default();
    assembler.kustomization(root, &[], &mut objects, &mut configuration);
    objects.iter_mut().for_each(hash::name);
    references::follow(&mut objects, &configuration);
    variables::resolve(&assembler.vars, &configuration, &mut objects, &mut assembler.diagnostics);
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
    for object in &mut objects {
        if let Some(by) = object.changed_by {
            object.body = object.obscured(by);
        }
    }
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
    fn kustomization(
        &mut self,
        own: &'p Kustomization<'s>,
        calls: &[Call],
        objects: &mut Vec<Object>,
        configuration: &mut Configuration<'p>,
    ) {
        self.steps += 1;
        self.open.push(&own.folder);
        let mut known: HashSet<Id> = objects.iter().map(Object::id).collect();
        for entry in &own.resources {
            let new = self.resource(entry, calls, configuration);
            self.join(entry, new, &mut known, objects);
        }
        configuration.add(&own.configurations);
        generators::run((&own.folder, &own.body), self.project, calls, objects, &mut self.diagnostics);
        for (document, calls) in self.plugins(&own.generators, calls) {
            self.generate(own, &document, &calls, objects);
        }
        for entry in &own.components {
            if let Some((component, calls)) = self.enter(entry, calls, true) {
                self.kustomization(component, &calls, objects, configuration);
            }
        }
        missed(&own.components, objects);
        self.transform((&own.folder, &own.body), objects, configuration);
        for (document, _) in self.plugins(&own.transformers, calls) {
            self.change(own, &document, objects);
        }
        missed(&own.transformers, objects);
        // Validators are not run, but those that are not there stop the build.
        self.plugins(&own.validators, calls);
        variables::declare(&own.body, &self.vars, objects, &mut self.diagnostics);
        self.vars.extend(variables::of(&own.body));
        self.open.pop();
    }

    /// The configurations of generators or transformers.
    fn plugins(&mut self, entries: &'p [Entry], calls: &[Call]) -> Vec<(Value, Vec<Call>)> {
        let mut documents = Vec::new();
        let mut known: HashSet<Id> = HashSet::new();
        for entry in entries {
            // Their variables and configurations are their own.
            let vars = std::mem::take(&mut self.vars);
            let new = self.resource(entry, calls, &mut Configuration::default());
            self.vars = vars;
            let mut own = Vec::new();
            self.join(entry, new, &mut known, &mut own);
            documents.extend(own.into_iter().map(|object| (object.body, object.calls)));
        }
        documents
    }

    /// Adds what a generator of a document of its own makes.
    fn generate(&mut self, own: &Kustomization<'s>, document: &Value, calls: &[Call], objects: &mut Vec<Object>) {
        match plugin::fields(document, &mut self.diagnostics).filter(|_| plugin::is_generator(document)) {
            Some(body) => generators::run((&own.folder, &body), self.project, calls, objects, &mut self.diagnostics),
            None => self.not_evaluated(document, "what it makes was not assessed"),
        }
    }

    /// Applies a transformer of a document of its own.
    fn change(&mut self, own: &Kustomization<'s>, document: &Value, objects: &mut Vec<Object>) {
        let fields = plugin::fields(document, &mut self.diagnostics);
        if let Some(body) = fields.filter(|_| !plugin::is_generator(document)) {
            self.transform((&own.folder, &body), objects, &Configuration::default());
        } else if !plugin::is_builtin(document) || !transformers::apply(document, objects, &mut self.diagnostics) {
            self.not_evaluated(document, "the objects that it may change were not assessed");
            for object in objects {
                object.changed_by = Some(document.span);
            }
        }
    }

    fn not_evaluated(&mut self, document: &Value, consequence: &str) {
        let kind = plugin::kind(document);
        let what = if plugin::is_function(document) { "runs a program" } else { "is not known" };
        let message = format!("`{kind}` {what}: {consequence}");
        self.diagnostics.push(Diagnostic::at(Level::Error, "kustomize-not-evaluated", document.span, message));
    }

    /// What an entry of `resources` gives.
    fn resource(&mut self, entry: &'p Entry, calls: &[Call], configuration: &mut Configuration<'p>) -> Vec<Object> {
        let mut new = Vec::new();
        match &entry.target {
            Target::File(path) => {
                let documents = self.project.manifests(path).map_or(&[][..], |(_, documents)| documents.as_slice());
                let is_kustomization = may_be_kustomization(path);
                if is_kustomization {
                    let message = "this is a kustomization: name its folder instead";
                    self.diagnostics.push(Diagnostic::at(Level::Error, "kustomize-file", entry.span, message));
                }
                for document in documents.iter().filter(|_| !is_kustomization) {
                    add_document(document, calls, &mut new, &mut self.diagnostics);
                }
            }
            Target::Inline(documents) => {
                for document in documents {
                    add_document(document, calls, &mut new, &mut self.diagnostics);
                }
            }
            Target::Folder(_) => {
                if let Some((base, calls)) = self.enter(entry, calls, false) {
                    let mut own = Configuration::default();
                    self.kustomization(base, &calls, &mut new, &mut own);
                    configuration.merge(&own);
                }
            }
            Target::Remote => {
                let message = format!("`{}` is elsewhere, and was not assessed", entry.text);
                self.diagnostics.push(Diagnostic::at(Level::Error, "kustomize-remote", entry.span, message));
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
                let (code, why) = match &entry.target {
                    Target::Remote => ("kustomize-remote", "is elsewhere, and was not assessed"),
                    _ => ("kustomize-file", "has no kustomization"),
                };
                let message = format!("`{}` {why}", entry.text);
                self.diagnostics.push(Diagnostic::at(Level::Error, code, entry.span, message));
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

    /// Applies the fields of a kustomization that change objects, in Kustomize's order.
    fn transform(
        &mut self,
        (folder, body): (&str, &Value),
        objects: &mut Vec<Object>,
        configuration: &Configuration<'_>,
    ) {
        let own = (folder, body);
        let string = |key| text(body, key).and_then(Value::as_str).unwrap_or_default();
        for field in ["patchesStrategicMerge", "patches"] {
            patches::apply(own, field, self.project, objects, &mut self.diagnostics);
        }
        if let Some(value) = text(body, "namespace") {
            let specs = configuration.specs(&namespace::FIELDS, "namespace");
            self.diagnostics.extend(namespace::apply(objects, value, &specs, Subjects::Default, false));
        }
        names::apply(objects, string("namePrefix"), "", &configuration.specs(&[names::NAME], "namePrefix"));
        names::apply(objects, "", string("nameSuffix"), &configuration.specs(&[names::NAME], "nameSuffix"));
        items(body, "labels").for_each(|entry| labels::labels(objects, entry, configuration));
        labels::set(objects, body.member("commonLabels"), &labels::common_labels(configuration));
        let specs = configuration.specs(&labels::ANNOTATIONS, "commonAnnotations");
        labels::set(objects, body.member("commonAnnotations"), &specs);
        patches::apply(own, "patchesJson6902", self.project, objects, &mut self.diagnostics);
        let specs = configuration.specs(&replicas::FIELDS, "replicas");
        for entry in items(body, "replicas") {
            self.diagnostics.extend(replicas::apply(objects, entry, &specs));
        }
        let specs = configuration.specs(&[], "images");
        for entry in items(body, "images").chain(items(body, "imageTags")) {
            self.diagnostics.extend(images::apply(objects, entry, &specs));
        }
        replacements::apply(own, self.project, objects, &mut self.diagnostics);
    }
}

/// Says of the objects that they may be changed by what is elsewhere.
fn missed(entries: &[Entry], objects: &mut [Object]) {
    if let Some(entry) = entries.iter().find(|entry| matches!(entry.target, Target::Remote)) {
        for object in objects {
            object.changed_by = Some(entry.span);
        }
    }
}

/// Adds the objects of one document; lists are unfolded. As deep as documents may be.
fn add_document(document: &Value, calls: &[Call], objects: &mut Vec<Object>, diagnostics: &mut Vec<Diagnostic>) {
    let kind = document.member("kind").and_then(Value::as_str).unwrap_or_default();
    if let Some(list) = document.member("items").and_then(Value::as_list).filter(|_| kind.ends_with("List")) {
        list.items.iter().for_each(|item| add_document(item, calls, objects, diagnostics));
        return;
    }
    let wrong = if document.is_null() || document.as_unknown().is_some() {
        None
    } else if document.as_map().is_none() {
        Some("this is no object".to_owned())
    } else {
        lacking(document).map(|what| format!("this has no {what}"))
    };
    if let Some(what) = wrong {
        let message = format!("{what}: Kustomize refuses it");
        diagnostics.push(Diagnostic::at(Level::Error, "kustomize-resource", document.span, message));
    }
    objects.extend(Object::new(document.clone(), calls));
}
