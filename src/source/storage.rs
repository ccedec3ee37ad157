//! Where the files of a scan are: on disk, in a git revision, or in memory over one of these.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::base::Base;
use super::entry::Entry;
use super::read::Unreadable;
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
            Self::Kept(texts) => texts.text(path),
            Self::Disk | Self::Revision(_) => self.base().text(path),
        }
    }

    /// The sorted names of the files or folders in a folder.
    pub(super) fn children(self, folder: &Path, wanted: Entry) -> Vec<String> {
        match self {
            Self::Kept(texts) => texts.children(folder, wanted),
            Self::Disk | Self::Revision(_) => self.base().children(folder, wanted),
        }
    }

    /// The path without symbolic links; `None` when nothing is there.
    pub fn real(self, path: &Path) -> Option<PathBuf> {
        match self {
            Self::Kept(texts) => texts.real(path),
            Self::Disk | Self::Revision(_) => self.base().real(path),
        }
    }

    /// What an absolute path names, links followed; `None` where nothing is there, or neither.
    pub fn entry(self, path: &Path) -> Option<Entry> {
        match self {
            Self::Kept(texts) => texts.entry(path),
            Self::Disk | Self::Revision(_) => self.base().entry(path),
        }
    }

    fn base(self) -> Base<'r> {
        Base(self.revision())
    }
}
