//! Kustomize: overlays are judged as `kubectl kustomize` builds them.
//!
//! | file | does |
//! |---|---|
//! | `fields`, `schema`, `definition` | the fields of kustomization files, their forms, and what they lead to |
//! | `reader`, `project`, `paths` | all that is read, each file once |
//! | `configuration`, `crds` | fields that are transformed beside those that Kustomize knows |
//! | `plugin`, `transformers` | generators and transformers that are configured in documents of their own |
//! | `assemble` | the build of one kustomization, in Kustomize's order |
//! | `object`, `kinds`, `limits` | one object with the names that it had; what is known of its kind; how large it may be |
//! | `generators`, `hash` | config maps and secrets that are made of literals and files |
//! | `patches`, `selector`, `merge`, `json_patch` | patches, and what they are about |
//! | `transform/`, `field_path` | namespace, names, labels, images, replicas |
//! | `references`, `reference_fields`, `replacements`, `variables` | values that follow other objects |
//!
//! Places survive: a value points at where it was written, be it the manifest, a patch or the kustomization, and all of
//! these count as text of the object. `tests/it/kustomize.rs` compares the objects with those of `kubectl kustomize`.

mod assemble;
mod configuration;
mod crds;
mod definition;
mod field_path;
mod fields;
mod generators;
mod hash;
mod json_patch;
mod kinds;
mod limits;
mod merge;
mod object;
mod patches;
mod paths;
mod plugin;
mod project;
mod reader;
mod reference_fields;
mod references;
mod replacements;
mod schema;
mod selector;
mod transform;
mod transformers;
mod variables;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use rayon::prelude::*;

pub(super) use definition::{is_kustomization, may_be_kustomization};
pub(super) use project::Project;

use super::api::{Context, Output, isolate};
use super::kubernetes::resource;
use crate::model::Resource;
use crate::source::SourceFile;
use object::Object;

/// Builds every kustomization among `files` that no other one uses, and says which files are part of some.
pub(super) fn build<'s>(files: &[&SourceFile], context: &Context<'s>) -> (Project<'s>, Output) {
    let (project, mut output) = reader::read(files, context);
    output.diagnostics.extend(project.notes());
    let results: Vec<Output> = project
        .roots()
        .par_iter()
        .map(|root| {
            isolate(root.file.path(), || {
                let (objects, diagnostics) = assemble::build(root, &project);
                let build: Arc<str> = root.folder.as_str().into();
                let resources = objects.into_iter().filter_map(|object| lower(object, &build)).collect();
                Output { resources, diagnostics, ..Output::default() }
            })
        })
        .collect();
    for result in results {
        output.merge(result);
    }
    output.diagnostics.sort_by(|a, b| (&a.place, a.code, &a.message).cmp(&(&b.place, b.code, &b.message)));
    output.diagnostics.dedup();
    (project, output)
}

/// The resource of an object that the kustomization in the folder `build` gives.
fn lower(object: Object, build: &Arc<str>) -> Option<Resource> {
    let mut resource = resource(&object.body.without_nulls())?;
    resource.grounds.extend(object.grounds);
    resource.calls = object.calls;
    resource.build = Some(Arc::clone(build));
    Some(resource)
}
