//! Finds and reads the configuration files of a scan.

use std::path::{Path, PathBuf};

use super::discover::{self, Input};
use super::switched_off::{by_configuration, by_gate};
use crate::check::Registry;
use crate::config::hadolint::{self, FILE_NAMES as HADOLINT};
use crate::config::{self, Configuration, FILE_NAMES, Layer, ScanSettings, Scope, Vocabulary};
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::finding::SwitchedOff;
use crate::frontend::{ComposeSettings, Settings, VariableSource};
use crate::model::Platform;
use crate::source::{self, Fence, FileId, Root, SourceFile, SourceMap, Storage, Trust, Unreadable};
use crate::value::Spanned;

/// Folder of the user's own checks, in any folder above what is scanned.
const OWN_CHECKS: &str = ".ravelin/checks";

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
    /// The one language for which it speaks: files of other tools know no other.
    platform: Option<Platform>,
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
            // Another tool's file is its own affair.
            Err(_) if named.is_none() && is_hadolint(&path) => continue,
            Err(problem) => {
                let place = root.relative(&path);
                errors.push(Diagnostic::on_file(Level::Error, problem.code(), place, problem.to_string()));
                continue;
            }
        };
        let source = sources.add(root.relative(&path), text);
        let path = if found.fence.names(&path) { path } else { discover::absolute(current, &path) };
        let folder = path.parent().unwrap_or(&path);
        if named.is_none() && is_hadolint(&path) {
            let (content, scope) = (hadolint::read(source), scope(&root, folder));
            found.files.push(FoundFile { content, source: source.id(), scope, platform: Some(hadolint::PLATFORM) });
            continue;
        }
        match config::read(source) {
            Ok(content) => {
                errors.extend(found.settings.inherit(&content, source, folder).err().unwrap_or_default());
                errors.extend(absent(&content, source, folder, &found.fence, trust));
                // A file that the user names speaks for all that is scanned.
                let scope = if named.is_some() { Scope::default() } else { scope(&root, folder) };
                found.files.push(FoundFile { content, source: source.id(), scope, platform: None });
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

    /// Resolves the names in the files.
    ///
    /// # Errors
    /// Every name that means nothing, at its place.
    pub fn resolve(&self, vocabulary: &Vocabulary<'_>, sources: &SourceMap) -> Result<Configuration, Vec<Diagnostic>> {
        let mut configuration = Configuration::new(self.settings.policy.clone());
        let mut mistakes = Vec::new();
        for FoundFile { content, source, scope, platform } in &self.files {
            let source = sources.get(*source);
            // A file of another tool names rules of which we have none.
            let (mut own, is_own) = (Vec::new(), platform.is_none());
            let layer = Layer::new(content, source, scope.clone(), vocabulary, &mut own);
            mistakes.extend(own.into_iter().filter(|_| is_own));
            configuration.push(match platform {
                Some(platform) => layer.only_for(*platform),
                None => layer,
            });
        }
        if mistakes.is_empty() { Ok(configuration) } else { Err(mistakes) }
    }

    /// What the files tell front ends.
    ///
    /// # Errors
    /// A file of values that they name cannot be read, as a sentence.
    pub fn front_end_settings(&self) -> Result<Settings, String> {
        let whole = &self.settings;
        let mut variables: Vec<VariableSource> = Vec::new();
        for path in &whole.variable_files {
            // Values belong to what is scanned, whoever names the file.
            let text = self.fence.text(&Trust::Tree, path);
            let text = text.map_err(|problem| format!("`terraform.variable-files`: {} {problem}", path.display()))?;
            variables.push(VariableSource::File { path: path.to_string_lossy().into_owned(), text });
        }
        let assigned = whole.variables.iter();
        variables.extend(
            assigned.map(|(name, value)| VariableSource::Assignment { name: name.clone(), value: value.clone() }),
        );
        let path = |path: &PathBuf| path.to_string_lossy().into_owned();
        let combinations = whole.compose.iter().map(|paths| paths.iter().map(path).collect()).collect();
        let compose = ComposeSettings { combinations, variants: whole.compose_variants.unwrap_or_default() };
        Ok(Settings { variables, workspace: whole.workspace.clone(), compose })
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
        vocabulary: &Vocabulary<'_>,
        sources: &SourceMap,
    ) {
        for file in own.iter().filter(|file| file.relative.contains('/')) {
            let mut layers = self.configuration.layers().iter();
            if layers.any(|layer| sources.get(layer.file).path() == file.relative) {
                continue;
            }
            match storage.text(&file.path) {
                Ok(text) => self.add_nested(sources.add(file.relative.as_str(), text), vocabulary),
                Err(problem) => {
                    let (path, message) = (file.relative.as_str(), problem.to_string());
                    self.diagnostics.push(Diagnostic::on_file(Level::Error, problem.code(), path, message));
                }
            }
        }
    }

    fn add_nested(&mut self, source: &SourceFile, vocabulary: &Vocabulary<'_>) {
        match config::read(source) {
            Ok(content) => {
                // What concerns a scan as a whole does not count here, but for a scan of this folder it does.
                let whole = ScanSettings::default().inherit(&content, source, Path::new(source.folder()));
                self.diagnostics.extend(whole.err().unwrap_or_default());
                let scope = Scope { folder: source.folder().to_owned(), root: String::new() };
                self.switched_off.extend(by_configuration(&content, source, vocabulary.registry));
                self.configuration.push(Layer::new(&content, source, scope, vocabulary, &mut self.diagnostics));
            }
            Err(problems) => self.diagnostics.extend(problems),
        }
    }
}

/// A configuration file that speaks for a scan.
#[derive(Debug)]
pub struct Home {
    /// The file, absolute.
    pub path: PathBuf,
    /// The files for which it speaks.
    pub scope: Scope,
}

impl Home {
    /// The file that is `named`, otherwise the one nearest above what is scanned. Where there is none, the one that may be
    /// made at the scan root.
    pub fn find(current: &Path, inputs: &[Input], named: Option<&Path>) -> Self {
        if let Some(named) = named {
            return Self { path: discover::absolute(current, named), scope: Scope::default() };
        }
        let root = scan_root(current, inputs);
        let folders = folders_above(&root, &paths(current, inputs));
        let files = folders.iter().rev().flat_map(|folder| FILE_NAMES.map(|name| folder.join(name)));
        let path = files.into_iter().find(|path| path.symlink_metadata().is_ok());
        let path = path.unwrap_or_else(|| root.path().join(FILE_NAMES[0]));
        let scope = scope(&root, path.parent().unwrap_or(&path));
        Self { path, scope }
    }
}

/// Whether a diagnostic of a scan is about a configuration file that is wrong, or that cannot be read: what it says could not be
/// followed.
pub fn is_configuration_mistake(diagnostic: &Diagnostic) -> bool {
    let is_configuration = match &diagnostic.place {
        // One that the user named as an input is no mistake of its author.
        Place::File(path) => diagnostic.code != "not-judged" && is_configuration(path),
        Place::Text(_) | Place::None => diagnostic.code == "configuration",
    };
    is_configuration && diagnostic.level == Level::Error
}

/// Whether a path is that of a configuration file.
pub(super) fn is_configuration(path: &str) -> bool {
    FILE_NAMES.contains(&path.rsplit('/').next().unwrap_or_default())
}

/// Folders and files that a configuration names and that are not there. A baseline may be written later.
fn absent(content: &config::File, source: &SourceFile, folder: &Path, fence: &Fence, trust: &Trust) -> Vec<Diagnostic> {
    let is_there = |path: &Spanned<String>| fence.below(trust, &folder.join(&path.value)).is_ok();
    let is_file = |path: &Spanned<String>| fence.real(&folder.join(&path.value)).is_ok_and(|path| path.is_file());
    let folders = content.checks.folders.iter().filter(|path| !is_there(path));
    let files = content.terraform.variable_files.iter().chain(content.compose.iter().flatten());
    let files = files.filter(|path| !is_file(path));
    let absent = folders.map(|path| (path, "folder")).chain(files.map(|path| (path, "file")));
    let mistake = |(path, what): (&Spanned<String>, &str)| {
        let message = format!("there is no {what} `{}` in the repository", path.value);
        Diagnostic::at(Level::Error, "configuration", source.span(path.range), message)
    };
    absent.map(mistake).collect()
}

/// The files for which a configuration in `folder` speaks.
fn scope(root: &Root, folder: &Path) -> Scope {
    match root.path().strip_prefix(folder) {
        Ok(inner) => Scope { folder: String::new(), root: source::path_text(inner) },
        Err(_) => Scope { folder: root.relative(folder), root: String::new() },
    }
}

/// The root of a scan of `inputs`; `current` is the current folder, absolute.
pub fn scan_root(current: &Path, inputs: &[Input]) -> Root {
    Root::find(current, &paths(current, inputs))
}

fn paths(current: &Path, inputs: &[Input]) -> Vec<PathBuf> {
    inputs.iter().filter_map(|input| input.path(current)).collect()
}

/// The folders with the user's own checks beside what is scanned: `.ravelin/checks` in every folder from the repository
/// down to what is scanned, outermost first, as far as they are trusted.
pub fn own_check_folders(current: &Path, inputs: &[Input], fence: &Fence, trust: &Trust) -> Vec<PathBuf> {
    let folders = folders_above(&scan_root(current, inputs), &paths(current, inputs)).into_iter();
    let is_there = |folder: &PathBuf| match trust {
        // A link that leaves the repository must be seen, so that it is refused.
        Trust::Tree => folder.symlink_metadata().is_ok(),
        Trust::Commit(_) | Trust::Nothing => fence.below(trust, folder).is_ok(),
    };
    folders.map(|folder| folder.join(OWN_CHECKS)).filter(is_there).collect()
}

/// Configuration files from the repository down to the folder that holds all of `inputs`. What cannot be read is among
/// them: that it is not read must be said.
fn above(root: &Root, inputs: &[PathBuf], fence: &Fence, trust: &Trust) -> Vec<PathBuf> {
    let is_there = |path: &PathBuf| match trust {
        Trust::Tree => path.symlink_metadata().is_ok_and(|entry| !entry.is_dir()),
        Trust::Commit(_) => !matches!(fence.text(trust, path), Err(Unreadable::Absent)),
        Trust::Nothing => false,
    };
    let files = |folder: PathBuf| {
        // What hadolint's file says at the scan root, our own may overrule.
        let foreign = HADOLINT.map(|name| folder.join(name)).into_iter().filter(is_there).take(1);
        let own = FILE_NAMES.map(|name| folder.join(name)).into_iter().filter(is_there);
        foreign.filter(|_| folder == root.path()).chain(own).collect::<Vec<_>>()
    };
    folders_above(root, inputs).into_iter().flat_map(files).collect()
}

fn is_hadolint(path: &Path) -> bool {
    path.file_name().is_some_and(|name| HADOLINT.iter().any(|known| name == *known))
}

/// The folders from the repository down to the one that holds all of `inputs`.
fn folders_above(root: &Root, inputs: &[PathBuf]) -> Vec<PathBuf> {
    let innermost = Root::common(inputs).filter(|folder| folder.starts_with(root.path())).unwrap_or(root.path().into());
    let folders = innermost.ancestors().take_while(|folder| folder.starts_with(root.fence()));
    let mut folders: Vec<PathBuf> = folders.map(Path::to_path_buf).collect();
    folders.reverse();
    folders
}
