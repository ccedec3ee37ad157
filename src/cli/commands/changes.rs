//! Files that get another text: whether they may, what would change, and writing them, all or none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use crate::cli::file;
use crate::report::diff::{self, Look, Text};
use crate::source::{Fence, SourceFile};

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

/// Prints the difference that each change makes.
pub(super) fn print(changes: &[Change]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    changes.iter().try_for_each(|Change { shown, before, after, .. }| {
        let before = before.as_deref().map(Text::plain);
        diff::write(&diff::Change { path: shown, before, after: Text::plain(after) }, Look::default(), &mut out)
    })
}

/// Sees that the file at `path`, which was read as `file`, can be edited.
///
/// # Errors
/// Why not, in words that stand behind its name.
pub(super) fn editable(path: &Path, file: &SourceFile, fence: &Fence) -> Result<(), String> {
    if fence.target(path).is_err() {
        return Err("lies outside the repository, or is a link that leaves it".to_owned());
    }
    let bytes = fs::read(path).map_err(|error| format!("cannot be read: {error}"))?;
    match bytes == format!("{}{}", file.byte_order_mark(), file.text()).as_bytes() {
        true => Ok(()),
        false => Err("is not UTF-8".to_owned()),
    }
}

/// Writes every file, unless one of them has changed meanwhile. When one cannot be written, those before it get back what they had.
pub(super) fn save(changes: &[Change]) -> anyhow::Result<()> {
    for Change { path, shown, before, .. } in changes {
        if before.as_ref().is_some_and(|before| fs::read(path).is_ok_and(|now| now != before.as_bytes())) {
            bail!("{shown}: has changed since it was read, so nothing was written; try again");
        }
    }
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
