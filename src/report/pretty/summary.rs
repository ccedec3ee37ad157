//! The lines at the end: how many findings of which severity, what was covered, and how the gate stands.

use std::io;

use super::super::summary;
use super::super::text::counted;
use super::super::writer::Options;
use super::page::{self, Page};
use super::paint::Color;
use crate::finding::Outcome;

/// The space for the names of coverage.
const NAME: usize = 11;

/// What the report does not show of the findings that it lists.
pub(super) struct LeftOut {
    /// Places of checks that are shown at other places.
    pub(super) without_excerpt: usize,
    /// Findings that only the table counts, as they cannot close the gate.
    pub(super) only_counted: usize,
}

/// Writes the summary.
pub(super) fn write(
    page: &Page<'_>,
    outcome: &Outcome,
    options: &Options,
    left_out: &LeftOut,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    writeln!(out, "{}", headline(page, outcome))?;
    let (known, absent) = (outcome.known().count(), outcome.absent.len());
    if known + absent > 0 {
        let new = outcome.active().count();
        page.write_text(0, &format!("baseline: {known} known, {new} new, {absent} no longer found"), out)?;
    }
    for (name, text) in summary::coverage(outcome) {
        page.write_row(name, NAME, &text, out)?;
    }
    for hint in hints(outcome, options, left_out) {
        page.write_text(0, &hint, out)?;
    }
    write_gate(page, outcome, out)
}

/// Writes how the gate stands, when there is one.
pub(super) fn write_gate(page: &Page<'_>, outcome: &Outcome, out: &mut dyn io::Write) -> io::Result<()> {
    let Some((line, gate)) = summary::gate(outcome).zip(outcome.gate.as_ref()) else { return Ok(()) };
    let color = if gate.closed { Color::Red } else { Color::Green };
    writeln!(out, "{}", page.paint.bold(&page.paint.color(&page.plain(&line), color)))
}

/// What is not shown, and the option that shows it.
fn hints(outcome: &Outcome, options: &Options, left_out: &LeftOut) -> Vec<String> {
    let mut hints = Vec::new();
    let one = |count: usize, one: &'static str, many: &'static str| if count == 1 { one } else { many };
    match (left_out.only_counted, left_out.without_excerpt) {
        (0, 0) => {}
        (0, places) => {
            let (have, them) = (one(places, "has", "have"), one(places, "it", "them"));
            hints.push(format!("{} {have} no excerpt (--all shows {them})", counted(places, "place")));
        }
        (count, _) => {
            let is = one(count, "does not close the gate and is", "do not close the gate and are");
            hints.push(format!("{} {is} only counted (--all shows everything)", counted(count, "finding")));
        }
    }
    let hidden = outcome.active().count() - outcome.active_from(options.min_severity).count();
    if hidden > 0 {
        let (are, severity) = (one(hidden, "is", "are"), options.min_severity);
        let hidden = counted(hidden, "finding");
        hints.push(format!("{hidden} below {severity} {are} not listed (--min-severity info lists all)"));
    }
    let unknown = outcome.not_assessed.len();
    if unknown > 0 && !options.show_unknown {
        let (verdicts, them) = (counted(unknown, "verdict"), one(unknown, "it", "them"));
        hints.push(format!("{verdicts} could not be assessed (--show-unknown lists {them})"));
    }
    let unread = outcome.unread.len();
    if unread > 0 && !options.show_unknown {
        let (are, them) = (one(unread, "is", "are"), one(unread, "it", "them"));
        let files = counted(unread, "file");
        hints.push(format!("{files} that may matter {are} not read (--show-unknown lists {them})"));
    }
    hints
}

/// `12 findings: 1 critical, 4 high`, each severity in its colour.
fn headline(page: &Page<'_>, outcome: &Outcome) -> String {
    let total = outcome.active().count();
    if total == 0 {
        let mut text = summary::none(outcome);
        text[..1].make_ascii_uppercase();
        return page.paint.bold(&format!("{text}."));
    }
    let counts = summary::counts(outcome).into_iter().map(|(severity, count)| {
        let (word, color) = page::severity(severity);
        page.paint.color(&format!("{count} {word}"), color)
    });
    let counts: Vec<_> = counts.collect();
    let between = if summary::headline(outcome).len() > page.width { "\n  " } else { " " };
    let head = page.paint.bold(&format!("{}:", counted(total, "finding")));
    format!("{head}{between}{}", counts.join(&format!(",{between}")))
}
