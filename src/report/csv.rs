//! The `csv` format: a row for each finding, for spreadsheets.

use std::borrow::Cow;
use std::io;

use super::place::Spot;
use super::text::one_line;
use super::writer::{Options, Writer};
use crate::check::Wording;
use crate::finding::{Absent, BaselineState, Finding, NotAssessed, Outcome, Subsumed, SwitchedOff};
use crate::model::Unread;
use crate::source::Shown;

/// The `csv` format.
pub(super) struct Csv;

/// Names and order of the columns; [`Row::cells`] follows it.
const COLUMNS: [&str; 22] = [
    "status",
    "severity",
    "check",
    "title",
    "message",
    "file",
    "line",
    "column",
    "end_line",
    "end_column",
    "platform",
    "kind",
    "resource",
    "resources",
    "category",
    "cwe",
    "remedy",
    "reference",
    "reason",
    "owner",
    "until",
    "fingerprint",
];

/// A row, with what not every row has left empty.
#[derive(Default)]
struct Row<'a> {
    status: &'a str,
    severity: &'a str,
    check: &'a str,
    title: &'a str,
    message: Cow<'a, str>,
    file: &'a str,
    /// Line and column of the start and the end.
    range: Option<[u32; 4]>,
    platform: &'a str,
    kind: &'a str,
    resource: &'a str,
    resources: usize,
    category: &'a str,
    cwe: String,
    remedy: &'a str,
    reference: &'a str,
    reason: &'a str,
    owner: &'a str,
    until: &'a str,
    fingerprint: &'a str,
}

impl Writer for Csv {
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let mut csv = writer(out);
        csv.write_record(COLUMNS)?;
        for finding in &outcome.findings {
            csv.write_record(of_finding(finding, sources).cells())?;
        }
        for Subsumed { finding, .. } in &outcome.subsumed {
            csv.write_record(Row { status: "subsumed", ..of_finding(finding, sources) }.cells())?;
        }
        for absent in &outcome.absent {
            csv.write_record(of_absent(absent).cells())?;
        }
        let unknown = if options.show_unknown { outcome.not_assessed.as_slice() } else { &[] };
        for entry in unknown {
            csv.write_record(of_not_assessed(entry, sources).cells())?;
        }
        let unread = if options.show_unknown { outcome.unread.as_slice() } else { &[] };
        for file in unread {
            csv.write_record(of_unread(file).cells())?;
        }
        for entry in &outcome.switched_off {
            csv.write_record(of_switched_off(entry, sources).cells())?;
        }
        csv.flush()
    }
}

/// Writes rows as RFC 4180 has them.
pub(super) fn writer<W: io::Write>(out: W) -> ::csv::Writer<W> {
    ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out)
}

fn of_finding<'a>(finding: &'a Finding, sources: Shown<'a>) -> Row<'a> {
    let check = finding.check;
    let Wording { title, remedy, .. } = finding.wording();
    let exception = finding.exception.as_ref();
    let spot = Spot::at(sources, finding.place);
    let text = |text: Option<&'a String>| text.map_or("", String::as_str);
    Row {
        status: status(finding),
        severity: finding.severity.as_str(),
        check: check.id,
        title,
        message: Cow::Borrowed(&finding.message),
        file: spot.path,
        range: spot.lines.map(|(start, end)| [start.line, start.column, end.line, end.column]),
        platform: finding.platform.as_str(),
        kind: &finding.kind,
        resource: text(finding.addresses.first()),
        resources: finding.addresses.len(),
        category: check.category.as_str(),
        cwe: check.text.cwe.join(" "),
        remedy,
        reference: check.text.references.first().copied().unwrap_or_default(),
        reason: text(exception.and_then(|it| it.reason.as_ref())),
        owner: text(exception.and_then(|it| it.owner.as_ref())),
        until: text(exception.and_then(|it| it.until.as_ref())),
        fingerprint: &finding.fingerprint,
    }
}

fn status(finding: &Finding) -> &'static str {
    match (&finding.exception, finding.baseline) {
        (Some(_), _) => "excepted",
        (None, Some(BaselineState::New)) => "new",
        (None, Some(BaselineState::Unchanged)) => "unchanged",
        (None, None) => "open",
    }
}

fn of_absent(absent: &Absent) -> Row<'_> {
    Row {
        status: "absent",
        check: &absent.check,
        file: &absent.path,
        resource: &absent.address,
        resources: 1,
        fingerprint: &absent.fingerprint,
        ..Row::default()
    }
}

