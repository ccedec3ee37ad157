//! Finds and reads the configuration files of a scan.

use std::path::{Path, PathBuf};

use super::discover::{self, Input};
use super::switched_off::{by_configuration, by_gate};
use crate::check::Registry;
use crate::config::{self, Configuration, FILE_NAMES, Layer, ScanSettings, Scope};
use crate::diagnostic::{Diagnostic, Level};
use crate::finding::SwitchedOff;
use crate::source::{self, Fence, FileId, Root, SourceFile, SourceMap, Storage, Trust, Unreadable};

/// The configuration files that lie above what is scanned, outermost first.
#[derive(Debug, Default)]
pub struct Found {
    files: Vec<FoundFile>,
    /// What they say about the scan as a whole.
    pub settings: ScanSettings,
    /// Where files that they name may lie.
    pub fence: Fence,
}

#[derive(Debug)]
struct FoundFile {
    content: config::File,
    source: FileId,
    scope: Scope,
}

/// Reads the configuration files in the folders from the repository down to what is scanned, or only the one that is
/// `named`. `current` is the current folder, absolute. Those of the repository are read as far as `trust` goes.
///
/// # Errors
/// Every mistake in them, at its place.
pub fn find_configuration(
    current: &Path,
    inputs: &[Input],
    named: Option<&Path>,
    trust: &Trust,
    sources: &SourceMap,
) -> Result<Found, Vec<Diagnostic>> {
    let root = scan_root(current, inputs);
    let mut found = Found::none(current, inputs);
    let candidates = match named {
        Some(path) => vec![current.join(path)],
        None => above(&root, &paths(current, inputs), &found.fence, trust),
    };
    let mut errors = Vec::new();
    for path in candidates {
        let text = match found.read(&path, trust) {
            Ok(text) => text,
            Err(problem) => {
                let place = root.relative(&path);
                errors.push(Diagnostic::on_file(Level::Error, problem.code(), place, problem.to_string()));
                continue;
            }
        };
        let source = sources.add(root.relative(&path), text);
        let path = if found.fence.names(&path) { path } else { discover::absolute(current, &path) };
        let folder = path.parent().unwrap_or(&path);
        match config::read(source) {
            Ok(content) => {
                errors.extend(found.settings.inherit(&content, source, folder).err().unwrap_or_default());
                // A file that the user names speaks for all that is scanned.
                let scope = if named.is_some() { Scope::default() } else { scope(&root, folder) };
                found.files.push(FoundFile { content, source: source.id(), scope });
            }
            Err(problems) => errors.extend(problems),
        }
    }
    if errors.is_empty() { Ok(found) } else { Err(errors) }
}

impl Found {
    /// No configuration for a scan of `inputs`.
    pub fn none(current: &Path, inputs: &[Input]) -> Self {
        Self { fence: Fence::of(&scan_root(current, inputs)), ..Self::default() }
    }

    /// The text of a configuration file. One from outside of the repository, which the user named, may have files of its
    /// own where it lies.
    fn read(&mut self, path: &Path, trust: &Trust) -> Result<String, Unreadable> {
        if self.fence.names(path) {
            return self.fence.text(trust, path);
        }
        let real = path.canonicalize().map_err(Unreadable::System)?;
        self.fence = self.fence.clone().and(real.parent().unwrap_or(&real));
        if trust.is_of_tree() { source::read_text(&real) } else { self.fence.text(trust, &real) }
    }

    /// Resolves the names in the files against the checks of the run; names that mean nothing are reported.
    pub fn resolve(&self, registry: &Registry, sources: &SourceMap) -> (Configuration, Vec<Diagnostic>) {
        let mut configuration = Configuration::new(self.settings.policy.clone());
        let mut diagnostics = Vec::new();
        for FoundFile { content, source, scope } in &self.files {
            let source = sources.get(*source);
            configuration.push(Layer::new(content, source, scope.clone(), registry, &mut diagnostics));
        }
        (configuration, diagnostics)
    }

    /// What the files switch off.
    pub fn switched_off(&self, registry: &Registry, sources: &SourceMap) -> Vec<SwitchedOff> {
        let mut all = Vec::new();
        for FoundFile { content, source, .. } in &self.files {
            let source = sources.get(*source);
            all.extend(by_configuration(content, source, registry));
            by_gate(content, source, &mut all);
        }
        all
    }
}

/// The configuration of every folder.
pub(super) struct Configured {
    pub(super) configuration: Configuration,
    /// What it switches off.
    pub(super) switched_off: Vec<SwitchedOff>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Configured {
    /// Adds the configuration files `own`, which lie below the scan root in `storage`, to what those above say.
    pub(super) fn add(
        &mut self,
        own: &[discover::Found],
        storage: Storage<'_>,
        registry: &Registry,
        sources: &SourceMap,
    ) {
        for file in own.iter().filter(|file| file.relative.contains('/')) {
            let mut layers = self.configuration.layers().iter();
            if layers.any(|layer| sources.get(layer.file).path() == file.relative) {
                continue;
            }
            match storage.text(&file.path) {
                Ok(text) => self.add_nested(sources.add(file.relative.as_str(), text), registry),
                Err(problem) => {
                    let (path, message) = (file.relative.as_str(), problem.to_string());
                    self.diagnostics.push(Diagnostic::on_file(Level::Error, problem.code(), path, message));
                }
            }
        }
    }

    fn add_nested(&mut self, source: &SourceFile, registry: &Registry) {
        match config::read(source) {
            Ok(content) => {
                let scope = Scope { folder: source.folder().to_owned(), root: String::new() };
                self.switched_off.extend(by_configuration(&content, source, registry));
                self.configuration.push(Layer::new(&content, source, scope, registry, &mut self.diagnostics));
            }
            Err(problems) => self.diagnostics.extend(problems),
        }
    }
}

/// Whether a path is that of a configuration file.
pub(super) fn is_configuration(path: &str) -> bool {
    FILE_NAMES.contains(&path.rsplit('/').next().unwrap_or_default())
}

/// The files for which a configuration in `folder` speaks.
fn scope(root: &Root, folder: &Path) -> Scope {
    match root.path().strip_prefix(folder) {
        Ok(inner) => Scope { folder: String::new(), root: inner.to_string_lossy().replace('\\', "/") },
        Err(_) => Scope { folder: root.relative(folder), root: String::new() },
    }
}

fn scan_root(current: &Path, inputs: &[Input]) -> Root {
    Root::find(current, &paths(current, inputs))
}

fn paths(current: &Path, inputs: &[Input]) -> Vec<PathBuf> {
    inputs.iter().filter_map(|input| input.path(current)).collect()
}

/// Configuration files from the repository down to the folder that holds all of `inputs`. What cannot be read is among
/// them: that it is not read must be said.
fn above(root: &Root, inputs: &[PathBuf], fence: &Fence, trust: &Trust) -> Vec<PathBuf> {
    let is_there = |path: &PathBuf| match trust {
        Trust::Tree => path.symlink_metadata().is_ok_and(|entry| !entry.is_dir()),
        Trust::Commit(_) => !matches!(fence.text(trust, path), Err(Unreadable::Absent)),
        Trust::Nothing => false,
    };
    let innermost = Root::common(inputs).filter(|folder| folder.starts_with(root.path())).unwrap_or(root.path().into());
    let mut files: Vec<PathBuf> = innermost
        .ancestors()
        .take_while(|folder| folder.starts_with(root.fence()))
        .filter_map(|folder| FILE_NAMES.iter().map(|name| folder.join(name)).find(is_there))
        .collect();
    files.reverse();
    files
}
