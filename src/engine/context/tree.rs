//! The files of a repository.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::engine::discover::{Bounds, discover};
use crate::engine::found::is_skipped;
use crate::engine::progress::Progress;
use crate::source::{Root, Storage, Texts, path_text};

/// Most files of a repository that are looked at, and deepest folder.
const BOUNDS: Bounds = Bounds { files: 200_000, depth: 64 };

/// The files of a repository by their paths relative to it, with `/` between the parts.
#[derive(Debug, Default)]
pub(super) struct Tree {
    files: BTreeMap<String, PathBuf>,
    /// Whether there are more.
    pub(super) is_cut: bool,
}

impl Tree {
    /// All files below `top` that a scan of it would find, before ignore files are asked; with `everything` also what tools
    /// keep.
    pub(super) fn read(top: &Path, texts: &Texts, everything: bool) -> Self {
        let inputs = [top.to_path_buf()];
        let root = Root::find(top, &inputs);
        let found = discover(&inputs, &root, Storage::Kept(texts), everything, BOUNDS, &Progress::default());
        let files = found.files.into_iter().map(|found| (found.relative, found.path));
        let mut tree = Self { files: files.collect(), is_cut: found.is_cut };
        for path in texts.laid_below(top) {
            tree.add(top, path, everything);
        }
        tree
    }

    /// Adds a file that has appeared. Gives whether it is one that a scan would find.
    pub(super) fn add(&mut self, top: &Path, path: PathBuf, everything: bool) -> bool {
        let Ok(inner) = path.strip_prefix(top) else { return false };
        if inner.parent().is_some_and(|folder| folder.iter().any(|part| is_skipped(part, everything))) {
            return false;
        }
        self.files.insert(path_text(inner), path);
        true
    }

    /// Takes out a file that is gone.
    pub(super) fn remove(&mut self, path: &str) {
        self.files.remove(path);
    }

    /// The absolute path of a file.
    pub(super) fn path(&self, file: &str) -> Option<&Path> {
        self.files.get(file).map(PathBuf::as_path)
    }

    /// All files in the order of their paths.
    pub(super) fn files(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The files of one folder, and not those of the folders below it.
    pub(super) fn files_in<'t>(&'t self, folder: &str) -> impl Iterator<Item = &'t str> + use<'t> {
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let from = self.files.range(start.clone()..).map(|(file, _)| file.as_str());
        let below = from.take_while({
            let start = start.clone();
            move |file| file.starts_with(&start)
        });
        below.filter(move |file| !file[start.len()..].contains('/'))
    }
}

/// The folder of a file.
pub(super) fn folder_of(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}
