//! `ravelin scan`

use std::borrow::Cow;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context as _, bail};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::setup::{Setup, current_folder};
use super::{baseline, clock, origin, record, registry, unjudged};
use crate::check::{Check, Registry, Severity};
use crate::cli::exit::Exit;
use crate::cli::format::{Destination, destination, list, names, refuse_mixed};
use crate::cli::progress::with_progress_bar;
use crate::cli::shared::SetupArgs;
use crate::cli::terminal::{self, Color};
use crate::cli::word::{values, word};
use crate::compliance;
use crate::config::ScanSettings;
use crate::engine::{self, Input, Progress, Request};
use crate::finding::{Baseline, BaselineState, Gate, Outcome};
use crate::frontend::FRONTENDS;
use crate::report::{self, FORMATS, Options, Writer};
use crate::source::{Provenance, Revision, SourceMap};

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
    /// Do not count what the scanned files had at this git revision: a commit, a branch or a tag
    #[arg(long, value_name = "REVISION", conflicts_with = "baseline")]
    since: Option<String>,
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
    /// Scan also what `.gitignore`, `.ignore` and `.ravelinignore` leave out
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
    let mut setup = Setup::new(&inputs, &args.setup)?;
    let formats = formats(args, &setup.whole)?;
    let registry = selected(args, &setup.registry)?;
    let history = args.record.as_deref().map(record::History::open).transpose()?;
    let progress = Progress::default();
    let before = args.since.as_deref().map(|name| known_at(name, &inputs, &setup, &registry)).transpose()?;
    let request = Request {
        use_ignore_files: !args.no_ignore,
        keep_passes: history.is_some(),
        ..setup.request(inputs, &registry, &progress)
    };
    let sources = std::mem::take(&mut setup.sources);
    let mut scan = with_progress_bar(&progress, || engine::scan(&request, sources));
    scan.outcome.diagnostics.splice(0..0, setup.diagnostics);
    let file = args.baseline.as_ref().or(setup.whole.baseline.as_ref());
    let known = before.map(Ok).or_else(|| file.map(|path| baseline::read(path))).transpose()?;
    if let Some(baseline) = &known {
        scan.outcome.absent = baseline.mark(&mut scan.outcome.findings, &scan.sources);
    }
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
    if let Some(gate) = report::gate_line(&scan.outcome)
        && !formats.iter().any(|format| format.file.is_none() && format.format.name == "pretty")
    {
        terminal::say(&gate);
    }
    Ok(exit(&scan.outcome))
}

/// What a git revision had, judged by the same checks and with the same settings.
fn known_at(name: &str, inputs: &[Input], setup: &Setup, registry: &Registry) -> anyhow::Result<Baseline> {
    let folder = engine::repository_folder(&current_folder()?, inputs);
    let revision = Revision::open(&folder, name)?;
    let progress = Progress::default();
    let request = Request { revision: Some(&revision), ..setup.request(inputs.to_vec(), registry, &progress) };
    let scan = engine::scan(&request, SourceMap::new());
    if scan.outcome.diagnostics.iter().any(|diagnostic| diagnostic.code == "unreadable") {
        bail!("git does not have every file of `{name}` here, as in a clone without blobs: what is new cannot be told");
    }
    Ok(Baseline::new(&scan.outcome.findings, &scan.sources))
}

/// Where the scan is written, and how: the command line replaces what the configuration says.
fn formats(args: &Args, whole: &ScanSettings) -> anyhow::Result<Vec<ScanFormat>> {
    let mut formats = args.format.clone();
    if formats.is_empty() {
        let configured =
            whole.formats.iter().map(|format| Destination::parse(format, FORMATS).map_err(anyhow::Error::msg));
        formats = configured.collect::<Result<_, _>>().context("`report.formats` of the configuration")?;
    }
    if formats.is_empty() {
        formats.extend(FORMATS.first().map(|format| Destination { format, file: None }));
    }
    refuse_mixed(&formats)?;
    Ok(formats)
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
    let mut budgets = whole.budgets.clone();
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
