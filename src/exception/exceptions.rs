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
use crate::finding::{self, Baseline, Exception, ExceptionState, Finding, Origin};
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
    /// What the scanned files say themselves, where they are not trusted.
    pub distrusted: Option<Distrusted<'s>>,
    /// The checks of the run.
    pub registry: &'s Registry,
    /// The day on which exceptions must still hold, `YYYY-MM-DD`.
    pub today: &'s str,
}

/// Exceptions that are part of what is scanned, which is not trusted.
pub struct Distrusted<'s> {
    /// What its configuration excepts.
    pub configuration: &'s Configuration,
    /// Its files, for those in which other tools keep exceptions.
    pub files: &'s dyn Files,
    /// What comments and annotations cover in the commit that is trusted: those that still do so hold.
    pub before: Option<&'s Baseline>,
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
    /// Which findings it may cover.
    power: Power,
}

/// Which findings an exception may cover.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Power {
    /// All that it means.
    Full,
    /// Those that were excepted before.
    AsBefore,
    /// None.
    None,
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
    let in_source = || if surroundings.distrusted.is_some() { Power::AsBefore } else { Power::Full };
    let mut exceptions = comments(surroundings, &mut applied.diagnostics);
    exceptions.extend(annotations(surroundings));
    for exception in &mut exceptions {
        exception.power = in_source();
    }
    let trusted = lists(surroundings.configuration, surroundings.files, Power::Full, surroundings);
    match &surroundings.distrusted {
        None => exceptions.extend(trusted),
        Some(Distrusted { configuration, files, .. }) => {
            // What is excepted by those that are trusted is not counted again.
            exceptions.splice(0..0, trusted);
            exceptions.extend(lists(configuration, *files, Power::None, surroundings));
        }
    }
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

fn lists(
    configuration: &Configuration,
    files: &dyn Files,
    power: Power,
    surroundings: &Surroundings<'_>,
) -> Vec<WrittenException> {
    let matchers = listed::read(configuration, files, surroundings.sources, surroundings.registry);
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
            power,
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
        let objection = policy.objection(&exception.terms);
        let state = objection.as_ref().map_or(ExceptionState::Unmatched, |objection| objection.state);
        let mut used = vec![false; exception.checks.len()];
        let (mut covered, mut withheld) = (0, 0);
        for &index in candidates.iter().filter(|_| objection.is_none()) {
            let finding = &mut self.findings[index];
            let path = surroundings.sources.get(finding.place.file).path();
            if !exception.covers(finding, path, &mut used) {
                continue;
            }
            if !policy.allows(&exception.terms, finding.check.id) {
                let message = format!("`{}` can be excepted in the configuration only", finding.check.id);
                warn("exception-refused", exception.range(), message);
            } else if may(index) {
                covered += 1;
                finding.exception.get_or_insert_with(|| exception.terms.clone());
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
            } else {
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
            power: Power::Full,
        }
    }

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
            match registry.find(name).is_empty() {
                true => warn("exception-unknown-check", *range, format!("there is no check `{name}` in this run")),
                false => {
                    let message = format!("`{name}` finds nothing here that could be excepted");
                    warn("exception-unmatched", *range, message);
                }
            }
        }
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
