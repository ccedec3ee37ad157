//! Every exception of a scan, wherever it stands.

use std::collections::HashSet;

use super::directive::{Directive, Fault, Reach};
use super::listed::{self, Matcher};
use super::scope::{self, Declarations};
use super::{annotation, foreign, native};
use crate::check::Registry;
use crate::config::Configuration;
use crate::diagnostic::{Diagnostic, Place};
use crate::finding::{Baseline, Exception, Origin};
use crate::model::{Document, Resource};
use crate::source::{FileId, Files, SourceFile, SourceMap, Span, TextRange};

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

/// Which findings an exception may cover.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Power {
    /// All that it means.
    Full,
    /// Those that were excepted before.
    AsBefore,
    /// None.
    None,
}

/// One exception, wherever it stands.
pub(super) struct WrittenException {
    pub(super) terms: Exception,
    pub(super) file: FileId,
    pub(super) checks: Vec<(String, TextRange)>,
    pub(super) inverted: bool,
    /// Whether it is not as its syntax asks for, so that it excepts nothing.
    pub(super) malformed: bool,
    /// Where a message about its last day points.
    pub(super) until: Option<TextRange>,
    pub(super) target: Target,
    /// Whether it stands for what is in a module where it stands for the call.
    pub(super) into_modules: bool,
    pub(super) power: Power,
}

/// What an exception stands for.
pub(super) enum Target {
    /// Findings whose place starts in this range of its file; none when there is no such range.
    Text(Option<TextRange>),
    /// Findings of the object with this address alone.
    Object(String),
    /// What its list says.
    Listed(Box<Matcher>),
}

/// Reads the exceptions in comments, annotations and lists. What is wrong with them is added to the diagnostics.
pub(super) fn read(surroundings: &Surroundings<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<WrittenException> {
    let mut exceptions = comments(surroundings, diagnostics);
    exceptions.extend(annotations(surroundings, diagnostics));
    let trusted = lists(surroundings.configuration, surroundings.files, Power::Full, surroundings);
    let Some(Distrusted { configuration, files, .. }) = &surroundings.distrusted else {
        exceptions.extend(trusted);
        return exceptions;
    };
    for exception in &mut exceptions {
        exception.power = Power::AsBefore;
    }
    // What is excepted by those that are trusted is not counted again.
    exceptions.splice(0..0, trusted);
    exceptions.extend(lists(configuration, *files, Power::None, surroundings));
    exceptions
}

fn comments(surroundings: &Surroundings<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<WrittenException> {
    let mut exceptions = Vec::new();
    let mut declarations = None;
    for document in surroundings.documents {
        let file = surroundings.sources.get(document.file);
        let mut add = |mut directive, target| {
            report(&mut directive, file.id(), surroundings.registry, diagnostics);
            exceptions.push(WrittenException::new(directive, Origin::Comment, file.id(), target));
        };
        for range in &document.directives {
            if let Some(directive) = foreign::directive(range.slice(file.text()), range.start) {
                add(directive, Target::Text(Some(file.whole().range)));
            }
        }
        for (index, comment) in document.comments.iter().enumerate() {
            let text = comment.range.slice(file.text());
            let mut directives = foreign::parse(text, comment.range.start);
            directives.extend(native::parse(text, comment.range.start));
            for mut directive in directives {
                let declarations = declarations.get_or_insert_with(|| Declarations::new(surroundings.resources));
                let range = scope::of_comment(directive.reach, file, document, index, declarations);
                directive.faults.extend(misplaced(&directive, range, file));
                add(directive, Target::Text(range));
            }
        }
    }
    exceptions
}

/// Why an exception does not hold where it stands.
fn misplaced(directive: &Directive, range: Option<TextRange>, file: &SourceFile) -> Option<Fault> {
    let Directive { reach, leads, syntax, .. } = directive;
    if *leads && !scope::leads(file, directive.range) {
        let message = format!("{syntax} reads it only above everything else in a file, in comments with `#`");
        return Some(Fault::syntax(directive.range, message));
    }
    let stage_is_missing = *reach == Reach::Stage && range.is_none();
    stage_is_missing.then(|| {
        let message = format!("{syntax} reads it only on the line before the `FROM` of a stage");
        Fault::syntax(directive.range, message)
    })
}

fn annotations(surroundings: &Surroundings<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<WrittenException> {
    let mut exceptions = Vec::new();
    let mut seen = HashSet::new();
    for resource in surroundings.resources {
        for (span, mut directive) in annotation::read(resource) {
            let address = resource.address.to_string();
            if seen.insert((span, directive.checks.clone(), address.clone())) {
                report(&mut directive, span.file, surroundings.registry, diagnostics);
                let target = Target::Object(address);
                exceptions.push(WrittenException::new(directive, Origin::Annotation, span.file, target));
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
            malformed: false,
            until: listed.until.map(|(_, range)| range),
            target: Target::Listed(Box::new(matcher)),
            into_modules: false,
            power,
        }
    };
    matchers.into_iter().map(exception).collect()
}

impl WrittenException {
    fn new(directive: Directive, origin: Origin, file: FileId, target: Target) -> Self {
        let Directive { syntax, range, checks, inverted, until, owner, reason, faults, .. } = directive;
        let place = Place::Text(Span { file, range });
        let date = until.as_ref().map(|(date, _)| date.clone());
        Self {
            terms: Exception { origin, syntax, place, reason, owner, until: date },
            file,
            checks,
            inverted,
            malformed: !faults.is_empty(),
            until: until.map(|(_, range)| range),
            target,
            into_modules: foreign::reaches_into_modules(syntax),
            power: Power::Full,
        }
    }
}

/// Finds names of ours that mean no check, and reports all that is wrong.
fn report(directive: &mut Directive, file: FileId, registry: &Registry, diagnostics: &mut Vec<Diagnostic>) {
    if directive.syntax == native::SYNTAX {
        let unknown = unknown_checks(directive, registry);
        directive.faults.extend(unknown);
    }
    diagnostics.extend(directive.faults.iter().map(|fault| fault.diagnostic(file)));
}

/// Names that mean no check. Where they are words of a sentence, the first is enough.
fn unknown_checks(directive: &Directive, registry: &Registry) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (name, range) in &directive.checks {
        let Err(unknown) = registry.find_some(name) else { continue };
        let help = match &unknown.nearest {
            Some(_) => unknown.help(),
            None if faults.is_empty() => {
                "`ravelin checks list` shows the checks; a reason is written `reason=\"...\"`".to_owned()
            }
            None => continue,
        };
        let fault = Fault::syntax(*range, unknown.message).with_help(help);
        faults.push(Fault { code: "exception-unknown-check", ..fault });
    }
    faults
}
