//! The user's own check files: read, and kept from taking the ids of built-in checks.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::check::{Check, Registry, load_user_check, misspelt_kinds};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{Fence, SourceFile, SourceMap, Span, TextRange, Trust, Unreadable};

/// A folder of check files.
pub(super) struct Folder {
    /// As the user knows it.
    pub(super) path: PathBuf,
    /// Where its files may lie.
    pub(super) fence: Fence,
    /// Whether somebody named it, so that it must hold something.
    pub(super) is_named: bool,
    /// Whether its files may take the place of built-in checks.
    pub(super) may_replace: bool,
}

/// The checks of some folders.
#[derive(Default)]
pub(super) struct Own {
    pub(super) checks: Vec<&'static Check>,
    /// Ids of the built-in checks whose place they take.
    pub(super) replaced: Vec<&'static str>,
    pub(super) problems: Vec<Diagnostic>,
}

/// Reads the check files of `folders`, each file once. `current` is the current folder, absolute.
pub(super) fn read(folders: &[Folder], current: &Path, trust: &Trust, sources: &SourceMap) -> anyhow::Result<Own> {
    let (built_in, kinds) = (built_in(), Registry::embedded().kinds());
    let (mut own, mut seen, mut files) = (Own::default(), HashSet::new(), HashMap::new());
    for folder in folders {
        let place = current.join(&folder.path);
        for name in check_files(folder, &place, trust)? {
            let (path, shown) = (place.join(&name), folder.path.join(&name));
            if !seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())) {
                continue;
            }
            let text = folder.fence.text(trust, &path);
            let text = text.map_err(|problem| anyhow::anyhow!("{} {problem}", shown.display()))?;
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

impl Own {
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
fn check_files(folder: &Folder, place: &Path, trust: &Trust) -> anyhow::Result<Vec<PathBuf>> {
    let name = || folder.path.display().to_string();
    let mut files = match folder.fence.below(trust, place) {
        Err(Unreadable::OutOfReach) if folder.fence.names(place) => {
            bail!("{} is not a folder of the repository", name())
        }
        files => files.map_err(|problem| anyhow::anyhow!("{problem}")).with_context(name)?,
    };
    files.retain(|file| file.extension().is_some_and(|extension| extension == "yaml" || extension == "yml"));
    if files.is_empty() && folder.is_named {
        bail!("{} holds no check files", name());
    }
    Ok(files)
}
