//! The files of a git revision, read through git's plumbing: nothing is checked out, and nothing is written.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::{Mutex, PoisonError};

use super::commit_links::Links;
use super::entry::Entry;
use super::fetch;
use super::git::{GitFailure, git, output};
use super::names::{self, path_text};
use super::read::{self, SIZE_LIMIT, Unreadable};

/// A commit with the names of all its files; their texts are read when they are asked for.
#[derive(Debug)]
pub struct Revision {
    /// The repository, absolute.
    top: PathBuf,
    /// Object names by path relative to the repository.
    files: BTreeMap<String, String>,
    links: Links,
    reader: Mutex<Reader>,
}

/// Why a revision cannot be scanned.
#[derive(Debug, thiserror::Error)]
pub enum RevisionError {
    /// The user gave what is no name of a revision.
    #[error("`{0}` is not the name of a revision")]
    Name(String),
    /// The user asked for a revision of what is in no repository.
    #[error("there is no git repository around what is scanned")]
    NoRepository,
    /// The user named what this repository does not have, or git cannot answer.
    #[error("`{name}` is no commit of this repository{reason}{advice}")]
    NoCommit {
        /// What was asked for.
        name: String,
        /// What git says.
        reason: GitFailure,
        /// What to do about it; empty, or it continues the sentence.
        advice: String,
    },
    /// The repository is damaged, or a clone that lacks part of it.
    #[error("git cannot list the files of `{name}`{reason}")]
    Listing {
        /// What was asked for.
        name: String,
        /// What git says.
        reason: GitFailure,
    },
    /// git is not installed, or the system does not run it: a fault of the environment.
    #[error("git cannot be run: {0}")]
    NoGit(io::Error),
}

/// `git cat-file --batch`: answers each object name with the object.
#[derive(Debug)]
struct Reader {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

/// The files that git tracks in the working tree at `top`, relative to it; none where it is no working tree, or git does
/// not say.
pub fn tracked_files(top: &Path) -> Option<HashSet<String>> {
    let listing = top.join(".git").exists().then(|| output(git(top).args(["ls-files", "-z"])))?.ok()?;
    let entries = listing.split(|&byte| byte == 0).filter(|name| !name.is_empty());
    Some(entries.map(names::text).collect())
}

/// Whether the ignore files of the working tree at `top` keep a path out of it; false where git does not say.
pub(super) fn is_ignored(top: &Path, path: &Path) -> bool {
    top.join(".git").exists() && output(git(top).args(["check-ignore", "--quiet", "--"]).arg(path)).is_ok()
}

impl Revision {
    /// Opens the commit that `name` means in the repository around `folder`.
    ///
    /// # Errors
    /// There is no repository or no such commit, or git cannot be run.
    pub fn open(folder: &Path, name: &str) -> Result<Self, RevisionError> {
        if name.is_empty() || name.starts_with('-') {
            return Err(RevisionError::Name(name.to_owned()));
        }
        let top = folder.ancestors().find(|ancestor| ancestor.join(".git").exists());
        let top = top.ok_or(RevisionError::NoRepository)?.to_path_buf();
        let commit = format!("{name}^{{commit}}");
        let found = output(git(&top).args(["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])).map_err(
            |reason| RevisionError::NoCommit { name: name.to_owned(), reason, advice: fetch::advice(&top, name) },
        )?;
        let commit = String::from_utf8_lossy(&found).trim().to_owned();
        let listing = output(git(&top).args(["ls-tree", "-r", "-z", "--full-tree", "--", &commit]))
            .map_err(|reason| RevisionError::Listing { name: name.to_owned(), reason })?;
        let (files, linking) = entries(&listing);
        let mut reader = Reader::start(&top).map_err(RevisionError::NoGit)?;
        let mut links = Links::default();
        for (path, object) in linking {
            let target = reader.object(&object).map_err(RevisionError::NoGit)?;
            links.add(path, names::text(&target));
        }
        Ok(Self { top, files, links, reader: Mutex::new(reader) })
    }

    /// Absolute paths of all files at or below `folder`, sorted.
    pub fn below(&self, folder: &Path) -> Vec<PathBuf> {
        let Some(prefix) = self.relative(folder) else { return Vec::new() };
        let from = self.files.range(prefix.clone()..).map(|(path, _)| path);
        let with_prefix = from.take_while(|path| path.starts_with(&prefix));
        with_prefix.filter(|path| is_within(path, &prefix)).map(|path| self.top.join(path)).collect()
    }

    /// Absolute paths of all symbolic links at or below `folder`, sorted.
    pub fn links_below(&self, folder: &Path) -> Vec<PathBuf> {
        let Some(prefix) = self.relative(folder) else { return Vec::new() };
        self.links.paths().filter(|path| is_within(path, &prefix)).map(|path| self.top.join(path)).collect()
    }

    /// The path without symbolic links; `None` when nothing is there.
    pub(super) fn real(&self, path: &Path) -> Option<PathBuf> {
        let real = self.links.resolve(&self.relative(path)?)?;
        self.entry_at(&real)?;
        Some(self.top.join(real))
    }

    /// What an absolute path names.
    pub(super) fn entry(&self, path: &Path) -> Option<Entry> {
        self.entry_at(&self.links.resolve(&self.relative(path)?)?)
    }

    fn entry_at(&self, path: &str) -> Option<Entry> {
        if self.files.contains_key(path) {
            return Some(Entry::File);
        }
        let inner = if path.is_empty() { String::new() } else { format!("{path}/") };
        let first = self.files.range(inner.clone()..).next();
        first.is_some_and(|(path, _)| path.starts_with(&inner)).then_some(Entry::Folder)
    }

    /// The sorted names of what is in a folder; a link to a file is a file.
    pub(super) fn children(&self, folder: &Path, wanted: Entry) -> Vec<String> {
        let Some(folder) = self.real(folder) else { return Vec::new() };
        let files = self.below(&folder);
        let links = self.links_below(&folder).into_iter().filter(|link| self.entry(link) == Some(Entry::File));
        let paths = files.into_iter().chain(links);
        let mut names: Vec<String> = paths
            .filter_map(|path| {
                let mut parts = path.strip_prefix(&folder).ok()?.components();
                let name = path_text(parts.next()?.as_ref());
                let entry = if parts.next().is_none() { Entry::File } else { Entry::Folder };
                (entry == wanted).then_some(name)
            })
            .collect();
        names.sort();
        names.dedup();
        names
    }

    /// The text of the file at an absolute path.
    pub(super) fn text(&self, path: &Path) -> Result<String, Unreadable> {
        let path = self.relative(path).and_then(|path| self.links.resolve(&path));
        let object = path.and_then(|path| self.files.get(&path));
        let object = object.ok_or(Unreadable::Absent)?;
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = reader.object(object).map_err(Unreadable::Git)?;
        read::decode(bytes)
    }

    fn relative(&self, path: &Path) -> Option<String> {
        Some(path_text(path.strip_prefix(&self.top).ok()?))
    }
}

impl Reader {
    fn start(top: &Path) -> io::Result<Self> {
        let mut command = git(top);
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("git has no standard input or output"));
        };
        Ok(Self { child, input, output: BufReader::new(output) })
    }

