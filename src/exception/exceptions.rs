//! Which findings the exceptions of a scan cover.

use std::collections::{BTreeSet, HashMap};

use super::native;
use super::policy::Policy;
use super::written::{self, Power, Surroundings, Target, WrittenException};
use crate::check::Registry;
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::finding::{self, ExceptionState, Finding};
use crate::source::{FileId, Span, TextRange};

/// What came of applying exceptions.
#[derive(Debug, Default)]
pub struct Applied {
    /// The findings, those marked that an exception covers.
    pub findings: Vec<Finding>,
    /// Every exception with what became of it, by place.
    pub exceptions: Vec<finding::ExceptionRecord>,
    /// Exceptions that are expired, refused or malformed, or that are Ravelin's own and cover nothing.
    pub diagnostics: Vec<Diagnostic>,
    ways: Ways,
}

/// Marks the findings that an exception covers.
pub fn apply(findings: Vec<Finding>, surroundings: &Surroundings<'_>) -> Applied {
    let mut applied = Applied { findings, ..Applied::default() };
    let exceptions = written::read(surroundings, &mut applied.diagnostics);
    let before = surroundings.distrusted.as_ref().and_then(|distrusted| distrusted.before);
    let before = before.map(|before| before.has(&applied.findings, surroundings.sources));
    let index = Index::new(&applied.findings);
    let policy = Policy::new(&surroundings.configuration.policy, surroundings.registry, surroundings.today);
    for exception in exceptions {
        let candidates = index.candidates(&exception);
        let may = |index: usize| match exception.power {
            Power::Full => true,
            Power::AsBefore => before.as_ref().is_some_and(|before| before[index]),
            Power::None => false,
        };
        applied.apply(&exception, &candidates, &may, surroundings, &policy);
    }
    applied
}

/// What of a finding an exception stands for.
#[derive(PartialEq, Eq)]
enum Reached {
    /// It stands elsewhere.
    Nothing,
    /// All of it.
    Whole,
    /// Of the ways to its resources those that are true.
    Ways(Vec<bool>),
}

/// The ways to the resources of findings that exceptions at calls of modules cover. A finding is covered when all are.
#[derive(Debug, Default)]
struct Ways(HashMap<usize, Vec<bool>>);

impl Ways {
    /// Adds what an exception covers of the finding at `index`. Whether nothing of it is left.
    fn are_closed(&mut self, index: usize, reached: Reached) -> bool {
        let Reached::Ways(ways) = reached else { return true };
        let known = self.0.entry(index).or_insert_with(|| vec![false; ways.len()]);
        known.iter_mut().zip(ways).for_each(|(known, way)| *known |= way);
        known.iter().all(|known| *known)
    }
}

/// Where a finding may be excepted: at its place, and where the resource reads or uses what is there.
fn places(finding: &Finding) -> impl Iterator<Item = Span> {
    [Some(finding.place), finding.read_at].into_iter().flatten()
}

/// Findings by what exceptions look for.
#[derive(Default)]
struct Index {
    by_file: HashMap<FileId, Vec<usize>>,
    /// By the files in which modules are called that lead to them.
    by_call: HashMap<FileId, Vec<usize>>,
    by_address: HashMap<String, Vec<usize>>,
    all: Vec<usize>,
}

impl Index {
    fn new(findings: &[Finding]) -> Self {
        let mut index = Self { all: (0..findings.len()).collect(), ..Self::default() };
        for (at, finding) in findings.iter().enumerate() {
            let files = [Some(finding.place.file), finding.read_at.map(|span| span.file)];
            for file in files.into_iter().flatten() {
                index.by_file.entry(file).or_default().push(at);
            }
            let callers: BTreeSet<FileId> = finding.ways.iter().flatten().map(|call| call.file).collect();
            for file in callers {
                index.by_call.entry(file).or_default().push(at);
            }
            if let [address] = finding.addresses.as_slice() {
                index.by_address.entry(address.clone()).or_default().push(at);
            }
        }
        index
    }

    fn candidates(&self, exception: &WrittenException) -> Vec<usize> {
        let found = match &exception.target {
            Target::Text(_) => self.by_file.get(&exception.file),
            Target::Object(address) => self.by_address.get(address),
            Target::Listed(_) => Some(&self.all),
        };
        let mut found = found.cloned().unwrap_or_default();
        if exception.into_modules {
            found.extend(self.by_call.get(&exception.file).into_iter().flatten());
            found.sort_unstable();
            found.dedup();
        }
        found
    }
}

