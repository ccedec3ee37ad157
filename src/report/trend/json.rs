//! The `json` format, version 1: all scans, whatever part of them the other formats list.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use super::report::Report;
use crate::check::Severity;
use crate::history::{CoverageCounts, Remediation, Score};

const VERSION: u32 = 1;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    version: u32,
    warnings: &'a [String],
    scans: Vec<Scan<'a>>,
    time_to_remediation: Times,
    time_to_remediation_by_severity: BTreeMap<&'static str, Times>,
    open_by_age: Vec<Age>,
    oldest: Vec<Open<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Scan<'a> {
    time: &'a str,
    revision: Option<&'a str>,
    complete: bool,
    findings: BTreeMap<&'static str, usize>,
    /// Null where this scan cannot be compared with the one before.
    new: Option<usize>,
    fixed: Option<usize>,
    coverage: &'a CoverageCounts,
    frameworks: &'a BTreeMap<String, Score>,
}

/// Durations in seconds; null while nothing is fixed.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Times {
    fixed: usize,
    mean: Option<i64>,
    median: Option<i64>,
}

#[derive(Serialize)]
struct Age {
    age: &'static str,
    findings: BTreeMap<&'static str, usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Open<'a> {
    fingerprint: &'a str,
    check_id: &'a str,
    severity: &'static str,
    since: &'a str,
    /// In seconds, at the last scan.
    age: i64,
    /// Whether it may be older.
    at_least: bool,
}

impl From<&Remediation> for Times {
    fn from(&Remediation { fixed, mean, median }: &Remediation) -> Self {
        Self { fixed, mean, median }
    }
}

/// Writes the document.
pub(super) fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let trend = report.trend;
    let scans = trend.points.iter().map(|point| Scan {
        time: &point.record.time,
        revision: point.record.revision.as_deref(),
        complete: point.record.complete,
        findings: by_severity(&point.counts),
        new: point.new,
        fixed: point.fixed,
        coverage: &point.record.coverage,
        frameworks: &point.record.frameworks,
    });
    let oldest = trend.oldest.iter().map(|open| Open {
        fingerprint: open.fingerprint,
        check_id: open.check,
        severity: open.severity.as_str(),
        since: open.since,
        age: open.age,
        at_least: open.at_least,
    });
    let times = trend.remediation.iter().map(|(severity, figures)| (severity.as_str(), figures.into()));
    let document = Document {
        version: VERSION,
        warnings: report.warnings,
        scans: scans.collect(),
        time_to_remediation: (&trend.overall).into(),
        time_to_remediation_by_severity: times.collect(),
        open_by_age: trend.ages.iter().map(|it| Age { age: it.words, findings: by_severity(&it.counts) }).collect(),
        oldest: oldest.collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn by_severity(counts: &[usize]) -> BTreeMap<&'static str, usize> {
    Severity::ALL.iter().map(|severity| severity.as_str()).zip(counts.iter().copied()).collect()
}
