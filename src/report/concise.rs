//! The `concise` format: one line each, for problem matchers and `grep`.

use std::io;

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
        for finding in outcome.active_from(options.min_severity) {
            let check = finding.check;
            let place = Place::Text(finding.place);
            write_line(out, &prefix(sources, root, &place), finding.severity.as_str(), &finding.message, check.id)?;
        }
        for diagnostic in &outcome.diagnostics {
            let prefix = prefix(sources, root, &diagnostic.place);
            write_line(out, &prefix, diagnostic.level.as_str(), &diagnostic.message, diagnostic.code)?;
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

fn write_line(out: &mut dyn io::Write, prefix: &str, severity: &str, message: &str, code: &str) -> io::Result<()> {
    writeln!(out, "{prefix}{severity}: {} [{code}]", one_line(message))
}
