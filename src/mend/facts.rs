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
    /// The facts of a scan, with the names that resources had before.
    pub(super) fn of(scan: &'s Scan, names: &Names<'s>) -> Self {
        let outcome = &scan.outcome;
        let mut findings = BTreeMap::new();
        for finding in outcome.active() {
            for (check, address) in subjects(finding) {
                *findings.entry((check, names.before(address))).or_default() += 1;
            }
        }
        let mut problems = BTreeMap::new();
        for diagnostic in outcome.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error) {
            *problems.entry(problem(diagnostic, &scan.sources)).or_default() += 1;
        }
        let mut resources: BTreeMap<_, Vec<&Declared>> = BTreeMap::new();
        for declared in &scan.inventory {
            resources.entry((names.before(&declared.address), declared.home.as_str())).or_default().push(declared);
        }
        for all in resources.values_mut() {
            all.sort_by_key(|declared| declared.digest);
        }
        Self {
            findings,
            causes: outcome.active().map(|finding| (finding.check.id, finding.cause.as_str())).collect(),
            not_assessed: outcome.not_assessed.iter().map(|it| (it.check.id, names.before(&it.address))).collect(),
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

/// What resources were called before, where a fix has given them another name, as a namespace does.
#[derive(Default)]
pub(super) struct Names<'s>(BTreeMap<&'s str, &'s str>);

impl<'s> Names<'s> {
    /// The names of the resources that stand in the places of others: as many in a file as are gone from it, in their order.
    /// What edits have put in is new.
    pub(super) fn of(before: &'s Scan, after: &'s Scan, is_put_in: impl Fn(&Declared) -> bool) -> Self {
        let gone = only_in(before, after);
        let mut come = only_in(after, before);
        for all in come.values_mut() {
            all.retain(|declared| !is_put_in(declared));
        }
        let mut names = BTreeMap::new();
        for (home, all) in &come {
            let old = gone.get(home).filter(|old| old.len() == all.len()).into_iter().flatten();
            names.extend(all.iter().zip(old).map(|(new, old)| (new.address.as_str(), old.address.as_str())));
        }
        Self(names)
    }

    fn before(&self, address: &'s str) -> &'s str {
        self.0.get(address).copied().unwrap_or(address)
    }
}

/// The resources that only one of two scans has, by file, in the order of the text.
fn only_in<'s>(scan: &'s Scan, other: &Scan) -> BTreeMap<&'s str, Vec<&'s Declared>> {
    let there: HashSet<(&str, &str)> =
        other.inventory.iter().map(|it| (it.home.as_str(), it.address.as_str())).collect();
    let mut only: BTreeMap<&str, Vec<&Declared>> = BTreeMap::new();
    for declared in scan.inventory.iter().filter(|it| !there.contains(&(it.home.as_str(), it.address.as_str()))) {
        only.entry(&declared.home).or_default().push(declared);
    }
    for all in only.values_mut() {
        all.sort_by_key(|declared| declared.declaration.range);
    }
    only
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
