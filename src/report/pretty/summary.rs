//! The lines at the end: how many findings of which severity, and what was covered.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io;

use super::super::text::counted;
use super::{Color, Options, Page};
use crate::check::Severity;
use crate::diagnostic::{Diagnostic, Level};
use crate::finding::{BaselineState, Coverage, FileCount, Outcome};

/// Writes the summary.
pub(super) fn write(page: &Page, outcome: &Outcome, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{}", headline(page, outcome))?;
    for (name, text) in rows(&outcome.coverage, &outcome.diagnostics) {
        if !text.is_empty() {
            writeln!(out, "  {name:<11}{text}")?;
        }
    }
    let hidden = outcome.active().count() - outcome.active_from(options.min_severity).count();
    if hidden > 0 {
        let are = if hidden == 1 { "is" } else { "are" };
        let severity = options.min_severity;
        writeln!(
            out,
            "{} below {severity} {are} not listed (--min-severity info lists all)",
            counted(hidden, "finding")
        )?;
    }
    let known = outcome.findings.iter().filter(|finding| finding.baseline == Some(BaselineState::Unchanged)).count();
    if known + outcome.absent.len() > 0 {
        writeln!(out, "baseline: {known} known, {} no longer found", outcome.absent.len())?;
    }
    let unknown = outcome.not_assessed.len();
    if unknown > 0 && !options.show_unknown {
        let verdicts = counted(unknown, "verdict");
        let them = if unknown == 1 { "it" } else { "them" };
        writeln!(out, "{verdicts} could not be assessed (--show-unknown lists {them})")?;
    }
    if let Some(gate) = &outcome.gate {
        let state = if gate.closed { "closed" } else { "open" };
        writeln!(out, "gate {state}: {}", gate.reason)?;
    }
    Ok(())
}

/// `12 findings: 1 critical, 4 high`, each severity in its colour.
fn headline(page: &Page, outcome: &Outcome) -> String {
    let total = outcome.active().count();
    if total == 0 {
        return page.paint.bold("No findings.");
    }
    let counts = Severity::ALL.into_iter().filter_map(|severity| {
        let count = outcome.active().filter(|finding| finding.severity == severity).count();
        (count > 0).then(|| page.paint.color(&format!("{count} {severity}"), color(severity)))
    });
    let counts: Vec<_> = counts.collect();
    format!("{} {}", page.paint.bold(&format!("{}:", counted(total, "finding"))), counts.join(", "))
}

const fn color(severity: Severity) -> Color {
    match severity {
        Severity::Critical | Severity::High => Color::Red,
        Severity::Medium => Color::Yellow,
        Severity::Low | Severity::Info => Color::Cyan,
    }
}

/// What was covered, by name of the row; rows without text are left out.
fn rows(coverage: &Coverage, diagnostics: &[Diagnostic]) -> [(&'static str, String); 6] {
    let Coverage { checks, passed, failed, unknown, suppressed, .. } = coverage;
    let verdicts = format!("{passed} passed, {failed} failed, {unknown} not assessed, {suppressed} suppressed");
    [
        ("files", files(&coverage.files)),
        ("skipped", numbers(&coverage.skipped)),
        ("problems", problems(diagnostics)),
        ("resources", numbers(&coverage.resources)),
        ("checks", checks.to_string()),
        ("verdicts", verdicts),
    ]
}

fn files<K: Display>(counts: &BTreeMap<K, FileCount>) -> String {
    if counts.is_empty() {
        return "none".to_owned();
    }
    let counts = counts.iter().map(|(platform, &FileCount { found, complete })| match found.saturating_sub(complete) {
        0 => format!("{found} {platform}"),
        partial => format!("{found} {platform} ({partial} read in part)"),
    });
    counts.collect::<Vec<_>>().join(", ")
}

fn numbers<K: Display>(counts: &BTreeMap<K, usize>) -> String {
    counts.iter().map(|(name, count)| format!("{count} {name}")).collect::<Vec<_>>().join(", ")
}

fn problems(diagnostics: &[Diagnostic]) -> String {
    let levels = [Level::Error, Level::Warning, Level::Note].into_iter().filter_map(|level| {
        let count = diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count();
        (count > 0).then(|| counted(count, level.as_str()))
    });
    levels.collect::<Vec<_>>().join(", ")
}
