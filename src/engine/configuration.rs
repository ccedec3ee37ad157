//! Finds and reads the configuration files of a scan.

use std::path::{Path, PathBuf};

use super::discover::{self, Input};
use super::request::Request;
use crate::config::{self, Configuration, FILE_NAMES, Layer, ScanSettings, Scope, Vocabulary};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{self, FileId, Root, SourceFile, SourceMap};
use crate::value::Spanned;

/// Folder of the user's own checks, in any folder above what is scanned.
const OWN_CHECKS: &str = ".ravelin/checks";

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
                errors.extend(absent(&content, source, folder));
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
    /// Resolves the names in the files.
    ///
    /// # Errors
    /// Every name that means nothing, at its place.
    pub fn resolve(&self, vocabulary: &Vocabulary<'_>, sources: &SourceMap) -> Result<Configuration, Vec<Diagnostic>> {
        let mut configuration = Configuration::new(self.settings.policy.clone());
        let mut mistakes = Vec::new();
        for FoundFile { content, source, scope } in &self.files {
            let source = sources.get(*source);
            configuration.push(Layer::new(content, source, scope.clone(), vocabulary, &mut mistakes));
        }
        if mistakes.is_empty() { Ok(configuration) } else { Err(mistakes) }
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
            // What concerns a scan as a whole does not count here, but for a scan of this folder it does.
            let whole = ScanSettings::default().inherit(&content, source, Path::new(source.folder()));
            diagnostics.extend(whole.err().unwrap_or_default());
            let scope = Scope { folder: source.folder().to_owned(), root: String::new() };
            let vocabulary = Vocabulary { registry: request.registry, is_format: request.is_format };
            configuration.push(Layer::new(&content, source, scope, &vocabulary, &mut diagnostics));
        }
        Err(problems) => diagnostics = problems,
    }
    diagnostics
}

/// Folders and files that a configuration names and that are not there. A baseline may be written later.
fn absent(content: &config::File, source: &SourceFile, folder: &Path) -> Vec<Diagnostic> {
    let folders = content.checks.folders.iter().filter(|path| !folder.join(&path.value).is_dir());
    let files = content.terraform.variable_files.iter().filter(|path| !folder.join(&path.value).is_file());
    let absent = folders.map(|path| (path, "folder")).chain(files.map(|path| (path, "file")));
    let mistake = |(path, what): (&Spanned<String>, &str)| {
        let message = format!("there is no {what} `{}`", path.value);
        Diagnostic::at(Level::Error, "configuration", source.span(path.range), message)
    };
    absent.map(mistake).collect()
}

/// The files for which a configuration in `folder` speaks.
fn scope(root: &Root, folder: &Path) -> Scope {
    match root.path().strip_prefix(folder) {
        Ok(inner) => Scope { folder: String::new(), root: inner.to_string_lossy().replace('\\', "/") },
        Err(_) => Scope { folder: root.relative(folder), root: String::new() },
    }
}

/// The folders with the user's own checks beside what is scanned: `.ravelin/checks` in every folder from the repository
/// down to what is scanned, outermost first.
pub fn own_check_folders(current: &Path, inputs: &[Input]) -> Vec<PathBuf> {
    let paths: Vec<PathBuf> = inputs.iter().filter_map(|input| input.path(current)).collect();
    let folders = folders_above(&Root::find(current, &paths), &paths).into_iter();
    folders.map(|folder| folder.join(OWN_CHECKS)).filter(|folder| folder.is_dir()).collect()
}

/// Configuration files from the repository down to the folder that holds all of `inputs`.
fn above(root: &Root, inputs: &[PathBuf]) -> Vec<PathBuf> {
    let files = |folder: PathBuf| FILE_NAMES.map(|name| folder.join(name)).into_iter().filter(|path| path.is_file());
    folders_above(root, inputs).into_iter().flat_map(files).collect()
}

/// The folders from the repository down to the one that holds all of `inputs`.
fn folders_above(root: &Root, inputs: &[PathBuf]) -> Vec<PathBuf> {
    let innermost = Root::common(inputs).filter(|folder| folder.starts_with(root.path())).unwrap_or(root.path().into());
    let folders = innermost.ancestors().take_while(|folder| folder.starts_with(root.fence()));
    let mut folders: Vec<PathBuf> = folders.map(Path::to_path_buf).collect();
    folders.reverse();
    folders
}
