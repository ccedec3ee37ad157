//! Lets every front end make resources of its files.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::finding::FileCount;
use crate::frontend::{Build, Context, FRONTENDS, Frontend, Output};
use crate::model::{Document, Platform, Resource, Unread};
use crate::source::{FileId, SourceFile};

/// What all front ends made of their files.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    /// Resources by the unit in which their addresses mean something.
    pub(super) units: Vec<Vec<Resource>>,
    pub(super) documents: Vec<Document>,
    /// Which of the documents each front end has.
    platforms: Vec<(Platform, Range<usize>)>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) unread: Vec<Unread>,
}

/// Loads the files of each front end, which stand in the order of [`FRONTENDS`].
pub(super) fn load(claimed: &[Vec<&SourceFile>], context: &Context<'_>) -> Loaded {
    let outputs = outputs(claimed, context);
    let mut loaded = Loaded::default();
    for (frontend, outputs) in FRONTENDS.iter().zip(outputs) {
        let first = loaded.documents.len();
        for Output { resources, documents, diagnostics, unread } in outputs {
            loaded.units.push(resources);
            loaded.documents.extend(documents);
            loaded.diagnostics.extend(diagnostics);
            loaded.unread.extend(unread);
        }
        loaded.platforms.push((frontend.platform(), first..loaded.documents.len()));
    }
    loaded
}

impl Loaded {
    /// The files of each language of which `is_counted` is true.
    pub(super) fn files(&self, is_counted: impl Fn(FileId) -> bool) -> BTreeMap<Platform, FileCount> {
        let count = |documents: &Range<usize>| {
            let counted = self.documents[documents.clone()].iter().filter(|document| is_counted(document.file));
            counted.fold(FileCount::default(), |count, document| FileCount {
                found: count.found + 1,
                complete: count.complete + usize::from(document.complete),
            })
        };
        let counts = self.platforms.iter().map(|(platform, documents)| (*platform, count(documents)));
        counts.filter(|(_, count)| count.found > 0).collect()
    }
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
