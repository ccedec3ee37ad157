//! Finds the files below the given paths.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder, WalkState};

use crate::diagnostic::{Diagnostic, Level};
use crate::source::{Revision, Root, Storage};

/// What git keeps is no file of the repository.
const GIT_FOLDER: &str = ".git";

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

/// Something to scan.
#[derive(Clone, Debug)]
pub enum Input {
    /// A file, which is scanned whatever its name and whatever is ignored, or a folder, which is searched.
    Path(PathBuf),
    /// A text, such as standard input, under the name that decides its language and stands in reports.
    Text {
        /// A path, relative to the current folder.
        name: String,
        /// The text.
        text: String,
    },
}

impl Input {
    /// Its path, absolute; `None` for a text.
    pub(super) fn path(&self, current: &Path) -> Option<PathBuf> {
        match self {
            Self::Path(path) => Some(absolute(current, path)),
            Self::Text { .. } => None,
        }
    }
}

/// The folder around which the repository of `inputs` is looked for.
pub fn repository_folder(current: &Path, inputs: &[Input]) -> PathBuf {
    let paths: Vec<PathBuf> = inputs.iter().filter_map(|input| input.path(current)).collect();
    Root::find(current, &paths).path().to_path_buf()
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

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Discovery {
    /// Sorted by path, each file once.
    pub(super) files: Vec<Found>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Symbolic links, which are not followed below a given path.
    pub(super) links: usize,
    /// Folders that were left out by their names.
    pub(super) skipped_folders: usize,
}

/// Finds every file below `inputs`, which are absolute paths; `everything` is also what tools keep in folders of their own.
pub(super) fn discover(inputs: &[PathBuf], root: &Root, storage: Storage<'_>, everything: bool) -> Discovery {
    if let Storage::Revision(revision) = storage {
        return discover_in(revision, inputs, root, everything);
    }
    let (files, folders): (Vec<&PathBuf>, Vec<&PathBuf>) = inputs.iter().partition(|path| !path.is_dir());
    let mut discovery = Discovery::default();
    for path in files {
        discovery.files.push(Found { relative: root.relative(path), path: path.clone(), explicit: true });
    }
    if let Some((first, rest)) = folders.split_first() {
        let mut builder = WalkBuilder::new(first);
        for folder in rest {
            builder.add(folder);
        }
        walk(&mut builder, root, everything, &mut discovery);
    }
    // Explicit mentions first, so that they are the ones that stay.
    discovery.files.sort_by(|a, b| a.relative.cmp(&b.relative).then(b.explicit.cmp(&a.explicit)));
    discovery.files.dedup_by(|a, b| a.relative == b.relative);
    discovery.diagnostics.sort_by(|a, b| (&a.place, &a.message).cmp(&(&b.place, &b.message)));
    discovery
}

/// Finds every file of a commit below `inputs`.
fn discover_in(revision: &Revision, inputs: &[PathBuf], root: &Root, everything: bool) -> Discovery {
    let mut discovery = Discovery { links: revision.links(), ..Discovery::default() };
    for input in inputs {
        for path in revision.below(input) {
            let inner = path.strip_prefix(input).unwrap_or(&path);
            let is_skipped = |part: &OsStr| is_skipped(part, everything);
            if !inner.parent().is_some_and(|folder| folder.iter().any(is_skipped)) {
                let explicit = path == *input;
                discovery.files.push(Found { relative: root.relative(&path), path, explicit });
            }
        }
    }
    discovery.files.sort();
    discovery.files.dedup_by(|a, b| a.relative == b.relative);
    discovery
}

fn walk(builder: &mut WalkBuilder, root: &Root, everything: bool, discovery: &mut Discovery) {
    let skipped = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&skipped);
    builder.standard_filters(false).follow_links(false).threads(rayon::current_num_threads()).filter_entry(
        move |entry| {
            let is_folder = entry.depth() > 0 && entry.file_type().is_some_and(|kind| kind.is_dir());
            let is_skipped = is_folder && is_skipped(entry.file_name(), everything);
            // That git keeps its own is no news.
            counter.fetch_add(usize::from(is_skipped && entry.file_name() != GIT_FOLDER), Ordering::Relaxed);
            !is_skipped
        },
    );
    let collected = Mutex::new(discovery);
    builder.build_parallel().run(|| {
        Box::new(|entry| {
            let mut discovery = collected.lock().unwrap_or_else(PoisonError::into_inner);
            match entry {
                Ok(entry) => visit(&entry, root, &mut discovery),
                Err(error) => discovery.diagnostics.push(walk_error(&error)),
            }
            WalkState::Continue
        })
    });
    let discovery = collected.into_inner().unwrap_or_else(PoisonError::into_inner);
    discovery.skipped_folders += skipped.load(Ordering::Relaxed);
}

