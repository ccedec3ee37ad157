//! What a scan writes, how, and where to.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context as _;

use super::super::setup::Setup;
use super::super::{origin, unjudged};
use super::display::{DisplayArgs, on_terminal};
use super::verbose;
use crate::check::Severity;
use crate::cli::color::Color;
use crate::cli::format::{self, Destination, list, names, scan_destination};
use crate::cli::word::word;
use crate::cli::{environment, terminal};
use crate::engine::{Phase, Scan};
use crate::finding::Gate;
use crate::report::{self, FORMATS, Options, TEMPLATE, Template, Writer};
use crate::source::Provenance;

/// The variable with formats, for where the command line names none.
const FORMATS_VARIABLE: &str = "RAVELIN_FORMAT";

#[derive(clap::Args)]
#[command(next_help_heading = "Output")]
pub(super) struct OutputArgs {
    #[arg(
        short,
        long,
        value_name = "FORMAT[=FILE]",
        value_parser = scan_destination(),
        hide_possible_values = true,
        help = format_help(&format!(": {}, template=TEMPLATE [default: pretty]", names(FORMATS))),
        long_help = format_help(&format!(
            " [default: pretty]\n{}\n- template=TEMPLATE:  {}\n\nEnvironment variable: {FORMATS_VARIABLE}, several with commas between",
            list(FORMATS),
            TEMPLATE.about
        ))
    )]
    format: Vec<ScanFormat>,
    /// Write there what would go to standard output
    #[arg(short, long, value_name = "FILE", env = "RAVELIN_OUTPUT")]
    output: Option<PathBuf>,
    #[arg(
        long,
        value_name = "SEVERITY",
        value_parser = word::<Severity>(),
        env = "RAVELIN_MIN_SEVERITY",
        help = min_severity_help()
    )]
    min_severity: Option<Severity>,
    /// Describe every check that ran in `sarif` and `github-sarif`, also those without results
    #[arg(long)]
    sarif_all_rules: bool,
    /// List what could not be assessed, and why
    #[arg(long)]
    show_unknown: bool,
    /// List the findings that exceptions cover
    #[arg(long, alias = "show-suppressed")]
    show_exceptions: bool,
    #[command(flatten)]
    pub(super) display: DisplayArgs,
}

/// A format of a scan, and where it goes.
type ScanFormat = Destination<&'static dyn Writer>;

/// A report to be written.
pub(super) struct Report {
    destination: ScanFormat,
    /// What the template of the format holds, where it has one.
    template: Option<Template>,
}

/// Whether a report says how findings are mended.
pub(super) fn show_fixes(reports: &[Report]) -> bool {
    reports.iter().any(|report| report.destination.format.writer.shows_fixes())
}

fn format_help(formats: &str) -> String {
    format!("Output format, with `=FILE` to write it there (may be repeated){formats}")
}

fn min_severity_help() -> String {
    let all = FORMATS.iter().filter(|format| !format.writer.leaves_out_minor()).map(|format| format.name);
    let all = all.collect::<Vec<_>>().join(", ");
    format!(
        "Leave findings below this severity out of what people read and platforms show: every format but {all}. What closes \
         the gate is always listed [default: low]"
    )
}

impl OutputArgs {
    /// Where a scan that reads the files and folders `read` is written, and how: the command line replaces what the environment says, and that what the
    /// configuration says.
    pub(super) fn reports(&self, setup: &Setup, read: &[PathBuf]) -> anyhow::Result<Vec<Report>> {
        let mut destinations = if self.format.is_empty() { formats_of_environment()? } else { self.format.clone() };
        let files = destinations.iter().filter_map(|destination| destination.file.as_ref());
        files.chain(&self.output).try_for_each(|file| setup.check_target(file))?;
        let are_configured = destinations.is_empty();
        if are_configured {
            let configured = setup.whole.formats.iter().map(|format| configured_format(format, setup));
            destinations = configured.collect::<Result<_, _>>().context("`report.formats` of the configuration")?;
        }
        if destinations.is_empty() {
            destinations.extend(FORMATS.first().map(|format| Destination { format, file: None, template: None }));
        }
        format::redirect(&mut destinations, self.output.as_deref())?;
        format::check(&destinations, read)?;
        destinations.into_iter().map(|destination| report(destination, setup, are_configured)).collect()
    }

