//! What comments and summaries are made of.

use super::super::commit_link::CommitLinks;
use super::super::place::Spot;
use super::super::text::{counted, cut};
use super::super::writer::Options;
use super::escape::{code, escape};
use super::page::Page;
use crate::check::{Severity, Wording};
use crate::finding::{Finding, Outcome};
use crate::model::Platform;
use crate::source::Shown;

/// Most characters of a message, an address or a path.
const TEXT_LIMIT: usize = 300;

/// A scan, as its parts are written.
pub(super) struct Report<'o> {
    pub(super) outcome: &'o Outcome,
    pub(super) sources: Shown<'o>,
    /// Where places lead; nowhere without them.
    pub(super) links: Option<CommitLinks>,
}

impl<'o> Report<'o> {
    /// The findings that count of a severity, by check and what it says of a language.
    pub(super) fn groups(&self, severity: Severity) -> Vec<Vec<&'o Finding>> {
        let mut findings: Vec<_> = self.outcome.active().filter(|finding| finding.severity == severity).collect();
        let subject =
            |finding: &&Finding| (finding.check.id, finding.check.own_wording(finding.platform).map(Platform::as_str));
        findings.sort_by_key(subject);
        findings.chunk_by(|left, right| subject(left) == subject(right)).map(<[_]>::to_vec).collect()
    }

    /// A finding as an item of a list.
    pub(super) fn entry(&self, finding: &Finding) -> String {
        let message = escape(&cut(&finding.message, TEXT_LIMIT));
        let resources = match finding.addresses.as_slice() {
            [] => String::new(),
            [address] => format!(" ({})", short(address)),
            [address, others @ ..] => format!(" ({} and {} more)", short(address), others.len()),
        };
        format!("- {} {message}{resources}\n", self.place(&Spot::at(self.sources, finding.place)))
    }

    fn place(&self, spot: &Spot<'_>) -> String {
        let place = short(&spot.display(&self.outcome.root));
        let address = self.links.as_ref().zip(spot.lines).and_then(|(links, (at, _))| links.line(spot.path, at.line));
        address.map_or_else(|| place.clone(), |address| format!("[{place}]({address})"))
    }

    /// Writes what could not be assessed, when asked, and the problems of the input; gives the number of those that did not
    /// fit.
    pub(super) fn lists(&self, options: &Options, page: &mut Page) -> usize {
        let mut left_out = 0;
        if options.show_unknown {
            let entries = self.outcome.not_assessed.iter().map(|entry| {
                let place = self.place(&Spot::at(self.sources, entry.span));
                let reason = escape(&cut(&entry.reason.to_string(), TEXT_LIMIT));
                format!("- {place} {}: {reason} ({})\n", short(&entry.address), entry.check.id)
            });
            left_out += list("Not assessed", entries, page);
            let files = self.outcome.unread.iter().map(|file| format!("- {}: {}\n", short(&file.path), file.reason));
            left_out += list("Not read", files, page);
        }
        let problems = self.outcome.diagnostics.iter().map(|diagnostic| {
            let spot = Spot::of(self.sources, &diagnostic.place);
            let place = spot.map_or_else(String::new, |spot| self.place(&spot) + " ");
            let message = escape(&cut(&diagnostic.message, TEXT_LIMIT));
            format!("- {}: {place}{message} ({})\n", diagnostic.level.as_str(), diagnostic.code)
        });
        left_out + list("Problems of the input", problems, page)
    }
}

/// `**Gate closed:** 1 high`, as a paragraph; nothing without a gate.
pub(super) fn gate(outcome: &Outcome) -> String {
    let gate = outcome.gate.as_ref().map(|gate| {
        let state = if gate.closed { "closed" } else { "open" };
        format!("**Gate {state}:** {}\n\n", gate.reason)
    });
    gate.unwrap_or_default()
}

/// What is wrong, and the check that says so.
pub(super) fn title(finding: &Finding) -> String {
    format!("**{}** {}\n", escape(finding.wording().title), code(finding.check.id))
}

/// Why it matters and what to do, once for all findings of a check. Its texts are Markdown.
pub(super) fn advice(finding: &Finding) -> String {
    let Wording { why, remedy, .. } = finding.wording();
    let why = if why.is_empty() { String::new() } else { format!("{why}\n\n") };
    format!("{why}_Remedy:_ {remedy}\n")
}

/// Writes a collapsed list, and gives the number of its entries that did not fit.
pub(super) fn list(title: &str, entries: impl Iterator<Item = String>, page: &mut Page) -> usize {
    let entries: Vec<_> = entries.collect();
    if entries.is_empty() {
        return 0;
    }
    if !page.push(&format!("\n<details>\n<summary>{title}: {}</summary>\n\n", entries.len())) {
        return entries.len();
    }
    let fitted = entries.iter().take_while(|entry| page.push(entry)).count();
    page.close("\n</details>\n");
    entries.len() - fitted
}

/// The page as it is written: its last line says how much did not fit.
pub(super) fn finish(mut page: Page, left_out: usize) -> String {
    if left_out > 0 {
        page.close(&format!("\n{} did not fit here.\n", counted(left_out, "line")));
    }
    page.into_text()
}

/// A name or path in the font of code, cut where it is long.
pub(super) fn short(text: &str) -> String {
    code(&cut(text, TEXT_LIMIT))
}
