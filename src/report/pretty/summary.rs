//! The lines at the end: how many findings of which severity, and what was covered.

use std::io;

use super::super::summary;
use super::super::text::counted;
use super::super::writer::Options;
use super::page::Page;
use super::paint::Color;
use crate::check::Severity;
use crate::diagnostic::Level;
use crate::finding::Outcome;

/// Writes the summary.
pub(super) fn write(page: &Page, outcome: &Outcome, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{}", headline(page, outcome))?;
    for (name, text) in summary::coverage(outcome) {
        writeln!(out, "  {name:<11}{text}")?;
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
    let known = outcome.known().count();
    if known + outcome.absent.len() > 0 {
        writeln!(out, "baseline: {known} known, {} no longer found", outcome.absent.len())?;
    }
    let unknown = outcome.not_assessed.len();
    if unknown > 0 && !options.show_unknown {
        let verdicts = counted(unknown, "verdict");
        let them = if unknown == 1 { "it" } else { "them" };
        writeln!(out, "{verdicts} could not be assessed (--show-unknown lists {them})")?;
    }
    let unread = outcome.unread.len();
    if unread > 0 && !options.show_unknown {
        let (are, them) = if unread == 1 { ("is", "it") } else { ("are", "them") };
        writeln!(out, "{} that may matter {are} not read (--show-unknown lists {them})", counted(unread, "file"))?;
    }
    if let Some(gate) = summary::gate(outcome) {
        writeln!(out, "{gate}")?;
    }
    Ok(())
}

/// `12 findings: 1 critical, 4 high`, each severity in its colour.
fn headline(page: &Page, outcome: &Outcome) -> String {
    let total = outcome.active().count();
    if total == 0 {
        let mut text = summary::none(outcome);
        text[..1].make_ascii_uppercase();
        return page.paint.bold(&format!("{text}."));
    }
    let counts = summary::counts(outcome).into_iter();
    let counts = counts.map(|(severity, count)| page.paint.color(&format!("{count} {severity}"), color(severity)));
    let counts: Vec<_> = counts.collect();
    format!("{} {}", page.paint.bold(&format!("{}:", counted(total, "finding"))), counts.join(", "))
}

const fn color(severity: Severity) -> Color {
    match Level::of(severity) {
        Level::Error => Color::Red,
        Level::Warning => Color::Yellow,
        Level::Note => Color::Cyan,
    }
}
