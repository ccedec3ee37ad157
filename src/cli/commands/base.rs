//! What a scan is compared with, and whose word counts in it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;

use super::folder::current_folder;
use super::setup::Setup;
use crate::check::Registry;
use crate::cli::file;
use crate::cli::progress::Watch;
use crate::engine::{self, Found, Input, Progress, Project, Request, Scan};
use crate::finding::Baseline;
use crate::source::{Fence, Revision, SourceMap, Trust};

/// Whose word counts.
#[derive(clap::Args)]
pub(super) struct BaseArgs {
    /// Do not count what the files had at this commit, branch or tag
    #[arg(long, value_name = "REVISION", conflicts_with = "baseline", env = "RAVELIN_SINCE")]
    pub(super) since: Option<String>,
    /// Whose configuration, ignore files, exceptions and checks hold
    #[arg(long, value_enum, value_name = "WHOSE", default_value = "tree", env = "RAVELIN_TRUST")]
    trust: Whose,
    /// Trust this configuration from elsewhere, and not what is scanned
    #[arg(long, value_name = "FILE", conflicts_with_all = ["config", "no_config"], env = "RAVELIN_POLICY")]
    pub(super) policy: Option<PathBuf>,
}

/// Who may say what a scan leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Whose {
    /// What is scanned
    Tree,
    /// The revision of `--since`, or the file of `--policy`: for pull requests of others
    Base,
}

impl BaseArgs {
    /// The commit that `--since` names.
    pub(super) fn revision(&self, inputs: &[Input]) -> anyhow::Result<Option<Arc<Revision>>> {
        let Some(name) = &self.since else { return Ok(None) };
        let folder = engine::repository_folder(&current_folder()?, inputs);
        Ok(Some(Arc::new(Revision::open(&folder, name)?)))
    }

    /// Whose configuration, ignore files, exceptions and checks hold. What the user names must then not be part of what is
    /// scanned.
    pub(super) fn trust(
        &self,
        inputs: &[Input],
        baseline: Option<&Path>,
        revision: Option<&Arc<Revision>>,
    ) -> anyhow::Result<Trust> {
        if self.trust == Whose::Tree && self.policy.is_none() {
            return Ok(Trust::Tree);
        }
        if revision.is_none() && self.policy.is_none() {
            bail!("`--trust base` needs `--since REVISION`, which is trusted, or `--policy FILE`");
        }
        let fence = Found::none(&current_folder()?, inputs).fence;
        let named = [("--policy", self.policy.as_deref()), ("--baseline", baseline)];
        for (option, path) in named.into_iter().filter_map(|(option, path)| Some((option, path?))) {
            if is_inside(&fence, path)? {
                bail!("`{option}`: {} is part of what is scanned, which is not trusted", path.display());
            }
        }
        Ok(revision.map_or(Trust::Nothing, |revision| Trust::Commit(Arc::clone(revision))))
    }
}

/// Whether a path belongs to the repository, by its name or by where it leads.
fn is_inside(fence: &Fence, path: &Path) -> anyhow::Result<bool> {
    let named = current_folder()?.join(path);
    let real = named.canonicalize().map_err(|error| file::unreadable(path, error))?;
    Ok(fence.names(&named) || fence.names(&real))
}

/// What a commit had, judged by the same checks and with the same settings.
pub(super) fn scan(
    (name, revision): (&str, &Revision),
    inputs: Vec<Input>,
    project: Option<&Project>,
    setup: &Setup,
    registry: &Registry,
    watch: Watch<'_>,
) -> anyhow::Result<Scan> {
    let progress = Progress::default();
    // Where the commit is trusted, it is so in its own scan; where it is not, what it says of itself is as before.
    let request = Request {
        revision: Some(revision),
        trust: Trust::Tree,
        project,
        focus: false,
        ..setup.request(inputs, registry, &progress)
    };
    let scan = watch.during(&progress, || engine::scan(&request, SourceMap::new()));
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
