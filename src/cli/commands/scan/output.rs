//! What a scan writes, how, and where to.

use std::path::PathBuf;

use anyhow::Context as _;

use super::super::setup::Setup;
use super::super::{origin, unjudged};
use crate::check::Severity;
use crate::cli::color::Color;
use crate::cli::format::{self, Destination, destination, list, names};
use crate::cli::word::word;
use crate::cli::{environment, terminal};
use crate::engine::Scan;
use crate::finding::Gate;
use crate::report::{self, FORMATS, Options, Writer};
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
        value_parser = destination(FORMATS),
        hide_possible_values = true,
        help = format_help(&format!(": {} [default: pretty]", names(FORMATS))),
        long_help = format_help(&format!(" [default: pretty]\n{}\n\nEnvironment variable: {FORMATS_VARIABLE}, several with commas between", list(FORMATS)))
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
    /// List what could not be assessed, and why
    #[arg(long)]
    show_unknown: bool,
    /// List the findings that exceptions cover
    #[arg(long, alias = "show-suppressed")]
    show_exceptions: bool,
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
    /// Where the scan of `paths` is written, and how: the command line replaces what the environment says, and that what the
    /// configuration says.
    pub(super) fn formats(&self, setup: &Setup, paths: &[PathBuf]) -> anyhow::Result<Vec<ScanFormat>> {
        let mut formats = if self.format.is_empty() { formats_of_environment()? } else { self.format.clone() };
        let files = formats.iter().filter_map(|format| format.file.as_ref());
        files.chain(&self.output).try_for_each(|file| setup.check_target(file))?;
        if formats.is_empty() {
            let configured = setup.whole.formats.iter().map(|format| configured_format(format, setup));
            formats = configured.collect::<Result<_, _>>().context("`report.formats` of the configuration")?;
        }
        if formats.is_empty() {
            formats.extend(FORMATS.first().map(|format| Destination { format, file: None }));
        }
        format::redirect(&mut formats, self.output.as_deref())?;
        format::check(&formats, paths)?;
        Ok(formats)
    }

    /// Writes the scan in all formats, and says on standard error how the gate stands unless one of them has said so.
    pub(super) fn write(&self, formats: &[ScanFormat], scan: &Scan, of: &Written<'_>) -> anyhow::Result<()> {
        let options = self.options(formats, scan, of)?;
        for format in formats {
            let color = format.file.is_none() && of.color.on_stdout();
            let options = Options { color, ..options.clone() };
            format.write(|out| format.format.writer.write(&scan.outcome, scan.sources.shown(), &options, out))?;
        }
        unjudged::warn(&scan.outcome);
        if !formats.iter().any(|format| format.file.is_none() && format.format.writer.ends_with_gate()) {
            let lines = [report::switched_off_line(&scan.outcome), report::gate_line(&scan.outcome)];
            lines.into_iter().flatten().for_each(|line| terminal::say(&line));
        }
        Ok(())
    }

    fn options(&self, formats: &[ScanFormat], scan: &Scan, of: &Written<'_>) -> anyhow::Result<Options> {
        let min_severity = self.min_severity.or(of.setup.whole.min_severity).unwrap_or(Severity::Low);
        let states_origin = formats.iter().any(|format| format.format.writer.states_origin());
        Ok(Options {
            color: false,
            width: terminal::width(),
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
    pub(super) color: Color,
}

/// The formats that the environment asks for, with commas or line breaks between them.
fn formats_of_environment() -> anyhow::Result<Vec<ScanFormat>> {
    let Some(list) = environment::value(FORMATS_VARIABLE) else { return Ok(Vec::new()) };
    let list = list.to_string_lossy();
    let texts = list.split([',', '\n', '\r']).map(str::trim).filter(|text| !text.is_empty());
    texts
        .map(|text| {
            Destination::parse(text, FORMATS)
                .map_err(|problem| anyhow::anyhow!("{FORMATS_VARIABLE}: `{text}` is no format: {problem}"))
        })
        .collect()
}

/// A format that the configuration asks for.
fn configured_format(text: &str, setup: &Setup) -> anyhow::Result<ScanFormat> {
    let format = Destination::parse(text, FORMATS).map_err(anyhow::Error::msg)?;
    format.file.as_deref().map_or(Ok(()), |file| setup.check_configured_target(file))?;
    Ok(format)
}
