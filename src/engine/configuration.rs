//! Finds and reads the configuration files of a scan.

use std::path::{Path, PathBuf};

use super::discover::{self, Input};
use super::request::Request;
use crate::check::Registry;
use crate::config::{self, Configuration, FILE_NAMES, Layer, ScanSettings, Scope};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{self, FileId, Root, SourceMap};

/// The configuration files that lie above what is scanned, outermost first.
#[derive(Debug, Default)]
pub struct Found {
    files: Vec<FoundFile>,
    /// What they say about the scan as a whole.
    pub settings: ScanSettings,
}

#[derive(Debug)]
struct FoundFile {
    content: config::File,
    source: FileId,
    scope: Scope,
}

/// Reads the configuration files in the folders from the repository down to what is scanned, or only the one that is
/// `named`. `current` is the current folder, absolute.
///
/// # Errors
/// Every mistake in them, at its place.
pub fn find_configuration(
    current: &Path,
    inputs: &[Input],
    named: Option<&Path>,
    sources: &SourceMap,
) -> Result<Found, Vec<Diagnostic>> {
    let paths: Vec<PathBuf> = inputs.iter().filter_map(|input| input.path(current)).collect();
    let root = Root::find(current, &paths);
    let candidates = match named {
        Some(path) => vec![discover::absolute(current, path)],
        None => above(&root, &paths),
    };
    let mut found = Found::default();
    let mut errors = Vec::new();
    for path in candidates {
        let text = match source::read_text(&path) {
            Ok(text) => text,
            Err(problem) => {
                let place = root.relative(&path);
                errors.push(Diagnostic::on_file(Level::Error, problem.code(), place, problem.to_string()));
                continue;
            }
        };
        let source = sources.add(root.relative(&path), text);
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
}

/// The configuration of every folder, and the files that it leaves.
pub(super) struct Configured {
    pub(super) configuration: Configuration,
    pub(super) files: Vec<discover::Found>,
    /// How many files it excludes.
    pub(super) excluded: usize,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Takes configuration files out of what was found, with all that they exclude.
pub(super) fn configure(request: &Request<'_>, found: Vec<discover::Found>, sources: &SourceMap) -> Configured {
    let mut configuration = request.configuration.clone();
    let mut diagnostics = Vec::new();
    let is_configuration = |found: &discover::Found| {
        let name = found.relative.rsplit('/').next().unwrap_or_default();
        FILE_NAMES.contains(&name)
    };
    let (own, mut files): (Vec<_>, Vec<_>) = found.into_iter().partition(is_configuration);
    for file in own.iter().filter(|file| request.use_nested_configuration && file.relative.contains('/')) {
        let read_before = configuration.layers().iter().any(|layer| sources.get(layer.file).path() == file.relative);
        if !read_before {
            diagnostics.extend(add_nested(&mut configuration, file, request, sources));
        }
    }
    let before = files.len();
    files.retain(|file| file.explicit || !configuration.excludes(&file.relative));
    let excluded = before - files.len();
    Configured { configuration, files, excluded, diagnostics }
}

/// Adds a configuration file that lies below the scan root to what those above it say.
fn add_nested(
    configuration: &mut Configuration,
    file: &discover::Found,
    request: &Request<'_>,
    sources: &SourceMap,
) -> Vec<Diagnostic> {
    let text = match request.storage().text(&file.path) {
        Ok(text) => text,
        Err(problem) => {
            let path = file.relative.as_str();
            return vec![Diagnostic::on_file(Level::Error, problem.code(), path, problem.to_string())];
        }
    };
    let source = sources.add(file.relative.as_str(), text);
    let mut diagnostics = Vec::new();
    match config::read(source) {
        Ok(content) => {
            let scope = Scope { folder: source.folder().to_owned(), root: String::new() };
            configuration.push(Layer::new(&content, source, scope, request.registry, &mut diagnostics));
        }
        Err(problems) => diagnostics = problems,
    }
    diagnostics
}

/// The files for which a configuration in `folder` speaks.
fn scope(root: &Root, folder: &Path) -> Scope {
    match root.path().strip_prefix(folder) {
        Ok(inner) => Scope { folder: String::new(), root: source::path_text(inner) },
        Err(_) => Scope { folder: root.relative(folder), root: String::new() },
    }
}

/// Configuration files from the repository down to the folder that holds all of `inputs`.
fn above(root: &Root, inputs: &[PathBuf]) -> Vec<PathBuf> {
    let innermost = Root::common(inputs).filter(|folder| folder.starts_with(root.path())).unwrap_or(root.path().into());
    let mut files: Vec<PathBuf> = innermost
        .ancestors()
        .take_while(|folder| folder.starts_with(root.fence()))
        .filter_map(|folder| FILE_NAMES.iter().map(|name| folder.join(name)).find(|path| path.is_file()))
        .collect();
    files.reverse();
    files
}
