//! Which findings the exceptions of a scan cover.

use std::collections::{HashMap, HashSet};

use super::directive::Directive;
use super::listed::{self, Matcher};
use super::policy::Policy;
use super::scope::{self, Declarations};
use super::{annotation, foreign, native};
use crate::check::Registry;
use crate::config::Configuration;
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::finding::{self, Exception, ExceptionState, Finding, Origin};
use crate::model::{Document, Resource};
use crate::source::{FileId, Files, SourceMap, Span, TextRange};

/// Where exceptions can stand.
pub struct Surroundings<'s> {
    /// The comments of the scanned files.
    pub documents: &'s [Document],
    /// What they declare.
    pub resources: &'s [Resource],
    /// Their texts.
    pub sources: &'s SourceMap,
    /// Files beside them, for those in which other tools keep exceptions.
    pub files: &'s dyn Files,
    /// What the configuration excepts, and its policy.
    pub configuration: &'s Configuration,
    /// The checks of the run.
    pub registry: &'s Registry,
    /// The day on which exceptions must still hold, `YYYY-MM-DD`.
    pub today: &'s str,
}

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

/// One exception, wherever it stands.
struct WrittenException {
    terms: Exception,
    file: FileId,
    checks: Vec<(String, TextRange)>,
    inverted: bool,
    /// Where a message about its last day points.
    until: Option<TextRange>,
    target: Target,
}

/// What an exception stands for.
enum Target {
    /// Findings whose place starts in this range of its file; none when there is no such range.
    Text(Option<TextRange>),
    /// Findings of the object with this address alone.
    Object(String),
    /// What its list says.
    Listed(Box<Matcher>),
}

/// Marks the findings that an exception covers.
pub fn apply(findings: Vec<Finding>, surroundings: &Surroundings<'_>) -> Applied {
    let mut applied = Applied { findings, ..Applied::default() };
    let mut exceptions = comments(surroundings, &mut applied.diagnostics);
    exceptions.extend(annotations(surroundings));
    exceptions.extend(lists(surroundings));
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

fn comments(surroundings: &Surroundings<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<WrittenException> {
    let mut exceptions = Vec::new();
    let mut declarations = None;
    for document in surroundings.documents {
        let file = surroundings.sources.get(document.file);
        for (index, comment) in document.comments.iter().enumerate() {
            let text = comment.range.slice(file.text());
            let mut directives = foreign::parse(text, comment.range.start);
            directives.extend(native::parse(text, comment.range.start));
            for directive in directives {
                report_syntax(&directive, file.id(), diagnostics);
                let declarations = declarations.get_or_insert_with(|| Declarations::new(surroundings.resources));
                let range = scope::of_comment(directive.reach, file, document, index, declarations);
                exceptions.push(WrittenException::new(directive, Origin::Comment, file.id(), Target::Text(range)));
            }
        }
    }
    exceptions
}

fn annotations(surroundings: &Surroundings<'_>) -> Vec<WrittenException> {
    let mut exceptions = Vec::new();
    let mut seen = HashSet::new();
    for resource in surroundings.resources {
        for (span, directive) in annotation::read(resource) {
            let address = resource.address.to_string();
            if seen.insert((span, directive.checks.clone(), address.clone())) {
                exceptions.push(WrittenException::new(
                    directive,
                    Origin::Annotation,
                    span.file,
                    Target::Object(address),
                ));
            }
        }
    }
    exceptions
}

fn lists(surroundings: &Surroundings<'_>) -> Vec<WrittenException> {
    let Surroundings { configuration, files, sources, registry, .. } = surroundings;
    let matchers = listed::read(configuration, *files, sources, registry);
    let exception = |matcher: Matcher| {
        let listed = matcher.listed.clone();
        WrittenException {
            terms: Exception {
                origin: if listed.is_configured { Origin::Configuration } else { Origin::List },
                syntax: listed.syntax,
                place: Place::Text(listed.place),
                reason: listed.reason,
                owner: listed.owner,
                until: listed.until.as_ref().map(|(date, _)| date.clone()),
            },
            file: listed.place.file,
            checks: listed.checks,
            inverted: false,
            until: listed.until.map(|(_, range)| range),
            target: Target::Listed(Box::new(matcher)),
        }
    };
    matchers.into_iter().map(exception).collect()
}

fn report_syntax(directive: &Directive, file: FileId, diagnostics: &mut Vec<Diagnostic>) {
    let mut warn = |range: TextRange, message: &str| {
        diagnostics.push(Diagnostic::at(Level::Warning, "exception-syntax", range.in_file(file), message));
    };
    for &range in &directive.strange {
        warn(range, "is not part of an exception: expected `until=`, `owner=` or `reason=`");
    }
    if directive.checks.is_empty() {
        warn(directive.range, "the exception names no check");
    }
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
    fn new(directive: Directive, origin: Origin, file: FileId, target: Target) -> Self {
        let Directive { syntax, range, checks, inverted, until, owner, reason, .. } = directive;
        let place = Place::Text(Span { file, range });
        let date = until.as_ref().map(|(date, _)| date.clone());
        Self {
            terms: Exception { origin, syntax, place, reason, owner, until: date },
            file,
            checks,
            inverted,
            until: until.map(|(_, range)| range),
            target,
        }
    }

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
        if let Some(objection) = policy.objection(&self.terms) {
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
                match surroundings.registry.find(name).is_empty() {
                    true => warn("exception-unknown-check", *range, format!("there is no check `{name}` in this run")),
                    false => {
                        let message = format!("`{name}` finds nothing here that could be excepted");
                        warn("exception-unmatched", *range, message);
                    }
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
