//! The checks that a command works with.

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::current;
use super::own_checks::{self, Folder, Own};
use crate::check::{Check, Registry};
use crate::cli::shared::OwnChecks;
use crate::conceal::conceal_texts;
use crate::diagnostic::Diagnostic;
use crate::finding::Outcome;
use crate::report::{FORMATS, Format, Options};
use crate::source::{Fence, Root, SourceMap, Trust};

/// Folder of the user's own checks below the current folder.
const OWN_FOLDER: &str = ".ravelin/checks";

/// Whose checks a scan uses beside the embedded ones.
pub(super) struct Whose<'a> {
    /// Folders that the configuration names.
    pub(super) configured: &'a [PathBuf],
    /// Whether those in [`OWN_FOLDER`] are used.
    pub(super) of_repository: bool,
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
    let (fence, trust) = (Fence::of(&Root::find(&current::folder()?, &[])), Trust::default());
    let whose = Whose { configured: &[], of_repository: true, fence: &fence, trust: &trust };
    Ok(load_with(own, true, &whose)?.registry)
}

/// The embedded checks and the user's own, which lie in the folders that the command line names, that the configuration
/// names, and in [`OWN_FOLDER`]. Check files that are not valid are printed to standard error with their mistakes.
pub(super) fn load_for_scan(own: &OwnChecks, whose: &Whose<'_>) -> anyhow::Result<Loaded> {
    load_with(own, own.replace_checks, whose)
}

fn load_with(own: &OwnChecks, may_replace: bool, whose: &Whose<'_>) -> anyhow::Result<Loaded> {
    let current = current::folder()?;
    let folders = folders(own, may_replace, whose, &current);
    if folders.is_empty() {
        return Ok(Loaded { registry: Registry::embedded(), replaced: Vec::new() });
    }
    let sources = SourceMap::new();
    let Own { checks, mut replaced, problems } = own_checks::read(&folders, &current, whose.trust, &sources)?;
    if !problems.is_empty() {
        print_diagnostics(problems, &sources)?;
        bail!("some check files are not valid");
    }
    replaced.sort_unstable();
    replaced.dedup();
    let embedded = Registry::embedded();
    let kept = embedded.checks().iter().copied().filter(|check| !replaced.contains(&check.id));
    Ok(Loaded { registry: Registry::new(kept.chain(checks)), replaced })
}

/// The folders of own checks. A folder that the command line names may lie anywhere.
fn folders(own: &OwnChecks, may_replace: bool, whose: &Whose<'_>, current: &Path) -> Vec<Folder> {
    let outer = |path: &Path| match whose.fence.names(path) {
        true => whose.fence.clone(),
        false => whose.fence.clone().and(&path.canonicalize().unwrap_or(path.to_path_buf())),
    };
    let named =
        own.check_dir.iter().map(|path| Folder { path: path.clone(), fence: outer(&current.join(path)), may_replace });
    let inner = |path: PathBuf| Folder { path, fence: whose.fence.clone(), may_replace: false };
    let configured = whose.configured.iter().cloned().map(inner);
    let of_repository = Some(PathBuf::from(OWN_FOLDER)).filter(|folder| {
        let is_there = match whose.trust {
            Trust::Tree => folder.symlink_metadata().is_ok(),
            trust => whose.fence.below(trust, &current.join(folder)).is_ok(),
        };
        whose.of_repository && is_there
    });
    named.chain(configured).chain(of_repository.map(inner)).collect()
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
