//! From the outcome of a scan to the wire types.

use super::super::place::Located;
use super::super::text::cut;
use super::super::tool::{TOOL_NAME, TOOL_VERSION};
use super::v1;
use crate::check::Wording;
use crate::diagnostic::{Diagnostic, Label, Place};
use crate::finding::{
    Absent, BaselineState, Edit, Exception, ExceptionRecord, Finding, Fix, NotAssessed, Outcome, Subsumed, SwitchedOff,
};
use crate::source::{Position, Shown, Span};

/// Most characters of a line that are quoted.
const LINE_LIMIT: usize = 300;

/// The document for an outcome.
pub(super) fn report<'a>(outcome: &'a Outcome, sources: Shown<'a>) -> v1::Report<'a> {
    v1::Report {
        version: v1::VERSION,
        tool: v1::Tool { name: TOOL_NAME, version: TOOL_VERSION },
        findings: outcome.findings.iter().map(|it| finding(it, sources)).collect(),
        subsumed: outcome.subsumed.iter().map(|it| subsumed(it, sources)).collect(),
        diagnostics: outcome.diagnostics.iter().map(|it| diagnostic(it, sources)).collect(),
        not_assessed: outcome.not_assessed.iter().map(|it| not_assessed(it, sources)).collect(),
        absent: outcome.absent.iter().map(absent).collect(),
        exceptions: outcome.exceptions.iter().map(|it| exception_record(it, sources)).collect(),
        switched_off: outcome.switched_off.iter().map(|it| switched_off(it, sources)).collect(),
        gate: gate(outcome),
        coverage: coverage(outcome),
    }
}

/// One finding.
pub(super) fn finding<'a>(finding: &'a Finding, sources: Shown<'a>) -> v1::Finding<'a> {
    let check = finding.check;
    let Wording { title, why, remedy, .. } = finding.wording();
    v1::Finding {
        check_id: check.id,
        title,
        severity: finding.severity.as_str(),
        category: check.category.as_str(),
        message: &finding.message,
        platform: finding.platform.as_str(),
        kind: &finding.kind,
        addresses: &finding.addresses,
        location: location(finding.place, sources),
        path: &finding.path,
        value: finding.value.as_deref(),
        values: finding.values(),
        related: related(&finding.related, sources),
        why,
        remedy,
        references: check.text.references,
        cwe: check.text.cwe,
        aliases: check.text.aliases,
        fingerprint: &finding.fingerprint,
        exception: finding.exception.as_ref().map(|it| exception(it, sources)),
        baseline: finding.baseline.map(|state| match state {
            BaselineState::New => "new",
            BaselineState::Unchanged => "unchanged",
        }),
        fix: finding.fix.as_ref().map(|it| fix(it, sources)),
    }
}

fn fix<'a>(fix: &'a Fix, sources: Shown<'a>) -> v1::Fix<'a> {
    let edit = |edit: &'a Edit| {
        let text = sources.get(edit.span.file).without_concealed(&edit.text);
        v1::Edit { location: location(edit.span, sources), concealed: text != edit.text, text }
    };
    v1::Fix {
        title: &fix.title,
        safety: fix.safety.as_str(),
        placeholders: &fix.placeholders,
        serves: &fix.serves,
        edits: fix.edits.iter().map(edit).collect(),
    }
}

/// One finding that another one says.
pub(super) fn subsumed<'a>(it: &'a Subsumed, sources: Shown<'a>) -> v1::Subsumed<'a> {
    v1::Subsumed {
        finding: finding(&it.finding, sources),
        subsumed_by: v1::Subsuming { check_id: it.by.id, fingerprint: &it.fingerprint },
    }
}

fn exception<'a>(exception: &'a Exception, sources: Shown<'a>) -> v1::Exception<'a> {
    v1::Exception {
        reason: exception.reason.as_deref(),
        owner: exception.owner.as_deref(),
        until: exception.until.as_deref(),
        syntax: exception.syntax,
        location: place(&exception.place, sources),
    }
}

