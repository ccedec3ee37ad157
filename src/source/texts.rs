//! Texts of files in memory: those that an editor has open, and those that were read before.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ffi::{OsStr, OsString};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::SystemTime;

use super::base::Base;
use super::entry::Entry;
use super::names::path_text;
use super::read::Unreadable;
use super::revision::Revision;

/// The files of a disk or of a commit, with texts in memory laid over them. What is read is kept until it is
/// [forgotten](Self::forget). All paths are absolute; those of texts that are laid over are free of symbolic links.
#[derive(Debug, Default)]
pub struct Texts {
    /// The commit below; none for the disk.
    revision: Option<Arc<Revision>>,
    laid: RwLock<Laid>,
    read: RwLock<HashMap<PathBuf, Read>>,
}

/// Texts over files.
#[derive(Debug, Default)]
struct Laid {
    texts: BTreeMap<PathBuf, Arc<str>>,
    /// How many of them have a name, whatever their folder: links that may lead to one are told from the many that do not.
    names: HashMap<OsString, usize>,
}

/// A text as it was read.
#[derive(Debug)]
struct Read {
    text: Arc<str>,
    state: Option<State>,
}

/// How a file on disk was when it was read.
type State = (u64, SystemTime);

impl Texts {
    /// Over the files on disk.
    pub fn of_disk() -> Self {
        Self::default()
    }

    /// Over the files of a commit.
    pub fn of_revision(revision: Arc<Revision>) -> Self {
        Self { revision: Some(revision), ..Self::default() }
    }

    /// Lays a text over a file, which need not be there.
    pub fn lay(&self, path: PathBuf, text: impl Into<Arc<str>>) {
        let mut laid = write(&self.laid);
        let name = path.file_name().map(OsStr::to_owned);
        if laid.texts.insert(path, text.into()).is_none()
            && let Some(name) = name
        {
            *laid.names.entry(name).or_default() += 1;
        }
    }

    /// Takes the text off a file again, so that what is below holds.
    pub fn lift(&self, path: &Path) {
        let mut laid = write(&self.laid);
        if laid.texts.remove(path).is_some()
            && let Some(name) = path.file_name()
            && let Some(count) = laid.names.get_mut(name)
        {
            *count -= 1;
            if *count == 0 {
                laid.names.remove(name);
            }
        }
    }

    /// Forgets what was read of a file: it has changed, or is gone.
    pub fn forget(&self, path: &Path) {
        write(&self.read).remove(path);
    }

    /// The files of which the disk has another text now than the one that is kept, for those who are not told.
    pub fn stale(&self) -> Vec<PathBuf> {
        let read = read(&self.read);
        let is_stale = |(path, read): &(&PathBuf, &Read)| {
            self.revision.is_none() && path.metadata().ok().as_ref().and_then(state) != read.state
        };
        read.iter().filter(is_stale).map(|(path, _)| path.clone()).collect()
    }

    /// The text of a file, which is kept.
    pub(super) fn text(&self, path: &Path) -> Result<Arc<str>, Unreadable> {
        if let Some(text) = self.laid(path) {
            return Ok(text);
        }
        if let Some(known) = read(&self.read).get(path) {
            return Ok(Arc::clone(&known.text));
        }
        // Of a file that changes meanwhile the older state is kept, which is seen to be stale.
        let state = self.revision.is_none().then(|| path.metadata().ok().as_ref().and_then(state)).flatten();
        let text = self.below().text(path)?;
        write(&self.read).insert(path.to_path_buf(), Read { text: Arc::clone(&text), state });
        Ok(text)
    }

    /// The text of a file, which is not kept.
    ///
    /// # Errors
    /// It is not there, cannot be read, is too large, or is not text in UTF-8.
    pub fn glance(&self, path: &Path) -> Result<Arc<str>, Unreadable> {
        if let Some(text) = self.laid(path) {
            return Ok(text);
        }
        match read(&self.read).get(path) {
            Some(known) => Ok(Arc::clone(&known.text)),
            None => self.below().text(path),
        }
    }

    /// The paths at or below a folder over which texts are laid.
    pub(crate) fn laid_below(&self, folder: &Path) -> Vec<PathBuf> {
        let laid = read(&self.laid);
        let from = laid.texts.range(folder.to_path_buf()..).map(|(path, _)| path);
        from.take_while(|path| path.starts_with(folder)).cloned().collect()
    }

    /// The commit below; none for the disk.
    pub fn revision(&self) -> Option<&Revision> {
        self.revision.as_deref()
    }

