//! The `html` format: the chart, and the tables below it.

use std::io;

use askama::Template;

use super::super::html::{Script, Shell};
use super::chart::Chart;
use super::report::{Report, count, days, remediation, revision};
use crate::check::Severity;
use crate::history::{Age, Open, Point, Remediation};

#[derive(Template)]
#[template(path = "trend.html")]
struct Page<'a> {
    shell: Shell,
    warnings: &'a [String],
    /// The last of all scans.
    latest: Option<&'a Point<'a>>,
    /// How long it takes to mend a finding.
    overall: String,
    chart: Chart,
    severities: &'static [Severity],
    /// The latest first.
    scans: Vec<Scan<'a>>,
    remediation: Vec<Mended>,
    ages: &'a [Age],
    oldest: Vec<Old<'a>>,
}

struct Scan<'a> {
    point: &'a Point<'a>,
    revision: String,
    new: String,
    fixed: String,
}

/// How long it takes to mend a finding of a severity.
struct Mended {
    severity: Severity,
    fixed: usize,
    mean: String,
    median: String,
}

struct Old<'a> {
    open: &'a Open<'a>,
    age: String,
}

/// Writes the page.
pub(super) fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    Page::new(report).write_into(out)?;
    writeln!(out)
}

impl<'a> Page<'a> {
    fn new(report: &'a Report<'_>) -> Self {
        let trend = report.trend;
        let footnote = "Ages and times to remediation begin with the first scan that has a finding.";
        let scan = |point: &'a Point<'a>| Scan {
            point,
            revision: revision(point.record.revision.as_deref()),
            new: count(point.new),
            fixed: count(point.fixed),
        };
        Self {
            shell: Shell::new("Trend", footnote, Script::Common),
            warnings: report.warnings,
            latest: trend.points.last(),
            overall: remediation(&trend.overall),
            chart: Chart::new(report, false),
            severities: &Severity::ALL,
            scans: report.points().iter().rev().map(scan).collect(),
            remediation: trend.remediation.iter().map(Mended::new).collect(),
            ages: &trend.ages,
            oldest: trend.oldest.iter().map(|open| Old { open, age: days(open.age) }).collect(),
        }
    }
}

impl Mended {
    fn new((severity, figures): &(Severity, Remediation)) -> Self {
        let duration = |seconds: Option<i64>| seconds.map_or_else(|| "–".to_owned(), days);
        Self {
            severity: *severity,
            fixed: figures.fixed,
            mean: duration(figures.mean),
            median: duration(figures.median),
        }
    }
}

/// Sum of counts.
fn total(counts: &[usize]) -> usize {
    counts.iter().sum()
}
