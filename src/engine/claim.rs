//! Reads the files that were found, and asks the front ends whose they are.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::discover::{Found, Input};
use super::progress::Phase;
use super::request::Request;
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::frontend::{FRONTENDS, Frontend, rendered};
use crate::model::{Document, Platform, Unread};
use crate::source::{SourceFile, SourceMap, Unreadable};

/// The files of each front end, in the order of [`FRONTENDS`].
#[derive(Debug, Default)]
pub(super) struct Claimed<'s> {
    pub(super) files: Vec<Vec<&'s SourceFile>>,
    /// How many were left alone that say nothing, by reason.
    pub(super) skipped: BTreeMap<&'static str, usize>,
    /// Those that were left alone and may declare something.
    pub(super) unread: Vec<Unread>,
    /// The same, by their names alone. Something that is scanned may read them.
    pub(super) templates: Vec<Unread>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// What is said of a file that no front end has.
const NOT_RECOGNISED: &str = "not-recognised";

/// A file with its text, or why it has none.
type Reading = (Found, Result<Arc<str>, Unreadable>);

/// Reads the texts of the request, and those of `found` that are worth it.
pub(super) fn claim<'s>(request: &Request<'_>, found: Vec<Found>, sources: &'s SourceMap) -> Claimed<'s> {
    let mut claimed = Claimed { files: vec![Vec::new(); FRONTENDS.len()], ..Claimed::default() };
    let may_claim = |path: &str| FRONTENDS.iter().any(|frontend| frontend.may_claim(path));
    let (known, other): (Vec<Found>, Vec<Found>) =
        found.into_iter().partition(|found| found.explicit || may_claim(&found.relative));
    let (templates, other): (Vec<Found>, Vec<Found>) =
        other.into_iter().partition(|found| rendered(&found.relative).is_some_and(may_claim));
    let template = |found: Found| Unread { path: found.relative, reason: Unread::TEMPLATE };
    claimed.templates.extend(templates.into_iter().map(template));
    claimed.skip("not a kind of file that is scanned", other.len());

    let mut files: Vec<(&SourceFile, bool)> = Vec::with_capacity(known.len() + request.inputs.len());
    for input in &request.inputs {
        if let Input::Text { name, text } = input {
            files.push((sources.add(name.as_str(), text.as_str()), true));
        }
    }
    for (found, text) in read(request, known) {
        match text {
            Ok(text) => files.push((sources.add(found.relative, text), found.explicit)),
            Err(problem) => {
                let message = problem.to_string();
                claimed.diagnostics.push(Diagnostic::on_file(Level::Error, problem.code(), found.relative, message));
            }
        }
    }
    let owners: Vec<Option<usize>> = files.par_iter().map(|(file, explicit)| owner(file, *explicit)).collect();
    for ((file, explicit), owner) in files.into_iter().zip(owners) {
        match owner {
            Some(owner) => claimed.files[owner].push(file),
            None if explicit => claimed.diagnostics.push(not_recognised(file)),
            None => match FRONTENDS.iter().find_map(|frontend| frontend.unread(file)) {
                Some(reason) => claimed.unread.push(Unread { path: file.path().to_owned(), reason }),
                None => claimed.skip("of other content", 1),
            },
        }
    }
    claimed
}

impl Claimed<'_> {
    /// Takes back what was said of files that a front end has read all the same: parts of others, such as patches.
    pub(super) fn recognise(&mut self, documents: &[Document], sources: &SourceMap) {
        let read: HashSet<&str> = documents.iter().map(|document| sources.get(document.file).path()).collect();
        let is_read = |place: &Place| matches!(place, Place::File(path) if read.contains(path.as_str()));
        self.diagnostics.retain(|said| said.code != NOT_RECOGNISED || !is_read(&said.place));
    }

    fn skip(&mut self, reason: &'static str, count: usize) {
        super::outcome::skip(&mut self.skipped, reason, count);
    }
}

fn read(request: &Request<'_>, known: Vec<Found>) -> Vec<Reading> {
    let storage = request.storage();
    request.progress.start(Phase::Load, known.len());
    let read = |found: Found| {
        let given = request.given(&found.relative);
        let text = given.map_or_else(|| storage.text(&found.path), |text| Ok(text.into()));
        request.progress.advance();
        (found, text)
    };
    known.into_par_iter().map(read).collect()
}

/// The front end whose file this is. A file that the user names is scanned whatever its name is, if its content says what
/// it is.
fn owner(file: &SourceFile, explicit: bool) -> Option<usize> {
    let by_name = |frontend: &&dyn Frontend| frontend.may_claim(file.path()) && frontend.claims(file);
    let by_content = |frontend: &&dyn Frontend| explicit && frontend.claims(file);
    FRONTENDS.iter().position(by_name).or_else(|| FRONTENDS.iter().position(by_content))
}

fn not_recognised(file: &SourceFile) -> Diagnostic {
    Diagnostic::on_file(Level::Error, NOT_RECOGNISED, file.path(), "is of no kind that Ravelin reads")
        .with_help(format!("{} are known by name and content", Platform::all_files()))
}
