//! Symbolic links below what is scanned. One to a file or folder of the repository stands for it; what is scanned anyway, and
//! what lies outside, is left alone.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::found::{Found, Listing};
use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::FRONTENDS;
use crate::source::{Entry, Root, Storage};

/// What came of links.
#[derive(Debug, Default)]
pub(super) struct Followed {
    /// Files under the paths of the links that lead to them.
    pub(super) files: Vec<Found>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// How many links were left alone.
    pub(super) left: usize,
    /// Folders that were left out by their names.
    pub(super) skipped_folders: usize,
}

/// Follows `links`, which were found below `folders` beside `files`; `list` searches a folder, unless it is left
/// out by its name.
pub(super) fn follow(
    mut links: Vec<PathBuf>,
    (files, folders): (&[Found], &[PathBuf]),
    root: &Root,
    storage: Storage<'_>,
    list: impl Fn(&Path) -> Option<Listing>,
) -> Followed {
    links.sort_by(|a, b| b.cmp(a));
    let mut scanned: HashSet<PathBuf> = files.iter().map(|file| file.path.clone()).collect();
    let mut searched: Vec<PathBuf> = folders.to_vec();
    let mut followed = Followed::default();
    while let Some(link) = links.pop() {
        let relative = root.relative(&link);
        let real = storage.real(&link);
        let inside = real.as_ref().filter(|real| real.starts_with(root.fence()));
        match inside.map(|real| (real, storage.entry(real))) {
            Some((real, Some(Entry::File))) if is_part(&relative) || scanned.insert(real.clone()) => {
                followed.files.push(Found { relative, path: link, explicit: false });
            }
            Some((real, Some(Entry::Folder))) if is_new(real, folders, &searched) => {
                let Some(Listing { files, links: mut inner, diagnostics, skipped_folders, .. }) = list(real) else {
                    followed.left += 1;
                    continue;
                };
                let through =
                    |path: &Path| path.strip_prefix(real).map_or_else(|_| link.clone(), |rest| link.join(rest));
                for file in files {
                    let path = through(&file);
                    let relative = root.relative(&path);
                    if is_part(&relative) || scanned.insert(file) {
                        followed.files.push(Found { relative, path, explicit: false });
                    }
                }
                followed.diagnostics.extend(diagnostics);
                followed.skipped_folders += skipped_folders;
                inner.sort_by(|a, b| b.cmp(a));
                links.extend(inner.iter().map(|inner| through(inner)));
                searched.push(real.clone());
            }
            Some(_) => followed.left += 1,
            None => {
                followed.left += 1;
                followed.diagnostics.extend(astray(relative, real.is_some()));
            }
        }
    }
    followed
}

/// Whether a file means something only together with others of its folder, so that it is read wherever a link puts it.
fn is_part(relative: &str) -> bool {
    FRONTENDS.iter().any(|frontend| frontend.is_part(relative))
}

/// Whether a folder is not `searched` anyway, and does not hold what is scanned: that would be a loop.
fn is_new(folder: &Path, scanned: &[PathBuf], searched: &[PathBuf]) -> bool {
    !searched.iter().any(|other| folder.starts_with(other))
        && !scanned.iter().any(|scanned| scanned.starts_with(folder))
}

/// What is said of a link that leads to nothing that may be read, where it looks like a file to scan.
fn astray(relative: String, is_there: bool) -> Option<Diagnostic> {
    let is_wanted = FRONTENDS.iter().any(|frontend| frontend.may_claim(&relative));
    let (level, message) = match is_there {
        true => (Level::Error, "is a symbolic link out of the repository, and was not read"),
        false => (Level::Warning, "is a symbolic link to nothing"),
    };
    is_wanted.then(|| Diagnostic::on_file(level, "symbolic-link", relative, message))
}
