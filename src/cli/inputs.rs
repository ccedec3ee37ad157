//! Files that are scanned: none is written over.

use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::frontend::FRONTENDS;
use crate::source::{SourceMap, path_text, read_text};

/// Refuses to write a file that a scan of `inputs` reads.
///
/// # Errors
/// It is one of them, or lies below one and is of a kind that is scanned.
pub(super) fn refuse(file: &Path, inputs: &[PathBuf]) -> anyhow::Result<()> {
    let Ok(real) = file.canonicalize() else { return Ok(()) };
    let mut inputs = inputs.iter().filter_map(|input| input.canonicalize().ok());
    if inputs.any(|input| real == input || (real.starts_with(input) && is_claimed(&real))) {
        bail!("{}: is scanned, and is not written over", file.display());
    }
    Ok(())
}

/// Whether a file is of a kind that is scanned. What was written before is not.
fn is_claimed(path: &Path) -> bool {
    let Ok(text) = read_text(path) else { return false };
    let sources = SourceMap::new();
    let file = sources.add(path_text(path), text);
    FRONTENDS.iter().any(|frontend| frontend.may_claim(file.path()) && frontend.claims(file))
}
