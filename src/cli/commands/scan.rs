//! `ravelin scan`

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, Read as _, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use indicatif::{ProgressBar, ProgressStyle};

use super::setup::Setup;
use super::{base, baseline, clock, current, record, registry, switched_off, unjudged};
use crate::check::{Check, Registry, Severity};
use crate::cli::args::{Budget, FailOn, FormatArg, ScanArgs};
use crate::cli::exit::Exit;
use crate::cli::terminal;
use crate::compliance;
use crate::config::ScanSettings;
use crate::engine::{self, Found, Input, Phase, Progress, Request, Scan};
use crate::finding::{Baseline, BaselineState, Gate, Outcome};
use crate::report::{self, FORMATS, Options};
use crate::source::Revision;

/// A scan that takes less than this shows no progress.
const PATIENCE: Duration = Duration::from_millis(500);

pub(super) fn run(args: &ScanArgs) -> anyhow::Result<Exit> {
    let timestamp = clock::timestamp()?;
    let inputs = inputs(args)?;
    let revision = base::revision(args, &inputs)?;
    let mut setup = setup(args, &inputs, revision.as_ref())?;
    if !args.checks.is_empty() {
        setup.select_all();
    }
    let formats = formats(args, &setup)?;
    let registry = selected(args, &setup.registry)?;
    let history = args.record.as_deref().map(record::History::open).transpose()?;
    let progress = Progress::default();
    let before = args.since.as_deref().zip(revision.as_deref());
    let before = before.map(|(name, revision)| base::scan(name, revision, &inputs, &setup, &registry)).transpose()?;
    let (before, excepted_before) = before.as_ref().map(base::known).unzip();
    let request = Request {
        use_ignore_files: !args.no_ignore,
        keep_passes: history.is_some(),
        excepted_before,
        ..setup.request(inputs, &registry, &progress)
    };
    let sources = std::mem::take(&mut setup.sources);
    let mut scan = with_progress_bar(&progress, || engine::scan(&request, sources));
    scan.outcome.diagnostics.splice(0..0, std::mem::take(&mut setup.diagnostics));
    let known = known(args, before, &setup)?;
    if let Some(baseline) = &known {
        scan.outcome.absent = baseline.mark(&mut scan.outcome.findings, &scan.sources);
    }
    switched_off::finish(args, known.is_some(), &setup, &mut scan.outcome);
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
    let options = Options {
        color: false,
        width: terminal::width(),
        // What closes the gate is always listed.
        min_severity: gate.least().map_or(min_severity, |least| least.min(min_severity)),
        show_unknown: args.show_unknown,
        show_exceptions: args.show_exceptions,
        timestamp,
    };
    for format in &formats {
        write(format, &scan, &options, terminal::use_color(args.color))?;
    }
    unjudged::warn(&scan.outcome);
    if !formats.iter().any(|format| format.file.is_none() && FORMATS[format.format].0 == "pretty") {
        let lines = [report::switched_off_line(&scan.outcome), report::gate_line(&scan.outcome)];
        lines.into_iter().flatten().for_each(|line| terminal::say(&line));
    }
    Ok(exit(&scan.outcome))
}

/// The configuration and the checks, as far as they are trusted.
fn setup(args: &ScanArgs, inputs: &[Input], revision: Option<&Arc<Revision>>) -> anyhow::Result<Setup> {
    let fence = Found::none(&current::folder()?, inputs).fence;
    let trust = base::trust(args, revision, &fence)?;
    let mut configuration = args.configuration.clone();
    if args.policy.is_some() {
        configuration.config.clone_from(&args.policy);
    }
    Setup::trusting(trust, inputs, &configuration, &args.terraform, &args.own)
}

/// What is known already: the command line is stronger than the configuration.
fn known(args: &ScanArgs, before: Option<Baseline>, setup: &Setup) -> anyhow::Result<Option<Baseline>> {
    match (before, &args.baseline) {
        (Some(before), _) => Ok(Some(before)),
        (None, Some(path)) => baseline::read(path).map(Some),
        (None, None) => setup.baseline(),
    }
}

