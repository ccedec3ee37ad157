//! The files of a scan with those that are read for them.

use std::path::{Path, PathBuf};

use super::reported::Reported;
use crate::engine::discover::{Discovery, Found, in_order};
use crate::engine::extent;
use crate::engine::request::Request;
use crate::source::{Entry, Root};

/// What was added to the files that were asked for.
pub(in crate::engine) struct Around {
    /// The files that were asked for.
    pub(in crate::engine) reported: Reported,
    /// The folders and files below which something is left out by ignore files.
    pub(in crate::engine) within: Vec<PathBuf>,
}

/// Adds to the files that were found at and below `paths` those of their repository with which they are judged, where
/// the request has it.
pub(in crate::engine) fn around(
    request: &Request<'_>,
    mut paths: Vec<PathBuf>,
    discovered: &mut Discovery,
    root: &Root,
) -> Around {
    let Some(project) = request.project else {
        return Around { reported: Reported::ALL, within: paths };
    };
    let reported = discovered.files.iter().map(|found| found.relative.clone()).collect();
    // A folder is judged with what is in it, as it always is.
    let is_file = |path: &&PathBuf| request.storage().entry(path) != Some(Entry::Folder);
    let named: Vec<PathBuf> = paths.iter().filter(is_file).cloned().collect();
    let surroundings = project.context_of(&named);
    let new = |path: &Path| Found { relative: root.relative(path), path: path.to_path_buf(), explicit: false };
    discovered.files.extend(surroundings.paths().map(new));
    in_order(&mut discovered.files);
    discovered.diagnostics.extend(surroundings.is_cut.then(extent::context_is_cut));
    paths.push(project.top().to_path_buf());
    Around { reported, within: paths }
}
