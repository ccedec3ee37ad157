//! The files of a disk or of a commit, as they are.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::entry::Entry;
use super::names::path_text;
use super::read::{self, Unreadable};
use super::revision::Revision;

/// The files of a commit, or of the disk where there is none.
#[derive(Clone, Copy)]
pub(super) struct Base<'r>(pub(super) Option<&'r Revision>);

impl Base<'_> {
    /// The text of the file at an absolute path.
    pub(super) fn text(self, path: &Path) -> Result<Arc<str>, Unreadable> {
        self.0.map_or_else(|| read::text(path), |revision| revision.text(path)).map(Arc::from)
    }

    /// The sorted names of the files or folders in a folder.
    pub(super) fn children(self, folder: &Path, wanted: Entry) -> Vec<String> {
        match (self.0, wanted) {
            (Some(revision), _) => revision.children(folder, wanted),
            (None, Entry::File) => entries(folder, |entry| entry.path().is_file()),
            // The type of a symbolic link is just that, wherever it leads.
            (None, Entry::Folder) => {
                entries(folder, |entry| entry.file_type().is_ok_and(|file_type| file_type.is_dir()))
            }
        }
    }

    /// The path without symbolic links; `None` when nothing is there.
    pub(super) fn real(self, path: &Path) -> Option<PathBuf> {
        self.0.map_or_else(|| path.canonicalize().ok(), |revision| revision.real(path))
    }

    /// What an absolute path names, links followed.
    pub(super) fn entry(self, path: &Path) -> Option<Entry> {
        let Some(revision) = self.0 else {
            let metadata = path.metadata().ok()?;
            let entry = if metadata.is_dir() { Entry::Folder } else { Entry::File };
            return (metadata.is_dir() || metadata.is_file()).then_some(entry);
        };
        revision.entry(path)
    }
}

fn entries(folder: &Path, wanted: fn(&std::fs::DirEntry) -> bool) -> Vec<String> {
    let Ok(entries) = folder.read_dir() else { return Vec::new() };
    let entries = entries.flatten().filter(wanted);
    let mut names: Vec<String> = entries.map(|entry| path_text(Path::new(&entry.file_name()))).collect();
    names.sort();
    names
}