    /// Writes the scan in all formats, and says on standard error how the gate stands unless one of them has said so.
    pub(super) fn write(&self, reports: &[Report], scan: &Scan, of: &Written<'_>) -> anyhow::Result<()> {
        let options = self.options(reports, scan, of)?;
        let began = Instant::now();
        for Report { destination, template } in reports {
            let options = Options { template: template.clone(), ..options.clone() };
            let options = if destination.file.is_none() { shown(options, of.color) } else { options };
            let writer = destination.format.writer;
            destination.write(|out| writer.write(&scan.outcome, scan.sources.shown(), &options, out))?;
        }
        if self.display.verbose {
            verbose::say(&scan.outcome, scan.sources.shown(), of.times, began.elapsed());
        }
        if self.display.quiet {
            unjudged::say_errors(&scan.outcome);
        } else {
            unjudged::warn(&scan.outcome);
        }
        let mut printed = reports.iter().map(|report| &report.destination).filter(|it| it.file.is_none());
        if !printed.any(|destination| destination.format.writer.ends_with_gate()) {
            let switched_off = report::switched_off_line(&scan.outcome).filter(|_| !self.display.quiet);
            let lines = [switched_off, report::gate_line(&scan.outcome)];
            lines.into_iter().flatten().for_each(|line| terminal::say(&line));
        }
        Ok(())
    }

    fn options(&self, reports: &[Report], scan: &Scan, of: &Written<'_>) -> anyhow::Result<Options> {
        let min_severity = self.min_severity.or(of.setup.whole.min_severity).unwrap_or(Severity::Low);
        let states_origin = reports.iter().any(|report| report.destination.format.writer.states_origin());
        Ok(Options {
            color: false,
            width: terminal::width(),
            display: self.display.display(of.gate),
            // What closes the gate is always listed.
            min_severity: of.gate.least().map_or(min_severity, |least| least.min(min_severity)),
            all_rules: self.sarif_all_rules,
            show_unknown: self.show_unknown,
            show_exceptions: self.show_exceptions,
            timestamp: of.timestamp.to_owned(),
            paths: origin::shown(of.paths),
            origin: if states_origin { origin::of(of.paths, &scan.sources)? } else { Provenance::UNKNOWN },
            template: None,
        })
    }
}

/// What a report says of how it was made.
pub(super) struct Written<'a> {
    pub(super) setup: &'a Setup,
    pub(super) gate: &'a Gate,
    pub(super) timestamp: &'a str,
    pub(super) paths: &'a [PathBuf],
    pub(super) color: Color,
    /// How long the phases of the scan took.
    pub(super) times: &'a [(Phase, Duration)],
}

/// What is written to standard output, as far as that is a terminal.
fn shown(options: Options, color: Color) -> Options {
    let color = color.on_stdout();
    Options { color, display: on_terminal(options.display, color), ..options }
}

/// The formats that the environment asks for, with commas or line breaks between them.
fn formats_of_environment() -> anyhow::Result<Vec<ScanFormat>> {
    let Some(list) = environment::value(FORMATS_VARIABLE) else { return Ok(Vec::new()) };
    let list = list.to_string_lossy();
    let texts = list.split([',', '\n', '\r']).map(str::trim).filter(|text| !text.is_empty());
    texts
        .map(|text| {
            Destination::parse_scan(text)
                .map_err(|problem| anyhow::anyhow!("{FORMATS_VARIABLE}: `{text}` is no format: {problem}"))
        })
        .collect()
}

/// A format that the configuration asks for.
fn configured_format(text: &str, setup: &Setup) -> anyhow::Result<ScanFormat> {
    let destination = Destination::parse_scan(text).map_err(anyhow::Error::msg)?;
    destination.file.as_deref().map_or(Ok(()), |file| setup.check_configured_target(file))?;
    Ok(destination)
}

/// A report with its template, which the configuration or the command line names.
fn report(destination: ScanFormat, setup: &Setup, is_configured: bool) -> anyhow::Result<Report> {
    let template = destination.template.as_deref().map(|file| setup.template(file, is_configured)).transpose()?;
    Ok(Report { destination, template })
}
