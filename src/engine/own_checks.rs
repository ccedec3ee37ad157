//! The user's own check files: read, and kept from taking the ids of built-in checks.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::check::{Check, Registry, load_user_check, misspelt_kinds};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{Fence, SourceFile, SourceMap, Span, TextRange, Trust, Unreadable};

/// A folder of check files.
#[derive(Clone, Debug)]
pub struct OwnFolder {
    /// As the user knows it.
    pub path: PathBuf,
    /// Where its files may lie.
    pub fence: Fence,
    /// Whether somebody named it, so that it must hold something.
    pub is_named: bool,
    /// Whether its files may take the place of built-in checks.
    pub may_replace: bool,
}

impl OwnFolder {
    /// The folders of a repository: those that its configuration names, and those that lie `beside` what is scanned. `current` is the
    /// current folder, absolute.
    pub fn of_repository(configured: &[PathBuf], beside: &[PathBuf], fence: &Fence, current: &Path) -> Vec<Self> {
        let inner = |path: &Path, is_named| Self {
            path: path.to_path_buf(),
            fence: fence.clone(),
            is_named,
            may_replace: false,
        };
        let beside = beside.iter().map(|path| path.strip_prefix(current).unwrap_or(path));
        configured.iter().map(|path| inner(path, true)).chain(beside.map(|path| inner(path, false))).collect()
    }
}

/// The checks of some folders.
#[derive(Debug, Default)]
pub struct OwnChecks {
    checks: Vec<&'static Check>,
    /// Ids of the built-in checks whose place they take, sorted.
    pub replaced: Vec<&'static str>,
    /// What is wrong with them. They can be used when none of it is an error.
    pub problems: Vec<Diagnostic>,
}

/// A folder or file that cannot be used at all, in a sentence that names it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct OwnChecksError(String);

/// Reads the check files of `folders`, each file once. `current` is the current folder, absolute.
///
/// # Errors
/// One cannot be read.
pub fn read_own_checks(
    folders: &[OwnFolder],
    current: &Path,
    trust: &Trust,
    sources: &SourceMap,
) -> Result<OwnChecks, OwnChecksError> {
    let (built_in, kinds) = (built_in(), Registry::embedded().kinds());
    let (mut own, mut seen, mut files) = (OwnChecks::default(), HashSet::new(), HashMap::new());
    for folder in folders {
        let place = current.join(&folder.path);
        for name in check_files(folder, &place, trust)? {
            let (path, shown) = (place.join(&name), folder.path.join(&name));
            if !seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())) {
                continue;
            }
            let text = folder.fence.text(trust, &path);
            let text = text.map_err(|problem| OwnChecksError(format!("{} {problem}", shown.display())))?;
            let source = sources.add(shown.to_string_lossy(), text);
            match load_user_check(source) {
                Ok(checks) => {
                    for check in checks {
                        own.problems.extend(misspelt_kinds(check, source, &kinds));
                        own.add(check, source, folder.may_replace, &built_in, &mut files);
                    }
                }
                Err(problems) => own.problems.extend(problems),
            }
        }
    }
    own.covers_checks(&built_in, &files, sources);
    own.replaced.sort_unstable();
    own.replaced.dedup();
    Ok(own)
}

/// The built-in checks by every id that they have or had.
fn built_in() -> HashMap<&'static str, &'static str> {
    let checks = Registry::embedded();
    checks.checks().iter().flat_map(|check| names(check).map(|name| (name, check.id))).collect()
}

fn names(check: &'static Check) -> impl Iterator<Item = &'static str> {
    std::iter::once(check.id).chain(check.text.formerly.iter().copied())
}

impl OwnChecks {
    /// The embedded checks and these.
    pub fn registry(&self) -> Registry {
        let embedded = Registry::embedded();
        let kept = embedded.checks().iter().copied().filter(|check| !self.replaced.contains(&check.id));
        Registry::new(kept.chain(self.checks.iter().copied()))
    }

    /// Says what is covered and is no check.
    fn covers_checks(
        &mut self,
        built_in: &HashMap<&'static str, &'static str>,
        files: &HashMap<&'static str, String>,
        sources: &SourceMap,
    ) {
        for check in &self.checks {
            let is_other = |id: &str| id != check.id && (built_in.contains_key(id) || files.contains_key(id));
            for id in check.text.covers.iter().filter(|id| !is_other(id)) {
                let source =
                    sources.iter().find(|source| files.get(check.id).is_some_and(|path| source.path() == path));
                let Some(source) = source else { continue };
                let message = format!("`{id}` is no other check");
                self.problems.push(Diagnostic::at(Level::Error, "check-file", named(source, id), message));
            }
        }
    }

    /// Takes a check, unless its id is that of another.
    fn add(
        &mut self,
        check: &'static Check,
        source: &SourceFile,
        may_replace: bool,
        built_in: &HashMap<&'static str, &'static str>,
        files: &mut HashMap<&'static str, String>,
    ) {
        let mut refuse = |name: &str, message: String, help: &str| {
            let problem = Diagnostic::at(Level::Error, "check-file", named(source, name), message);
            self.problems.push(problem.with_help(help));
        };
        for name in names(check) {
            let Some(&other) = built_in.get(name) else { continue };
            if may_replace {
                self.replaced.push(other);
                continue;
            }
            let message = match name == other {
                true => format!("`{name}` is the id of a built-in check"),
                false => format!("`{name}` was the id of the built-in check `{other}`, and goes on to mean it"),
            };
            refuse(
                name,
                message,
                "give it an id of its own; `checks` in `.ravelin.yaml` changes the severity of a built-in check or skips it",
            );
            return;
        }
        match files.insert(check.id, source.path().to_owned()) {
            None => self.checks.push(check),
            Some(other) => refuse(check.id, format!("{other} has this id as well"), "ids of checks are unique"),
        }
    }
}

/// Where a check file has this name first.
fn named(source: &SourceFile, name: &str) -> Span {
    let start = source.text().find(name).unwrap_or_default();
    source.span(TextRange::new(start, start + name.len()))
}

/// The check files of a folder, relative to it.
fn check_files(folder: &OwnFolder, place: &Path, trust: &Trust) -> Result<Vec<PathBuf>, OwnChecksError> {
    let name = folder.path.display();
    let mut files = folder.fence.below(trust, place).map_err(|problem| match problem {
        Unreadable::OutOfReach if folder.fence.names(place) => {
            OwnChecksError(format!("{name} is not a folder of the repository"))
        }
        problem => OwnChecksError(format!("{name}: {problem}")),
    })?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "yaml" || extension == "yml"));
    if files.is_empty() && folder.is_named {
        return Err(OwnChecksError(format!("{name} holds no check files")));
    }
    Ok(files)
}
