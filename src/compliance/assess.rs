//! The outcome of a scan, read control by control.

use std::collections::BTreeMap;

use super::{Assessable, Basis, Control, Framework, Limit, NotAssessedReason, Status};
use crate::check::Check;
use crate::diagnostic::{Level, Place};
use crate::finding::{Exception, Finding, Outcome};
use crate::model::Platform;
use crate::source::{SourceMap, Span};
use crate::value::Reason;

/// A framework with how each of its controls stands.
#[derive(Debug)]
pub struct Assessment<'o> {
    /// The framework.
    pub framework: &'static Framework,
    /// Every control, in the order of the framework.
    pub results: Vec<ControlResult>,
    /// The checks that judged something in the scope of the framework, by id, with what they saw.
    pub checks: Vec<CheckEvidence<'o>>,
}

/// How one control stands.
#[derive(Debug)]
pub struct ControlResult {
    /// The control.
    pub control: &'static Control,
    /// The answer.
    pub status: Status,
    /// Why a pass, or an exception from the rest, does not stand for the whole control.
    pub limits: Vec<Limit>,
    /// Verdicts of its checks.
    pub tally: Tally,
    /// Its checks that judged something: indices into [`Assessment::checks`].
    pub checks: Vec<usize>,
}

/// What one check saw.
#[derive(Debug)]
pub struct CheckEvidence<'o> {
    /// The check.
    pub check: &'static Check,
    /// What it saw, by resource and place.
    pub evidence: Vec<Evidence<'o>>,
    /// Its verdicts.
    pub tally: Tally,
}

/// What one check saw of one resource at one place.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'o> {
    /// The language.
    pub platform: Platform,
    /// The kind of the resource.
    pub kind: &'o str,
    /// The resource.
    pub address: &'o str,
    /// The declaration of what passes, the culprit of what does not.
    pub place: Span,
    /// What it saw.
    pub observed: Observed<'o>,
}

/// What a check saw.
#[derive(Clone, Copy, Debug)]
pub enum Observed<'o> {
    /// It passed.
    Pass,
    /// It failed.
    Fail(&'o Finding),
    /// It failed, and an exception covers it.
    Excepted(&'o Finding, &'o Exception),
    /// A value is not known.
    Unknown(&'o Reason),
}

/// Counts of verdicts. A check on a resource counts once: as failed while any failure has no exception, then as unknown,
/// then as excepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Passed.
    pub passed: usize,
    /// Failed.
    pub failed: usize,
    /// Failed, with an exception.
    pub excepted: usize,
    /// Not known.
    pub unknown: usize,
}

/// How many controls stand how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// All controls.
    pub controls: usize,
    /// Those that pass as a whole.
    pub passed: usize,
    /// Those that pass as far as can be seen.
    pub passed_in_part: usize,
    /// Those that fail.
    pub failed: usize,
    /// Those of which every failure has an exception.
    pub excepted: usize,
    /// Those without an answer, by the reason.
    pub not_assessed: BTreeMap<NotAssessedReason, usize>,
}

impl Observed<'_> {
    /// The word for machines.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail(_) => "fail",
            Self::Excepted(..) => "excepted",
            Self::Unknown(_) => "unknown",
        }
    }

    /// The finding behind a failure.
    pub const fn finding(&self) -> Option<&Finding> {
        match self {
            Self::Fail(finding) | Self::Excepted(finding, _) => Some(finding),
            Self::Pass | Self::Unknown(_) => None,
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Pass, Self::Pass) => true,
            (Self::Unknown(reason), Self::Unknown(other)) => reason == other,
            (Self::Fail(finding), Self::Fail(other)) | (Self::Excepted(finding, _), Self::Excepted(other, _)) => {
                finding.fingerprint == other.fingerprint
            }
            _ => false,
        }
    }

    /// What decides when one check saw several things of one resource, the weightiest last.
    const fn weight(&self) -> u8 {
        match self {
            Self::Pass => 0,
            Self::Excepted(..) => 1,
            Self::Unknown(_) => 2,
            Self::Fail(_) => 3,
        }
    }
}

impl ControlResult {
    /// Whether the answer stands for the whole control. One failure is enough for a whole answer.
    pub fn is_complete(&self) -> bool {
        self.limits.is_empty() && self.status.reason().is_none()
    }

