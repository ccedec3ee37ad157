//! What a search for files finds, and which folders it leaves out.

use std::path::PathBuf;

use crate::diagnostic::Diagnostic;

/// Folders that hold tools' own data and copies of other people's code, never the user's configuration. Other hidden
/// folders, such as `.github`, are searched.
pub(super) const SKIPPED_FOLDERS: [&str; 13] = [
    ".git",
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

/// A file to look at.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
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
}
