//! Whether what is in a working tree is what its last commit holds. git is asked: the answer is in its index, and in the rules by
//! which it compares files.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use super::git;
use super::work_tree::WorkTree;

/// In what a working tree differs from its last commit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Tracked files that differ from the last commit.
    pub changed: usize,
    /// Files that were read and are not tracked.
    pub untracked: usize,
}

/// The tracked files, and the folders that are repositories of their own.
struct Index {
    files: BTreeSet<PathBuf>,
    submodules: Vec<PathBuf>,
}

impl WorkTree {
    /// In what the tree differs from its last commit, for a reader of `files`, of which the paths are relative to `root`. None where
    /// git cannot be run or cannot tell.
    pub fn changes<'a>(&self, root: &Path, files: impl Iterator<Item = &'a str>) -> Option<Changes> {
        if self.runs_programs()? {
            return None;
        }
        let status =
            ["status", "--porcelain", "-z", "--untracked-files=no", "--ignore-submodules=dirty", "--no-renames"];
        let changed = entries(&git::output(self.git().args(status)).ok()?).count();
        let index = Index::of(&git::output(self.git().args(["ls-files", "--stage", "-z"])).ok()?);
        let mut untracked = 0;
        for file in files {
            let path = normal(&root.join(file));
            let path = path.strip_prefix(self.top()).unwrap_or(&path);
            // What is checked out there is a matter of another repository.
            if index.submodules.iter().any(|folder| path.starts_with(folder)) {
                return None;
            }
            // What was typed is read as well, and is no file.
            untracked += usize::from(!index.files.contains(path) && self.top().join(path).is_file());
        }
        Some(Changes { changed, untracked })
    }

    /// Whether the configuration of the repository itself, which may come from anybody, names a program that git would
    /// run to compare files.
    fn runs_programs(&self) -> Option<bool> {
        let programs = r"^filter\..*\.(clean|process)$";
        let found =
            git::output(self.git().args(["config", "--show-scope", "--name-only", "-z", "--get-regexp", programs]));
        match found {
            Ok(found) => Some(entries(&found).any(|entry| entry == b"local" || entry == b"worktree")),
            // Nothing is found.
            Err(git::GitFailure::Refused(said)) if said.is_empty() => Some(false),
            Err(_) => None,
        }
    }

    /// git, without the program that a repository may name to watch its files.
    fn git(&self) -> Command {
        let mut command = git::git(self.top());
        command.args(["--no-pager", "-c", "core.fsmonitor="]);
        command
    }
}

impl Index {
    /// Of `MODE OBJECT STAGE<tab>PATH` entries.
    fn of(listing: &[u8]) -> Self {
        let mut index = Self { files: BTreeSet::new(), submodules: Vec::new() };
        for entry in entries(listing) {
            let entry = String::from_utf8_lossy(entry);
            match entry.split_once('\t') {
                Some((fields, path)) if fields.starts_with("160000 ") => index.submodules.push(path.into()),
                Some((_, path)) => {
                    index.files.insert(path.into());
                }
                None => {}
            }
        }
        index
    }
}

/// Entries that end with a zero byte.
fn entries(listing: &[u8]) -> impl Iterator<Item = &[u8]> {
    listing.split(|&byte| byte == 0).filter(|entry| !entry.is_empty())
}

/// The path without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            _ => normal.push(component),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn submodules_are_told_from_files() {
        let index = Index::of(b"100644 aa 0\tmain.tf\x00160000 bb 0\tmodules/net\x00100755 cc 0\ta b/\xc3\xa9\0");
        assert_eq!(index.files, BTreeSet::from(["main.tf".into(), "a b/\u{e9}".into()]));
        assert_eq!(index.submodules, [PathBuf::from("modules/net")]);
    }

    #[test]
    fn paths_are_compared_by_their_parts() {
        assert_eq!(normal(Path::new("/a/b/../c/./d.tf")), Path::new("/a/c/d.tf"));
    }
}
