//! Which of the files that were found are scanned, and with which configuration.

use std::path::PathBuf;

use super::configuration::{Configured, find_configuration, is_configuration};
use super::discover::Found;
use super::ignored::{self, Remaining, leave_out};
use super::request::Request;
use super::switched_off::by_paths;
use crate::config::Configuration;
use crate::diagnostic::{Diagnostic, Place};
use crate::finding::{SwitchedOff, SwitchedOffKind};
use crate::source::{Revision, Root, SourceMap, Storage, Trust};

/// The files of a scan, and what is said of them.
pub(super) struct Selected {
    pub(super) files: Vec<Found>,
    pub(super) configuration: Configuration,
    /// What the scanned files themselves say, where they are not trusted.
    pub(super) distrusted: Option<Configuration>,
    /// How many files the configuration excludes.
    pub(super) excluded: usize,
    pub(super) switched_off: Vec<SwitchedOff>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Takes out of `found` what ignore files and configuration leave out, and the configuration files themselves.
pub(super) fn select(
    request: &Request<'_>,
    found: Vec<Found>,
    paths: &[PathBuf],
    root: &Root,
    sources: &SourceMap,
) -> Selected {
    let rules = request.rules().filter(|_| request.use_ignore_files);
    let Remaining { files, mut switched_off, mut diagnostics } = match rules {
        Some(rules) => leave_out(found, paths, root, request.storage(), rules, sources),
        None => Remaining { files: found, ..Remaining::default() },
    };
    let (own, mut files): (Vec<_>, Vec<_>) = files.into_iter().partition(|found| is_configuration(&found.relative));
    let mut configured = Configured {
        configuration: request.configuration.clone(),
        switched_off: request.switched_off.clone(),
        diagnostics: Vec::new(),
    };
    if request.use_nested_configuration {
        let vocabulary = request.vocabulary();
        match &request.trust {
            Trust::Tree => configured.add(&own, request.storage(), &vocabulary, sources),
            Trust::Commit(revision) => {
                let own = configuration_files(revision, paths, root);
                configured.add(&own, Storage::Revision(revision), &vocabulary, sources);
            }
            Trust::Nothing => {}
        }
    }
    let (excluded, by_paths) = by_paths(&mut files, &configured.configuration, sources);
    diagnostics.extend(configured.diagnostics);
    switched_off.extend(configured.switched_off);
    switched_off.extend(by_paths);
    let mut selected = Selected {
        files,
        configuration: configured.configuration,
        distrusted: None,
        excluded,
        switched_off,
        diagnostics,
    };
    if !request.trust.is_of_tree() {
        selected.distrust(&own, request, paths, root, sources);
    }
    if !selected.configuration.selects() {
        selected.switched_off.retain(|entry| entry.kind != SwitchedOffKind::Check);
    }
    selected
}

/// The configuration files of a commit below `paths`.
fn configuration_files(revision: &Revision, paths: &[PathBuf], root: &Root) -> Vec<Found> {
    let below = paths.iter().flat_map(|path| revision.below(path));
    let found = below.map(|path| Found { relative: root.relative(&path), path, explicit: false });
    let mut files: Vec<Found> = found.filter(|found| is_configuration(&found.relative)).collect();
    files.sort();
    files.dedup();
    files
}

impl Selected {
    /// Adds what the scanned files would switch off if they were trusted. Mistakes in them do not matter.
    fn distrust(&mut self, own: &[Found], request: &Request<'_>, paths: &[PathBuf], root: &Root, sources: &SourceMap) {
        let above = find_configuration(&request.current, &request.inputs, None, &Trust::Tree, sources);
        let above = above.unwrap_or_default();
        let vocabulary = request.vocabulary();
        let configuration = above.resolve(&vocabulary, sources).unwrap_or_default();
        let switched_off = above.switched_off(request.registry, sources);
        let mut configured = Configured { configuration, switched_off, diagnostics: Vec::new() };
        configured.add(own, request.storage(), &vocabulary, sources);
        let mut said = configured.switched_off;
        said.extend(by_paths(&mut self.files.clone(), &configured.configuration, sources).1);
        if request.use_ignore_files {
            let (files, storage) = (self.files.clone(), request.storage());
            said.extend(ignored::leave_out(files, paths, root, storage, storage, sources).switched_off);
        }
        let key = |entry: &SwitchedOff| {
            let path = match &entry.place {
                Place::Text(span) => sources.get(span.file).path().to_owned(),
                Place::File(path) => path.clone(),
                Place::None => String::new(),
            };
            (entry.kind, entry.what.clone(), path)
        };
        let in_force: Vec<_> = self.switched_off.iter().map(key).collect();
        said.retain(|entry| entry.kind == SwitchedOffKind::File || !in_force.contains(&key(entry)));
        self.switched_off.extend(said.into_iter().map(|entry| SwitchedOff { holds: false, ..entry }));
        self.distrusted = Some(configured.configuration);
    }
}
