//! What a search for files finds, and which folders it leaves out.

use std::ffi::OsStr;
use std::path::PathBuf;

use crate::diagnostic::Diagnostic;

/// What git keeps is no file of the repository.
pub(super) const GIT_FOLDER: &str = ".git";

/// Folders that hold tools' own data and copies of other people's code, hardly ever the user's configuration. Other hidden
/// folders, such as `.github`, are searched.
const SKIPPED_FOLDERS: [&str; 12] = [
    ".hg",
    ".svn",
    ".jj",
    ".terraform",
    ".terragrunt-cache",
    ".venv",
    ".tox",
    ".cache",
    ".idea",
    ".direnv",
    "node_modules",
    "__pycache__",
];

/// Whether a folder is not searched, for its name; `everything` is searched but what git keeps.
pub(super) fn is_skipped(folder: &OsStr, everything: bool) -> bool {
    folder == GIT_FOLDER || (!everything && SKIPPED_FOLDERS.iter().any(|name| folder == OsStr::new(name)))
}

/// A file to look at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    /// Relative to the scan root, with `/` between its parts.
    pub(super) relative: String,
    /// Absolute.
    pub(super) path: PathBuf,
    /// Whether the user named the file itself.
    pub(super) explicit: bool,
}

/// What a search of folders found: files and links, by their paths.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) files: Vec<PathBuf>,
    pub(super) links: Vec<PathBuf>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Folders that were left out by their names.
    pub(super) skipped_folders: usize,
    /// Whether there is more.
    pub(super) is_cut: bool,
}
