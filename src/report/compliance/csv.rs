//! The `csv` format: one row for each fact of the scope, for each control, and for each thing that a check saw for it.
//! The column `record` tells them apart.

use std::borrow::Cow;
use std::io;

use super::super::csv::{cell, writer};
use super::super::text::counted;
use super::scope::scope;
use super::writer::{Lines, Writer, detail, explanation, lines, unread};
use crate::compliance::{Assessment, Basis, CheckEvidence, ControlResult, Evidence, Observed, Report};
use crate::finding::{Exception, ExceptionRecord};
use crate::source::Shown;

/// The columns, in order.
const COLUMNS: [&str; 21] = [
    "record",
    "framework",
    "control",
    "section",
    "title",
    "assessable",
    "basis",
    "status",
    "complete",
    "check",
    "severity",
    "result",
    "resource",
    "file",
    "line",
    "value",
    "fingerprint",
    "exception_owner",
    "exception_until",
    "exception_reason",
    "detail",
];

/// The `csv` format.
pub(super) struct Csv;

/// One row, empty where a record has no such column.
type Row = [String; COLUMNS.len()];

impl Writer for Csv {
    fn write(&self, report: &Report<'_>, sources: Shown<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        let mut csv = writer(out);
        csv.write_record(COLUMNS)?;
        for (name, value) in scope(report) {
            csv.write_record(row(&[("record", "scope".into()), ("title", name.into()), ("detail", value.into())]))?;
        }
        for (lines, diagnostic) in unread(report, sources) {
            let (path, line) = lines.map_or(("", String::new()), |lines| (lines.path, lines.first()));
            let cells = [
                ("record", "unread".into()),
                ("title", diagnostic.code.into()),
                ("file", path.into()),
                ("line", line.into()),
                ("detail", diagnostic.message.as_str().into()),
            ];
            csv.write_record(row(&cells))?;
        }
        for exception in &report.outcome.exceptions {
            csv.write_record(row(&exception_record(exception, sources)))?;
        }
        for assessment in &report.assessments {
            for result in &assessment.results {
                write_control(assessment, result, sources, &mut csv)?;
            }
        }
        csv.flush()
    }
}

/// An exception that the scan read, whatever became of it.
fn exception_record<'a>(exception: &'a ExceptionRecord, sources: Shown<'a>) -> Vec<(&'static str, Cow<'a, str>)> {
    let mut cells = vec![
        ("record", "exception".into()),
        ("status", exception.state.as_str().into()),
        ("check", exception.checks.join(" ").into()),
        ("detail", format!("covers {}", counted(exception.findings, "finding")).into()),
    ];
    if let Some(lines) = lines(&exception.exception.place, sources) {
        cells.push(("file", lines.path.into()));
        cells.push(("line", lines.first().into()));
    }
    cells.extend(exception_cells(&exception.exception));
    cells
}

fn exception_cells(exception: &Exception) -> [(&'static str, Cow<'_, str>); 3] {
    let text = |text: &'_ Option<String>| text.clone().unwrap_or_default().into();
    [
        ("exception_owner", text(&exception.owner)),
        ("exception_until", text(&exception.until)),
        ("exception_reason", text(&exception.reason)),
    ]
}

fn write_control(
    assessment: &Assessment<'_>,
    result: &ControlResult,
    sources: Shown<'_>,
    csv: &mut ::csv::Writer<&mut dyn io::Write>,
) -> io::Result<()> {
    let control = result.control;
    let of_control = |record: &'static str| {
        vec![
            ("record", record.into()),
            ("framework", assessment.framework.id.into()),
            ("control", control.id.into()),
            ("section", control.section.into()),
            ("title", control.title.into()),
            ("assessable", control.assessable.as_str().into()),
            ("basis", control.basis.map_or("", Basis::as_str).into()),
            ("status", status(result).into()),
            ("complete", (if result.is_complete() { "yes" } else { "no" }).into()),
        ]
    };
    let mut cells = of_control("control");
    cells.push(("check", control.checks.join(" ").into()));
    cells.push(("detail", explanation(result).into()));
    csv.write_record(row(&cells))?;
    for check in assessment.checks_of(result) {
        for evidence in &check.evidence {
            let mut cells = of_control("evidence");
            cells.extend(evidence_cells(check, evidence, sources));
            csv.write_record(row(&cells))?;
        }
    }
    Ok(())
}

/// `pass`, `pass/in-part`, or `not-assessed/no-check`: who filters by it must not take a part for the whole.
fn status(result: &ControlResult) -> String {
    match result.status.reason() {
        Some(reason) => format!("{}/{}", result.status.as_str(), reason.as_str()),
        None if !result.is_complete() => format!("{}/in-part", result.status.as_str()),
        None => result.status.as_str().to_owned(),
    }
}

fn evidence_cells<'a>(
    check: &CheckEvidence<'_>,
    evidence: &Evidence<'a>,
    sources: Shown<'a>,
) -> Vec<(&'static str, Cow<'a, str>)> {
    let lines = Lines::of(sources, evidence.place);
    let mut cells = vec![
        ("check", check.check.id.into()),
        ("severity", check.check.severity.as_str().into()),
        ("result", evidence.observed.as_str().into()),
        ("resource", evidence.address.into()),
        ("file", lines.path.into()),
        ("line", lines.first().into()),
        ("detail", detail(evidence).into()),
    ];
    if let Observed::Fail(finding) | Observed::Excepted(finding, _) = evidence.observed {
        cells.push(("severity", finding.severity.as_str().into()));
        cells.push(("value", finding.value.as_deref().unwrap_or_default().into()));
        cells.push(("fingerprint", finding.fingerprint.as_str().into()));
    }
    if let Observed::Excepted(_, exception) = evidence.observed {
        cells.extend(exception_cells(exception));
    }
    cells
}

/// A row of these cells; of two for one column, the later one holds.
fn row(cells: &[(&str, Cow<'_, str>)]) -> Row {
    COLUMNS.map(|column| {
        let found = cells.iter().rev().find(|(name, _)| *name == column);
        found.map_or_else(String::new, |(_, text)| cell(text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_harmless_and_of_two_the_later_one_holds() {
        let row = row(&[("value", "a".into()), ("detail", "=cmd()\nx".into()), ("value", "b, \"c\"".into())]);
        let mut out = Vec::new();
        writer(&mut out).write_record(row).expect("memory");
        assert_eq!(String::from_utf8_lossy(&out), ",,,,,,,,,,,,,,,\"b, \"\"c\"\"\",,,,,'=cmd() x\r\n");
    }
}
