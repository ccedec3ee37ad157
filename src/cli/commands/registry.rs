//! The checks that a command works with.

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::check::{Check, Registry, load_user_check};
use crate::cli::shared::OwnChecks;
use crate::conceal::conceal_texts;
use crate::diagnostic::Diagnostic;
use crate::finding::Outcome;
use crate::report::{FORMATS, Format, Options};
use crate::source::SourceMap;

/// Folder of the user's own checks below the current folder.
const OWN_FOLDER: &str = ".ravelin/checks";

/// The embedded checks and the user's own, which lie in the folders that the configuration names, that the command line
/// names, and in [`OWN_FOLDER`]. Check files that are not valid are printed to standard error with their
/// mistakes.
pub(super) fn load(own: &OwnChecks, configured: &[PathBuf]) -> anyhow::Result<Registry> {
    let mut folders = configured.to_vec();
    folders.extend(own.check_dir.iter().cloned());
    folders.extend(Some(PathBuf::from(OWN_FOLDER)).filter(|folder| folder.is_dir()));
    if folders.is_empty() {
        return Ok(Registry::embedded());
    }
    let sources = SourceMap::new();
    let mut checks: Vec<&'static Check> = Registry::embedded().checks().to_vec();
    let mut diagnostics = Vec::new();
    for folder in &folders {
        for path in check_files(folder)? {
            let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            match load_user_check(sources.add(path.to_string_lossy(), text)) {
                Ok(check) => checks.push(check),
                Err(problems) => diagnostics.extend(problems),
            }
        }
    }
    if !diagnostics.is_empty() {
        print_diagnostics(diagnostics, &sources)?;
        bail!("some check files are not valid");
    }
    Ok(Registry::new(checks))
}

/// The checks that `names` mean: ids, other tools' names, patterns with `*`, categories or severities.
pub(super) fn named(registry: &Registry, names: &[String]) -> anyhow::Result<BTreeSet<&'static str>> {
    let mut ids = BTreeSet::new();
    for name in names {
        ids.extend(some(name, registry.select(name))?.into_iter().map(|check| check.id));
    }
    Ok(ids)
}

/// What was found under this name, which must be something.
pub(super) fn some(name: &str, found: Vec<&'static Check>) -> anyhow::Result<Vec<&'static Check>> {
    if found.is_empty() {
        bail!("there is no check `{name}`; `ravelin checks list` shows them all");
    }
    Ok(found)
}

fn check_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        bail!("{} is not a folder", folder.display());
    }
    let mut files = Vec::new();
    for entry in ignore::WalkBuilder::new(folder).standard_filters(false).sort_by_file_name(Ord::cmp).build() {
        let path = entry?.into_path();
        if path.is_file() && path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
            files.push(path);
        }
    }
    Ok(files)
}

/// Prints diagnostics to standard error, one line each.
pub(super) fn print_diagnostics(diagnostics: Vec<Diagnostic>, sources: &SourceMap) -> anyhow::Result<()> {
    let outcome = Outcome { diagnostics, ..Outcome::default() };
    let concise = Format::named(FORMATS, "concise").context("the concise format exists")?;
    let mut stderr = io::stderr().lock();
    conceal_texts(sources);
    concise.writer.write(&outcome, sources.shown(), &Options::default(), &mut stderr)?;
    stderr.flush()?;
    Ok(())
}
