//! What is set the same everywhere in the report, and the findings and messages in it.

use std::io;

use super::super::text::{one_line, wrap};
use super::notice::Renderer;
use super::paint::{Color, Paint};
use crate::diagnostic::Diagnostic;
use crate::finding::Finding;
use crate::source::Shown;

/// Most further addresses of a finding that are listed.
const ADDRESS_LIMIT: usize = 5;

/// What all parts of the report need.
pub(super) struct Page<'a> {
    pub(super) sources: Shown<'a>,
    pub(super) root: &'a str,
    pub(super) paint: Paint,
    pub(super) width: usize,
}

impl Page<'_> {
    pub(super) fn write_findings<'f>(
        &self,
        renderer: &Renderer,
        findings: impl Iterator<Item = &'f Finding>,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let mut file = None;
        for finding in findings {
            if file.replace(finding.place.file) != Some(finding.place.file) {
                let path = format!("{}{}", self.root, self.sources.get(finding.place.file).path());
                writeln!(out, "{}\n", self.paint.bold(&one_line(&path)))?;
            }
            out.write_all(renderer.finding(finding, self.sources, self.root)?.as_bytes())?;
            self.write_notes(finding, out)?;
            writeln!(out)?;
        }
        Ok(())
    }

    fn write_notes(&self, finding: &Finding, out: &mut dyn io::Write) -> io::Result<()> {
        let wording = finding.wording();
        let also = others(&finding.addresses);
        for (head, note) in [("why", wording.why), ("help", wording.remedy), ("also", also.as_str())] {
            if !note.is_empty() {
                self.write_note(head, note, out)?;
            }
        }
        Ok(())
    }

    pub(super) fn write_diagnostics(
        &self,
        renderer: &Renderer,
        diagnostics: &[Diagnostic],
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        for diagnostic in diagnostics {
            out.write_all(renderer.diagnostic(diagnostic, self.sources, self.root)?.as_bytes())?;
            if let Some(help) = &diagnostic.help {
                self.write_note("help", help, out)?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    /// Writes a paragraph under its head, such as `help:`.
    fn write_note(&self, head: &str, text: &str, out: &mut dyn io::Write) -> io::Result<()> {
        let head = format!("  {:<6}", format!("{head}:"));
        let note = wrap(&head, &one_line(text), self.width);
        let body = note.strip_prefix(head.as_str()).unwrap_or(&note);
        write!(out, "{}{body}", self.paint.color(&head, Color::Cyan))
    }
}

/// The addresses after the first, which stands in the excerpt.
fn others(addresses: &[String]) -> String {
    let Some((_, others)) = addresses.split_first() else { return String::new() };
    let listed = others.iter().take(ADDRESS_LIMIT).map(String::as_str).collect::<Vec<_>>().join(", ");
    match others.len().saturating_sub(ADDRESS_LIMIT) {
        0 => listed,
        more => format!("{listed} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::others;

    #[test]
    fn at_most_five_further_addresses_are_listed() {
        let addresses: Vec<String> = (0..41).map(|at| format!("a.b[{at}]")).collect();
        assert_eq!(others(&addresses), "a.b[1], a.b[2], a.b[3], a.b[4], a.b[5] and 35 more");
        assert_eq!(others(&addresses[..6]), "a.b[1], a.b[2], a.b[3], a.b[4], a.b[5]");
        assert_eq!(others(&addresses[..1]), "");
        assert_eq!(others(&[]), "");
    }
}
