//! The checks that a command works with.

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::folder::current_folder;
use crate::check::Registry;
use crate::cli::color::Color;
use crate::cli::shared::OwnChecks;
use crate::cli::terminal;
use crate::conceal::conceal_texts;
use crate::diagnostic::{Diagnostic, Level};
use crate::engine::{self, OwnFolder};
use crate::finding::Outcome;
use crate::report::{FORMATS, Format, Options, write_notices};
use crate::source::{Fence, Root, SourceMap, Trust};

/// Whose checks a scan uses beside the embedded ones.
pub(super) struct Whose<'a> {
    /// Folders that the configuration names.
    pub(super) configured: &'a [PathBuf],
    /// The folders beside what is scanned.
    pub(super) beside: Vec<PathBuf>,
    /// Where the folders of the configuration may lie.
    pub(super) fence: &'a Fence,
    /// As far as this goes, those of the repository are used.
    pub(super) trust: &'a Trust,
}

/// The checks of a scan, and the ids of those embedded ones whose place others take.
pub(super) struct Loaded {
    pub(super) registry: Registry,
    pub(super) replaced: Vec<&'static str>,
}

/// The embedded checks and the user's own for a command that judges nothing, so that own ones may take the place of others.
pub(super) fn load(own: &OwnChecks) -> anyhow::Result<Registry> {
    let current = current_folder()?;
    let (fence, trust) = (Fence::of(&Root::find(&current, &[])), Trust::default());
    let beside = engine::own_check_folders(&current, &[], &fence, &trust);
    let whose = Whose { configured: &[], beside, fence: &fence, trust: &trust };
    Ok(load_with(own, true, &whose)?.registry)
}

/// The embedded checks and the user's own, which lie in the folders that the command line names, that the configuration
/// names, and beside what is scanned. Check files that are not valid are printed to standard error with their mistakes.
pub(super) fn load_for_scan(own: &OwnChecks, whose: &Whose<'_>) -> anyhow::Result<Loaded> {
    load_with(own, own.replace_checks, whose)
}

fn load_with(own: &OwnChecks, may_replace: bool, whose: &Whose<'_>) -> anyhow::Result<Loaded> {
    let current = current_folder()?;
    let folders = folders(own, may_replace, whose, &current);
    if folders.is_empty() {
        return Ok(Loaded { registry: Registry::embedded(), replaced: Vec::new() });
    }
    let sources = SourceMap::new();
    let checks = engine::read_own_checks(&folders, &current, whose.trust, &sources)?;
    print_notices(&checks.problems, &sources)?;
    if checks.problems.iter().any(|problem| problem.level == Level::Error) {
        bail!("some check files are not valid");
    }
    Ok(Loaded { registry: checks.registry(), replaced: checks.replaced })
}

/// The folders of own checks. A folder that the command line names may lie anywhere.
fn folders(own: &OwnChecks, may_replace: bool, whose: &Whose<'_>, current: &Path) -> Vec<OwnFolder> {
    let outer = |path: &Path| match whose.fence.names(path) {
        true => whose.fence.clone(),
        false => whose.fence.clone().and(&path.canonicalize().unwrap_or(path.to_path_buf())),
    };
    let named = own.check_dir.iter().map(|path| OwnFolder {
        path: path.clone(),
        fence: outer(&current.join(path)),
        is_named: true,
        may_replace,
    });
    named.chain(OwnFolder::of_repository(whose.configured, &whose.beside, whose.fence, current)).collect()
}

/// The checks that `names` mean: ids, other tools' names, patterns with `*`, categories or severities.
pub(super) fn named(registry: &Registry, names: &[String]) -> anyhow::Result<BTreeSet<&'static str>> {
    let mut ids = BTreeSet::new();
    for name in names {
        ids.extend(registry.select_some(name)?.into_iter().map(|check| check.id));
    }
    Ok(ids)
}

/// Prints what is to be said of check files and queries to standard error, each with an excerpt.
pub(super) fn print_notices(diagnostics: &[Diagnostic], sources: &SourceMap) -> anyhow::Result<()> {
    if diagnostics.is_empty() {
        return Ok(());
    }
    conceal_texts(sources);
    let options = Options { color: Color::Auto.on_stderr(), width: terminal::width(), ..Options::default() };
    let mut stderr = io::stderr().lock();
    write_notices(diagnostics, sources.shown(), &options, &mut stderr)?;
    stderr.flush()?;
    Ok(())
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
