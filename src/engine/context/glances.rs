//! What a glance at each file of a repository tells of the others that it belongs to.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use super::tree::Tree;
use crate::frontend::{Frontend, Pool, Ties};
use crate::source::Texts;

/// Most files that are looked into for one front end.
const LIMIT: usize = 20_000;

/// What came of a glance at a file.
#[derive(Debug, Default)]
pub(super) struct Glance {
    pub(super) ties: Ties,
    /// Length of the text in bytes.
    pub(super) bytes: usize,
}

/// The files of one front end that have to do with others.
#[derive(Debug, Default)]
pub(super) struct Glances {
    files: BTreeMap<String, Glance>,
    /// Whether there are more, which nobody has looked into.
    pub(super) is_cut: bool,
}

impl Glances {
    /// Looks into all files of the tree that may be part of what `frontend` knows.
    pub(super) fn read(frontend: &dyn Frontend, tree: &Tree, texts: &Texts) -> Self {
        let mut files: Vec<&str> = tree.files().filter(|file| frontend.may_give(file)).collect();
        let is_cut = files.len() > LIMIT;
        files.truncate(LIMIT);
        let look = |file: &str| {
            let glance = glance(frontend, file, tree.path(file)?, texts)?;
            is_tied(&glance).then(|| (file.to_owned(), glance))
        };
        Self { files: files.into_par_iter().filter_map(look).collect(), is_cut }
    }

    /// Looks at one file again, which is none where it has no path. Gives whether it calls other folders than before.
    pub(super) fn refresh(&mut self, frontend: &dyn Frontend, file: &str, path: Option<&Path>, texts: &Texts) -> bool {
        let path = path.filter(|_| frontend.may_give(file));
        let new = path.and_then(|path| glance(frontend, file, path, texts)).filter(is_tied);
        let old = match new {
            Some(glance) => self.files.insert(file.to_owned(), glance),
            None => self.files.remove(file),
        };
        let calls = |glance: Option<&Glance>| glance.map(|glance| glance.ties.calls.clone()).unwrap_or_default();
        calls(old.as_ref()) != calls(self.files.get(file))
    }

    /// What is known of a file.
    pub(super) fn of(&self, file: &str) -> Option<&Glance> {
        self.files.get(file)
    }

    /// All files that have to do with others.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Glance)> {
        self.files.iter().map(|(file, glance)| (file.as_str(), glance))
    }

    /// The files that are part of a pool.
    pub(super) fn members(&self, pool: Pool) -> impl Iterator<Item = &str> {
        self.iter().filter(move |(_, glance)| glance.ties.gives.contains(&pool)).map(|(file, _)| file)
    }
}

/// Looks at one file; `None` where it has no text.
pub(super) fn glance(frontend: &dyn Frontend, file: &str, path: &Path, texts: &Texts) -> Option<Glance> {
    let text = texts.glance(path).ok()?;
    Some(Glance { ties: frontend.ties(file, &text), bytes: text.len() })
}

/// Whether a file has to do with others that do not come to it themselves.
fn is_tied(glance: &Glance) -> bool {
    !glance.ties.calls.is_empty() || !glance.ties.gives.is_empty()
}
