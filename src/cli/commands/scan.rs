//! `ravelin scan`

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::base::BaseArgs;
use super::setup::{self, Setup};
use super::{base, baseline, clock, origin, record, registry, unjudged};
use crate::check::{Check, Registry, Severity};
use crate::cli::exit::Exit;
use crate::cli::format::{Destination, destination, list, names, refuse_mixed};
use crate::cli::progress::with_progress_bar;
use crate::cli::shared::SetupArgs;
use crate::cli::terminal::{self, Color};
use crate::cli::word::{values, word};
use crate::compliance;
use crate::config::ScanSettings;
use crate::engine::{Input, Progress, Request, Scan};
use crate::finding::{Baseline, BaselineState, Gate, Outcome, SwitchedOffKind};
use crate::frontend::FRONTENDS;
use crate::report::{self, FORMATS, Options, Writer};
use crate::source::{Provenance, Revision};

#[derive(clap::Args)]
pub(super) struct Args {
    /// Files and folders; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Name for standard input, which decides its language; guessed from the content when it is left out
    #[arg(long, value_name = "NAME")]
    stdin_name: Option<String>,
    #[arg(
        short,
        long,
        value_name = "FORMAT[=FILE]",
        value_parser = destination(FORMATS),
        help = format_help(&format!(": {} [default: pretty]", names(FORMATS))),
        long_help = format_help(&format!(" [default: pretty]\n{}", list(FORMATS)))
    )]
    format: Vec<ScanFormat>,
    /// Fail (exit code 1) on findings of this severity and above [default: medium]
    #[arg(long, value_name = "SEVERITY", value_parser = fail_on())]
    fail_on: Option<FailOn>,
    /// Bear this many findings of a severity, such as `high=0,medium=10`, instead of what `--fail-on` says of it
    #[arg(long, value_name = "SEVERITY=COUNT", value_delimiter = ',')]
    max: Vec<Budget>,
    /// Fail (exit code 3) when part of the input could not be read or parsed
    #[arg(long)]
    fail_on_incomplete: bool,
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
    #[arg(long, value_name = "SEVERITY", value_parser = word::<Severity>(), help = min_severity_help())]
    min_severity: Option<Severity>,
    /// List what could not be assessed, and why
    #[arg(long)]
    show_unknown: bool,
    /// List the findings that exceptions cover
    #[arg(long, alias = "show-suppressed")]
    show_exceptions: bool,
    /// Scan also what `.gitignore`, `.ignore` and `.ravelinignore` leave out, and folders such as `node_modules`
    #[arg(long)]
    no_ignore: bool,
    /// When to use colour
    #[arg(long, value_enum, default_value = "auto")]
    color: Color,
}

/// A format of a scan, and where it goes.
type ScanFormat = Destination<&'static dyn Writer>;

/// The least severity that fails a run; none never fails it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FailOn(Option<Severity>);

fn fail_on() -> impl TypedValueParser<Value = FailOn> {
    let none = PossibleValue::new("none").help("Never fail on findings");
    PossibleValuesParser::new(values::<Severity>().chain([none])).map(|word| FailOn(Severity::parse(&word)))
}

/// How many findings of a severity are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Budget(Severity, usize);

impl FromStr for Budget {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (severity, count) = text.split_once('=').ok_or("expected SEVERITY=COUNT, such as high=0")?;
        let count = count.parse().map_err(|_| format!("`{count}` is not a count"))?;
        Ok(Self(severity.parse()?, count))
    }
}

fn format_help(formats: &str) -> String {
    format!("Output format, with `=FILE` to write it there (may be repeated){formats}")
}

