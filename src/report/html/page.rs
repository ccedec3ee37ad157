//! What the page of a scan shows.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use askama::Template;

use super::super::text::one_line;
use super::super::writer::Options;
use super::super::{origin, summary};
use super::card::{Card, Texts};
use super::index::Index;
use super::lists::{Problems, ReasonCount, Unknown, reasons};
use super::prose::Prose;
use super::shell::{Script, Shell};
use crate::check::{Check, Severity, Wording};
use crate::finding::{Absent, Finding, GateVerdict, Outcome};
use crate::model::Platform;
use crate::source::Shown;

/// Most findings that are shown, the worst first: a browser opens no file of any size.
const FINDING_LIMIT: usize = 25_000;

/// The page of a scan.
#[derive(Template)]
#[template(path = "findings.html")]
pub(super) struct Page<'a> {
    shell: Shell,
    root: Cow<'a, str>,
    time: &'a str,
    /// What was scanned and where it comes from.
    origin: Vec<(&'static str, String)>,
    headline: String,
    gate: Option<&'a GateVerdict>,
    tiles: Vec<Tile>,
    coverage: Vec<(&'static str, String)>,
    reasons: Vec<ReasonCount>,
    sections: Vec<Section<'a>>,
    files: Index<'a>,
    resources: Index<'a>,
    not_assessed: Unknown<'a>,
    problems: Problems<'a>,
    /// Findings beyond [`FINDING_LIMIT`].
    left_out: usize,
}

/// How many findings of a severity count.
struct Tile {
    severity: Severity,
    count: usize,
}

/// Findings that stand alike.
struct Section<'a> {
    id: &'static str,
    title: &'static str,
    note: &'static str,
    count: usize,
    /// The worst first, then the most frequent.
    groups: Vec<Group<'a>>,
    absent: &'a [Absent],
}

/// Findings of one check that are equally bad, and of which it says the same.
struct Group<'a> {
    check: &'static Check,
    wording: Wording,
    severity: Severity,
    cards: Vec<Card<'a>>,
}

impl Group<'_> {
    fn why(&self) -> Prose<'static> {
        Prose(self.wording.why.into())
    }

    fn remedy(&self) -> Prose<'static> {
        Prose(self.wording.remedy.into())
    }

    fn has_references(&self) -> bool {
        let text = self.check.text;
        !(text.references.is_empty() && text.cwe.is_empty() && text.aliases.is_empty())
    }
}

impl<'a> Page<'a> {
    pub(super) fn new(outcome: &'a Outcome, sources: Shown<'a>, options: &'a Options) -> Self {
        let origin = origin::rows(&options.paths, &options.origin);
        let texts = Texts { sources, root: &outcome.root };
        let mut findings = summary::worst_first(outcome.findings.iter());
        let left_out = findings.len().saturating_sub(FINDING_LIMIT);
        findings.truncate(FINDING_LIMIT);
        let active: Vec<&Finding> = findings.iter().copied().filter(|finding| finding.is_active()).collect();
        let count = |severity| outcome.active().filter(|finding| finding.severity == severity).count();
        Self {
            shell: Shell::new("Findings", "Values that are not known are never guessed.", Script::Findings),
            root: one_line(&outcome.root),
            time: &options.timestamp,
            origin: origin.into_iter().map(|(name, value)| (name, one_line(&value).into_owned())).collect(),
            headline: summary::headline(outcome),
            gate: outcome.gate.as_ref(),
            tiles: Severity::ALL.into_iter().map(|severity| Tile { severity, count: count(severity) }).collect(),
            coverage: summary::coverage(outcome),
            reasons: reasons(&outcome.not_assessed),
            files: Index::by_file(&active, sources, &outcome.root),
            resources: Index::by_resource(&active),
            sections: sections(&findings, &active, outcome, &texts),
            not_assessed: Unknown::new(&outcome.not_assessed, &texts),
            problems: Problems::new(outcome, &texts),
            left_out,
        }
    }
}

/// The findings that count, then those of the baseline and those with an exception, where there are any.
fn sections<'a>(
    findings: &[&'a Finding],
    active: &[&'a Finding],
    outcome: &'a Outcome,
    texts: &Texts<'a>,
) -> Vec<Section<'a>> {
    let (excepted, others): (Vec<&Finding>, Vec<&Finding>) =
        findings.iter().partition(|finding| finding.exception.is_some());
    let known: Vec<&Finding> = others.into_iter().filter(|finding| !finding.is_active()).collect();
    let section = |id, title, note, findings: &[&'a Finding], absent| Section {
        id,
        title,
        note,
        count: findings.len(),
        groups: groups(findings, texts),
        absent,
    };
    let counted = "What counts for the gate: the worst first, by check.";
    let mut sections = vec![section("findings", "Findings", counted, active, &[])];
    if !known.is_empty() || !outcome.absent.is_empty() {
        let note = "Known before this scan: they do not count.";
        sections.push(section("baseline", "Baseline", note, &known, &outcome.absent));
    }
    if !excepted.is_empty() {
        let note = "Somebody decided to bear these: they do not count.";
        sections.push(section("excepted", "Excepted", note, &excepted, &[]));
    }
    sections
}

fn groups<'a>(findings: &[&'a Finding], texts: &Texts<'a>) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<_, Group> = BTreeMap::new();
    for finding in findings {
        let own_wording = finding.check.own_wording(finding.platform).map(Platform::as_str);
        let group = groups.entry((Reverse(finding.severity), finding.check.id, own_wording));
        let (check, wording) = (finding.check, finding.wording());
        let new = || Group { check, wording, severity: finding.severity, cards: Vec::new() };
        group.or_insert_with(new).cards.push(texts.card(finding));
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    groups.sort_by_key(|group| (Reverse(group.severity), Reverse(group.cards.len())));
    groups
}