fn of_not_assessed<'a>(entry: &'a NotAssessed, sources: Shown<'a>) -> Row<'a> {
    let spot = Spot::at(sources, entry.span);
    Row {
        status: "not assessed",
        severity: entry.check.severity.as_str(),
        check: entry.check.id,
        title: entry.check.title,
        message: Cow::Owned(entry.reason.to_string()),
        file: spot.path,
        range: spot.lines.map(|(start, end)| [start.line, start.column, end.line, end.column]),
        resource: &entry.address,
        resources: 1,
        category: entry.check.category.as_str(),
        ..Row::default()
    }
}

fn of_unread(unread: &Unread) -> Row<'_> {
    Row { status: "not read", message: Cow::Borrowed(unread.reason), file: &unread.path, ..Row::default() }
}

fn of_switched_off<'a>(entry: &'a SwitchedOff, sources: Shown<'a>) -> Row<'a> {
    let spot = Spot::of(sources, &entry.place);
    Row {
        status: if entry.holds { "switched off" } else { "not trusted" },
        message: Cow::Owned(format!("{} by {}", entry.kind.counted(entry.count), entry.what)),
        file: spot.as_ref().map_or("", |spot| spot.path),
        range: spot.and_then(|spot| spot.lines).map(|(start, end)| [start.line, start.column, end.line, end.column]),
        ..Row::default()
    }
}

impl Row<'_> {
    fn cells(&self) -> [String; COLUMNS.len()] {
        let [line, column, end_line, end_column] =
            self.range.map_or_else(Default::default, |range| range.map(|number| number.to_string()));
        [
            cell(self.status),
            cell(self.severity),
            cell(self.check),
            cell(self.title),
            cell(&self.message),
            cell(self.file),
            line,
            column,
            end_line,
            end_column,
            cell(self.platform),
            cell(self.kind),
            cell(self.resource),
            self.resources.to_string(),
            cell(self.category),
            cell(&self.cwe),
            cell(self.remedy),
            cell(self.reference),
            cell(self.reason),
            cell(self.owner),
            cell(self.until),
            cell(self.fingerprint),
        ]
    }
}

/// A text on one line, kept from being read as a formula by a quotation mark where spreadsheets would.
pub(super) fn cell(text: &str) -> String {
    let line = one_line(text);
    match line.starts_with(['=', '+', '-', '@']) {
        true => format!("'{line}"),
        false => line.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{HOSTILE, PLAIN, hostile, judged, sample, write};
    use super::*;

    fn rows(report: &str) -> Vec<Vec<String>> {
        let mut reader = ::csv::Reader::from_reader(report.as_bytes());
        let rows =
            reader.records().map(|row| row.expect("as many cells as columns").iter().map(str::to_owned).collect());
        rows.collect()
    }

    #[test]
    fn every_finding_has_a_row_that_says_how_it_stands() {
        let sample = judged();
        let report = write("csv", &sample.outcome, &sample.sources, &PLAIN);
        let status: Vec<String> = rows(&report).into_iter().map(|row| row[0].clone()).collect();
        assert_eq!(
            status,
            ["new", "new", "new", "excepted", "unchanged", "new", "subsumed", "absent", "switched off", "not trusted"]
        );
    }

    #[test]
    fn what_is_not_known_is_listed_on_demand() {
        let sample = sample();
        let options = Options { show_unknown: true, ..PLAIN };
        let rows = rows(&write("csv", &sample.outcome, &sample.sources, &options));
        assert_eq!(rows.iter().filter(|row| row[0] == "not assessed").count(), 2);
        assert_eq!(rows.iter().filter(|row| row[0] == "open").count(), 5);
    }

    #[test]
    fn cells_are_no_formulas() {
        for text in ["=1+1", "+1", "-1", "@x", "\n=1"] {
            assert!(cell(text).starts_with('\''), "{text}");
        }
        assert_eq!(cell("a=1"), "a=1");
    }

    #[test]
    fn hostile_text_stays_in_its_cell() {
        let sample = hostile();
        let rows = rows(&write("csv", &sample.outcome, &sample.sources, &PLAIN));
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0][4], one_line(HOSTILE));
        assert!(rows.iter().flatten().all(|cell| !cell.contains(['\u{1b}', '\n', '\r'])));
    }
}
