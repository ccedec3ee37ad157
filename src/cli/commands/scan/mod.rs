//! `ravelin scan`

mod display;
mod gate;
mod inputs;
mod output;
mod verbose;

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use self::gate::GateArgs;
pub(super) use self::inputs::{InputArgs, named_inputs};
use self::output::{OutputArgs, Written};
use super::base::BaseArgs;
use super::setup::{self, Setup};
use super::{base, baseline, clock, record, registry};
use crate::check::{Check, Registry};
use crate::cli::color::Color;
use crate::cli::exit::Exit;
use crate::cli::progress::Watch;
use crate::cli::shared::SetupArgs;
use crate::cli::word::check_name;
use crate::compliance;
use crate::engine::{Input, Progress, Request, Scan};
use crate::finding::{Baseline, BaselineState, Outcome, SwitchedOffKind};
use crate::source::{Revision, SourceFile, Texts};

#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    gate: GateArgs,
    #[command(flatten)]
    known: KnownArgs,
    #[command(flatten)]
    selection: SelectionArgs,
    #[command(flatten)]
    setup: SetupArgs,
}

impl Args {
    /// The files and folders that the command line names to be read.
    fn read(&self) -> Vec<PathBuf> {
        let (known, configuration) = (&self.known, &self.setup.configuration.config);
        let others = [&known.baseline, &known.base.policy, &known.record, configuration];
        self.input.paths.iter().chain(others.into_iter().flatten()).cloned().collect()
    }
}

/// What does not count because it was there before, and what is kept of this scan.
#[derive(clap::Args)]
#[command(next_help_heading = "Known findings")]
struct KnownArgs {
    /// Do not count the findings in this file of `ravelin baseline write`
    #[arg(long, value_name = "FILE", env = "RAVELIN_BASELINE")]
    baseline: Option<PathBuf>,
    #[command(flatten)]
    base: BaseArgs,
    /// Leave known findings out of every report
    ///
    /// These are the findings that the baseline or the revision has.
    #[arg(long)]
    new_only: bool,
    /// Append what the scan found to this history, for `ravelin trend`
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
}

/// Which checks run.
#[derive(clap::Args)]
#[command(next_help_heading = "Checks")]
struct SelectionArgs {
    /// Run only these checks (several with commas between)
    ///
    /// They are named by ids, other tools' names, patterns with `*`, categories or severities.
    #[arg(long, value_name = "CHECK", value_delimiter = ',', value_parser = check_name(), hide_possible_values = true)]
    checks: Vec<String>,
    /// Leave out these checks (several with commas between)
    #[arg(long, value_name = "CHECK", value_delimiter = ',', value_parser = check_name(), hide_possible_values = true)]
    skip_checks: Vec<String>,
}

pub(super) fn run(args: &Args, color: Color) -> anyhow::Result<Exit> {
    let timestamp = clock::timestamp()?;
    let mut inputs = args.input.inputs()?;
    let project = args.input.project(&mut inputs, Texts::of_disk())?;
    let revision = args.known.base.revision(&inputs)?;
    let mut setup = opened(args, &inputs, revision.as_ref())?;
    let reports = args.output.reports(&setup, &args.read())?;
    let registry = selected(args, &setup.registry)?;
    let history = args.known.record.as_deref().map(record::History::open).transpose()?;
    let progress = Progress::default();
    let watch = Watch { quiet: args.output.display.quiet, of: None };
    let before = match revision {
        Some(revision) => Some(before(args, &revision, inputs.clone(), project.is_some(), &setup, &registry)?),
        None => None,
    };
    let (before, excepted_before) = before.as_ref().map(base::known).unzip();
    let mut known = known(args, before, &setup)?;
    let request = Request {
        use_ignore_files: !args.input.no_ignore,
        keep_passes: history.is_some(),
        propose_fixes: output::show_fixes(&reports),
        excepted_before,
        project: project.as_ref(),
        // What is known may be of any file, and moves from one to another.
        focus: known.is_none(),
        ..setup.request(inputs, &registry, &progress)
    };
    let sources = std::mem::take(&mut setup.sources);
    let mut scan = watch.during(&progress, || setup::scan(&request, sources))?;
    let times = progress.times();
    if let Some(known) = known.as_mut().filter(|_| project.is_some()) {
        known.keep_only(scan_has(&scan));
    }
    settle(&mut scan, known.as_ref());
    finish_switched_off(args, &setup, &mut scan.outcome);
    if let Some(history) = history {
        let checks = compliance::digest_of_checks(registry.checks());
        let made = record::Made { paths: &args.input.paths, time: &timestamp, checks, baseline: known.is_some() };
        history.append(&made, &mut scan)?;
    }
    if known.is_some() && args.known.new_only {
        scan.outcome.findings.retain(|finding| finding.baseline == Some(BaselineState::New));
    }
    let gate = args.gate.gate(&setup.whole);
    scan.outcome.gate = Some(gate.judge(&scan.outcome));
    let made =
        Written { setup: &setup, gate: &gate, timestamp: &timestamp, paths: &args.input.paths, color, times: &times };
    args.output.write(&reports, &scan, &made)?;
    if !args.output.display.quiet {
        args.input.hint(&scan.outcome);
    }
    Ok(args.gate.exit(&gate, &scan.outcome))
}

