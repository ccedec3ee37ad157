//! The findings that can be mended in one round.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::mending::Mending;
use super::texts::Texts;
use super::why::Why;
use crate::engine::Scan;
use crate::finding::{Edit, Finding, Fix, Outcome};
use crate::fix::share_a_place;
use crate::source::{FileId, SourceFile, TextRange};

/// A finding with its fix.
pub(super) struct Candidate<'s> {
    pub(super) finding: &'s Finding,
    pub(super) fix: &'s Fix,
}

/// What a finding is known by from scan to scan.
type Key = (&'static str, Vec<String>, String, Option<String>);

fn key(finding: &Finding) -> Key {
    (finding.check.id, finding.addresses.clone(), finding.path.clone(), finding.value.clone())
}

/// The findings whose fixes are not tried any more, and why.
#[derive(Default)]
pub(super) struct Refusals(HashMap<Key, Why>);

impl Refusals {
    pub(super) fn add(&mut self, candidate: &Candidate<'_>, why: Why) {
        self.0.entry(key(candidate.finding)).or_insert(why);
    }

    /// Why the fix of a finding was refused.
    pub(super) fn of(&self, finding: &Finding) -> Option<&Why> {
        self.0.get(&key(finding))
    }
}

/// The fixes of a scan that can be written together, the worst findings first where two of them meet.
pub(super) fn of<'s, E>(
    scan: &'s Scan,
    mending: &Mending<'_, E>,
    refused: &Refusals,
    edited: &Texts,
) -> Vec<Candidate<'s>> {
    let mut files = Writable::of(scan, mending, edited);
    let mut found: Vec<(usize, Candidate<'s>)> = wanted(scan, mending.is_wanted)
        .into_iter()
        .filter(|finding| refused.of(finding).is_none())
        .filter_map(|finding| Some(Candidate { finding, fix: finding.fix.as_ref()? }))
        .filter(|candidate| hindrance(candidate.fix, mending.review, &mut files).is_none())
        .enumerate()
        .collect();
    found.sort_by_key(|(at, candidate)| (Reverse(candidate.finding.severity), *at));
    let mut taken = Taken { scan, places: HashMap::new() };
    found.retain(|(_, candidate)| taken.take(candidate.fix));
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The findings that count and that nobody else says already, in the files that were asked for, that are to be mended.
pub(super) fn wanted<'s>(scan: &'s Scan, is_wanted: &dyn Fn(&Finding) -> bool) -> Vec<&'s Finding> {
    let outcome = &scan.outcome;
    let mut copy = Outcome { findings: outcome.findings.clone(), checks: outcome.checks.clone(), ..Outcome::default() };
    copy.subsume();
    let visible: HashSet<String> = copy.findings.into_iter().map(|finding| finding.fingerprint).collect();
    let is_here = |finding: &Finding| scan.reports_on(scan.sources.get(finding.place.file).path());
    let is_meant = |finding: &Finding| visible.contains(&finding.fingerprint) && is_here(finding) && is_wanted(finding);
    outcome.active().filter(|finding| is_meant(finding)).collect()
}

/// Why a fix is not tried; none where it is.
pub(super) fn hindrance<E>(fix: &Fix, review: bool, files: &mut Writable<'_, E>) -> Option<Why> {
    if !review && !fix.is_safe() {
        return Some(Why::Review(fix.clone()));
    }
    fix.edits.iter().find_map(|edit| files.hindrance(edit.span.file))
}

/// What is known of the files that fixes edit.
pub(super) struct Writable<'w, E> {
    scan: &'w Scan,
    mending: &'w Mending<'w, E>,
    /// What was edited already could be, and is not what is on disk any more.
    edited: &'w Texts,
    complete: HashSet<&'w str>,
    known: HashMap<FileId, Option<Why>>,
}

impl<'w, E> Writable<'w, E> {
    pub(super) fn of(scan: &'w Scan, mending: &'w Mending<'w, E>, edited: &'w Texts) -> Self {
        Self { scan, mending, edited, complete: complete(scan), known: HashMap::new() }
    }

    fn hindrance(&mut self, id: FileId) -> Option<Why> {
        let file = self.scan.sources.get(id);
        let may_write = || if self.edited.has(file.path()) { Ok(()) } else { (self.mending.may_write)(file) };
        let find = || match may_write() {
            Err(why) => Some(Why::File(format!("{} {why}", file.path()))),
            Ok(()) if !self.complete.contains(file.path()) => {
                Some(Why::File(format!("{} has errors of syntax", file.path())))
            }
            Ok(()) => None,
        };
        self.known.entry(id).or_insert_with(find).clone()
    }
}

/// The files that were read whole. Of those that no front end has read as a document of its own, such as a patch, nothing
/// else is known.
pub(super) fn complete(scan: &Scan) -> HashSet<&str> {
    let broken: HashSet<FileId> =
        scan.documents.iter().filter(|document| !document.complete).map(|document| document.file).collect();
    scan.sources.iter().filter(|file| !broken.contains(&file.id())).map(SourceFile::path).collect()
}

/// The places that are edited in a round, by path.
struct Taken<'s> {
    scan: &'s Scan,
    places: HashMap<&'s str, BTreeMap<u32, u32>>,
}

impl<'s> Taken<'s> {
    /// Takes the places of a fix, unless one of them meets a place that is taken.
    fn take(&mut self, fix: &Fix) -> bool {
        let place = |edit: &Edit| (self.scan.sources.get(edit.span.file), edit.span.range);
        let places: Vec<(&'s SourceFile, TextRange)> = fix.edits.iter().map(place).collect();
        let is_free = !places.is_empty() && places.iter().all(|(file, range)| self.is_free(file, *range));
        if is_free {
            for (file, range) in places {
                self.places.entry(file.path()).or_default().insert(range.start, range.end);
            }
        }
        is_free
    }

    /// Places that touch each other meet, and so do those at which something is added with only white space between.
    fn is_free(&self, file: &SourceFile, range: TextRange) -> bool {
        let Some(taken) = self.places.get(file.path()) else { return true };
        let (before, behind) = (taken.range(..=range.end).next_back(), taken.range(range.start..).next());
        let shares = |(&start, &end): (&u32, &u32)| share_a_place(file.text(), TextRange { start, end }, range);
        before.is_none_or(|(_, &end)| end < range.start) && !before.is_some_and(shares) && !behind.is_some_and(shares)
    }
}
