//! `ravelin explain`

mod described;

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::bail;

use super::setup::{self, Setup};
use super::{registry, scan};
use crate::cli::exit::Exit;
use crate::cli::shared::SetupArgs;
use crate::cli::stdout::stdout;
use crate::cli::terminal;
use crate::cli::word::check_name;
use crate::engine::{Input, Progress, Request};
use crate::report::trace;

/// Digits that tell one fingerprint from others and from the id of a check.
const SHORTEST_FINGERPRINT: usize = 6;

#[derive(clap::Args)]
pub(super) struct Args {
    /// Id of a check, or what another tool calls it, such as DL3008
    #[arg(value_parser = check_name(), hide_possible_values = true)]
    id: String,
    /// Files and folders to scan, to print how the values that the check judges came to be
    ///
    /// For those that are not known it prints why. The id can then also be the fingerprint of a finding, or the start of it.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Print all examples, and not only one that fails and one that passes
    #[arg(long, conflicts_with = "paths")]
    examples: bool,
    #[command(flatten)]
    setup: SetupArgs,
}

pub(super) fn run(Args { id, paths, examples, setup }: &Args) -> anyhow::Result<Exit> {
    if !paths.is_empty() {
        let inputs = scan::named_inputs(paths, None)?;
        return trace(id, Setup::new(&inputs, setup)?, inputs);
    }
    let registry = registry::load(&setup.own)?;
    let found = registry.find_some(id)?;
    let mut out = stdout();
    for (index, check) in found.into_iter().enumerate() {
        if index > 0 {
            writeln!(out, "\n{}\n", "─".repeat(terminal::width().min(60)))?;
        }
        described::write(check, *examples, &mut out)?;
    }
    Ok(Exit::Clean)
}

/// Scans `inputs`, and prints the way of each value that a check judges, or that the finding of this fingerprint shows.
fn trace(id: &str, mut setup: Setup, inputs: Vec<Input>) -> anyhow::Result<Exit> {
    let sources = std::mem::take(&mut setup.sources);
    let registry = &setup.registry;
    let progress = Progress::default();
    let request = Request { keep_passes: true, keep_parts: true, ..setup.request(inputs, registry, &progress) };
    let scan = setup::scan(&request, sources)?;
    let outcome = &scan.outcome;
    let is_fingerprint = id.len() >= SHORTEST_FINGERPRINT && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let findings: Vec<_> = outcome
        .findings
        .iter()
        .filter(|finding| finding.check.is_named(id) || (is_fingerprint && finding.fingerprint.starts_with(id)))
        .collect();
    let unknown: Vec<_> = outcome.not_assessed.iter().filter(|entry| entry.check.is_named(id)).collect();
    let passes = outcome.passes.iter().filter(|pass| pass.check.is_named(id) && !pass.settings.is_empty());
    let mut out = stdout();
    if findings.is_empty() && unknown.is_empty() {
        if registry.find(id).is_empty() {
            bail!("nothing here has the check or fingerprint `{id}`");
        }
        writeln!(out, "nothing fails `{id}` here, and nothing is unknown")?;
    }
    for finding in findings {
        trace::write_finding(finding, outcome, scan.sources.shown(), &mut out)?;
        writeln!(out)?;
    }
    for entry in unknown {
        trace::write_not_assessed(entry, outcome, scan.sources.shown(), &mut out)?;
        writeln!(out)?;
    }
    for pass in passes {
        trace::write_pass(pass, outcome, scan.sources.shown(), &mut out)?;
        writeln!(out)?;
    }
    Ok(Exit::Clean)
}
