//! How far what a repository says may reach. Its configuration names files, and must neither have others of the machine
//! read nor written, be it through `..`, an absolute path or a symbolic link.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::{Revision, Root, Unreadable, read};

/// Whose configuration, ignore files, exceptions and checks hold.
#[derive(Clone, Debug, Default)]
pub enum Trust {
    /// Those of what is scanned.
    #[default]
    Tree,
    /// Those of a commit.
    Commit(Arc<Revision>),
    /// None of the repository.
    Nothing,
}

impl Trust {
    /// Whether what is scanned may say what is left out.
    pub const fn is_of_tree(&self) -> bool {
        matches!(self, Self::Tree)
    }
}

/// The folders in which files that a configuration names may lie, absolute and without symbolic links.
#[derive(Clone, Debug, Default)]
pub struct Fence {
    repository: PathBuf,
    /// Where a configuration from outside keeps its own files.
    elsewhere: Option<PathBuf>,
}

impl Fence {
    /// Around the repository of a scan.
    pub fn of(root: &Root) -> Self {
        Self { repository: root.fence().to_path_buf(), elsewhere: None }
    }

    /// With the folder of a configuration that the user named, and the repository around it.
    #[must_use]
    pub fn and(self, folder: &Path) -> Self {
        Self { elsewhere: Some(Root::repository(folder).to_path_buf()), ..self }
    }

    /// The repository of the scan.
    pub fn repository(&self) -> &Path {
        &self.repository
    }

    /// Whether a path is by its name one of the repository, wherever it leads.
    pub fn names(&self, path: &Path) -> bool {
        normal(path).starts_with(&self.repository)
    }

    /// The file or folder itself, without symbolic links, if it lies within.
    ///
    /// # Errors
    /// It is not there, or lies outside.
    pub fn real(&self, path: &Path) -> Result<PathBuf, Unreadable> {
        let real = path.canonicalize().map_err(|_| Unreadable::OutOfReach)?;
        if self.holds(&real) { Ok(real) } else { Err(Unreadable::OutOfReach) }
    }

    /// Where a file that may not be there yet would be written, if that lies within.
    ///
    /// # Errors
    /// Its folder is not there, or it would be written outside.
    pub fn target(&self, path: &Path) -> Result<PathBuf, Unreadable> {
        // Also a link that leads nowhere yet would be followed.
        if path.symlink_metadata().is_ok() {
            return self.real(path);
        }
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Err(Unreadable::OutOfReach) };
        Ok(self.real(folder)?.join(name))
    }

    /// The text of a file that says what holds for a scan, as far as `trust` goes.
    ///
    /// # Errors
    /// It is not there, lies outside, is not trusted, or is not text.
    pub fn text(&self, trust: &Trust, path: &Path) -> Result<String, Unreadable> {
        match self.revision(trust, path)? {
            None => read::text(&self.real(path)?),
            Some(revision) => revision.text(&normal(path)),
        }
    }

    /// Every file below a folder, relative to it and sorted. Folders to which symbolic links lead are left out.
    ///
    /// # Errors
    /// The folder is not there, lies outside, or is not trusted.
    pub fn below(&self, trust: &Trust, folder: &Path) -> Result<Vec<PathBuf>, Unreadable> {
        match self.revision(trust, folder)? {
            None => {
                let mut files = Vec::new();
                let folder = self.real(folder)?;
                collect(&folder, &mut files);
                files.sort();
                Ok(relative(&files, &folder))
            }
            Some(revision) => match revision.below(&normal(folder)) {
                files if files.is_empty() => Err(Unreadable::OutOfReach),
                files => Ok(relative(&files, &normal(folder))),
            },
        }
    }

    /// The commit in which a path is read; none for the disk. What belongs to the repository is read in what is trusted of it.
    fn revision<'t>(&self, trust: &'t Trust, path: &Path) -> Result<Option<&'t Revision>, Unreadable> {
        match trust {
            Trust::Commit(revision) if self.names(path) => Ok(Some(revision)),
            Trust::Nothing if self.names(path) => Err(Unreadable::Untrusted),
            // By another name it may still be one of what is scanned.
            Trust::Commit(_) | Trust::Nothing if self.real(path)?.starts_with(&self.repository) => {
                Err(Unreadable::Untrusted)
            }
            _ => Ok(None),
        }
    }

    fn holds(&self, real: &Path) -> bool {
        let elsewhere = self.elsewhere.as_ref().is_some_and(|folder| real.starts_with(folder));
        real.starts_with(&self.repository) || elsewhere
    }
}

/// A path without `.` and `..`, by its words alone.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                normal.pop();
            }
            Component::CurDir => {}
            other => normal.push(other),
        }
    }
    normal
}

fn relative(files: &[PathBuf], folder: &Path) -> Vec<PathBuf> {
    files.iter().filter_map(|file| file.strip_prefix(folder).ok()).map(Path::to_path_buf).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = folder.read_dir() else { return };
    for entry in entries.flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => collect(&entry.path(), files),
            // Where a link to a file leads is seen when it is read.
            Ok(_) if entry.path().is_file() => files.push(entry.path()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn nothing_leaves() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let base = folder.path().canonicalize().expect("exists");
        let repository = base.join("repository");
        std::fs::create_dir_all(repository.join("sub/deep")).expect("writable");
        std::fs::write(base.join("token"), "t").expect("writable");
        std::fs::write(repository.join("sub/a"), "a").expect("writable");
        let link = |to: &str, name: &str| std::os::unix::fs::symlink(base.join(to), repository.join(name));
        for (to, name) in [("token", "file"), ("nowhere", "nothing"), ("", "up"), ("repository/sub", "in")] {
            link(to, name).expect("writable");
        }
        let fence = Fence { repository: repository.clone(), elsewhere: None };
        let at = |name: &str| repository.join(name);
        for name in ["sub/a", "in/a", "sub/../in/deep/../a"] {
            assert_eq!(fence.text(&Trust::Tree, &at(name)).ok().as_deref(), Some("a"), "{name}");
            assert!(fence.target(&at(name)).is_ok(), "{name}");
        }
        for name in ["../token", "file", "up/token", "sub/../../token", "nothing", "up/repository/../token"] {
            let said = fence.text(&Trust::Tree, &at(name)).expect_err(name).to_string();
            assert_eq!(said, "is not there, or lies outside the repository", "{name}");
            assert!(fence.target(&at(name)).is_err(), "{name}");
        }
        for name in ["new", "sub/new", "in/new"] {
            assert!(fence.target(&at(name)).is_ok(), "{name}");
        }
        for name in ["../new", "up/new", "nowhere/new"] {
            assert!(fence.target(&at(name)).is_err(), "{name}");
        }
        assert!(matches!(fence.text(&Trust::Nothing, &at("sub/a")), Err(Unreadable::Untrusted)));
        let outer = Fence { elsewhere: Some(base.clone()), ..fence };
        assert!(matches!(outer.text(&Trust::Nothing, &base.join("repository/in/a")), Err(Unreadable::Untrusted)));
        assert_eq!(outer.text(&Trust::Nothing, &base.join("token")).ok().as_deref(), Some("t"));
        assert_eq!(outer.below(&Trust::Tree, &repository).ok(), Some(vec!["file".into(), "sub/a".into()]));
    }
}
