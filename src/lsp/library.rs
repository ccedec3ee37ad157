//! The repositories of the documents that are open: their files as they are read, and how these belong together. Who judges keeps it, and
//! is told what changes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use crate::config::FILE_NAMES;
use crate::engine::{Project, Surroundings};
use crate::source::{SIZE_LIMIT, Texts};

/// Something that changed.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// An editor has a text for a file.
    Laid(PathBuf, Arc<str>),
    /// It has none any more: what is on disk counts.
    Lifted(PathBuf),
    /// A file or folder came, vanished, or is another one.
    OnDisk(PathBuf),
    /// Anything may have changed, and nobody says what.
    Unknown,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Library {
    texts: Arc<Texts>,
    repositories: Mutex<HashMap<PathBuf, Repository>>,
    /// With which files documents were judged last.
    surroundings: Mutex<HashMap<PathBuf, Arc<Surroundings>>>,
}

/// A repository. It is changed between two scans.
#[derive(Clone, Debug)]
pub(super) struct Repository {
    project: Arc<RwLock<Project>>,
}

impl Library {
    /// The repository in a folder; none where that is not one any more.
    pub(super) fn repository(&self, folder: &Path) -> Option<Repository> {
        let mut repositories = held(&self.repositories);
        if let Some(known) = repositories.get(folder) {
            return Some(known.clone());
        }
        let project = Project::open(folder, Arc::clone(&self.texts), true)?;
        let repository = Repository { project: Arc::new(RwLock::new(project)) };
        repositories.insert(folder.to_path_buf(), repository.clone());
        Some(repository)
    }

    /// Whether documents are judged with a file that has changed, or were when they were judged last.
    pub(super) fn depends(&self, repository: &Path, documents: &[PathBuf], changed: &[PathBuf]) -> bool {
        let Some(repository) = self.repository(repository) else { return true };
        let now = repository.with(|project| project.context_of(documents));
        let surroundings = held(&self.surroundings);
        let before = |path: &PathBuf| {
            let mut known = documents.iter().map(|document| surroundings.get(document));
            known.any(|known| known.is_none_or(|known| known.contains(path)))
        };
        let is_of =
            |path: &PathBuf| documents.contains(path) || is_ignore_file(path) || now.contains(path) || before(path);
        now.is_cut || changed.iter().any(is_of)
    }

    /// Keeps in mind with which files documents are judged now.
    pub(super) fn remember(&self, repository: &Path, documents: &[PathBuf]) {
        let Some(repository) = self.repository(repository) else { return };
        let now = Arc::new(repository.with(|project| project.context_of(documents)));
        let mut surroundings = held(&self.surroundings);
        for document in documents {
            surroundings.insert(document.clone(), Arc::clone(&now));
        }
    }

    /// Takes note of what changed.
    pub(super) fn change(&self, change: &Change) {
        match change {
            // A configuration counts as it is on disk, wherever it lies.
            Change::Laid(path, _) if is_configuration(path) => {}
            Change::Laid(path, text) => {
                // What is too large is nothing to others, as it is on disk.
                let text = if text.len() as u64 > SIZE_LIMIT { Arc::from("") } else { Arc::clone(text) };
                self.texts.lay(path.clone(), text);
                self.changed(path);
            }
            Change::Lifted(path) => {
                held(&self.surroundings).remove(path);
                self.texts.lift(path);
                self.texts.forget(path);
                self.changed(path);
            }
            Change::OnDisk(path) => {
                self.texts.forget(path);
                // Of a folder nobody says what was in it, and what an ignore file says concerns others.
                if path.is_file() && !is_ignore_file(path) { self.changed(path) } else { self.forget(path) }
            }
            Change::Unknown => {
                self.texts.stale().iter().for_each(|path| self.texts.forget(path));
                held(&self.repositories).clear();
            }
        }
    }

    fn changed(&self, path: &Path) {
        let repositories = held(&self.repositories);
        for (_, repository) in repositories.iter().filter(|(folder, _)| path.starts_with(folder)) {
            repository.project.write().unwrap_or_else(PoisonError::into_inner).changed(path);
        }
    }

    /// Lets the repositories go to which a path belongs; they are read again.
    fn forget(&self, path: &Path) {
        self.texts.stale().iter().for_each(|path| self.texts.forget(path));
        let mut repositories = held(&self.repositories);
        repositories.retain(|folder, _| !path.starts_with(folder) && !folder.starts_with(path));
    }
}

impl Repository {
    /// Does something with it as it is now.
    pub(super) fn with<T>(&self, work: impl FnOnce(&Project) -> T) -> T {
        work(&self.project.read().unwrap_or_else(PoisonError::into_inner))
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

fn is_configuration(path: &Path) -> bool {
    FILE_NAMES.iter().any(|name| path.ends_with(name))
}

fn is_ignore_file(path: &Path) -> bool {
    [".gitignore", ".ignore", ".ravelinignore"].iter().any(|name| path.ends_with(name))
}
