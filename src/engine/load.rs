//! Lets every front end make resources of its files.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::finding::FileCount;
use crate::frontend::{Build, Context, FRONTENDS, Frontend, Output};
use crate::model::{Document, Platform, Resource, Unread};
use crate::source::SourceFile;

/// What all front ends made of their files.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    /// Resources by the unit in which their addresses mean something.
    pub(super) units: Vec<Vec<Resource>>,
    pub(super) documents: Vec<Document>,
    pub(super) files: BTreeMap<Platform, FileCount>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) unread: Vec<Unread>,
}

/// Loads the files of each front end, which stand in the order of [`FRONTENDS`].
pub(super) fn load(claimed: &[Vec<&SourceFile>], context: &Context<'_>) -> Loaded {
    let outputs = outputs(claimed, context);
    let mut loaded = Loaded::default();
    for (frontend, outputs) in FRONTENDS.iter().zip(outputs) {
        let mut count = FileCount::default();
        for Output { resources, documents, diagnostics, unread } in outputs {
            count.found += documents.len();
            count.complete += documents.iter().filter(|document| document.complete).count();
            loaded.units.push(resources);
            loaded.documents.extend(documents);
            loaded.diagnostics.extend(diagnostics);
            loaded.unread.extend(unread);
        }
        if count.found > 0 {
            loaded.files.insert(frontend.platform(), count);
        }
    }
    loaded
}

/// What each front end made of its files. Those whose files others build come last.
fn outputs(claimed: &[Vec<&SourceFile>], context: &Context<'_>) -> Vec<Vec<Output>> {
    let load = |frontend: &dyn Frontend, files: &[&SourceFile]| match files.is_empty() || frontend.is_built() {
        true => Vec::new(),
        false => frontend.load(files, context),
    };
    let mut outputs: Vec<Vec<Output>> =
        FRONTENDS.par_iter().zip(claimed).map(|(frontend, files)| load(*frontend, files)).collect();
    let builds = FRONTENDS.iter().zip(&outputs).flat_map(|(frontend, outputs)| frontend.builds(outputs, context));
    let builds: Vec<Build> = builds.collect();
    for ((frontend, files), outputs) in FRONTENDS.iter().zip(claimed).zip(&mut outputs) {
        if frontend.is_built() && !(files.is_empty() && builds.is_empty()) {
            *outputs = frontend.load_built(files, &builds, context);
        }
    }
    outputs
}
