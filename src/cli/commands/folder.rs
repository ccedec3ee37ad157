//! Where the user is.

use std::path::PathBuf;

use anyhow::Context as _;

/// The current folder without symbolic links.
pub(super) fn current_folder() -> anyhow::Result<PathBuf> {
    let folder = std::env::current_dir().and_then(|folder| folder.canonicalize());
    folder.context("the current folder is not accessible")
}
