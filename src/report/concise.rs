//! The `concise` format: one line each, for problem matchers and `grep`. No two lines are the same.

use std::collections::HashSet;
use std::io;

use super::context::listed;
use super::place::Spot;
use super::text::one_line;
use super::writer::{Options, Writer};
use crate::diagnostic::Place;
use crate::finding::Outcome;
use crate::source::Shown;

/// The `concise` format.
pub(super) struct Concise;

impl Writer for Concise {
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let root = &outcome.root;
        for listed in listed(outcome.active_from(options.min_severity), sources, root) {
            let finding = listed.finding;
            let prefix = prefix(sources, root, &Place::Text(finding.place));
            let severity = finding.severity.as_str();
            writeln!(out, "{}", line(&prefix, severity, &listed.message(), finding.check.id))?;
        }
        let mut said = HashSet::new();
        for diagnostic in &outcome.diagnostics {
            let prefix = prefix(sources, root, &diagnostic.place);
            let message = one_line(&diagnostic.message);
            let line = line(&prefix, diagnostic.level.as_str(), &message, diagnostic.code);
            if !said.contains(&line) {
                writeln!(out, "{line}")?;
                said.insert(line);
            }
        }
        Ok(())
    }

    fn leaves_out_minor(&self) -> bool {
        true
    }
}

/// What stands before the severity: a place with a colon and a space, or nothing.
fn prefix(sources: Shown<'_>, root: &str, place: &Place) -> String {
    Spot::of(sources, place).map_or_else(String::new, |spot| format!("{}: ", spot.display(root)))
}

fn line(prefix: &str, severity: &str, message: &str, code: &str) -> String {
    format!("{prefix}{severity}: {message} [{code}]")
}