    /// Answers are `NAME TYPE SIZE`, the object, and a newline; or `NAME missing`.
    fn object(&mut self, name: &str) -> io::Result<Vec<u8>> {
        writeln!(self.input, "{name}")?;
        self.input.flush()?;
        let mut header = String::new();
        self.output.read_line(&mut header)?;
        let size: u64 = header
            .split_whitespace()
            .nth(2)
            .and_then(|size| size.parse().ok())
            .ok_or_else(|| io::Error::other("git does not have it"))?;
        let mut content = Vec::new();
        // One byte more than is read as text, so that what is too large is known to be so.
        (&mut self.output).take(size.min(SIZE_LIMIT + 1)).read_to_end(&mut content)?;
        let rest = size - content.len() as u64 + 1;
        io::copy(&mut (&mut self.output).take(rest), &mut io::sink())?;
        Ok(content)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // It would end by itself when its input is closed; waiting for that could take long.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether a path is `folder` or below it.
fn is_within(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The objects of files and of symbolic links, by path, of `MODE TYPE OBJECT<tab>PATH` entries that end with a zero byte.
fn entries(listing: &[u8]) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let mut files = BTreeMap::new();
    let mut links = BTreeMap::new();
    for entry in listing.split(|&byte| byte == 0) {
        let entry = names::text(entry);
        let Some((fields, path)) = entry.split_once('\t') else { continue };
        match fields.split(' ').collect::<Vec<_>>()[..] {
            ["120000", "blob", object] => {
                links.insert(path.to_owned(), object.to_owned());
            }
            [_, "blob", object] => {
                files.insert(path.to_owned(), object.to_owned());
            }
            _ => {}
        }
    }
    (files, links)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listings_give_files_and_links() {
        let listing =
            b"100644 blob aa\tmain.tf\x00120000 blob bb\tlink\x00160000 commit cc\tsub\x00100755 blob dd\ta b/\xc3\xa9\0";
        let (files, links) = entries(listing);
        let expected = [("a b/\u{e9}", "dd"), ("main.tf", "aa")];
        assert_eq!(files, expected.into_iter().map(|(path, object)| (path.into(), object.into())).collect());
        assert_eq!(links, [("link".to_owned(), "bb".to_owned())].into());
    }

    #[test]
    fn names_that_look_like_options_are_refused() {
        for name in ["--upload-pack=x", "-", ""] {
            let refused = Revision::open(Path::new("/"), name);
            assert!(matches!(refused, Err(RevisionError::Name(_))), "{name}");
        }
    }
}
