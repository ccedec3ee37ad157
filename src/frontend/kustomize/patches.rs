//! `patches`, `patchesStrategicMerge` and `patchesJson6902`.

use super::definition::{Kustomization, PatchSource, items};
use super::embedded::Embedded;
use super::json_patch::{self, Operation};
use super::merge::merge;
use super::object::{Object, id_of};
use super::paths;
use super::project::Project;
use super::selector::Selector;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Span;
use crate::syntax::yaml::{self, Dialect};
use crate::value::Value;

/// Applies the patches of one field, in the order of their text.
pub(super) fn apply(
    kustomization: &Kustomization<'_>,
    field: &str,
    project: &Project<'_>,
    objects: &mut Vec<Object>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for entry in items(&kustomization.body, field) {
        let mut patcher = Patcher { kustomization, project, entry, diagnostics };
        if let Err(diagnostic) = patcher.apply(objects) {
            diagnostics.push(diagnostic);
        }
    }
}

struct Patcher<'p, 's> {
    kustomization: &'p Kustomization<'s>,
    project: &'p Project<'s>,
    entry: &'p Value,
    diagnostics: &'p mut Vec<Diagnostic>,
}

fn error(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::at(Level::Error, "kustomize-patch", span, message)
}

impl Patcher<'_, '_> {
    fn apply(&mut self, objects: &mut Vec<Object>) -> Result<(), Diagnostic> {
        let Some(source) = PatchSource::read(self.entry) else {
            return Err(error(self.entry.span, "a patch needs `path` or `patch`"));
        };
        let target = self.entry.member("target").map(Selector::read).transpose()?;
        let place = source.value().span;
        for document in self.documents(source)? {
            match document.as_list() {
                Some(list) => {
                    let Some(target) = &target else {
                        return Err(error(place, "a JSON patch needs a `target`"));
                    };
                    let operations = json_patch::read(&list.items).map_err(|(span, why)| error(span, why))?;
                    self.operate(objects, target, &operations, document.span);
                }
                None if document.as_map().is_some() => match &target {
                    Some(target) => self.merge_selected(objects, target, &document),
                    None => self.merge_named(objects, &document, place)?,
                },
                None => {}
            }
        }
        Ok(())
    }

    /// The documents of a patch, with their places in the file that holds them.
    fn documents(&self, source: PatchSource<'_>) -> Result<Vec<Value>, Diagnostic> {
        let value = source.value();
        let text = value.as_str().unwrap_or_default();
        match source {
            PatchSource::Path(_) => {
                let file = self.project.manifests(&paths::join(&self.kustomization.folder, text));
                let missing = |why: &str| {
                    Diagnostic::at(Level::Error, "kustomize-file", value.span, format!("the file `{text}` {why}"))
                };
                file.map(|(_, documents)| documents.clone()).map_err(missing)
            }
            PatchSource::Inline(_) => {
                let places = Embedded::new(self.kustomization.file, value.span, text);
                let stream = yaml::parse(text, Dialect::Kustomize);
                if let Some(problem) = stream.errors.first() {
                    return Err(error(places.place(problem.range), problem.message.as_str()));
                }
                let documents = stream.documents.iter();
                Ok(documents.map(|document| document.root.to_value(&|range| places.place(range))).collect())
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
        let Some(at) = objects.iter().position(|object| object.was(&id)) else {
            return Err(error(place, format!("there is no {} `{}` to patch", id.kind, id.name)));
        };
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
