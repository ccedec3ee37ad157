//! Files that are read: none is written over.

use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::config;
use crate::frontend::FRONTENDS;
use crate::source::{SourceMap, path_text, read_text};

/// Refuses to write a file that a scan of `inputs` reads, which hold also the other files that the user names for it.
///
/// # Errors
/// It is one of them, lies below one and is of a kind that is scanned, or is a configuration.
pub(super) fn refuse(file: &Path, inputs: &[PathBuf]) -> anyhow::Result<()> {
    let Ok(real) = file.canonicalize() else { return Ok(()) };
    let mut inputs = inputs.iter().filter_map(|input| input.canonicalize().ok());
    let is_read = |input: PathBuf| real == input || (real.starts_with(input) && is_claimed(&real));
    if is_configuration(&real) || inputs.any(is_read) {
        bail!("{}: is read, and is not written over", file.display());
    }
    Ok(())
}

fn is_configuration(path: &Path) -> bool {
    config::FILE_NAMES.iter().any(|name| path.file_name().is_some_and(|own| own == *name))
}

/// Whether a file is of a kind that is scanned. What was written before is not.
fn is_claimed(path: &Path) -> bool {
    let Ok(text) = read_text(path) else { return false };
    let sources = SourceMap::new();
    let file = sources.add(path_text(path), text);
    FRONTENDS.iter().any(|frontend| frontend.may_claim(file.path()) && frontend.claims(file))
}
