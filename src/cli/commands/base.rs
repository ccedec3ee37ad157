//! What a scan is compared with, and whose word counts in it.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};

use super::current;
use super::setup::Setup;
use crate::check::Registry;
use crate::cli::args::{ScanArgs, TrustArg};
use crate::engine::{self, Input, Progress, Request, Scan};
use crate::finding::Baseline;
use crate::source::{Fence, Revision, SourceMap, Trust};

/// The commit that `--since` names.
pub(super) fn revision(args: &ScanArgs, inputs: &[Input]) -> anyhow::Result<Option<Arc<Revision>>> {
    let Some(name) = &args.since else { return Ok(None) };
    let folder = engine::repository_folder(&current::folder()?, inputs);
    Ok(Some(Arc::new(Revision::open(&folder, name)?)))
}

/// Whose configuration, ignore files, exceptions and checks hold. What the user names must then not be part of what is
/// scanned.
pub(super) fn trust(args: &ScanArgs, revision: Option<&Arc<Revision>>, fence: &Fence) -> anyhow::Result<Trust> {
    if args.trust == TrustArg::Tree && args.policy.is_none() {
        return Ok(Trust::Tree);
    }
    if revision.is_none() && args.policy.is_none() {
        bail!("`--trust base` needs `--since REVISION`, which is trusted, or `--policy FILE`");
    }
    let named = [("--policy", args.policy.as_ref()), ("--baseline", args.baseline.as_ref())];
    for (option, path) in named.into_iter().filter_map(|(option, path)| Some((option, path?))) {
        if is_inside(fence, path)? {
            bail!("`{option}`: {} is part of what is scanned, which is not trusted", path.display());
        }
    }
    Ok(revision.map_or(Trust::Nothing, |revision| Trust::Commit(Arc::clone(revision))))
}

/// Whether a path belongs to the repository, by its name or by where it leads.
fn is_inside(fence: &Fence, path: &Path) -> anyhow::Result<bool> {
    let path = current::folder()?.join(path);
    let real = path.canonicalize().with_context(|| path.display().to_string())?;
    Ok(fence.names(&path) || fence.names(&real))
}

/// What a commit had, judged by the same checks and with the same settings.
pub(super) fn scan(
    name: &str,
    revision: &Revision,
    inputs: &[Input],
    setup: &Setup,
    registry: &Registry,
) -> anyhow::Result<Scan> {
    let progress = Progress::default();
    // Where the commit is trusted, it is so in its own scan; where it is not, what it says of itself is as before.
    let request =
        Request { revision: Some(revision), trust: Trust::Tree, ..setup.request(inputs.to_vec(), registry, &progress) };
    let scan = engine::scan(&request, SourceMap::new());
    if scan.outcome.diagnostics.iter().any(|diagnostic| diagnostic.code == "unreadable") {
        bail!("git does not have every file of `{name}` here, as in a clone without blobs: what is new cannot be told");
    }
    Ok(scan)
}

/// What did not count before, and what exceptions in the source covered.
pub(super) fn known(scan: &Scan) -> (Baseline, Baseline) {
    let findings = &scan.outcome.findings;
    (Baseline::new(findings, &scan.sources), Baseline::excepted_in_source(findings, &scan.sources))
}
