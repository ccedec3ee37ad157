//! Test cases by check.

use std::collections::{BTreeMap, HashSet};

use super::super::tool::TOOL_VERSION;
use super::super::writer::Options;
use super::super::{minor, summary, xml};
use super::case::{Case, End, Report, Texts, Verdicts};
use crate::diagnostic::Level;
use crate::finding::{NotAssessed, Outcome, Pass};
use crate::source::{Shown, Span};

/// The cases of a check, or of the scan itself.
pub(super) struct Suite<'a> {
    pub(super) name: &'a str,
    pub(super) properties: Vec<(&'static str, String)>,
    pub(super) cases: Vec<Case>,
    /// Names of the cases, since reports over time know a case by its class and name.
    names: HashSet<String>,
}

impl<'a> Suite<'a> {
    fn new(name: &'a str) -> Self {
        Self { name, properties: Vec::new(), cases: Vec::new(), names: HashSet::new() }
    }

    /// Adds a case; of several with one name all but the first get a number.
    fn add(&mut self, case: Case) {
        let mut name = xml::text(&case.name).into_owned();
        if !self.names.insert(name.clone()) {
            name = format!("{name} ({})", self.cases.len() + 1);
        }
        self.cases.push(Case { name, ..case });
    }

    pub(super) fn failures(&self) -> usize {
        self.cases.iter().filter(|case| matches!(case.end, End::Failed(_))).count()
    }

    pub(super) fn errors(&self) -> usize {
        self.cases.iter().filter(|case| matches!(case.end, End::Broken(_))).count()
    }

    pub(super) fn skipped(&self) -> usize {
        self.cases.iter().filter(|case| matches!(case.end, End::Skipped { .. })).count()
    }
}

/// The suite of the scan itself, then one for each check that has anything to say, by id.
pub(super) fn suites<'a>(outcome: &'a Outcome, sources: Shown<'a>, options: &'a Options) -> Vec<Suite<'a>> {
    let texts = Texts { outcome, sources, options };
    let mut by_check: BTreeMap<&str, Suite<'_>> = BTreeMap::new();
    for ((check, path), verdicts) in verdicts(outcome, sources, options) {
        let suite = by_check.entry(check).or_insert_with(|| Suite::new(check));
        suite.add(verdicts.into_case(format!("{}{path}", outcome.root), &texts));
    }
    std::iter::once(scan(&texts)).chain(by_check.into_values()).collect()
}

/// What could not be read, and why the gate is closed where no finding closes it.
fn scan<'a>(texts: &Texts<'a>) -> Suite<'a> {
    let mut scan = Suite::new("scan");
    scan.properties = properties(texts.outcome, texts.options);
    for diagnostic in texts.outcome.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error) {
        scan.add(texts.broken(diagnostic));
    }
    if let Some(gate) = texts.outcome.gate.as_ref().filter(|gate| gate.closed && gate.closing.is_empty()) {
        let report = Report { kind: "incomplete", message: gate.reason.clone(), details: String::new() };
        scan.add(Case { name: "gate".to_owned(), end: End::Broken(report), output: String::new() });
    }
    scan
}

/// What was found, and what was not, by check and path.
fn verdicts<'a>(
    outcome: &'a Outcome,
    sources: Shown<'a>,
    options: &Options,
) -> BTreeMap<(&'a str, &'a str), Verdicts<'a>> {
    let path = |span: Span| sources.get(span.file).path();
    let mut verdicts: BTreeMap<(&str, &str), Verdicts<'_>> = BTreeMap::new();
    for finding in outcome.findings.iter().filter(|finding| finding.severity >= options.min_severity) {
        verdicts.entry((finding.check.id, path(finding.place))).or_default().add(finding, outcome);
    }
    for entry @ NotAssessed { check, span, .. } in &outcome.not_assessed {
        verdicts.entry((check.id, path(*span))).or_default().add_unknown(entry);
    }
    for Pass { check, place, .. } in &outcome.passes {
        verdicts.entry((check.id, path(*place))).or_default();
    }
    verdicts
}

/// What was covered, and the answer of the gate.
fn properties(outcome: &Outcome, options: &Options) -> Vec<(&'static str, String)> {
    let mut properties = vec![("version", TOOL_VERSION.to_owned())];
    if let Some(gate) = &outcome.gate {
        properties.push(("gate", if gate.closed { "closed" } else { "open" }.to_owned()));
        properties.push(("gate-reason", gate.reason.clone()));
    }
    let left_out = minor::left_out(outcome.active(), options.min_severity);
    properties.extend(left_out.map(|text| ("left-out", text)));
    properties.extend(summary::coverage(outcome));
    properties
}
