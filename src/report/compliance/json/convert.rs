//! From a report to the wire types.

use super::super::super::tool::{TOOL_NAME, TOOL_VERSION};
use super::super::scope::exceptions_by_state;
use super::super::writer::{CAVEAT, Lines, detail, explanation, lines, unread};
use super::v1;
use crate::compliance::{self, Assessment, CheckEvidence, ControlResult, Evidence, Observed, Tally};
use crate::finding::Exception;
use crate::source::{Changes, Provenance, Shown};

/// The document for a report.
pub(super) fn report<'a>(report: &'a compliance::Report<'a>, sources: Shown<'a>) -> v1::Report<'a> {
    v1::Report {
        version: v1::VERSION,
        tool: v1::Tool { name: TOOL_NAME, version: TOOL_VERSION },
        caveat: CAVEAT,
        scope: scope(report, sources),
        frameworks: report.assessments.iter().map(|it| framework(it, sources)).collect(),
    }
}

fn scope<'a>(report: &'a compliance::Report<'a>, sources: Shown<'a>) -> v1::Scope<'a> {
    let (run, coverage) = (report.run, &report.outcome.coverage);
    let files = |count: &crate::finding::FileCount| v1::Files { found: count.found, complete: count.complete };
    v1::Scope {
        paths: &run.paths,
        options: &run.options,
        command: &run.command,
        repository: repository(&run.origin),
        revision: run.origin.revision.as_deref(),
        time: &run.time,
        checks: v1::Digest { count: report.outcome.checks.len(), sha256: &run.checks },
        inputs: v1::Digest { count: run.inputs.files.len(), sha256: &run.inputs.digest },
        files_by_language: coverage.files.iter().map(|(platform, it)| (platform.as_str(), files(it))).collect(),
        resources_by_language: coverage.resources.iter().map(|(platform, it)| (platform.as_str(), *it)).collect(),
        files: run.inputs.files.iter().map(|it| v1::File { path: &it.path, sha256: &it.sha256 }).collect(),
        unread: unread(report, sources)
            .map(|(at, it)| v1::Unread { code: it.code, message: &it.message, location: at.map(location) })
            .collect(),
        nothing_judged: coverage
            .nothing_judged
            .as_ref()
            .map(|it| v1::NothingJudged { reason: &it.reason, is_gap: it.is_gap }),
        unjudged: &report.outcome.unjudged,
        skipped: &coverage.skipped,
        exceptions_by_state: exceptions_by_state(report.outcome).collect(),
        exceptions: report
            .outcome
            .exceptions
            .iter()
            .map(|it| v1::ReadException {
                state: it.state.as_str(),
                checks: &it.checks,
                findings: it.findings,
                exception: exception(&it.exception, sources),
            })
            .collect(),
    }
}

fn repository(origin: &Provenance) -> v1::Repository<'_> {
    v1::Repository {
        name: origin.name.as_deref(),
        address: origin.remote.as_deref(),
        folder: origin.folder.as_deref(),
        working_tree: origin.changes.map(|changes| v1::WorkingTree {
            clean: changes == Changes::default(),
            changed_files: changes.changed,
            untracked_files: changes.untracked,
        }),
    }
}

fn framework<'a>(assessment: &'a Assessment<'a>, sources: Shown<'a>) -> v1::Framework<'a> {
    let framework = assessment.framework;
    let summary = assessment.summary();
    v1::Framework {
        id: framework.id,
        title: framework.title,
        version: framework.version,
        publisher: framework.publisher,
        link: framework.link,
        grade: framework.grade.as_str(),
        grade_meaning: framework.grade.about(),
        mapping: framework.mapping,
        scope: framework.scope.iter().map(|scope| scope.as_str()).collect(),
        summary: v1::Summary {
            controls: summary.controls,
            pass: summary.passed,
            pass_in_part: summary.passed_in_part,
            fail: summary.failed,
            excepted: summary.excepted,
            not_assessed: summary.not_assessed.iter().map(|(reason, count)| (reason.as_str(), *count)).collect(),
        },
        controls: assessment.results.iter().map(control).collect(),
        checks: assessment.checks.iter().map(|it| check(it, sources)).collect(),
    }
}

fn control(result: &ControlResult) -> v1::Control<'_> {
    let control = result.control;
    v1::Control {
        id: control.id,
        section: control.section,
        title: control.title,
        assessable: control.assessable.as_str(),
        basis: control.basis.map(compliance::Basis::as_str),
        status: result.status.as_str(),
        words: result.words(),
        gap: result.status.reason().map(compliance::NotAssessedReason::as_str),
        complete: result.is_complete(),
        limits: result.limits.iter().map(ToString::to_string).collect(),
        explanation: explanation(result),
        verdicts: verdicts(result.tally),
        checks: control.checks,
    }
}

fn verdicts(tally: Tally) -> v1::Verdicts {
    let Tally { passed, failed, excepted, unknown } = tally;
    v1::Verdicts { passed, failed, excepted, unknown }
}

fn check<'a>(it: &'a CheckEvidence<'a>, sources: Shown<'a>) -> v1::Check<'a> {
    v1::Check {
        id: it.check.id,
        title: it.check.title,
        severity: it.check.severity.as_str(),
        remedy: it.check.text.remedy,
        verdicts: verdicts(it.tally),
        evidence: it.evidence.iter().map(|it| evidence(it, sources)).collect(),
    }
}

fn evidence<'a>(it: &'a Evidence<'a>, sources: Shown<'a>) -> v1::Evidence<'a> {
    let finding = it.observed.finding();
    let exception = match it.observed {
        Observed::Excepted(_, it) => Some(exception(it, sources)),
        _ => None,
    };
    v1::Evidence {
        result: it.observed.as_str(),
        address: it.address,
        platform: it.platform.as_str(),
        kind: it.kind,
        location: location(Lines::of(sources, it.place)),
        detail: detail(it),
        severity: finding.map(|finding| finding.severity.as_str()),
        value: finding.and_then(|finding| finding.value.as_deref()),
        fingerprint: finding.map(|finding| finding.fingerprint.as_str()),
        exception,
    }
}

fn exception<'a>(exception: &'a Exception, sources: Shown<'a>) -> v1::Exception<'a> {
    v1::Exception {
        reason: exception.reason.as_deref(),
        owner: exception.owner.as_deref(),
        until: exception.until.as_deref(),
        syntax: exception.syntax,
        location: lines(&exception.place, sources).map(location),
    }
}

fn location(lines: Lines<'_>) -> v1::Location<'_> {
    let (start_line, end_line) = lines.range.unzip();
    v1::Location { path: lines.path, start_line, end_line }
}
