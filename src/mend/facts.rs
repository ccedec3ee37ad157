//! What two scans are compared by.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::candidates::complete;
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::engine::{Declared, Scan};
use crate::finding::Finding;
use crate::source::SourceMap;

/// A check and a resource.
pub(super) type Subject<'s> = (&'static str, &'s str);

/// An error in the input: its code, the path of its file, and what it says.
pub(super) type Problem<'s> = (&'static str, &'s str, &'s str);

/// What a scan says, as far as fixes must not change it.
pub(super) struct Facts<'s> {
    /// How many findings count.
    pub(super) findings: BTreeMap<Subject<'s>, usize>,
    /// What findings are known by while their text stays the same.
    causes: HashSet<(&'static str, &'s str)>,
    pub(super) not_assessed: BTreeSet<Subject<'s>>,
    pub(super) problems: BTreeMap<Problem<'s>, usize>,
    /// Files that were read whole.
    pub(super) complete: HashSet<&'s str>,
    pub(super) resources: BTreeMap<(&'s str, &'s str), Vec<&'s Declared>>,
}

impl<'s> Facts<'s> {
    pub(super) fn of(scan: &'s Scan) -> Self {
        let outcome = &scan.outcome;
        let mut findings = BTreeMap::new();
        for finding in outcome.active() {
            for subject in subjects(finding) {
                *findings.entry(subject).or_default() += 1;
            }
        }
        let mut problems = BTreeMap::new();
        for diagnostic in outcome.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error) {
            *problems.entry(problem(diagnostic, &scan.sources)).or_default() += 1;
        }
        let mut resources: BTreeMap<_, Vec<&Declared>> = BTreeMap::new();
        for declared in &scan.inventory {
            resources.entry((declared.address.as_str(), declared.home.as_str())).or_default().push(declared);
        }
        for all in resources.values_mut() {
            all.sort_by_key(|declared| declared.digest);
        }
        Self {
            findings,
            causes: outcome.active().map(|finding| (finding.check.id, finding.cause.as_str())).collect(),
            not_assessed: outcome.not_assessed.iter().map(|it| (it.check.id, it.address.as_str())).collect(),
            problems,
            complete: complete(scan),
            resources,
        }
    }

    /// Whether a finding of another scan is there with the same text.
    pub(super) fn has(&self, finding: &Finding) -> bool {
        self.causes.contains(&(finding.check.id, finding.cause.as_str()))
    }
}

/// The subjects of a finding.
pub(super) fn subjects(finding: &Finding) -> impl Iterator<Item = Subject<'_>> {
    finding.addresses.iter().map(|address| (finding.check.id, address.as_str()))
}

fn problem<'s>(diagnostic: &'s Diagnostic, sources: &'s SourceMap) -> Problem<'s> {
    let path = match &diagnostic.place {
        Place::Text(span) => sources.get(span.file).path(),
        Place::File(path) => path,
        Place::None => "",
    };
    (diagnostic.code, path, &diagnostic.message)
}
