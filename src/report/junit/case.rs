//! What is said of one check in one file.

use std::fmt::Write as _;

use super::super::place::Spot;
use super::super::summary;
use super::super::text::one_line;
use super::super::writer::Options;
use crate::diagnostic::Diagnostic;
use crate::finding::{Finding, NotAssessed, Outcome};
use crate::source::{Shown, Span};

/// Most findings that the text of one case lists.
const FINDINGS: usize = 100;

/// Most further addresses of one finding that are listed.
const ADDRESSES: usize = 100;

/// A test case.
pub(super) struct Case {
    pub(super) name: String,
    pub(super) end: End,
    /// What was found that does not fail it, one finding a line.
    pub(super) output: String,
}

/// How a case ended.
pub(super) enum End {
    Passed,
    Failed(Report),
    Broken(Report),
    Skipped { message: String },
}

/// Why a case did not pass.
pub(super) struct Report {
    pub(super) kind: &'static str,
    pub(super) message: String,
    pub(super) details: String,
}

/// Everything that a scan says of one check in one file.
#[derive(Default)]
pub(super) struct Verdicts<'a> {
    closing: Vec<&'a Finding>,
    /// Findings that count and do not close the gate.
    others: Vec<&'a Finding>,
    /// Findings that do not count: excepted, or in the baseline.
    settled: Vec<&'a Finding>,
    not_assessed: Vec<&'a NotAssessed>,
}

impl<'a> Verdicts<'a> {
    pub(super) fn add(&mut self, finding: &'a Finding, outcome: &Outcome) {
        let list = match (outcome.is_closed_by(finding), finding.is_active()) {
            (true, _) => &mut self.closing,
            (false, true) => &mut self.others,
            (false, false) => &mut self.settled,
        };
        list.push(finding);
    }

    pub(super) fn add_unknown(&mut self, entry: &'a NotAssessed) {
        self.not_assessed.push(entry);
    }

    /// The case, by how the worst of it ended.
    pub(super) fn into_case(self, name: String, texts: &Texts<'_>) -> Case {
        let Self { closing, others, settled, not_assessed } = self;
        let closing = summary::worst_first(closing.into_iter());
        let others = summary::worst_first(others.into_iter());
        let end = match (closing.first(), others.first(), settled.first(), not_assessed.first()) {
            (Some(first), ..) => End::Failed(Report {
                kind: first.severity.as_str(),
                message: and_more(&first.message, closing.len()),
                details: texts.details(&closing),
            }),
            (None, None, Some(first), _) => End::Skipped { message: and_more(&why_skipped(first), settled.len()) },
            (None, None, None, Some(first)) => {
                End::Skipped { message: and_more(&format!("not assessed: {}", first.reason), not_assessed.len()) }
            }
            (None, ..) => End::Passed,
        };
        let rest: Vec<_> = others.into_iter().chain(settled).collect();
        Case { name, end, output: listed(rest.iter().map(|finding| texts.line(finding))) }
    }
}

/// What the texts of cases are made of.
pub(super) struct Texts<'a> {
    pub(super) outcome: &'a Outcome,
    pub(super) sources: Shown<'a>,
    pub(super) options: &'a Options,
}

impl Texts<'_> {
    fn place(&self, span: Span) -> String {
        Spot::at(self.sources, span).display(&self.outcome.root)
    }

    /// A finding that does not fail its case.
    fn line(&self, finding: &Finding) -> String {
        let message = one_line(&finding.message);
        let why = if finding.is_active() { String::new() } else { format!(" ({})", standing(finding)) };
        format!("{}: {}: {message}{why}\n", self.place(finding.place), finding.severity)
    }

    /// What the viewer shows of a failed case: the format has no field for a place.
    fn details(&self, findings: &[&Finding]) -> String {
        let mut details = listed(findings.iter().map(|finding| self.entry(finding)));
        let Some(first) = findings.first() else { return details };
        let wording = first.wording();
        // Writing to a string does not fail.
        let texts = [("why", wording.why), ("remedy", wording.remedy)];
        for (name, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
            let _ = writeln!(details, "{name}: {text}");
        }
        for reference in first.check.text.references {
            let _ = writeln!(details, "{reference}");
        }
        details
    }

    /// Place and message, the way of the value, and the other resources.
    fn entry(&self, finding: &Finding) -> String {
        let place = self.place(finding.place);
        let mut entry = format!("{place}: {} [{}]\n", one_line(&finding.message), finding.check.id);
        for label in &finding.related {
            let _ = writeln!(entry, "{}: {}", self.place(label.span), label.text);
        }
        if let [_, others @ ..] = finding.addresses.as_slice()
            && !others.is_empty()
        {
            let listed = &others[..others.len().min(ADDRESSES)];
            let more = others.len() - listed.len();
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let _ = writeln!(entry, "also: {}{more}", listed.join(", "));
        }
        entry
    }

    /// A problem of the input, which is a case of its own.
    pub(super) fn broken(&self, diagnostic: &Diagnostic) -> Case {
        let spot = Spot::of(self.sources, &diagnostic.place);
        let name = spot.as_ref().map_or(diagnostic.code, |spot| spot.path).to_owned();
        let place = spot.as_ref().map_or_else(String::new, |spot| format!("{}\n", spot.display(&self.outcome.root)));
        let details = format!("{place}{}", diagnostic.help.as_deref().unwrap_or_default());
        let report = Report { kind: diagnostic.code, message: diagnostic.message.clone(), details };
        Case { name, end: End::Broken(report), output: String::new() }
    }
}

/// Why a finding does not count.
fn standing(finding: &Finding) -> String {
    match &finding.exception {
        Some(exception) => format!("excepted: {}", exception.reason.as_deref().unwrap_or("no reason given")),
        None => "in the baseline".to_owned(),
    }
}

/// Why a case with nothing but such findings is skipped: the reason of an exception says enough.
fn why_skipped(finding: &Finding) -> String {
    let standing = standing(finding);
    if finding.exception.is_some() { standing } else { format!("{standing}: {}", finding.message) }
}

/// `first`, and how many of `count` are left.
fn and_more(first: &str, count: usize) -> String {
    if count > 1 { format!("{first} (and {} more)", count - 1) } else { first.to_owned() }
}

/// As many entries as a case lists, and how many more there are.
fn listed(entries: impl ExactSizeIterator<Item = String>) -> String {
    let more = entries.len().saturating_sub(FINDINGS);
    let text: String = entries.take(FINDINGS).collect();
    if more > 0 { format!("{text}and {more} more\n") } else { text }
}