    /// The answer in words for people, such as `pass (in part)`.
    pub fn words(&self) -> String {
        match self.status {
            Status::NotAssessed(reason) => format!("not assessed: {}", reason.words()),
            Status::Pass | Status::Excepted if !self.is_complete() => format!("{} (in part)", self.status.as_str()),
            Status::Pass | Status::Excepted | Status::Fail => self.status.as_str().to_owned(),
        }
    }
}

impl Assessment<'_> {
    /// What the checks of a control saw.
    pub fn checks_of<'a>(&'a self, result: &'a ControlResult) -> impl Iterator<Item = &'a CheckEvidence<'a>> {
        result.checks.iter().map(|&index| &self.checks[index])
    }

    /// How many controls stand how. The numbers add up to [`Summary::controls`].
    pub fn summary(&self) -> Summary {
        let mut summary = Summary { controls: self.results.len(), ..Summary::default() };
        for result in &self.results {
            match result.status {
                Status::Pass if result.is_complete() => summary.passed += 1,
                Status::Pass => summary.passed_in_part += 1,
                Status::Fail => summary.failed += 1,
                Status::Excepted => summary.excepted += 1,
                Status::NotAssessed(reason) => *summary.not_assessed.entry(reason).or_default() += 1,
            }
        }
        summary
    }
}

impl Tally {
    fn add(&mut self, observed: &Observed<'_>) {
        match observed {
            Observed::Pass => self.passed += 1,
            Observed::Fail(_) => self.failed += 1,
            Observed::Excepted(..) => self.excepted += 1,
            Observed::Unknown(_) => self.unknown += 1,
        }
    }

    fn extend(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.excepted += other.excepted;
        self.unknown += other.unknown;
    }
}

/// Reads the outcome of a scan, which must have kept its passes, for each of `frameworks`.
pub fn assess<'o>(frameworks: &[&'static Framework], outcome: &'o Outcome, sources: &SourceMap) -> Vec<Assessment<'o>> {
    let seen = gather(outcome, sources);
    frameworks.iter().map(|framework| assess_one(framework, &seen, outcome, sources)).collect()
}

/// What every check saw, by its id.
type Seen<'o> = BTreeMap<&'static str, (&'static Check, Vec<Evidence<'o>>)>;

fn gather<'o>(outcome: &'o Outcome, sources: &SourceMap) -> Seen<'o> {
    let mut seen = Seen::new();
    let mut add = |check: &'static Check, evidence| {
        seen.entry(check.id).or_insert_with(|| (check, Vec::new())).1.push(evidence);
    };
    for pass in &outcome.passes {
        let (platform, kind, address) = (pass.platform, pass.kind.as_str(), pass.address.as_str());
        add(pass.check, Evidence { platform, kind, address, place: pass.place, observed: Observed::Pass });
    }
    for entry in &outcome.not_assessed {
        let (platform, kind, address) = (entry.platform, entry.kind.as_str(), entry.address.as_str());
        let observed = Observed::Unknown(&entry.reason);
        add(entry.check, Evidence { platform, kind, address, place: entry.span, observed });
    }
    for finding in &outcome.findings {
        let observed = match &finding.exception {
            Some(exception) => Observed::Excepted(finding, exception),
            None => Observed::Fail(finding),
        };
        for address in &finding.addresses {
            let (platform, kind) = (finding.platform, finding.kind.as_str());
            add(finding.check, Evidence { platform, kind, address, place: finding.place, observed });
        }
    }
    for (_, evidence) in seen.values_mut() {
        // Ids of files depend on the order in which threads read them, paths do not.
        let path = |it: &Evidence<'_>| sources.get(it.place.file).path();
        evidence.sort_by(|a, b| {
            let resource = a.address.cmp(b.address).then_with(|| path(a).cmp(path(b)));
            resource.then_with(|| (a.place.range, a.observed.weight()).cmp(&(b.place.range, b.observed.weight())))
        });
        // A module that two configurations call is judged twice, and seen once.
        evidence.dedup_by(|a, b| a.address == b.address && a.place == b.place && a.observed.is_same(&b.observed));
    }
    seen
}

