//! `ravelin scan`

mod gate;
mod output;

use std::borrow::Cow;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};

use self::gate::GateArgs;
use self::output::{OutputArgs, Written};
use super::base::BaseArgs;
use super::setup::{self, Setup};
use super::{base, baseline, clock, record, registry};
use crate::check::{Check, Registry};
use crate::cli::exit::Exit;
use crate::cli::progress::with_progress_bar;
use crate::cli::shared::SetupArgs;
use crate::compliance;
use crate::engine::{Input, Progress, Request, Scan};
use crate::finding::{Baseline, BaselineState, Outcome, SwitchedOffKind};
use crate::frontend::FRONTENDS;
use crate::source::Revision;

#[derive(clap::Args)]
pub(super) struct Args {
    /// Files and folders; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Name for standard input, which decides its language; guessed from the content when it is left out
    #[arg(long, value_name = "NAME")]
    stdin_name: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    gate: GateArgs,
    /// Do not count the findings in this file, which `ravelin baseline write` made
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    #[command(flatten)]
    base: BaseArgs,
    /// Leave findings that the baseline or revision has out of every report
    #[arg(long)]
    new_only: bool,
    /// Append what the scan found to this history, for `ravelin trend`
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Run only these checks: ids, other tools' names, patterns with `*`, categories or severities
    #[arg(long, value_name = "CHECK", value_delimiter = ',')]
    checks: Vec<String>,
    /// Leave out these checks
    #[arg(long, value_name = "CHECK", value_delimiter = ',')]
    skip_checks: Vec<String>,
    #[command(flatten)]
    setup: SetupArgs,
    /// Scan also what `.gitignore`, `.ignore` and `.ravelinignore` leave out, and folders such as `node_modules`
    #[arg(long)]
    no_ignore: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let timestamp = clock::timestamp()?;
    let inputs = inputs(args)?;
    let revision = args.base.revision(&inputs)?;
    let mut setup = opened(args, &inputs, revision.as_ref())?;
    let reports = args.output.reports(&setup)?;
    let registry = selected(args, &setup.registry)?;
    let history = args.record.as_deref().map(record::History::open).transpose()?;
    let progress = Progress::default();
    let before = args.base.since.as_deref().zip(revision.as_deref());
    let before = before.map(|(name, revision)| base::scan(name, revision, &inputs, &setup, &registry)).transpose()?;
    let (before, excepted_before) = before.as_ref().map(base::known).unzip();
    let request = Request {
        use_ignore_files: !args.no_ignore,
        keep_passes: history.is_some(),
        excepted_before,
        ..setup.request(inputs, &registry, &progress)
    };
    let sources = std::mem::take(&mut setup.sources);
    let mut scan = with_progress_bar(&progress, || setup::scan(&request, sources))?;
    let known = known(args, before, &setup)?;
    settle(&mut scan, known.as_ref());
    finish_switched_off(args, &setup, &mut scan.outcome);
    if let Some(history) = history {
        let checks = compliance::digest_of_checks(registry.checks());
        let made = record::Made { paths: &args.paths, time: &timestamp, checks, baseline: known.is_some() };
        history.append(&made, &mut scan)?;
    }
    if known.is_some() && args.new_only {
        scan.outcome.findings.retain(|finding| finding.baseline == Some(BaselineState::New));
    }
    let gate = args.gate.gate(&setup.whole);
    scan.outcome.gate = Some(gate.judge(&scan.outcome));
    let made = Written { setup: &setup, gate: &gate, timestamp: &timestamp, paths: &args.paths };
    args.output.write(&reports, &scan, &made)?;
    Ok(gate::exit(&scan.outcome))
}

/// The configuration and the checks, as far as they are trusted.
fn opened(args: &Args, inputs: &[Input], revision: Option<&Arc<Revision>>) -> anyhow::Result<Setup> {
    let trust = args.base.trust(inputs, args.baseline.as_deref(), revision)?;
    let mut setup = Setup::trusting(trust, inputs, &args.setup, args.base.policy.as_deref())?;
    if !args.checks.is_empty() {
        setup.select_all();
    }
    Ok(setup)
}

/// What is known already: the command line is stronger than the configuration.
fn known(args: &Args, before: Option<Baseline>, setup: &Setup) -> anyhow::Result<Option<Baseline>> {
    match (before, &args.baseline) {
        (Some(before), _) => Ok(Some(before)),
        (None, Some(path)) => baseline::read(path).map(Some),
        (None, None) => setup.baseline(),
    }
}

/// Compares the findings with what is known, and takes out what others of them say already.
fn settle(scan: &mut Scan, known: Option<&Baseline>) {
    if let Some(baseline) = known {
        scan.outcome.absent = baseline.mark(&mut scan.outcome.findings, &scan.sources);
    }
    scan.outcome.subsume();
}

/// Adds what the baseline of the configuration knows, and takes out what the command line is stronger than.
fn finish_switched_off(args: &Args, setup: &Setup, outcome: &mut Outcome) {
    if args.base.since.is_none() && args.baseline.is_none() {
        outcome.switched_off.extend(setup.known(outcome.known().count()));
    }
    outcome
        .switched_off
        .retain(|entry| entry.kind != SwitchedOffKind::Gate || !args.gate.is_stronger_than(&entry.what));
}

/// The checks that the command line asks for.
fn selected<'r>(args: &Args, all: &'r Registry) -> anyhow::Result<Cow<'r, Registry>> {
    if args.checks.is_empty() && args.skip_checks.is_empty() {
        return Ok(Cow::Borrowed(all));
    }
    let wanted = registry::named(all, &args.checks)?;
    let unwanted = registry::named(all, &args.skip_checks)?;
    let keep = |check: &Check| (args.checks.is_empty() || wanted.contains(check.id)) && !unwanted.contains(check.id);
    Ok(Cow::Owned(all.filtered(keep)))
}

fn inputs(args: &Args) -> anyhow::Result<Vec<Input>> {
    let mut inputs = Vec::new();
    for path in &args.paths {
        if path == Path::new("-") {
            let mut text = String::new();
            io::stdin().lock().read_to_string(&mut text).context("standard input")?;
            let name = args.stdin_name.clone().unwrap_or_else(|| name_for(&text).to_owned());
            inputs.push(Input::Text { name, text });
        } else if path.exists() {
            inputs.push(Input::Path(path.clone()));
        } else {
            bail!("{}: there is no such file or folder", path.display());
        }
    }
    Ok(inputs)
}

/// A name for a text that has none: by the first line that only one of the languages has.
fn name_for(text: &str) -> &'static str {
    let opens = |line: &str| {
        let word = line.split_whitespace().next().unwrap_or_default();
        FRONTENDS.iter().find_map(|frontend| frontend.name_for(word))
    };
    text.lines().find_map(opens).unwrap_or("stdin.tf")
}
