//! Finds the files below the given paths.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder, WalkState};

pub(super) use super::found::Found;
use super::found::{GIT_FOLDER, Listing, is_skipped};
use super::links;
use super::progress::Progress;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{Entry, Revision, Root, Storage};

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

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Discovery {
    /// Sorted by path, each file once.
    pub(super) files: Vec<Found>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// How many symbolic links were left alone.
    pub(super) links: usize,
    /// Folders that were left out by their names.
    pub(super) skipped_folders: usize,
    /// Whether there are more files than the bounds allow.
    pub(super) is_cut: bool,
}

/// How far folders are searched.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    /// Most files.
    pub(super) files: usize,
    /// Most folders within each other.
    pub(super) depth: usize,
}

impl Bounds {
    /// None.
    pub(super) const NONE: Self = Self { files: usize::MAX, depth: usize::MAX };
}

/// Finds every file below `inputs`, which are absolute paths; `everything` is also what tools keep in folders of their own.
pub(super) fn discover(
    inputs: &[PathBuf],
    root: &Root,
    storage: Storage<'_>,
    everything: bool,
    bounds: Bounds,
    progress: &Progress,
) -> Discovery {
    let (folders, mut files): (Vec<PathBuf>, Vec<PathBuf>) =
        inputs.iter().cloned().partition(|path| storage.entry(path) == Some(Entry::Folder));
    if storage.revision().is_some() {
        // What is named was perhaps made later.
        files.retain(|path| storage.entry(path).is_some());
    }
    let found = |path: PathBuf, explicit| Found { relative: root.relative(&path), path, explicit };
    let list = |folders: &[PathBuf]| match storage.revision() {
        None => walk(folders, everything, bounds, progress),
        Some(revision) => list_in(revision, folders, everything),
    };
    let Listing { files: below, links, diagnostics, skipped_folders, is_cut } = list(&folders);
    let mut discovery = Discovery { diagnostics, skipped_folders, is_cut, ..Discovery::default() };
    discovery.files.extend(files.into_iter().map(|path| found(path, true)));
    discovery.files.extend(below.into_iter().map(|path| found(path, false)));
    let inner = |folder: &Path| folder.strip_prefix(root.fence()).unwrap_or(folder).to_path_buf();
    let is_skipped = |folder: &Path| inner(folder).iter().any(|part| is_skipped(part, everything));
    let list = |folder: &Path| if is_skipped(folder) { None } else { Some(list(&[folder.to_path_buf()])) };
    let followed = links::follow(links, (&discovery.files, &folders), root, storage, list);
    discovery.files.extend(followed.files);
    discovery.diagnostics.extend(followed.diagnostics);
    discovery.links = followed.left;
    discovery.skipped_folders += followed.skipped_folders;
    in_order(&mut discovery.files);
    discovery.diagnostics.sort_by(|a, b| (&a.place, &a.message).cmp(&(&b.place, &b.message)));
    discovery
}

/// Sorts files by path, and leaves each once. Explicit mentions come first, so that they are the ones that stay.
pub(super) fn in_order(files: &mut Vec<Found>) {
    files.sort_by(|a, b| (&a.relative, &a.path).cmp(&(&b.relative, &b.path)).then(b.explicit.cmp(&a.explicit)));
    files.dedup_by(|a, b| a.path == b.path);
}

/// Lists every file of a commit below `folders`.
fn list_in(revision: &Revision, folders: &[PathBuf], everything: bool) -> Listing {
    let mut listing = Listing::default();
    for folder in folders {
        let is_skipped = |part: &OsStr| is_skipped(part, everything);
        let is_kept = |path: &PathBuf| {
            let inner = path.strip_prefix(folder).unwrap_or(path);
            !inner.parent().is_some_and(|folder| folder.iter().any(is_skipped))
        };
        listing.files.extend(revision.below(folder).into_iter().filter(is_kept));
        listing.links.extend(revision.links_below(folder).into_iter().filter(is_kept));
    }
    listing
}

