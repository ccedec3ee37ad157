//! Whether a scan judged what it was asked for. A gate must not open because nothing was looked at.

use std::collections::HashSet;

use super::discover::Found;
use super::request::Request;
use super::{Input, discover};
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::finding::{Coverage, NothingJudged};
use crate::frontend::FRONTENDS;
use crate::model::{Document, Resource};
use crate::source::{FileId, Root, SourceMap};

/// The files and texts that the user named one by one, by the paths under which reports show them.
pub(super) fn named(request: &Request<'_>, found: &[Found]) -> Vec<String> {
    let texts = request.inputs.iter().filter_map(|input| match input {
        Input::Text { name, .. } => Some(name.clone()),
        Input::Path(_) => None,
    });
    let files = found.iter().filter(|found| found.explicit).map(|found| found.relative.clone());
    texts.chain(files).collect()
}

/// Those of the `named` that no front end has read, or of which nothing was left after errors.
pub(super) fn unjudged(
    mut named: Vec<String>,
    documents: &[Document],
    resources: &[Resource],
    sources: &SourceMap,
) -> Vec<String> {
    let declaring: HashSet<FileId> = resources.iter().map(|resource| resource.declaration.file).collect();
    let judged = documents.iter().filter(|document| document.complete || declaring.contains(&document.file));
    let judged: HashSet<&str> = judged.map(|document| sources.get(document.file).path()).collect();
    named.retain(|path| !judged.contains(path.as_str()));
    named.sort();
    named.dedup();
    named
}

/// Says of each that it was not judged, where nothing else has said so.
pub(super) fn explain(unjudged: &[String], said: &[Diagnostic], sources: &SourceMap) -> Vec<Diagnostic> {
    let told: HashSet<&str> = said
        .iter()
        .filter(|diagnostic| diagnostic.level == Level::Error)
        .filter_map(|diagnostic| match &diagnostic.place {
            Place::File(path) => Some(path.as_str()),
            Place::Text(span) => Some(sources.get(span.file).path()),
            Place::None => None,
        })
        .collect();
    let silent = unjudged.iter().filter(|path| !told.contains(path.as_str()));
    silent
        .map(|path| Diagnostic::on_file(Level::Error, "not-judged", path.as_str(), "was named, but is not judged"))
        .collect()
}

/// Says of each folder that was named beside other inputs, and in which nothing was found: where it is the only one, the
/// scan has judged nothing at all.
pub(super) fn empty_folders(
    request: &Request<'_>,
    root: &Root,
    documents: &[Document],
    sources: &SourceMap,
) -> Vec<Diagnostic> {
    // What a revision does not have yet is no mistake.
    if request.inputs.len() < 2 || request.revision.is_some() {
        return Vec::new();
    }
    let paths: Vec<&str> = documents.iter().map(|document| sources.get(document.file).path()).collect();
    let is_below = |path: &str, folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    let is_empty = |folder: &String| !folder.is_empty() && !paths.iter().any(|path| is_below(path, folder));
    let folders = request.paths().into_iter().filter(|path| path.is_dir()).map(|path| root.relative(&path));
    let said = |folder: String| {
        let message = format!("holds no file of a kind that is scanned: {}", kinds());
        Diagnostic::on_file(Level::Error, "nothing-found", folder, message)
    };
    folders.filter(is_empty).map(said).collect()
}

/// Says that not all was read that files are judged with.
pub(super) fn context_is_cut() -> Diagnostic {
    let message = "the repository has more files than are read to judge one: what the others say of it is not known";
    Diagnostic::new(Level::Warning, "context-limit", Place::None, message)
        .with_help("scan the folder that holds all that is deployed together")
}

/// Why a scan without a single verdict has none.
pub(super) fn nothing_judged(request: &Request<'_>, root: &Root, coverage: &Coverage) -> Option<NothingJudged> {
    if coverage.passed + coverage.failed + coverage.not_assessed + coverage.excepted > 0 {
        return None;
    }
    let files: usize = coverage.files.values().map(|count| count.found).sum();
    let complete: usize = coverage.files.values().map(|count| count.complete).sum();
    let resources: usize = coverage.resources.values().sum();
    let gap = |reason: String| Some(NothingJudged { reason, is_gap: true });
    let plain = |reason: String| Some(NothingJudged { reason, is_gap: false });
    if coverage.checks == 0 {
        return gap("no check runs: what was asked for leaves none".to_owned());
    }
    match (files, complete, resources) {
        (0, ..) => gap(format!("{} holds no file of a kind that is scanned: {}", inputs(request, root), kinds())),
        (_, 0, 0) => gap(format!("none of the files could be read whole ({files} found)")),
        (.., 0) => plain("the files declare nothing that is deployed".to_owned()),
        _ => plain(format!("no check of this run is about the resources that were found ({resources})")),
    }
}

/// The inputs as reports show them.
fn inputs(request: &Request<'_>, root: &Root) -> String {
    let shown = |input: &Input| match input {
        Input::Text { name, .. } => name.clone(),
        Input::Path(path) => match root.relative(&discover::absolute(&request.current, path)) {
            relative if relative.is_empty() && root.display.is_empty() => ".".to_owned(),
            relative => format!("{}{relative}", root.display),
        },
    };
    request.inputs.iter().map(shown).collect::<Vec<_>>().join(", ")
}

/// What is looked for.
fn kinds() -> String {
    let mut platforms: Vec<&str> = FRONTENDS.iter().map(|frontend| frontend.platform().as_str()).collect();
    platforms.dedup();
    platforms.join(", ")
}
