//! What may be read beside the files that were given.

use std::sync::Arc;

use super::Unreadable;

/// The files below the scan root, as far as they may be seen. Nothing outside is ever read.
pub trait Files: Sync {
    /// Names of the files in a folder, sorted; `folder` is relative to the scan root. Empty when there is no such folder.
    fn list(&self, folder: &str) -> Vec<String>;

    /// Names of the folders in a folder, sorted, without symbolic links; `folder` is relative to the scan root. None where
    /// there is nothing but files.
    fn folders(&self, _folder: &str) -> Vec<String> {
        Vec::new()
    }

    /// The folder that a path means where symbolic links lead to another one, relative to the scan root; otherwise the path.
    fn real_folder(&self, folder: &str) -> String {
        folder.to_owned()
    }

    /// The text of a file relative to the scan root.
    ///
    /// # Errors
    /// It is not there, lies out of reach, or is not text.
    fn read(&self, path: &str) -> Result<Arc<str>, Unreadable>;

    /// Whether a file is a part of what is scanned: it can be read, and its repository does not ignore it.
    fn belongs(&self, path: &str) -> bool {
        self.read(path).is_ok()
    }
}

/// Files that are given by their texts, and others.
pub struct Beside<'f> {
    /// Paths relative to the scan root, with texts.
    pub given: &'f [(&'f str, &'f str)],
    /// Where everything else is.
    pub others: &'f dyn Files,
}

impl Files for Beside<'_> {
    fn list(&self, folder: &str) -> Vec<String> {
        self.others.list(folder)
    }

    fn folders(&self, folder: &str) -> Vec<String> {
        self.others.folders(folder)
    }

    fn real_folder(&self, folder: &str) -> String {
        self.others.real_folder(folder)
    }

    fn read(&self, path: &str) -> Result<Arc<str>, Unreadable> {
        let given = self.given.iter().find(|(name, _)| *name == path);
        given.map_or_else(|| self.others.read(path), |(_, text)| Ok(Arc::from(*text)))
    }

    fn belongs(&self, path: &str) -> bool {
        self.others.belongs(path)
    }
}

/// No file at all.
pub struct NoFiles;

impl Files for NoFiles {
    fn list(&self, _folder: &str) -> Vec<String> {
        Vec::new()
    }

    fn read(&self, _path: &str) -> Result<Arc<str>, Unreadable> {
        Err(Unreadable::Untrusted)
    }
}
