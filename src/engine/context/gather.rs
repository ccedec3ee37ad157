//! All that must be read to judge some files as a scan of the whole repository judges them.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use super::calls::Related;
use super::known::Known;
use super::tree::folder_of;
use crate::engine::configuration::is_configuration;
use crate::frontend::{FRONTENDS, Pool, Ties};

/// Most files that are read for others, and most bytes of them.
const FILES_LIMIT: usize = 5_000;
const BYTES_LIMIT: usize = 64 << 20;

/// The files with which some are judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    files: BTreeSet<PathBuf>,
    /// Whether a limit kept some away.
    pub is_cut: bool,
}

impl Surroundings {
    /// Whether a file, by its absolute path, is one of them.
    pub fn contains(&self, path: &Path) -> bool {
        self.files.contains(path)
    }

    /// The absolute paths of the files, themselves among them where they are files of the repository.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(PathBuf::as_path)
    }
}

/// Files in the making.
pub(super) struct Gather<'p> {
    known: &'p Known,
    /// The files that are asked for.
    named: &'p [String],
    files: BTreeSet<String>,
    bytes: usize,
    /// The folders whose callers and callees are among the files, by front end.
    folders: HashSet<(usize, String)>,
    pools: BTreeSet<Pool>,
    open: Vec<Pool>,
    is_cut: bool,
}

impl<'p> Gather<'p> {
    /// What belongs to the files `named`, by their paths in the repository.
    pub(super) fn all(known: &'p Known, named: &'p [String]) -> Surroundings {
        let mut gather = Self {
            known,
            named,
            files: BTreeSet::new(),
            bytes: 0,
            folders: HashSet::new(),
            pools: BTreeSet::new(),
            open: Vec::new(),
            is_cut: known.tree().is_cut,
        };
        for file in named {
            gather.name(file);
        }
        while let Some(pool) = gather.open.pop() {
            gather.pool(pool);
        }
        gather.configurations();
        let path = |file: &String| known.tree().path(file).map(Path::to_path_buf);
        Surroundings { files: gather.files.iter().filter_map(path).collect(), is_cut: gather.is_cut }
    }

    /// Adds a file that is asked for, with what belongs to it.
    fn name(&mut self, file: &str) {
        self.files.insert(file.to_owned());
        let ties = self.known.ties(file);
        // Where one language has it, it is none of the others.
        let is_certain = ties.iter().any(|(_, ties)| !ties.gives.is_empty());
        for (index, ties) in ties.into_iter().filter(|(_, ties)| !is_certain || !ties.gives.is_empty()) {
            self.need(&ties);
            if ties.has_folder {
                self.together(index, folder_of(file));
            }
        }
    }

    fn need(&mut self, ties: &Ties) {
        for &pool in &ties.needs {
            if self.pools.insert(pool) {
                self.open.push(pool);
            }
        }
    }

    /// Adds what must be read together with the files of a front end in a folder.
    fn together(&mut self, index: usize, folder: &str) {
        if !self.folders.insert((index, folder.to_owned())) {
            return;
        }
        let Related { above, below, beside } = self.known.calls(index).related(folder);
        for folder in above.iter().chain(&below).chain(&beside) {
            let files = self.known.tree().files_in(folder).filter(|file| FRONTENDS[index].is_part(file));
            for file in files {
                self.add(index, file);
            }
        }
    }

    /// Adds a file, unless a limit is reached.
    fn add(&mut self, index: usize, file: &str) {
        if self.files.contains(file) {
            return;
        }
        let glance = self.known.glances(index).of(file);
        let bytes = self.bytes + glance.map_or(0, |glance| glance.bytes);
        if self.files.len() >= FILES_LIMIT || bytes > BYTES_LIMIT {
            self.is_cut = true;
            return;
        }
        self.bytes = bytes;
        self.files.insert(file.to_owned());
        if let Some(glance) = glance {
            self.need(&glance.ties);
        }
    }

    /// Adds all that is part of a pool, the nearest first.
    fn pool(&mut self, pool: Pool) {
        for index in (0..FRONTENDS.len()).filter(|index| FRONTENDS[*index].pools().contains(&pool)) {
            let glances = self.known.glances(index);
            self.is_cut |= glances.is_cut;
            let mut members: Vec<&str> = glances.members(pool).collect();
            members.sort_by_cached_key(|file| Reverse(self.named.iter().map(|named| shared(named, file)).max()));
            for file in members {
                self.add(index, file);
                if glances.of(file).is_some_and(|glance| glance.ties.has_folder) {
                    self.together(index, folder_of(file));
                }
            }
        }
    }

    /// Adds the configuration files of all folders in which there are files.
    fn configurations(&mut self) {
        let mut folders: HashSet<&str> = HashSet::new();
        for file in &self.files {
            let mut folder = folder_of(file);
            while folders.insert(folder) && !folder.is_empty() {
                folder = folder_of(folder);
            }
        }
        let tree = self.known.tree();
        let own = folders.into_iter().flat_map(|folder| tree.files_in(folder)).filter(|file| is_configuration(file));
        let own: Vec<String> = own.map(str::to_owned).collect();
        self.files.extend(own);
    }
}

/// How many folders of two paths are the same from the top.
fn shared(one: &str, other: &str) -> usize {
    let (one, other) = (folder_of(one).split('/'), folder_of(other).split('/'));
    one.zip(other).take_while(|(left, right)| left == right).count()
}
