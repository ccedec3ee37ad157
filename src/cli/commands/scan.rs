//! `ravelin scan`

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, Read as _, Write as _};
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use anyhow::{Context as _, bail};
use indicatif::{ProgressBar, ProgressStyle};

use super::registry;
use crate::check::Registry;
use crate::cli::args::{Budget, FormatArg, ScanArgs};
use crate::cli::exit::Exit;
use crate::cli::terminal;
use crate::engine::{self, Input, Phase, Progress, Request, Scan};
use crate::finding::{Gate, Outcome};
use crate::report::{FORMATS, Options};

/// A scan that takes less than this shows no progress.
const PATIENCE: Duration = Duration::from_millis(500);

pub(super) fn run(args: &ScanArgs) -> anyhow::Result<Exit> {
    if args.format.iter().filter(|format| format.file.is_none()).count() > 1 {
        bail!("only one format can go to standard output; write the others to files with `--format FORMAT=FILE`");
    }
    let registry = selected(args)?;
    let progress = Progress::default();
    let request = Request {
        inputs: inputs(args)?,
        current: super::current_folder()?,
        registry: &registry,
        settings: super::settings(&args.terraform)?,
        use_ignore_files: !args.no_ignore,
        today: super::today(),
        keep_passes: false,
        progress: &progress,
    };
    let mut scan = with_progress_bar(&progress, || engine::scan(&request));
    let gate = gate(args);
    scan.outcome.gate = Some(gate.judge(&scan.outcome));
    let options = Options {
        color: false,
        width: terminal::width(),
        // What closes the gate is always listed.
        min_severity: gate.least().map_or(args.min_severity, |least| least.min(args.min_severity)),
        show_unknown: args.show_unknown,
        show_suppressed: args.show_suppressed,
    };
    for format in &args.format {
        write(format, &scan, options, terminal::use_color(args.color))?;
    }
    Ok(exit(args, &scan.outcome))
}

fn selected(args: &ScanArgs) -> anyhow::Result<Registry> {
    let registry = registry::load(&args.own)?;
    if args.checks.is_empty() && args.skip_checks.is_empty() {
        return Ok(registry);
    }
    let wanted = registry::named(&registry, &args.checks)?;
    let unwanted = registry::named(&registry, &args.skip_checks)?;
    Ok(registry.filtered(|check| (args.checks.is_empty() || wanted.contains(check.id)) && !unwanted.contains(check.id)))
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

fn gate(args: &ScanArgs) -> Gate {
    let budgets = args.max.iter().map(|&Budget(severity, count)| (severity, count)).collect();
    Gate { fail_on: args.fail_on.0, budgets }
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

fn write(format: &FormatArg, scan: &Scan, options: Options, color: bool) -> anyhow::Result<()> {
    let (_, writer) = FORMATS[format.format];
    match &format.file {
        Some(path) => {
            let mut file = BufWriter::new(File::create(path).with_context(|| path.display().to_string())?);
            writer.write(&scan.outcome, &scan.sources, &options, &mut file)?;
            file.flush().with_context(|| path.display().to_string())
        }
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            writer.write(&scan.outcome, &scan.sources, &Options { color, ..options }, &mut out)?;
            Ok(out.flush()?)
        }
    }
}

/// Findings weigh more than incompleteness: code 3 is given only when the gate is open.
fn exit(args: &ScanArgs, outcome: &Outcome) -> Exit {
    match outcome.gate.as_ref().is_some_and(|gate| gate.closed) {
        true => Exit::Findings,
        false if args.fail_on_incomplete && outcome.is_incomplete() => Exit::Incomplete,
        false => Exit::Clean,
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
