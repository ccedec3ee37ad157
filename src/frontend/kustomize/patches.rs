//! `patches`, `patchesStrategicMerge` and `patchesJson6902`.

use super::definition::{PatchSource, items, text};
use super::json_patch::{self, Operation};
use super::merge::merge;
use super::object::{Object, id_of, lacking};
use super::paths;
use super::project::Project;
use super::selector::Selector;
use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::embedded::Embedded;
use crate::source::Span;
use crate::syntax::yaml::{self, Dialect};
use crate::value::{List, Value};

/// Applies the patches of one field of the kustomization in a folder, in the order of their text.
pub(super) fn apply(
    (folder, body): (&str, &Value),
    field: &str,
    project: &Project<'_>,
    objects: &mut Vec<Object>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for entry in items(body, field) {
        let only_json = field == "patchesJson6902";
        let mut patcher = Patcher { folder, project, entry, only_json, diagnostics };
        if let Err(diagnostic) = patcher.apply(objects) {
            diagnostics.push(diagnostic);
        }
    }
}

struct Patcher<'p, 's> {
    folder: &'p str,
    project: &'p Project<'s>,
    entry: &'p Value,
    /// Whether a strategic merge is none here.
    only_json: bool,
    diagnostics: &'p mut Vec<Diagnostic>,
}

/// The documents of a patch.
struct Documents {
    values: Vec<Value>,
    /// Whether its text starts as JSON does, and is none.
    is_broken_json: bool,
}

fn error(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::at(Level::Error, "kustomize-patch", span, message)
}

impl Patcher<'_, '_> {
    fn apply(&mut self, objects: &mut Vec<Object>) -> Result<(), Diagnostic> {
        let Some(source) = PatchSource::read(self.entry) else {
            return Err(error(self.entry.span, "a patch needs `path` or `patch`"));
        };
        if text(self.entry, "path").is_some() && text(self.entry, "patch").is_some() {
            return Err(error(self.entry.span, "a patch is either in `path` or in `patch`"));
        }
        let target = self.entry.member("target").filter(|target| !target.is_null());
        if self.only_json && target.is_none_or(|target| text(target, "name").is_none()) {
            return Err(error(self.entry.span, "a patch of `patchesJson6902` needs a `target` with a `name`"));
        }
        let target = target.map(Selector::read).transpose()?;
        let place = source.value().span;
        let documents = self.documents(source)?;
        let values: Vec<&Value> = documents.values.iter().filter(|value| !value.is_null()).collect();
        let Some(first) = values.first() else { return Err(error(place, "this patch is empty")) };
        if let Some(list) = first.as_list() {
            return self.json(objects, target.as_ref(), list, &documents, first.span, place);
        }
        if let (Some(_), [_, other, ..]) = (&target, values.as_slice()) {
            let message = "a patch with a `target` is one document: Kustomize refuses several";
            self.diagnostics.push(error(other.span, message));
        }
        for document in values {
            self.strategic(objects, target.as_ref(), document, place)?;
        }
        Ok(())
    }

    fn json(
        &mut self,
        objects: &mut [Object],
        target: Option<&Selector>,
        list: &List,
        documents: &Documents,
        span: Span,
        place: Span,
    ) -> Result<(), Diagnostic> {
        let Some(target) = target else {
            return Err(error(place, "a JSON patch needs a `target`"));
        };
        if documents.is_broken_json {
            let message = "a JSON patch that starts with `[` must be JSON: Kustomize refuses YAML there";
            self.diagnostics.push(error(place, message));
        }
        if let Some(other) = documents.values.get(1) {
            let message = "only the first document of a JSON patch counts";
            self.diagnostics.push(Diagnostic::at(Level::Warning, "kustomize-patch", other.span, message));
        }
        let operations = json_patch::read(&list.items).map_err(|(span, why)| error(span, why))?;
        self.operate(objects, target, &operations, span);
        Ok(())
    }

    fn strategic(
        &mut self,
        objects: &mut Vec<Object>,
        target: Option<&Selector>,
        document: &Value,
        place: Span,
    ) -> Result<(), Diagnostic> {
        if document.as_map().is_none() || self.only_json {
            return Err(error(place, "this is no patch"));
        }
        let lacking = lacking(document);
        if let Some(what) = lacking {
            let message = format!("Kustomize refuses a strategic merge without {what}, also with a `target`");
            self.diagnostics.push(error(place, message));
        }
        match target {
            Some(target) => self.merge_selected(objects, target, document),
            None if lacking.is_some() => {}
            None => self.merge_named(objects, document, place)?,
        }
        Ok(())
    }

