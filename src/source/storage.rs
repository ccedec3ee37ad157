//! Where the files of a scan are: on disk, in a git revision, or in memory over one of these.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::entry::Entry;
use super::names::path_text;
use super::read::{self, Unreadable};
use super::revision::Revision;
use super::texts::Texts;

/// Where the files of a scan are.
#[derive(Clone, Copy)]
pub enum Storage<'r> {
    /// In the file system.
    Disk,
    /// In a commit, at the places at which a checkout would put them.
    Revision(&'r Revision),
    /// In memory as far as they are there, and below that in one of the others.
    Kept(&'r Texts),
}

impl<'r> Storage<'r> {
    /// The commit that the files are of; none where they are those of the disk.
    pub fn revision(self) -> Option<&'r Revision> {
        match self {
            Self::Disk => None,
            Self::Revision(revision) => Some(revision),
            Self::Kept(texts) => texts.revision(),
        }
    }

    /// The text of the file at an absolute path.
    ///
    /// # Errors
    /// It is not there, cannot be read, is too large, or is not text in UTF-8.
    pub fn text(self, path: &Path) -> Result<Arc<str>, Unreadable> {
        match self {
            Self::Disk => read::text(path).map(Arc::from),
            Self::Revision(revision) => revision.text(path).map(Arc::from),
            Self::Kept(texts) => texts.text(path),
        }
    }

    /// The sorted names of the files in a folder.
    pub(super) fn files(self, folder: &Path) -> Vec<String> {
        match self {
            Self::Disk => entries(folder, |entry| entry.path().is_file()),
            Self::Revision(revision) => revision.children(folder, Entry::File),
            Self::Kept(texts) => texts.children(folder, Entry::File),
        }
    }

    /// The sorted names of the folders in a folder.
    pub(super) fn folders(self, folder: &Path) -> Vec<String> {
        match self {
            // The type of a symbolic link is just that, wherever it leads.
            Self::Disk => entries(folder, |entry| entry.file_type().is_ok_and(|file_type| file_type.is_dir())),
            Self::Revision(revision) => revision.children(folder, Entry::Folder),
            Self::Kept(texts) => texts.children(folder, Entry::Folder),
        }
    }

    /// The path without symbolic links; `None` when nothing is there.
    pub fn real(self, path: &Path) -> Option<PathBuf> {
        match self {
            Self::Disk => path.canonicalize().ok(),
            Self::Revision(revision) => revision.real(path),
            Self::Kept(texts) => texts.real(path),
        }
    }

    /// What an absolute path names, links followed; `None` where nothing is there, or neither.
    pub fn entry(self, path: &Path) -> Option<Entry> {
        match self {
            Self::Disk => {
                let metadata = path.metadata().ok()?;
                let entry = if metadata.is_dir() { Entry::Folder } else { Entry::File };
                (metadata.is_dir() || metadata.is_file()).then_some(entry)
            }
            Self::Revision(revision) => revision.entry(path),
            Self::Kept(texts) => texts.entry(path),
        }
    }
}

fn entries(folder: &Path, wanted: fn(&std::fs::DirEntry) -> bool) -> Vec<String> {
    let Ok(entries) = folder.read_dir() else { return Vec::new() };
    let entries = entries.flatten().filter(wanted);
    let mut names: Vec<String> = entries.map(|entry| path_text(Path::new(&entry.file_name()))).collect();
    names.sort();
    names
}
