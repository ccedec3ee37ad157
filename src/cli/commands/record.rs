//! The file of a history: read, and appended to.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::origin;
use crate::cli::file;
use crate::compliance;
use crate::engine::Scan;
use crate::history::{self, Record, Setting};
use crate::source::head_commit;

/// A file that a line is to be appended to.
pub(super) struct History {
    path: PathBuf,
    file: File,
    /// Whether the last line is cut off, so that a new one must not continue it.
    is_torn: bool,
}

/// How a scan was made.
pub(super) struct Made<'a> {
    pub(super) paths: &'a [PathBuf],
    pub(super) time: &'a str,
    /// Digest of the checks.
    pub(super) checks: String,
    /// Whether a baseline was used.
    pub(super) baseline: bool,
}

/// The history in a file; none when there is no such file.
pub(super) fn read(path: &Path) -> anyhow::Result<Option<history::History>> {
    let name = || path.display().to_string();
    match fs::read(path) {
        // A line that is cut off may end in the middle of a character.
        Ok(bytes) => history::read(&String::from_utf8_lossy(&bytes)).map(Some).with_context(name),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(file::unreadable(path, error)),
    }
}

impl History {
    /// Opens a file, which is made when it is not there. A file that holds something else is refused before the scan.
    pub(super) fn open(path: &Path) -> anyhow::Result<Self> {
        file::check_target(path)?;
        read(path)?;
        let open = || {
            let file = OpenOptions::new().append(true).create(true).open(path)?;
            let is_torn = fs::read(path)?.last().is_some_and(|byte| *byte != b'\n');
            Ok::<_, io::Error>(Self { path: path.to_path_buf(), file, is_torn })
        };
        open().with_context(|| path.display().to_string())
    }

    /// Appends the line for `scan`, and lets go of the passes that were kept for it.
    pub(super) fn append(mut self, made: &Made<'_>, scan: &mut Scan) -> anyhow::Result<()> {
        let frameworks: Vec<_> = compliance::frameworks().to_vec();
        let assessments = compliance::assess(&frameworks, &scan.outcome, &scan.sources);
        let setting =
            Setting { paths: origin::shown(made.paths), checks: made.checks.clone(), baseline: made.baseline };
        let revision = made.paths.first().and_then(|path| head_commit(path));
        let line = Record::new(made.time.to_owned(), revision, setting, &scan.outcome, &assessments).to_line();
        drop(assessments);
        scan.outcome.passes = Vec::new();
        let line = if self.is_torn { format!("\n{line}") } else { line };
        // One call, so that two scans that end at the same time do not mix their lines.
        let written = self.file.write(line.as_bytes()).with_context(|| self.path.display().to_string())?;
        if written < line.len() {
            bail!("{}: the line could not be written as a whole", self.path.display());
        }
        Ok(())
    }
}
