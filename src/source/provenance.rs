//! Where what was scanned comes from.

use std::path::{Path, PathBuf};

use super::address;
use super::changes::Changes;
use super::head::commit;
use super::remote;
use super::work_tree::WorkTree;

/// Where what was scanned comes from. What is not known is none, and never guessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The name of the repository: the last part of the address, otherwise the name of the folder.
    pub name: Option<String>,
    /// The address that it was cloned from, without credentials.
    pub remote: Option<String>,
    /// The folder below the top of the repository to which paths that were typed are relative; empty for the top itself.
    pub folder: Option<String>,
    /// The commit that is checked out, or what the user calls what he scanned.
    pub revision: Option<String>,
    /// In what the files differ from the last commit.
    pub changes: Option<Changes>,
}

impl Provenance {
    /// Of which nothing is known.
    pub const UNKNOWN: Self = Self { name: None, remote: None, folder: None, revision: None, changes: None };

    /// Of `paths`, which were typed in the folder `current`. The `files` that were read have paths relative to `root`.
    pub fn of<'a>(paths: &[PathBuf], current: &Path, root: &Path, files: impl Iterator<Item = &'a str>) -> Self {
        let Some(tree) = WorkTree::around_all(paths) else { return Self::UNKNOWN };
        let remote = remote::address(&tree).and_then(|written| address::without_credentials(&written));
        let name = remote.as_deref().and_then(address::name).map(str::to_owned);
        let folder = current.strip_prefix(tree.top()).ok().map(|folder| folder.to_string_lossy().replace('\\', "/"));
        Self {
            name: name.or_else(|| Some(tree.top().file_name()?.to_string_lossy().into_owned())),
            remote,
            folder,
            revision: commit(&tree),
            changes: tree.changes(root, files),
        }
    }
}

impl Default for Provenance {
    fn default() -> Self {
        Self::UNKNOWN
    }
}