impl Applied {
    /// Lets an exception cover those of the `candidates` that it `may`, and records what became of it.
    fn apply(
        &mut self,
        exception: &WrittenException,
        candidates: &[usize],
        may: &dyn Fn(usize) -> bool,
        surroundings: &Surroundings<'_>,
        policy: &Policy<'_>,
    ) {
        let mut said = Vec::new();
        let mut warn = |code, range: TextRange, message: String| {
            said.push(Diagnostic::at(Level::Warning, code, range.in_file(exception.file), message));
        };
        let objection = policy.objection(&exception.terms).filter(|_| !exception.malformed);
        let state = match &objection {
            _ if exception.malformed => ExceptionState::Malformed,
            Some(objection) => objection.state,
            None => ExceptionState::Unmatched,
        };
        let mut used = vec![false; exception.checks.len()];
        let (mut covered, mut withheld) = (0, 0);
        for &index in candidates.iter().filter(|_| state == ExceptionState::Unmatched) {
            let finding = &mut self.findings[index];
            let path = |span: Span| surroundings.sources.get(span.file).path();
            let paths: Vec<&str> = places(finding).map(path).collect();
            let reached = exception.reaches(finding, &paths);
            if reached == Reached::Nothing || !exception.names(finding, &mut used) {
                continue;
            }
            if !policy.allows(&exception.terms, finding.check.id) {
                let message = format!("`{}` can be excepted in the configuration only", finding.check.id);
                warn("exception-refused", exception.range(), message);
            } else if may(index) {
                covered += 1;
                if self.ways.are_closed(index, reached) {
                    finding.exception.get_or_insert_with(|| exception.terms.clone());
                }
            } else if finding.exception.is_none() {
                withheld += 1;
            }
        }
        if withheld > 0 {
            let message = "the exception does not hold: it is part of what is scanned, which is not trusted";
            warn("exception-not-trusted", exception.range(), message.to_owned());
            self.exceptions.push(exception.record(ExceptionState::NotTrusted, withheld));
        } else if exception.power != Power::None {
            if let Some(objection) = objection {
                warn(objection.code, exception.until.unwrap_or_else(|| exception.range()), objection.message);
            } else if state == ExceptionState::Unmatched {
                exception.report_unused(&used, surroundings.registry, &mut warn);
            }
        }
        if covered > 0 {
            self.exceptions.push(exception.record(ExceptionState::Active, covered));
        } else if withheld == 0 && exception.power != Power::None {
            self.exceptions.push(exception.record(state, 0));
        }
        self.diagnostics.extend(said);
    }
}

impl WrittenException {
    fn record(&self, state: ExceptionState, findings: usize) -> finding::ExceptionRecord {
        let checks = self.checks.iter().map(|(name, _)| name.clone()).collect();
        finding::ExceptionRecord { exception: self.terms.clone(), checks, state, findings }
    }

    /// Says which of its names cover nothing. Other tools have checks that we do not, and complain about their own
    /// exceptions themselves.
    fn report_unused(&self, used: &[bool], registry: &Registry, warn: &mut dyn FnMut(&'static str, TextRange, String)) {
        if self.terms.syntax != native::SYNTAX || self.inverted {
            return;
        }
        for ((name, range), _) in self.checks.iter().zip(used).filter(|(_, used)| !**used) {
            // Of a check that does not run, nothing is known.
            if registry.find(name).iter().any(|check| registry.runs(check.id)) {
                warn("exception-unmatched", *range, format!("`{name}` finds nothing here that could be excepted"));
            }
        }
    }

    /// What of a finding it stands for.
    fn reaches(&self, finding: &Finding, paths: &[&str]) -> Reached {
        let is_whole = match &self.target {
            Target::Text(_) => places(finding).any(|place| self.is_around(place)),
            Target::Object(_) => true,
            Target::Listed(matcher) => paths.iter().any(|path| matcher.covers(finding, path)),
        };
        if is_whole {
            return Reached::Whole;
        }
        // Only addresses with steps have calls of modules on their way.
        if !self.into_modules || finding.platform.has_paths() {
            return Reached::Nothing;
        }
        let ways: Vec<bool> = finding.ways.iter().map(|way| way.iter().any(|call| self.is_around(*call))).collect();
        if ways.contains(&true) { Reached::Ways(ways) } else { Reached::Nothing }
    }

    /// Whether a place starts in the text for which it stands.
    fn is_around(&self, place: Span) -> bool {
        let Target::Text(Some(range)) = &self.target else { return false };
        place.file == self.file && range.contains(TextRange::empty(place.range.start as usize))
    }

    /// Whether it names the check of a finding; marks the names that do.
    fn names(&self, finding: &Finding, used: &mut [bool]) -> bool {
        let mut named = false;
        for ((name, _), used) in self.checks.iter().zip(used) {
            let means = finding.check.is_named(name);
            *used |= means;
            named |= means;
        }
        named != self.inverted
    }

    fn range(&self) -> TextRange {
        match &self.terms.place {
            Place::Text(span) => span.range,
            Place::File(_) | Place::None => TextRange::empty(0),
        }
    }
}
