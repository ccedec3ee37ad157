//! The files of a stage that came from the network.

use std::collections::HashMap;

use super::words::is_mark;
use crate::frontend::dockerfile::program::base_name;
use crate::value::fits;

/// Longest path that is followed.
const LONGEST_PATH: usize = 4096;

/// Most files that are compared with a pattern.
const MOST_MATCHED: usize = 256;

/// Most files of another stage that are gone through when a folder of it is copied.
const MOST_COPIED: usize = 64;

/// Which files hold which downloads.
#[derive(Clone, Debug, Default)]
pub(in crate::frontend::dockerfile) struct Disk {
    files: HashMap<String, usize>,
    /// Those in a folder for programs, by name.
    programs: HashMap<String, usize>,
    /// The downloads that ever were in a file of this name, and are not verified.
    names: HashMap<String, Vec<usize>>,
    /// The downloads of which nothing is verified.
    open: Vec<usize>,
}

impl Disk {
    /// The download that a file holds.
    pub(in crate::frontend::dockerfile) fn file(&self, path: &str) -> Option<usize> {
        self.files.get(path).copied()
    }

    /// Whether there are too many files to say which one a path with stars in it names.
    pub(super) fn is_crowded(&self, path: &str) -> bool {
        self.files.len() > MOST_MATCHED && path.contains('*')
    }

    /// The same for a path that may have stars in it: then the latest of those that it names.
    pub(super) fn find(&self, path: &str) -> Option<usize> {
        if !path.contains('*') || self.is_crowded(path) {
            return self.file(path);
        }
        let folder = |path: &str| path.matches('/').count();
        let fit = |name: &str| folder(name) == folder(path) && fits(path, name);
        self.files.iter().filter(|(name, _)| fit(name)).map(|(_, download)| *download).max()
    }

    /// The download that is installed as the program of this name.
    pub(super) fn program(&self, name: &str) -> Option<usize> {
        self.programs.get(name).copied()
    }

    /// Writes a file: it holds a download, or else nothing that is downloaded.
    pub(in crate::frontend::dockerfile) fn write(&mut self, path: &str, download: Option<usize>) {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let is_program = matches!(base_name(folder), "bin" | "sbin");
        let Some(download) = download.filter(|_| path.len() <= LONGEST_PATH) else {
            self.files.remove(path);
            if is_program {
                self.programs.remove(name);
            }
            return;
        };
        if is_program {
            self.programs.insert(name.to_owned(), download);
        }
        let named = self.names.entry(name.to_owned()).or_default();
        if named.last() != Some(&download) {
            named.push(download);
        }
        self.files.insert(path.to_owned(), download);
    }

    /// Writes what the files in a folder of another stage hold. False where there are too many files to go through.
    pub(super) fn copy_folder(&mut self, from: &Self, folder: &str, target: &str) -> bool {
        let start = format!("{}/", folder.trim_end_matches('/'));
        let inner = |(path, id): (&String, &usize)| Some((path.strip_prefix(&start)?.to_owned(), *id));
        if from.files.len() > MOST_COPIED {
            return false;
        }
        let mut found: Vec<(String, usize)> = from.files.iter().filter_map(inner).collect();
        if !found.is_empty() && self.files.len() > MOST_MATCHED {
            return false;
        }
        found.sort();
        for (name, download) in found {
            self.write(&format!("{}/{name}", target.trim_end_matches('/')), Some(download));
        }
        true
    }

    /// Notes a download that is not verified.
    pub(super) fn downloaded(&mut self, download: usize) {
        self.open.push(download);
    }

    /// Takes the downloads that were in files of this name, since all of them are verified.
    pub(super) fn take_named(&mut self, name: &str) -> Vec<usize> {
        self.names.remove(name).unwrap_or_default()
    }

    /// Takes all downloads that were not verified.
    pub(super) fn take_open(&mut self) -> Vec<usize> {
        self.names.clear();
        std::mem::take(&mut self.open)
    }
}

/// A path from `folder`, without `.` and `..` as far as they can be resolved. What holds variables stays as it is written.
pub(in crate::frontend::dockerfile) fn resolve(folder: &str, path: &str) -> String {
    let path = match path.strip_prefix('~') {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => format!("${{HOME}}{rest}"),
        _ => path.to_owned(),
    };
    // A variable at the start may hold a whole path.
    let is_whole = path.starts_with(['/', '$']) || path.starts_with(is_mark);
    let joined = if is_whole { path } else { format!("{folder}/{path}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in joined.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    let root = if joined.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}