fn assess_one<'o>(
    framework: &'static Framework,
    seen: &Seen<'o>,
    outcome: &'o Outcome,
    sources: &SourceMap,
) -> Assessment<'o> {
    let in_scope = |it: &&Evidence<'_>| framework.scope.iter().any(|scope| scope.holds(it.platform, it.kind));
    let mut checks: BTreeMap<&'static str, CheckEvidence<'o>> = BTreeMap::new();
    for id in framework.controls.iter().flat_map(|control| control.checks) {
        let Some((check, evidence)) = seen.get(id).filter(|_| !checks.contains_key(id)) else { continue };
        let evidence: Vec<Evidence<'o>> = evidence.iter().filter(in_scope).copied().collect();
        if !evidence.is_empty() {
            let tally = tally(&evidence, sources);
            checks.insert(id, CheckEvidence { check, evidence, tally });
        }
    }
    let checks: Vec<CheckEvidence<'o>> = checks.into_values().collect();
    let unread = is_unread(framework, outcome);
    let results = framework.controls.iter().map(|control| judge(control, &checks, outcome, unread)).collect();
    Assessment { framework, results, checks }
}

/// Counts each resource once. A resource has one declaration, so an address that stands in two files is two resources.
fn tally(evidence: &[Evidence<'_>], sources: &SourceMap) -> Tally {
    let mut verdicts: BTreeMap<(&str, &str), &Observed<'_>> = BTreeMap::new();
    for it in evidence {
        let verdict = verdicts.entry((it.address, sources.get(it.place.file).path())).or_insert(&it.observed);
        if it.observed.weight() > verdict.weight() {
            *verdict = &it.observed;
        }
    }
    let mut tally = Tally::default();
    for observed in verdicts.values() {
        tally.add(observed);
    }
    tally
}

/// Whether part of the input that may concern the framework could not be read.
fn is_unread(framework: &Framework, outcome: &Outcome) -> bool {
    let concerns = |platform: Platform| framework.scope.iter().any(|scope| scope.may_stand_in(platform));
    let partly_read =
        outcome.coverage.files.iter().any(|(platform, count)| concerns(*platform) && count.complete < count.found);
    // Nobody knows the language of a file without text.
    let without_text = |place: &Place| matches!(place, Place::File(_) | Place::None);
    partly_read || outcome.diagnostics.iter().any(|it| it.level == Level::Error && without_text(&it.place))
}

fn judge(control: &'static Control, checks: &[CheckEvidence<'_>], outcome: &Outcome, unread: bool) -> ControlResult {
    let is_run = |id: &&str| outcome.checks.binary_search_by_key(id, |check| check.id).is_ok();
    let find = |id: &&str| checks.binary_search_by_key(id, |it| it.check.id).ok();
    let own: Vec<usize> = control.checks.iter().filter_map(find).collect();
    let mut tally = Tally::default();
    for &index in &own {
        tally.extend(checks[index].tally);
    }
    let status = if control.assessable == Assessable::No {
        Status::NotAssessed(NotAssessedReason::NotAssessable)
    } else if !control.checks.iter().any(is_run) {
        Status::NotAssessed(NotAssessedReason::NoCheck)
    } else if tally.failed > 0 {
        Status::Fail
    } else if tally.unknown > 0 {
        // What is not known may fail without an exception, so this outweighs exceptions.
        Status::NotAssessed(NotAssessedReason::UnknownValues)
    } else if control.basis == Some(Basis::Related) && tally.excepted + tally.passed > 0 {
        Status::NotAssessed(NotAssessedReason::Related)
    } else if tally.excepted > 0 {
        Status::Excepted
    } else if tally.passed > 0 {
        Status::Pass
    } else {
        Status::NotAssessed(if unread { NotAssessedReason::Unread } else { NotAssessedReason::NoResource })
    };
    let mut limits = Vec::new();
    if matches!(status, Status::Pass | Status::Excepted) {
        limits.extend(control.reason.map(Limit::PartlyAssessable));
        limits.extend(Some(control.lacks).filter(|lacks| !lacks.is_empty()).map(Limit::Lacks));
        limits.extend(unread.then_some(Limit::Unread));
    }
    ControlResult { control, status, limits, tally, checks: own }
}