/// The configuration and the checks, as far as they are trusted.
fn opened(args: &Args, inputs: &[Input], revision: Option<&Arc<Revision>>) -> anyhow::Result<Setup> {
    let trust = args.known.base.trust(inputs, args.known.baseline.as_deref(), revision)?;
    let mut setup = Setup::trusting(trust, inputs, &args.setup, args.known.base.policy.as_deref())?;
    if !args.selection.checks.is_empty() {
        setup.select_all();
    }
    Ok(setup)
}

/// What is known already: the command line is stronger than the configuration.
fn known(args: &Args, before: Option<Baseline>, setup: &Setup) -> anyhow::Result<Option<Baseline>> {
    match (before, &args.known.baseline) {
        (Some(before), _) => Ok(Some(before)),
        (None, Some(path)) => baseline::read(path).map(Some),
        (None, None) => setup.baseline(),
    }
}

/// Compares the findings with what is known, takes out what others of them say already, and leaves those of the files that were
/// asked for.
fn settle(scan: &mut Scan, known: Option<&Baseline>) {
    if let Some(baseline) = known {
        scan.outcome.absent = baseline.mark(&mut scan.outcome.findings, &scan.sources);
    }
    scan.outcome.subsume();
    scan.narrow();
}

/// Whether the scan has looked for what a file has, which it has where the file is gone. What others had, they may still have.
fn scan_has(scan: &Scan) -> impl Fn(&str) -> bool {
    let read: HashSet<&str> = scan.sources.iter().map(SourceFile::path).collect();
    move |path| read.contains(path) || !Path::new(&format!("{}{path}", scan.outcome.root)).exists()
}

/// What the commit of `--since` had. With a context its files are judged with others of that commit.
fn before(
    args: &Args,
    revision: &Arc<Revision>,
    mut inputs: Vec<Input>,
    with_context: bool,
    setup: &Setup,
    registry: &Registry,
) -> anyhow::Result<Scan> {
    let name = args.known.base.since.as_deref().unwrap_or_default();
    let watch = Watch { quiet: args.output.display.quiet, of: Some(name) };
    let project = match with_context {
        true => args.input.project(&mut inputs, Texts::of_revision(Arc::clone(revision)))?,
        false => None,
    };
    base::scan((name, revision), inputs, project.as_ref(), setup, registry, watch)
}

/// Adds what the baseline of the configuration knows, and takes out what the command line is stronger than.
fn finish_switched_off(args: &Args, setup: &Setup, outcome: &mut Outcome) {
    if args.known.base.since.is_none() && args.known.baseline.is_none() {
        outcome.switched_off.extend(setup.known(outcome.known().count()));
    }
    outcome
        .switched_off
        .retain(|entry| entry.kind != SwitchedOffKind::Gate || !args.gate.is_stronger_than(&entry.what));
}

/// The checks that the command line asks for.
fn selected<'r>(args: &Args, all: &'r Registry) -> anyhow::Result<Cow<'r, Registry>> {
    if args.selection.checks.is_empty() && args.selection.skip_checks.is_empty() {
        return Ok(Cow::Borrowed(all));
    }
    let wanted = registry::named(all, &args.selection.checks)?;
    let unwanted = registry::named(all, &args.selection.skip_checks)?;
    let keep =
        |check: &Check| (args.selection.checks.is_empty() || wanted.contains(check.id)) && !unwanted.contains(check.id);
    Ok(Cow::Owned(all.filtered(keep)))
}