    /// The files without what is laid over them.
    fn below(&self) -> Base<'_> {
        Base(self.revision())
    }

    /// The text that is laid over a file, by whatever path.
    fn laid(&self, path: &Path) -> Option<Arc<str>> {
        let laid = read(&self.laid);
        if let Some(text) = laid.texts.get(path) {
            return Some(Arc::clone(text));
        }
        let name = path.file_name().unwrap_or(OsStr::new(""));
        // A link may have any name, but is one itself, or lies in a folder that is.
        let may_lead_there = laid.names.contains_key(name)
            || (!laid.texts.is_empty() && path.symlink_metadata().is_ok_and(|entry| entry.is_symlink()));
        let real = may_lead_there.then(|| self.below().real(path)).flatten()?;
        laid.texts.get(&real).cloned()
    }

    /// Sorted names of what is in a folder, with what is laid over it.
    pub(super) fn children(&self, folder: &Path, wanted: Entry) -> Vec<String> {
        let mut names: BTreeSet<String> = self.below().children(folder, wanted).into_iter().collect();
        let own = self.below().real(folder).unwrap_or_else(|| folder.to_path_buf());
        for path in self.laid_below(&own) {
            let mut parts = path.strip_prefix(&own).unwrap_or(&path).components();
            let (Some(first), rest) = (parts.next(), parts.next()) else { continue };
            let entry = if rest.is_none() { Entry::File } else { Entry::Folder };
            if entry == wanted {
                names.insert(path_text(first.as_ref()));
            }
        }
        names.into_iter().collect()
    }

    /// The path without symbolic links.
    pub(super) fn real(&self, path: &Path) -> Option<PathBuf> {
        let below = self.below().real(path);
        below.or_else(|| {
            let laid = read(&self.laid);
            let mut from = laid.texts.range(path.to_path_buf()..).map(|(path, _)| path);
            from.next().is_some_and(|next| next.starts_with(path)).then(|| path.to_path_buf())
        })
    }

    /// What a path names.
    pub(super) fn entry(&self, path: &Path) -> Option<Entry> {
        let laid = read(&self.laid);
        if laid.texts.contains_key(path) {
            return Some(Entry::File);
        }
        drop(laid);
        self.below().entry(path).or_else(|| (!self.laid_below(path).is_empty()).then_some(Entry::Folder))
    }
}

fn state(metadata: &Metadata) -> Option<State> {
    Some((metadata.len(), metadata.modified().ok()?))
}

fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_laid_over_files_stands_for_them() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let base = folder.path().canonicalize().expect("exists");
        std::fs::write(base.join("a.tf"), "disk").expect("writable");
        let texts = Texts::of_disk();
        let text = |name: &str| texts.text(&base.join(name)).ok().map(|text| text.to_string());
        texts.lay(base.join("a.tf"), "one");
        texts.lay(base.join("new/b.tf"), "two");
        assert_eq!([text("a.tf"), text("new/b.tf"), text("c.tf")], [Some("one".into()), Some("two".into()), None]);
        assert_eq!(texts.children(&base, Entry::File), ["a.tf"]);
        assert_eq!(texts.children(&base, Entry::Folder), ["new"]);
        assert_eq!(texts.children(&base.join("new"), Entry::File), ["b.tf"]);
        assert_eq!(texts.entry(&base.join("new")), Some(Entry::Folder));
        assert_eq!(texts.entry(&base.join("new/b.tf")), Some(Entry::File));
        assert_eq!(texts.real(&base.join("new/b.tf")), Some(base.join("new/b.tf")));
        texts.lift(&base.join("a.tf"));
        texts.lift(&base.join("new/b.tf"));
        assert_eq!([text("a.tf"), text("new/b.tf")], [Some("disk".into()), None]);
        assert_eq!(texts.entry(&base.join("new")), None);
    }

    #[test]
    fn what_was_read_is_kept_until_it_is_forgotten() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().canonicalize().expect("exists").join("a.tf");
        let texts = Texts::of_disk();
        std::fs::write(&path, "old").expect("writable");
        assert_eq!(texts.text(&path).ok().as_deref(), Some("old"));
        assert!(texts.stale().is_empty());
        std::fs::write(&path, "newer").expect("writable");
        assert_eq!(texts.text(&path).ok().as_deref(), Some("old"));
        assert_eq!(texts.stale(), std::slice::from_ref(&path));
        texts.forget(&path);
        assert_eq!(texts.text(&path).ok().as_deref(), Some("newer"));
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_to_what_is_laid_over() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let base = folder.path().canonicalize().expect("exists");
        std::fs::create_dir(base.join("stock")).expect("writable");
        std::fs::write(base.join("stock/a.tf"), "disk").expect("writable");
        std::os::unix::fs::symlink("stock", base.join("folder")).expect("writable");
        std::os::unix::fs::symlink("stock/a.tf", base.join("link.tf")).expect("writable");
        let texts = Texts::of_disk();
        texts.lay(base.join("stock/a.tf"), "laid");
        for path in ["stock/a.tf", "folder/a.tf", "link.tf"] {
            assert_eq!(texts.text(&base.join(path)).ok().as_deref(), Some("laid"), "{path}");
        }
    }
}
