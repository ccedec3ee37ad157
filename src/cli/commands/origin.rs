//! Where what a command scanned comes from, as reports may say it.

use std::path::PathBuf;

use super::folder::current_folder;
use crate::conceal;
use crate::engine::{self, Input};
use crate::source::{Provenance, SourceFile, SourceMap};

/// Where `paths` come from, of which a scan read `sources`.
pub(super) fn of(paths: &[PathBuf], sources: &SourceMap) -> anyhow::Result<Provenance> {
    let current = current_folder()?;
    let inputs: Vec<Input> = paths.iter().cloned().map(Input::Path).collect();
    let root = engine::repository_folder(&current, &inputs);
    let mut origin = Provenance::of(paths, &current, &root, sources.iter().map(SourceFile::path));
    // An address can hold a token anywhere.
    origin.remote = origin.remote.as_deref().map(conceal::masked);
    Ok(origin)
}

/// The paths as they were typed.
pub(super) fn shown(paths: &[PathBuf]) -> Vec<String> {
    paths.iter().map(|path| path.to_string_lossy().into_owned()).collect()
}
