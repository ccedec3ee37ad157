//! Where a working tree of git is, and where its repository lies.

use std::fs;
use std::path::{Path, PathBuf};

/// A working tree. Its files are read; git is not run for them: it need not be installed where a report is made, and it
/// refuses repositories of other users, as those in containers often are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkTree {
    /// The folder that holds `.git`, absolute.
    top: PathBuf,
    /// The folder of the repository that belongs to this tree alone.
    folder: PathBuf,
}

impl WorkTree {
    /// The innermost one around `path`.
    pub fn around(path: &Path) -> Option<Self> {
        let path = path.canonicalize().ok()?;
        let top = path.ancestors().find(|folder| folder.join(".git").exists())?.to_path_buf();
        let entry = top.join(".git");
        let folder = if entry.is_dir() { entry } else { linked(&entry)? };
        Some(Self { top, folder })
    }

    /// The one around all of `paths`; none where they are not all in the same.
    pub fn around_all(paths: &[PathBuf]) -> Option<Self> {
        let mut trees = paths.iter().map(|path| Self::around(path));
        let first = trees.next()??;
        trees.all(|tree| tree.as_ref() == Some(&first)).then_some(first)
    }

    /// Its folder.
    pub fn top(&self) -> &Path {
        &self.top
    }

    /// The folder of the repository that belongs to this tree alone.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder of the repository that linked working trees share, where there is one.
    pub(super) fn shared(&self) -> Option<PathBuf> {
        let common = fs::read_to_string(self.folder.join("commondir")).ok()?;
        Some(self.folder.join(common.trim()))
    }
}

/// The folder that the file `.git` of a linked working tree or submodule names.
fn linked(file: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(file).ok()?;
    let folder = text.trim().strip_prefix("gitdir: ")?;
    Some(file.parent()?.join(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_two_trees_are_in_none() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| folder.path().join(name);
        for name in ["a/.git", "a/x/y", "b/.git", "c"] {
            fs::create_dir_all(path(name)).expect("writable");
        }
        let top = |names: &[&str]| {
            let paths: Vec<PathBuf> = names.iter().map(|name| path(name)).collect();
            WorkTree::around_all(&paths).map(|tree| tree.top().file_name().expect("a name").to_owned())
        };
        assert_eq!(top(&["a", "a/x/y"]), Some("a".into()));
        for names in [&["a", "b"][..], &["a", "c"], &["c", "a"], &["c"], &["nowhere"], &[]] {
            assert_eq!(top(names), None, "{names:?}");
        }
    }
}