/// One finding of the baseline that is gone.
pub(super) fn absent(absent: &Absent) -> v1::Absent<'_> {
    v1::Absent {
        check_id: &absent.check,
        address: &absent.address,
        path: &absent.path,
        fingerprint: &absent.fingerprint,
    }
}

fn exception_record<'a>(record: &'a ExceptionRecord, sources: Shown<'a>) -> v1::ExceptionRecord<'a> {
    v1::ExceptionRecord {
        checks: &record.checks,
        state: record.state.as_str(),
        findings: record.findings,
        exception: exception(&record.exception, sources),
    }
}

/// Something that a file switches off.
pub(super) fn switched_off<'a>(entry: &'a SwitchedOff, sources: Shown<'a>) -> v1::SwitchedOff<'a> {
    v1::SwitchedOff {
        kind: entry.kind.as_str(),
        what: &entry.what,
        count: entry.count,
        holds: entry.holds,
        location: place(&entry.place, sources),
    }
}

/// The answer of the gate.
pub(super) fn gate(outcome: &Outcome) -> Option<v1::Gate<'_>> {
    outcome.gate.as_ref().map(|gate| v1::Gate {
        closed: gate.closed,
        incomplete: gate.incomplete,
        reason: &gate.reason,
    })
}

/// One diagnostic.
pub(super) fn diagnostic<'a>(diagnostic: &'a Diagnostic, sources: Shown<'a>) -> v1::Diagnostic<'a> {
    v1::Diagnostic {
        code: diagnostic.code,
        level: diagnostic.level.as_str(),
        message: &diagnostic.message,
        location: place(&diagnostic.place, sources),
        related: related(&diagnostic.related, sources),
        help: diagnostic.help.as_deref(),
    }
}

/// One verdict that could not be given.
pub(super) fn not_assessed<'a>(entry: &'a NotAssessed, sources: Shown<'a>) -> v1::NotAssessed<'a> {
    v1::NotAssessed {
        check_id: entry.check.id,
        address: &entry.address,
        reason: entry.reason.to_string(),
        location: location(entry.span, sources),
    }
}

fn related<'a>(labels: &'a [Label], sources: Shown<'a>) -> Vec<v1::Related<'a>> {
    labels.iter().map(|label| v1::Related { message: &label.text, location: location(label.span, sources) }).collect()
}

fn place<'a>(place: &'a Place, sources: Shown<'a>) -> Option<v1::Location<'a>> {
    match place {
        Place::Text(span) => Some(location(*span, sources)),
        Place::File(path) => Some(v1::Location { path, region: None }),
        Place::None => None,
    }
}

fn location(span: Span, sources: Shown<'_>) -> v1::Location<'_> {
    let located = Located::new(sources, span);
    v1::Location {
        path: located.file.path(),
        region: Some(v1::Region {
            start: position(located.start),
            end: position(located.end),
            start_byte: located.range.start,
            end_byte: located.range.end,
            text: cut(located.line(), LINE_LIMIT),
        }),
    }
}

fn position(at: Position) -> v1::Position {
    v1::Position { line: at.line, column: at.column }
}

/// What was covered.
pub(super) fn coverage(outcome: &Outcome) -> v1::Coverage<'_> {
    let coverage = &outcome.coverage;
    v1::Coverage {
        files: coverage
            .files
            .iter()
            .map(|(platform, count)| (platform.as_str(), v1::Files { found: count.found, complete: count.complete }))
            .collect(),
        skipped: coverage.skipped.iter().map(|(reason, count)| (*reason, *count)).collect(),
        resources: coverage.resources.iter().map(|(platform, count)| (platform.as_str(), *count)).collect(),
        checks: coverage.checks,
        nothing_judged: coverage.nothing_judged.as_ref().map(|nothing| nothing.reason.as_str()),
        unjudged: &outcome.unjudged,
        unread: outcome.unread.iter().map(|file| v1::Unread { path: &file.path, reason: file.reason }).collect(),
        verdicts: v1::Verdicts {
            passed: coverage.passed,
            failed: coverage.failed,
            not_assessed: coverage.not_assessed,
            excepted: coverage.excepted,
        },
    }
}
