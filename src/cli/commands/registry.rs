//! The checks that a command works with.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::folder::current_folder;
use crate::check::{Check, Registry, load_user_check};
use crate::cli::shared::OwnChecks;
use crate::conceal::conceal_texts;
use crate::diagnostic::Diagnostic;
use crate::engine::{self, Input};
use crate::finding::Outcome;
use crate::report::{FORMATS, Format, Options};
use crate::source::SourceMap;

/// The embedded checks and the user's own, which lie beside `inputs` (or the current folder, where there are none), in the
/// folders that the configuration names, and in those that the command line names; of two with one id the last one holds.
/// Check files that are not valid are printed to standard error with their mistakes.
pub(super) fn load(own: &OwnChecks, configured: &[PathBuf], inputs: &[Input]) -> anyhow::Result<Registry> {
    let current = current_folder()?;
    let mut folders = engine::own_check_folders(&current, inputs);
    for folder in configured.iter().chain(&own.check_dir) {
        if check_files(folder)?.is_empty() {
            bail!("{} holds no check files", folder.display());
        }
        folders.push(folder.clone());
    }
    if folders.is_empty() {
        return Ok(Registry::embedded());
    }
    let sources = SourceMap::new();
    let mut checks: Vec<&'static Check> = Registry::embedded().checks().to_vec();
    let mut diagnostics = Vec::new();
    for folder in &folders {
        for path in check_files(folder)? {
            let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            match load_user_check(sources.add(shown(&path, &current), text)) {
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
        ids.extend(registry.select_some(name)?.into_iter().map(|check| check.id));
    }
    Ok(ids)
}

/// A path as the user would write it from where he is, if that is short.
fn shown<'p>(path: &'p Path, current: &Path) -> Cow<'p, str> {
    path.strip_prefix(current).unwrap_or(path).to_string_lossy()
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
pub(super) fn print_diagnostics(mut diagnostics: Vec<Diagnostic>, sources: &SourceMap) -> anyhow::Result<()> {
    for diagnostic in &mut diagnostics {
        if let Some(help) = diagnostic.help.take() {
            diagnostic.message = format!("{}: {help}", diagnostic.message);
        }
    }
    let outcome = Outcome { diagnostics, ..Outcome::default() };
    let concise = Format::named(FORMATS, "concise").context("the concise format exists")?;
    let mut stderr = io::stderr().lock();
    conceal_texts(sources);
    concise.writer.write(&outcome, sources.shown(), &Options::default(), &mut stderr)?;
    stderr.flush()?;
    Ok(())
}
