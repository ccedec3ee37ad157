//! The scan root, and what may be read below it.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::entry::Entry;
use super::names::{path_text, real_path};
use super::revision::is_ignored;
use super::storage::Storage;
use super::{Files, Unreadable};

/// The folder to which all paths of a report are relative.
#[derive(Debug)]
pub struct Root {
    /// Absolute, without symbolic links.
    path: PathBuf,
    /// Where reading ends: the repository that holds `path`, or `path` itself.
    fence: PathBuf,
    /// How the user writes `path` from where he is: `""`, or ending with `/`.
    pub display: String,
}

impl Root {
    /// The current folder when it holds all inputs, otherwise the innermost folder that does. All paths are absolute.
    pub fn find(current: &Path, inputs: &[PathBuf]) -> Self {
        let inside = inputs.iter().all(|input| input.starts_with(current));
        let path = Self::common(inputs).filter(|_| !inside).unwrap_or_else(|| current.to_path_buf());
        let fence = Self::repository(&path).to_path_buf();
        let display = if inside { String::new() } else { format!("{}/", path_text(&path).trim_end_matches('/')) };
        Self { path, fence, display }
    }

    /// The repository around a folder, or the folder itself where there is none.
    pub fn repository(folder: &Path) -> &Path {
        Self::repository_around(folder).unwrap_or(folder)
    }

    /// The repository around a folder; `None` where there is none.
    pub fn repository_around(folder: &Path) -> Option<&Path> {
        folder.ancestors().find(|ancestor| ancestor.join(".git").exists())
    }

    /// The innermost folder that holds all of `inputs`; `None` when there are none.
    pub fn common(inputs: &[PathBuf]) -> Option<PathBuf> {
        let folder =
            |path: &PathBuf| if path.is_dir() { path.clone() } else { path.parent().unwrap_or(path).to_path_buf() };
        inputs.iter().map(folder).reduce(|common, next| shared(&common, &next))
    }

    /// The folder itself, absolute.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where reading ends, absolute.
    pub fn fence(&self) -> &Path {
        &self.fence
    }

    /// `path` relative to the root, with `/` between its parts and `..` where it lies beside the root.
    pub fn relative(&self, path: &Path) -> String {
        let common = shared(&self.path, path);
        let up = self.path.components().count() - common.components().count();
        let down = path.strip_prefix(&common).map(path_text).unwrap_or_default();
        let mut parts = vec![".."; up];
        parts.extend(down.split('/').filter(|part| !part.is_empty()));
        parts.join("/")
    }
}

/// The files below the root, as front ends may read them.
pub struct Reading<'r> {
    root: &'r Root,
    storage: Storage<'r>,
}

impl<'r> Reading<'r> {
    /// The files of `storage` around `root`.
    pub fn new(root: &'r Root, storage: Storage<'r>) -> Self {
        Self { root, storage }
    }

    /// The absolute path of a path relative to the root; `None` outside the fence.
    fn resolve(&self, relative: &str) -> Option<PathBuf> {
        let mut path = self.root.path.clone();
        for component in Path::new(relative).components() {
            match component {
                Component::Normal(part) => path.push(part),
                Component::ParentDir => {
                    path.pop();
                }
                Component::CurDir => {}
                Component::RootDir | Component::Prefix(_) => return None,
            }
        }
        let path = real_path(path);
        // Symbolic links must not lead out either.
        let real = self.storage.real(&path)?;
        real.starts_with(&self.root.fence).then_some(path)
    }
}

impl Files for Reading<'_> {
    fn list(&self, folder: &str) -> Vec<String> {
        self.resolve(folder).map(|path| self.storage.children(&path, Entry::File)).unwrap_or_default()
    }

    fn folders(&self, folder: &str) -> Vec<String> {
        self.resolve(folder).map(|path| self.storage.children(&path, Entry::Folder)).unwrap_or_default()
    }

    fn real_folder(&self, folder: &str) -> String {
        let real = self.resolve(folder).and_then(|path| self.storage.real(&path));
        real.map_or_else(|| folder.to_owned(), |path| self.root.relative(&path))
    }

    fn read(&self, path: &str) -> Result<Arc<str>, Unreadable> {
        let path = self.resolve(path).ok_or(Unreadable::OutOfReach)?;
        self.storage.text(&path)
    }

    fn belongs(&self, path: &str) -> bool {
        let is_ignored = |path: &Path| is_ignored(&self.root.fence, path);
        self.read(path).is_ok() && self.resolve(path).is_some_and(|path| !is_ignored(&path))
    }
}

fn shared(left: &Path, right: &Path) -> PathBuf {
    left.components().zip(right.components()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_root() {
        let root = Root { path: "/a/b".into(), fence: "/a".into(), display: String::new() };
        let cases = [("/a/b/c/d.tf", "c/d.tf"), ("/a/b", ""), ("/a/x/y.tf", "../x/y.tf"), ("/q", "../../q")];
        for (path, expected) in cases {
            assert_eq!(root.relative(Path::new(path)), expected);
        }
    }

    #[test]
    fn the_fence_holds() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let base = folder.path().canonicalize().expect("exists");
        std::fs::create_dir_all(base.join("repo/.git")).expect("writable");
        std::fs::create_dir_all(base.join("repo/env")).expect("writable");
        std::fs::create_dir_all(base.join("repo/mod")).expect("writable");
        std::fs::write(base.join("repo/mod/a.tf"), "a").expect("writable");
        std::fs::write(base.join("secret"), "s").expect("writable");
        let root = Root::find(&base.join("repo/env"), &[base.join("repo/env")]);
        let root = Reading::new(&root, Storage::Disk);
        assert_eq!(root.list("../mod"), ["a.tf"]);
        assert_eq!(root.folders(".."), [".git", "env", "mod"]);
        assert_eq!(root.folders("../.."), Vec::<String>::new());
        assert_eq!(root.read("../mod/a.tf").ok().as_deref(), Some("a"));
        assert!(root.read("../../secret").is_err());
        assert!(root.read("/etc/hostname").is_err());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(base.join("secret"), base.join("repo/env/link")).expect("writable");
            assert!(root.read("link").is_err());
            std::os::unix::fs::symlink(base.join("repo/mod"), base.join("repo/env/folder")).expect("writable");
            assert_eq!(root.folders(""), Vec::<String>::new());
        }
    }
}