fn visit(entry: &DirEntry, root: &Root, discovery: &mut Discovery) {
    let Some(kind) = entry.file_type() else { return };
    if kind.is_symlink() {
        discovery.links += 1;
    } else if kind.is_file() {
        let relative = root.relative(entry.path());
        discovery.files.push(Found { relative, path: entry.path().to_path_buf(), explicit: false });
    }
    if let Some(error) = entry.error() {
        discovery.diagnostics.push(walk_error(error));
    }
}

fn walk_error(error: &ignore::Error) -> Diagnostic {
    Diagnostic::new(Level::Error, "unreadable", crate::diagnostic::Place::None, error.to_string())
}

fn is_skipped(folder: &OsStr, everything: bool) -> bool {
    folder == GIT_FOLDER || (!everything && SKIPPED_FOLDERS.iter().any(|name| folder == OsStr::new(name)))
}

/// Makes `path` absolute and free of `.` and `..`, resolving symbolic links where it exists.
pub(super) fn absolute(current: &Path, path: &Path) -> PathBuf {
    let joined = current.join(path);
    joined.canonicalize().unwrap_or(joined)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::ignored::leave_out;
    use super::*;
    use crate::source::SourceMap;

    fn tree(files: &[&str]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let base = folder.path().canonicalize().expect("exists");
        for file in files {
            let (name, text) = file.split_once('=').unwrap_or((file, ""));
            let path = base.join(name);
            fs::create_dir_all(path.parent().expect("has a parent")).expect("writable");
            fs::write(path, text).expect("writable");
        }
        (folder, base)
    }

    fn names(base: &Path, inputs: &[&str], use_ignore_files: bool) -> Vec<String> {
        let inputs: Vec<PathBuf> = inputs.iter().map(|input| absolute(base, Path::new(input))).collect();
        let root = Root::find(base, &inputs);
        let found = discover(&inputs, &root, Storage::Disk, !use_ignore_files).files;
        let files = match use_ignore_files {
            true => leave_out(found, &inputs, &root, Storage::Disk, Storage::Disk, &SourceMap::new()).files,
            false => found,
        };
        files.into_iter().map(|found| found.relative).collect()
    }

    #[test]
    fn ignore_files_and_tool_folders_are_honoured() {
        let (_keep, base) = tree(&[
            "a.tf",
            ".github/workflows/x.yaml",
            ".git/config",
            ".terraform/modules/m/main.tf",
            "node_modules/p/Dockerfile",
            ".gitignore=gone.tf\n",
            "gone.tf",
            "sub/.ravelinignore=*.yaml\n",
            "sub/b.yaml",
            "sub/c.tf",
        ]);
        let found = names(&base, &["."], true);
        assert_eq!(found, [".github/workflows/x.yaml", ".gitignore", "a.tf", "sub/.ravelinignore", "sub/c.tf"]);
        let all = names(&base, &["."], false);
        let more = ["gone.tf", "sub/b.yaml", ".terraform/modules/m/main.tf", "node_modules/p/Dockerfile"];
        let mut expected = [&found[..], &more.map(str::to_owned)].concat();
        expected.sort();
        assert_eq!(all, expected);
    }

    #[test]
    fn a_named_file_is_always_scanned_and_only_once() {
        let (_keep, base) = tree(&[".gitignore=gone.tf\n", "gone.tf", "a.tf"]);
        assert_eq!(names(&base, &["gone.tf", "."], true), [".gitignore", "a.tf", "gone.tf"]);
    }

    #[cfg(unix)]
    #[test]
    fn symbolic_link_loops_end() {
        let (_keep, base) = tree(&["d/a.tf"]);
        std::os::unix::fs::symlink(&base, base.join("d/loop")).expect("writable");
        assert_eq!(names(&base, &["."], true), ["d/a.tf"]);
    }
}
