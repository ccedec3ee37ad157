//! What a scan writes, how, and where to.

use std::path::PathBuf;

use anyhow::Context as _;

use super::super::setup::Setup;
use super::super::{origin, unjudged};
use crate::check::Severity;
use crate::cli::format::{Destination, list, names, refuse_mixed, scan_destination};
use crate::cli::terminal::{self, Color};
use crate::cli::word::word;
use crate::engine::Scan;
use crate::finding::Gate;
use crate::report::{self, FORMATS, Options, TEMPLATE, Template, Writer};
use crate::source::Provenance;

#[derive(clap::Args)]
pub(super) struct OutputArgs {
    #[arg(
        short,
        long,
        value_name = "FORMAT[=FILE]",
        value_parser = scan_destination(),
        help = format_help(&format!(": {}, template=TEMPLATE [default: pretty]", names(FORMATS))),
        long_help = format_help(&format!(" [default: pretty]\n{}\n- template=TEMPLATE:  {}", list(FORMATS), TEMPLATE.about))
    )]
    format: Vec<ScanFormat>,
    #[arg(long, value_name = "SEVERITY", value_parser = word::<Severity>(), help = min_severity_help())]
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
    /// When to use colour
    #[arg(long, value_enum, default_value = "auto")]
    color: Color,
}

/// A format of a scan, and where it goes.
type ScanFormat = Destination<&'static dyn Writer>;

/// A report to be written.
pub(super) struct Report {
    destination: ScanFormat,
    /// What the template of the format holds, where it has one.
    template: Option<Template>,
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
    /// Where the scan is written, and how: the command line replaces what the configuration says.
    pub(super) fn reports(&self, setup: &Setup) -> anyhow::Result<Vec<Report>> {
        let named = self.format.iter().map(|format| named_report(format.clone(), setup));
        let mut reports: Vec<Report> = named.collect::<Result<_, _>>()?;
        if reports.is_empty() {
            let configured = setup.whole.formats.iter().map(|format| configured_report(format, setup));
            reports = configured.collect::<Result<_, _>>().context("`report.formats` of the configuration")?;
        }
        if reports.is_empty() {
            let pretty = FORMATS.first().map(|format| Destination { format, file: None, template: None });
            reports.extend(pretty.map(|destination| Report { destination, template: None }));
        }
        refuse_mixed(reports.iter().map(|report| &report.destination))?;
        Ok(reports)
    }

    /// Writes the scan in all formats, and says on standard error how the gate stands unless one of them has said so.
    pub(super) fn write(&self, reports: &[Report], scan: &Scan, of: &Written<'_>) -> anyhow::Result<()> {
        let options = self.options(reports, scan, of)?;
        for Report { destination, template } in reports {
            let color = destination.file.is_none() && terminal::use_color(self.color);
            let options = Options { color, template: template.clone(), ..options.clone() };
            let writer = destination.format.writer;
            destination.write(|out| writer.write(&scan.outcome, scan.sources.shown(), &options, out))?;
        }
        unjudged::warn(&scan.outcome);
        let mut printed = reports.iter().map(|report| &report.destination).filter(|it| it.file.is_none());
        if !printed.any(|destination| destination.format.writer.ends_with_gate()) {
            let lines = [report::switched_off_line(&scan.outcome), report::gate_line(&scan.outcome)];
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
}

/// A report that the command line asks for.
fn named_report(destination: ScanFormat, setup: &Setup) -> anyhow::Result<Report> {
    destination.file.as_deref().map_or(Ok(()), |file| setup.check_target(file))?;
    let template = destination.template.as_deref().map(|file| setup.template(file, false)).transpose()?;
    Ok(Report { destination, template })
}

/// A report that the configuration asks for.
fn configured_report(text: &str, setup: &Setup) -> anyhow::Result<Report> {
    let destination = Destination::parse_scan(text).map_err(anyhow::Error::msg)?;
    destination.file.as_deref().map_or(Ok(()), |file| setup.check_configured_target(file))?;
    let template = destination.template.as_deref().map(|file| setup.template(file, true)).transpose()?;
    Ok(Report { destination, template })
}
