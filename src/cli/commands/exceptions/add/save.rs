//! Writes files, all or none.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::anyhow;

use crate::cli::file;

/// A file that gets another text.
pub(super) struct Change {
    /// Absolute.
    pub(super) path: PathBuf,
    /// As the user writes it.
    pub(super) shown: String,
    /// None where it is not there yet.
    pub(super) before: Option<String>,
    pub(super) after: String,
}

/// Writes every file. When one cannot be written, those before it get back what they had.
pub(super) fn save(changes: &[Change]) -> anyhow::Result<()> {
    for (index, change) in changes.iter().enumerate() {
        let Err(error) = write(&change.path, &change.after) else { continue };
        for done in &changes[..=index] {
            // What cannot be put back was not changed either, as far as can be told.
            let _ = match &done.before {
                Some(before) => write(&done.path, before),
                None => fs::remove_file(&done.path).map_err(anyhow::Error::new),
            };
        }
        let why = error.root_cause();
        return Err(anyhow!("{}: cannot be written, so nothing was changed: {why}", change.shown));
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    file::write(path, |out| out.write_all(text.as_bytes()))
}