fn min_severity_help() -> String {
    let for_people = FORMATS.iter().filter(|format| format.writer.is_for_people()).map(|format| format.name);
    let for_people = for_people.collect::<Vec<_>>().join(", ");
    format!("Leave findings below this severity out of what people read: {for_people} [default: low]")
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let timestamp = clock::timestamp()?;
    let inputs = inputs(args)?;
    let revision = args.base.revision(&inputs)?;
    let mut setup = opened(args, &inputs, revision.as_ref())?;
    let formats = formats(args, &setup)?;
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
    let gate = gate(args, &setup.whole);
    scan.outcome.gate = Some(gate.judge(&scan.outcome));
    let min_severity = args.min_severity.or(setup.whole.min_severity).unwrap_or(Severity::Low);
    let states_origin = formats.iter().any(|format| format.format.writer.states_origin());
    let options = Options {
        color: false,
        width: terminal::width(),
        // What closes the gate is always listed.
        min_severity: gate.least().map_or(min_severity, |least| least.min(min_severity)),
        show_unknown: args.show_unknown,
        show_exceptions: args.show_exceptions,
        timestamp,
        paths: origin::shown(&args.paths),
        origin: if states_origin { origin::of(&args.paths, &scan.sources)? } else { Provenance::UNKNOWN },
    };
    for format in &formats {
        let color = format.file.is_none() && terminal::use_color(args.color);
        let options = Options { color, ..options.clone() };
        format.write(|out| format.format.writer.write(&scan.outcome, scan.sources.shown(), &options, out))?;
    }
    unjudged::warn(&scan.outcome);
    if !formats.iter().any(|format| format.file.is_none() && format.format.writer.ends_with_gate()) {
        let lines = [report::switched_off_line(&scan.outcome), report::gate_line(&scan.outcome)];
        lines.into_iter().flatten().for_each(|line| terminal::say(&line));
    }
    Ok(exit(&scan.outcome))
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
    let budgets: Vec<String> = args.max.iter().map(|Budget(severity, _)| format!("gate.max: {severity}: ")).collect();
    let is_stronger = |what: &str| args.fail_on.is_some() || budgets.iter().any(|start| what.starts_with(start));
    outcome.switched_off.retain(|entry| entry.kind != SwitchedOffKind::Gate || !is_stronger(&entry.what));
}

/// Where the scan is written, and how: the command line replaces what the configuration says.
fn formats(args: &Args, setup: &Setup) -> anyhow::Result<Vec<ScanFormat>> {
    let mut formats = args.format.clone();
    for file in formats.iter().filter_map(|format| format.file.as_ref()) {
        setup.check_target(file)?;
    }
    if formats.is_empty() {
        let configured = setup.whole.formats.iter().map(|format| configured_format(format, setup));
        formats = configured.collect::<Result<_, _>>().context("`report.formats` of the configuration")?;
    }
    if formats.is_empty() {
        formats.extend(FORMATS.first().map(|format| Destination { format, file: None }));
    }
    refuse_mixed(&formats)?;
    Ok(formats)
}

/// A format that the configuration asks for.
fn configured_format(text: &str, setup: &Setup) -> anyhow::Result<ScanFormat> {
    let format = Destination::parse(text, FORMATS).map_err(anyhow::Error::msg)?;
    format.file.as_deref().map_or(Ok(()), |file| setup.check_configured_target(file))?;
    Ok(format)
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

/// The command line is stronger than the configuration, severity by severity.
fn gate(args: &Args, whole: &ScanSettings) -> Gate {
    let default = Gate::default();
    let asked = args.fail_on.map(|FailOn(severity)| severity).or(whole.fail_on);
    // A budget of the configuration would open what `--fail-on` closes.
    let mut budgets = if args.fail_on.is_none() { whole.budgets.clone() } else { BTreeMap::new() };
    budgets.extend(args.max.iter().map(|&Budget(severity, count)| (severity, count)));
    let fail_on_incomplete = args.fail_on_incomplete || whole.fail_on_incomplete == Some(true);
    Gate { fail_on: asked.unwrap_or(default.fail_on), budgets, fail_on_incomplete }
}

/// A name for a text that has none: by the first line that only one of the languages has.
fn name_for(text: &str) -> &'static str {
    let opens = |line: &str| {
        let word = line.split_whitespace().next().unwrap_or_default();
        FRONTENDS.iter().find_map(|frontend| frontend.name_for(word))
    };
    text.lines().find_map(opens).unwrap_or("stdin.tf")
}

/// Findings weigh more than incompleteness: code 3 is given only when they would let the change pass.
fn exit(outcome: &Outcome) -> Exit {
    match &outcome.gate {
        Some(gate) if gate.closed && gate.incomplete => Exit::Incomplete,
        Some(gate) if gate.closed => Exit::Findings,
        _ => Exit::Clean,
    }
}
