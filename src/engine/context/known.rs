//! What is known of a repository. Nothing is read before it is asked for, and then kept.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::calls::Calls;
use super::glances::{Glances, glance};
use super::tree::Tree;
use crate::frontend::{FRONTENDS, Ties};
use crate::source::{Storage, Texts, path_text};

/// What is known of a repository.
#[derive(Debug)]
pub(super) struct Known {
    /// Absolute.
    pub(super) top: PathBuf,
    pub(super) texts: Arc<Texts>,
    /// Whether what tools keep in folders of their own is part of it.
    everything: bool,
    tree: OnceLock<Tree>,
    /// By front end.
    glances: Vec<OnceLock<Glances>>,
    calls: Vec<OnceLock<Calls>>,
}

impl Known {
    /// Nothing yet.
    pub(super) fn new(top: PathBuf, texts: Arc<Texts>, everything: bool) -> Self {
        let (glances, calls) = FRONTENDS.iter().map(|_| (OnceLock::new(), OnceLock::new())).unzip();
        Self { top, texts, everything, tree: OnceLock::new(), glances, calls }
    }

    /// The path of a file in the repository, with `/` between its parts.
    pub(super) fn relative(&self, path: &Path) -> Option<String> {
        path.strip_prefix(&self.top).ok().map(path_text)
    }

    /// The files.
    pub(super) fn tree(&self) -> &Tree {
        self.tree.get_or_init(|| Tree::read(&self.top, &self.texts, self.everything))
    }

    /// What was seen of the files of a front end.
    pub(super) fn glances(&self, index: usize) -> &Glances {
        self.glances[index].get_or_init(|| Glances::read(FRONTENDS[index], self.tree(), &self.texts))
    }

    /// Which folders call which in the language of a front end.
    pub(super) fn calls(&self, index: usize) -> &Calls {
        let read = || Calls::of(FRONTENDS[index], self.glances(index), self.tree(), &self.top, &self.texts);
        self.calls[index].get_or_init(read)
    }

    /// What one file has to do with others, by front end: those that may claim it by its name, and all where none does, as
    /// for files that the user names.
    pub(super) fn ties(&self, file: &str) -> Vec<(usize, Ties)> {
        let path = self.top.join(file);
        let path = self.tree().path(file).unwrap_or(&path);
        let is_known = FRONTENDS.iter().any(|frontend| frontend.may_claim(file));
        let asked = FRONTENDS.iter().enumerate().filter(|(_, frontend)| !is_known || frontend.may_claim(file));
        asked.filter_map(|(index, frontend)| Some((index, glance(*frontend, file, path, &self.texts)?.ties))).collect()
    }

    /// Takes note that a file has another text now, has appeared, or is gone.
    pub(super) fn changed(&mut self, path: &Path) {
        let Some(file) = self.relative(path) else { return };
        let Some(tree) = self.tree.get_mut() else { return };
        let is_there = Storage::Kept(&self.texts).entry(path).is_some();
        let was_there = tree.path(&file).is_some();
        let is_found = is_there && tree.add(&self.top, path.to_path_buf(), self.everything);
        if !is_found {
            tree.remove(&file);
        }
        for (index, frontend) in FRONTENDS.iter().enumerate() {
            let Some(glances) = self.glances[index].get_mut() else { continue };
            let calls_others = glances.refresh(*frontend, &file, tree.path(&file), &self.texts);
            // A folder may have its first file now, or none any more.
            if calls_others || (is_found != was_there && frontend.is_part(&file)) {
                self.calls[index] = OnceLock::new();
            }
        }
    }
}
