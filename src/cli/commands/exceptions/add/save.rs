//! Writes files, all or none.

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;

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
        let written = fs::write(&change.path, &change.after);
        if written.is_err() {
            for done in &changes[..=index] {
                // What cannot be put back was not changed either, as far as can be told.
                let _ = match &done.before {
                    Some(before) => fs::write(&done.path, before),
                    None => fs::remove_file(&done.path),
                };
            }
        }
        written.with_context(|| format!("{}: cannot be written, so nothing was changed", change.shown))?;
    }
    Ok(())
}
