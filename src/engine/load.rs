//! Lets every front end make resources of its files.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::finding::FileCount;
use crate::frontend::{Context, FRONTENDS, Output};
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
    let outputs: Vec<Vec<Output>> = FRONTENDS
        .par_iter()
        .zip(claimed)
        .map(|(frontend, files)| if files.is_empty() { Vec::new() } else { frontend.load(files, context) })
        .collect();
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
