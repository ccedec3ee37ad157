//! What a scan writes, how, and where to.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context as _;

use super::super::setup::Setup;
use super::super::{origin, unjudged};
use super::display::{DisplayArgs, on_terminal};
use super::verbose;
use crate::check::Severity;
use crate::cli::format::{Destination, destination, list, names, refuse_mixed};
use crate::cli::terminal::{self, Color};
use crate::cli::word::word;
use crate::engine::{Phase, Scan};
use crate::finding::Gate;
use crate::report::{self, FORMATS, Options, Writer};
use crate::source::Provenance;

#[derive(clap::Args)]
pub(super) struct OutputArgs {
    #[arg(
        short,
        long,
        value_name = "FORMAT[=FILE]",
        value_parser = destination(FORMATS),
        help = format_help(&format!(": {} [default: pretty]", names(FORMATS))),
        long_help = format_help(&format!(" [default: pretty]\n{}", list(FORMATS)))
    )]
    format: Vec<ScanFormat>,
    #[arg(long, value_name = "SEVERITY", value_parser = word::<Severity>(), help = min_severity_help())]
    min_severity: Option<Severity>,
    /// List what could not be assessed, and why
    #[arg(long)]
    show_unknown: bool,
    /// List the findings that exceptions cover
    #[arg(long, alias = "show-suppressed")]
    show_exceptions: bool,
    /// When to use colour
    #[arg(long, value_enum, default_value = "auto")]
    color: Color,
    #[command(flatten)]
    pub(super) display: DisplayArgs,
}

/// A format of a scan, and where it goes.
type ScanFormat = Destination<&'static dyn Writer>;

fn format_help(formats: &str) -> String {
    format!("Output format, with `=FILE` to write it there (may be repeated){formats}")
}

fn min_severity_help() -> String {
    let for_people = FORMATS.iter().filter(|format| format.writer.is_for_people()).map(|format| format.name);
    let for_people = for_people.collect::<Vec<_>>().join(", ");
    format!("Leave findings below this severity out of what people read: {for_people} [default: low]")
}

impl OutputArgs {
    /// Where the scan is written, and how: the command line replaces what the configuration says.
    pub(super) fn formats(&self, setup: &Setup) -> anyhow::Result<Vec<ScanFormat>> {
        let mut formats = self.format.clone();
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

    /// Writes the scan in all formats, and says on standard error how the gate stands unless one of them has said so.
    pub(super) fn write(&self, formats: &[ScanFormat], scan: &Scan, of: &Written<'_>) -> anyhow::Result<()> {
        let options = self.options(formats, scan, of)?;
        let began = Instant::now();
        for format in formats {
            let options = if format.file.is_none() { self.on_terminal(&options) } else { options.clone() };
            format.write(|out| format.format.writer.write(&scan.outcome, scan.sources.shown(), &options, out))?;
        }
        if self.display.verbose {
            verbose::say(&scan.outcome, scan.sources.shown(), of.times, began.elapsed());
        }
        if self.display.quiet {
            unjudged::say_errors(&scan.outcome);
        } else {
            unjudged::warn(&scan.outcome);
        }
        if !formats.iter().any(|format| format.file.is_none() && format.format.writer.ends_with_gate()) {
            let switched_off = report::switched_off_line(&scan.outcome).filter(|_| !self.display.quiet);
            let lines = [switched_off, report::gate_line(&scan.outcome)];
            lines.into_iter().flatten().for_each(|line| terminal::say(&line));
        }
        Ok(())
    }

    /// For standard output, as far as it is a terminal.
    fn on_terminal(&self, options: &Options) -> Options {
        let color = terminal::use_color(self.color);
        Options { color, display: on_terminal(options.display, color), ..options.clone() }
    }

    fn options(&self, formats: &[ScanFormat], scan: &Scan, of: &Written<'_>) -> anyhow::Result<Options> {
        let min_severity = self.min_severity.or(of.setup.whole.min_severity).unwrap_or(Severity::Low);
        let states_origin = formats.iter().any(|format| format.format.writer.states_origin());
        Ok(Options {
            color: false,
            width: terminal::width(),
            display: self.display.display(of.gate),
            // What closes the gate is always listed.
            min_severity: of.gate.least().map_or(min_severity, |least| least.min(min_severity)),
            show_unknown: self.show_unknown,
            show_exceptions: self.show_exceptions,
            timestamp: of.timestamp.to_owned(),
            paths: origin::shown(of.paths),
            origin: if states_origin { origin::of(of.paths, &scan.sources)? } else { Provenance::UNKNOWN },
        })
    }
}

/// What a report says of how it was made.
pub(super) struct Written<'a> {
    pub(super) setup: &'a Setup,
    pub(super) gate: &'a Gate,
    pub(super) timestamp: &'a str,
    pub(super) paths: &'a [PathBuf],
    /// How long the phases of the scan took.
    pub(super) times: &'a [(Phase, Duration)],
}

/// A format that the configuration asks for.
fn configured_format(text: &str, setup: &Setup) -> anyhow::Result<ScanFormat> {
    let format = Destination::parse(text, FORMATS).map_err(anyhow::Error::msg)?;
    format.file.as_deref().map_or(Ok(()), |file| setup.check_configured_target(file))?;
    Ok(format)
}
