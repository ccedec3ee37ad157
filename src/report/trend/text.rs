//! The `text` format: tables for a terminal.

use std::io;

use super::super::text::one_line;
use super::report::{Report, count, days, remediation, revision};
use crate::check::Severity;

/// Writes the tables.
pub(super) fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    for warning in report.warnings {
        writeln!(out, "warning: {warning}")?;
    }
    scans(report, out)?;
    let trend = report.trend;
    writeln!(out, "\nTime to remediation: {}", remediation(&trend.overall))?;
    for (severity, figures) in trend.remediation.iter().filter(|(_, figures)| figures.fixed > 0) {
        writeln!(out, "  {:8}  {}", severity.as_str(), remediation(figures))?;
    }
    write!(out, "\n{:18}", "Open findings")?;
    heads(out)?;
    writeln!(out)?;
    for age in &trend.ages {
        write!(out, "{:18}", age.words)?;
        numbers(&age.counts, out)?;
        writeln!(out)?;
    }
    if !trend.oldest.is_empty() {
        writeln!(out, "\nOldest")?;
    }
    for open in &trend.oldest {
        let at_least = if open.at_least { "at least " } else { "" };
        let (severity, check) = (open.severity.as_str(), one_line(open.check));
        writeln!(out, "  {at_least}{}  {severity}  {check}  {}", days(open.age), one_line(open.fingerprint))?;
    }
    Ok(())
}

fn scans(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    write!(out, "{:20}  {:10}", "Scan", "Revision")?;
    heads(out)?;
    writeln!(out, "{:>8}{:>6}{:>7}", "total", "new", "fixed")?;
    for point in report.points() {
        let total: usize = point.counts.iter().sum();
        write!(out, "{:20}  {:10}", one_line(&point.record.time), revision(point.record.revision.as_deref()))?;
        numbers(&point.counts, out)?;
        let incomplete = if point.record.complete { "" } else { "  incomplete" };
        writeln!(out, "{total:>8}{:>6}{:>7}{incomplete}", count(point.new), count(point.fixed))?;
    }
    Ok(())
}

fn heads(out: &mut dyn io::Write) -> io::Result<()> {
    Severity::ALL.iter().try_for_each(|severity| write!(out, "{:>10}", severity.as_str()))
}

fn numbers(counts: &[usize], out: &mut dyn io::Write) -> io::Result<()> {
    counts.iter().try_for_each(|count| write!(out, "{count:>10}"))
}