/// Lists every file on disk below `folders`.
fn walk(folders: &[PathBuf], everything: bool, bounds: Bounds, progress: &Progress) -> Listing {
    let mut listing = Listing::default();
    let Some((first, rest)) = folders.split_first() else { return listing };
    let mut builder = WalkBuilder::new(first);
    for folder in rest {
        builder.add(folder);
    }
    let skipped = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&skipped);
    let depth = Some(bounds.depth).filter(|depth| *depth < usize::MAX);
    builder
        .standard_filters(false)
        .follow_links(false)
        .max_depth(depth)
        .threads(rayon::current_num_threads())
        .filter_entry(move |entry| {
            let is_folder = entry.depth() > 0 && entry.file_type().is_some_and(|kind| kind.is_dir());
            let is_skipped = is_folder && is_skipped(entry.file_name(), everything);
            // That git keeps its own is no news.
            counter.fetch_add(usize::from(is_skipped && entry.file_name() != GIT_FOLDER), Ordering::Relaxed);
            !is_skipped
        });
    let collected = Mutex::new(&mut listing);
    builder.build_parallel().run(|| {
        Box::new(|entry| {
            let mut listing = collected.lock().unwrap_or_else(PoisonError::into_inner);
            match entry {
                Ok(entry) => visit(&entry, &mut listing, progress),
                Err(error) => listing.diagnostics.push(walk_error(&error)),
            }
            if listing.files.len() > bounds.files {
                listing.is_cut = true;
                return WalkState::Quit;
            }
            WalkState::Continue
        })
    });
    listing.skipped_folders = skipped.load(Ordering::Relaxed);
    listing
}

fn visit(entry: &DirEntry, listing: &mut Listing, progress: &Progress) {
    let Some(kind) = entry.file_type() else { return };
    if kind.is_symlink() {
        listing.links.push(entry.path().to_path_buf());
    } else if kind.is_file() {
        progress.advance();
        listing.files.push(entry.path().to_path_buf());
    }
    if let Some(error) = entry.error() {
        listing.diagnostics.push(walk_error(error));
    }
}

fn walk_error(error: &ignore::Error) -> Diagnostic {
    Diagnostic::new(Level::Error, "unreadable", crate::diagnostic::Place::None, error.to_string())
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
        let found =
            discover(&inputs, &root, Storage::Disk, !use_ignore_files, Bounds::NONE, &Progress::default()).files;
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
    fn links_stand_for_what_they_lead_to() {
        let (_keep, base) = tree(&[
            ".git/config",
            "env/prod/main.tf",
            "env/pod.yaml",
            "stock/variables.tf",
            "stock/sub/x.tf",
            "lib/node_modules/p/x.tf",
        ]);
        let link = |target: &str, at: &str| {
            std::os::unix::fs::symlink(target, base.join(at)).expect("writable");
        };
        link("../../stock/variables.tf", "env/prod/variables.tf");
        link("../stock", "env/stock");
        link("../stock", "env/twice");
        link("../../env", "stock/sub/back");
        link("../lib/node_modules/p", "env/skipped");
        link("..", "env/up");
        link("pod.yaml", "env/same.yaml");
        link("prod/main.tf", "env/main.tf");
        link("/etc/hostname", "env/outside.tf");
        link("nothing", "env/gone.tf");
        let inputs = [base.join("env")];
        let root = Root::find(&base, &inputs);
        let discovery = discover(&inputs, &root, Storage::Disk, false, Bounds::NONE, &Progress::default());
        let found: Vec<&str> = discovery.files.iter().map(|found| found.relative.as_str()).collect();
        let expected = [
            "env/main.tf",
            "env/pod.yaml",
            "env/prod/main.tf",
            "env/prod/variables.tf",
            "env/stock/sub/x.tf",
            "env/stock/variables.tf",
        ];
        assert_eq!(found, expected);
        // `twice`, `back`, `skipped`, `up`, `same.yaml`, and the two that lead nowhere.
        assert_eq!(discovery.links, 7);
        let said: Vec<_> = discovery.diagnostics.iter().map(|said| (&said.place, said.level)).collect();
        let place = |path: &str| crate::diagnostic::Place::File(path.to_owned());
        assert_eq!(said, [(&place("env/gone.tf"), Level::Warning), (&place("env/outside.tf"), Level::Error)]);
    }

    #[cfg(unix)]
    #[test]
    fn names_that_look_the_same_are_two_files() {
        use std::os::unix::ffi::OsStrExt as _;
        let (_keep, base) = tree(&["q/main.tf", "q\\main.tf"]);
        for name in [&b"a\xff.tf"[..], b"a\xfe.tf"] {
            fs::write(base.join(OsStr::from_bytes(name)), "").expect("writable");
        }
        assert_eq!(names(&base, &["."], true), ["a\\xFE.tf", "a\\xFF.tf", "q/main.tf", "q\\main.tf"]);
    }

    #[cfg(unix)]
    #[test]
    fn symbolic_link_loops_end() {
        let (_keep, base) = tree(&["d/a.tf"]);
        std::os::unix::fs::symlink(&base, base.join("d/loop")).expect("writable");
        assert_eq!(names(&base, &["."], true), ["d/a.tf"]);
    }
}
