//! Which findings the exceptions of a scan cover.

use std::collections::HashMap;

use super::native;
use super::policy::Policy;
use super::written::{self, Surroundings, Target, WrittenException};
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::finding::{self, ExceptionState, Finding};
use crate::source::{FileId, TextRange};

/// What came of applying exceptions.
#[derive(Debug, Default)]
pub struct Applied {
    /// The findings, those marked that an exception covers.
    pub findings: Vec<Finding>,
    /// Every exception with what became of it, by place.
    pub exceptions: Vec<finding::ExceptionRecord>,
    /// Exceptions that are expired, refused or malformed, or that are Ravelin's own and cover nothing.
    pub diagnostics: Vec<Diagnostic>,
}

/// Marks the findings that an exception covers.
pub fn apply(findings: Vec<Finding>, surroundings: &Surroundings<'_>) -> Applied {
    let mut applied = Applied { findings, ..Applied::default() };
    let exceptions = written::read(surroundings, &mut applied.diagnostics);
    let index = Index::new(&applied.findings);
    let policy = Policy::new(&surroundings.configuration.policy, surroundings.registry, surroundings.today);
    for exception in exceptions {
        let candidates = index.candidates(&exception);
        let record =
            exception.apply(&candidates, &mut applied.findings, surroundings, &policy, &mut applied.diagnostics);
        applied.exceptions.push(record);
    }
    applied
}

/// Findings by what exceptions look for.
struct Index {
    by_file: HashMap<FileId, Vec<usize>>,
    by_address: HashMap<String, Vec<usize>>,
    all: Vec<usize>,
}

impl Index {
    fn new(findings: &[Finding]) -> Self {
        let mut index =
            Self { by_file: HashMap::new(), by_address: HashMap::new(), all: (0..findings.len()).collect() };
        for (at, finding) in findings.iter().enumerate() {
            index.by_file.entry(finding.place.file).or_default().push(at);
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
        found.cloned().unwrap_or_default()
    }
}

impl WrittenException {
    fn apply(
        self,
        candidates: &[usize],
        findings: &mut [Finding],
        surroundings: &Surroundings<'_>,
        policy: &Policy<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> finding::ExceptionRecord {
        let mut warn = |code, range: TextRange, message: String| {
            diagnostics.push(Diagnostic::at(Level::Warning, code, range.in_file(self.file), message));
        };
        let mut state = ExceptionState::Unmatched;
        if self.malformed {
            state = ExceptionState::Malformed;
        } else if let Some(objection) = policy.objection(&self.terms) {
            warn(objection.code, self.until.unwrap_or_else(|| self.range()), objection.message);
            state = objection.state;
        }
        let mut used = vec![false; self.checks.len()];
        let mut covered = 0;
        for &index in candidates.iter().filter(|_| state == ExceptionState::Unmatched) {
            let finding = &mut findings[index];
            let path = surroundings.sources.get(finding.place.file).path();
            if !self.covers(finding, path, &mut used) {
                continue;
            }
            if policy.allows(&self.terms, finding.check.id) {
                covered += 1;
                finding.exception.get_or_insert_with(|| self.terms.clone());
            } else {
                let message = format!("`{}` can be excepted in the configuration only", finding.check.id);
                warn("exception-refused", self.range(), message);
            }
        }
        // Other tools have checks that we do not, and complain about their own exceptions themselves.
        if state == ExceptionState::Unmatched && self.terms.syntax == native::SYNTAX && !self.inverted {
            for ((name, range), _) in self.checks.iter().zip(&used).filter(|(_, used)| !**used) {
                // Of a check that does not run, nothing is known.
                if surroundings.registry.find(name).iter().any(|check| surroundings.registry.runs(check.id)) {
                    let message = format!("`{name}` finds nothing here that could be excepted");
                    warn("exception-unmatched", *range, message);
                }
            }
        }
        if covered > 0 {
            state = ExceptionState::Active;
        }
        let checks = self.checks.into_iter().map(|(name, _)| name).collect();
        finding::ExceptionRecord { exception: self.terms, checks, state, findings: covered }
    }

    /// Whether it covers a finding, and marks the names that do.
    fn covers(&self, finding: &Finding, path: &str, used: &mut [bool]) -> bool {
        let in_reach = match &self.target {
            Target::Text(range) => {
                let start = TextRange::empty(finding.place.range.start as usize);
                range.is_some_and(|range| range.contains(start))
            }
            Target::Object(_) => true,
            Target::Listed(matcher) => matcher.covers(finding, path),
        };
        if !in_reach {
            return false;
        }
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