    /// The documents of a patch, with their places in the file that holds them.
    fn documents(&self, source: PatchSource<'_>) -> Result<Documents, Diagnostic> {
        let value = source.value();
        let text = value.as_str().unwrap_or_default();
        let is_broken_json =
            |text: &str| text.starts_with('[') && serde_json::from_str::<serde::de::IgnoredAny>(text).is_err();
        match source {
            PatchSource::Path(_) => {
                let file = self.project.manifests(&paths::join(self.folder, text));
                let missing = |why: &str| {
                    Diagnostic::at(Level::Error, "kustomize-file", value.span, format!("the file `{text}` {why}"))
                };
                let (file, values) = file.map_err(missing)?;
                Ok(Documents { values: values.clone(), is_broken_json: is_broken_json(file.text()) })
            }
            PatchSource::Inline(_) => {
                let places = Embedded::new(self.project.file(value.span), value.span, text);
                let stream = yaml::parse(text, Dialect::Kustomize);
                if let Some(problem) = stream.errors.first() {
                    return Err(error(places.place(problem.range), problem.message.as_str()));
                }
                let documents = stream.documents.iter();
                let values = documents.map(|document| document.root.to_value(&|range| places.place(range))).collect();
                Ok(Documents { values, is_broken_json: is_broken_json(text.trim()) })
            }
        }
    }

    fn operate(&mut self, objects: &mut [Object], target: &Selector, operations: &[Operation], span: Span) {
        for object in objects.iter_mut().filter(|object| target.matches(object)) {
            match json_patch::apply(&object.body, operations) {
                Ok(body) => {
                    object.remember();
                    object.body = body;
                    object.ground(span);
                }
                Err((span, why)) => {
                    let message = format!("the patch does not fit {} `{}`: {why}", object.kind(), object.name());
                    self.diagnostics.push(error(span, message));
                }
            }
        }
    }

    /// Merges into everything that is selected.
    fn merge_selected(&self, objects: &mut Vec<Object>, target: &Selector, patch: &Value) {
        let mut patch = patch.clone();
        if let Some(map) = patch.as_map_mut() {
            map.remove("apiVersion");
        }
        objects.retain_mut(|object| !target.matches(object) || self.merge(object, &patch));
    }

    /// Merges into the object that has the patch's own name.
    fn merge_named(&self, objects: &mut Vec<Object>, patch: &Value, place: Span) -> Result<(), Diagnostic> {
        let id = id_of(patch);
        let mut found = objects.iter().enumerate().filter(|(_, object)| object.was(&id)).map(|(at, _)| at);
        let Some(at) = found.next() else {
            return Err(error(place, format!("there is no {} `{}` to patch", id.kind, id.name)));
        };
        if found.next().is_some() {
            return Err(error(
                place,
                format!("there are several {} `{}`: which to patch is not known", id.kind, id.name),
            ));
        }
        if !self.merge(&mut objects[at], patch) {
            objects.remove(at);
        }
        Ok(())
    }

    /// Merges into one object; false where that deletes it.
    fn merge(&self, object: &mut Object, patch: &Value) -> bool {
        let allows = |option| {
            let options = self.entry.member("options");
            options.and_then(|options| options.member(option)).and_then(Value::as_bool) == Some(true)
        };
        let (new_name, new_kind) = (allows("allowNameChange"), allows("allowKindChange"));
        let Some(mut body) = merge(&object.body, patch) else { return false };
        if !new_kind {
            keep(&mut body, &object.body, "kind");
        }
        if let (Some(new), Some(old)) =
            (body.as_map_mut().and_then(|body| body.get_mut("metadata")), object.body.member("metadata"))
        {
            keep(new, old, "namespace");
            if !new_name {
                keep(new, old, "name");
            }
        }
        if new_name || new_kind {
            object.remember();
        }
        object.body = body;
        object.ground(patch.span);
        true
    }
}

/// Gives `key` the value that it had before.
fn keep(new: &mut Value, old: &Value, key: &str) {
    let Some(new) = new.as_map_mut() else { return };
    match old.as_map().and_then(|old| old.entry(key)) {
        Some(entry) => {
            new.insert(key, entry.key_span, entry.value.clone());
        }
        None => {
            new.remove(key);
        }
    }
}