/// Where the scan is written, and how: the command line replaces what the configuration says.
fn formats(args: &ScanArgs, setup: &Setup) -> anyhow::Result<Vec<FormatArg>> {
    let mut formats = args.format.clone();
    for file in formats.iter().filter_map(|format| format.file.as_ref()).filter(|_| !setup.trusts_tree()) {
        setup.check_target(file)?;
    }
    if formats.is_empty() {
        let configured = setup.whole.formats.iter().map(|format| configured_format(format, setup));
        formats = configured.collect::<Result<_, _>>().context("`report.formats` of the configuration")?;
    }
    if formats.is_empty() {
        formats.extend("pretty".parse::<FormatArg>());
    }
    if formats.iter().filter(|format| format.file.is_none()).count() > 1 {
        bail!("only one format can go to standard output; write the others to files with `--format FORMAT=FILE`");
    }
    Ok(formats)
}

/// A format that the configuration asks for, which may be written below the repository only.
fn configured_format(text: &str, setup: &Setup) -> anyhow::Result<FormatArg> {
    let format: FormatArg = text.parse().map_err(anyhow::Error::msg)?;
    if let Some(file) = &format.file {
        if !setup.trusts_tree() {
            bail!("{text}: where what is scanned is not trusted, only `--format` writes files");
        }
        setup
            .fence
            .target(&current::folder()?.join(file))
            .map_err(|problem| anyhow!("{} {problem}", file.display()))?;
    }
    Ok(format)
}

/// The checks that the command line asks for.
fn selected<'r>(args: &ScanArgs, all: &'r Registry) -> anyhow::Result<Cow<'r, Registry>> {
    if args.checks.is_empty() && args.skip_checks.is_empty() {
        return Ok(Cow::Borrowed(all));
    }
    let wanted = registry::named(all, &args.checks)?;
    let unwanted = registry::named(all, &args.skip_checks)?;
    let keep = |check: &Check| (args.checks.is_empty() || wanted.contains(check.id)) && !unwanted.contains(check.id);
    Ok(Cow::Owned(all.filtered(keep)))
}

fn inputs(args: &ScanArgs) -> anyhow::Result<Vec<Input>> {
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
fn gate(args: &ScanArgs, whole: &ScanSettings) -> Gate {
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
    let opens = |line: &str| match line.split_whitespace().next().unwrap_or_default() {
        "apiVersion:" | "kind:" | "---" | "{" => Some("stdin.yaml"),
        word if word.eq_ignore_ascii_case("from") => Some("Dockerfile"),
        _ => None,
    };
    text.lines().find_map(opens).unwrap_or("stdin.tf")
}

fn write(format: &FormatArg, scan: &Scan, options: &Options, color: bool) -> anyhow::Result<()> {
    let (_, writer) = FORMATS[format.format];
    match &format.file {
        Some(path) => {
            let mut file = BufWriter::new(File::create(path).with_context(|| path.display().to_string())?);
            writer.write(&scan.outcome, scan.sources.shown(), options, &mut file)?;
            file.flush().with_context(|| path.display().to_string())
        }
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            writer.write(&scan.outcome, scan.sources.shown(), &Options { color, ..options.clone() }, &mut out)?;
            Ok(out.flush()?)
        }
    }
}

/// Findings weigh more than incompleteness: code 3 is given only when they would let the change pass.
fn exit(outcome: &Outcome) -> Exit {
    match &outcome.gate {
        Some(gate) if gate.closed && gate.incomplete => Exit::Incomplete,
        Some(gate) if gate.closed => Exit::Findings,
        _ => Exit::Clean,
    }
}

/// Runs `work`; while it lasts longer than [`PATIENCE`] and standard error is a terminal, shows how far it is.
fn with_progress_bar<T>(progress: &Progress, work: impl FnOnce() -> T) -> T {
    if !io::stderr().is_terminal() {
        return work();
    }
    std::thread::scope(|scope| {
        let (done, waiting) = mpsc::channel::<()>();
        scope.spawn(move || {
            if waiting.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::new(0);
            if let Ok(style) = ProgressStyle::with_template("{msg:12} {wide_bar} {pos}/{len}") {
                bar.set_style(style);
            }
            loop {
                let (phase, position, total) = progress.get();
                bar.set_message(phase_name(phase));
                bar.set_length(total as u64);
                bar.set_position(position as u64);
                if waiting.recv_timeout(Duration::from_millis(100)) != Err(RecvTimeoutError::Timeout) {
                    break;
                }
            }
            bar.finish_and_clear();
        });
        let result = work();
        // Dropping the sender wakes the thread.
        drop(done);
        result
    })
}

fn phase_name(phase: Phase) -> &'static str {
    match phase {
        Phase::Discover => "looking",
        Phase::Load => "reading",
        Phase::Check => "checking",
    }
}
