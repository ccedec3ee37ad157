//! The `html` format: one file for auditors, on screen and on paper, in the style of the `html` format of scans.

use std::io;

use askama::Template;

use super::super::html::{Prose, Script, Shell};
use super::super::text::{cut, one_line};
use super::writer::{CAVEAT, Lines, Writer, detail, explanation, lines, scope, unread};
use crate::compliance::{
    Assessment, Basis, CheckEvidence, ControlResult, Evidence, NotAssessedReason, Observed, Report, Status, Summary,
    Tally,
};
use crate::finding::Exception;
use crate::source::Shown;

/// Most things that one check saw that are listed for a framework.
const ROW_LIMIT: usize = 1_000;

/// Most of them that are listed at a control: the rest stands at the check.
const WORST_LIMIT: usize = 5;

/// Most characters of a text from the input.
const TEXT_LIMIT: usize = 300;

/// Width of a chart, in its own unit.
const CHART_WIDTH: usize = 1_000;

/// How controls stand: the class in the style sheet, and the words.
const STATUSES: [(&str, &str); 6] = [
    ("pass", "pass"),
    ("part", "pass (in part)"),
    ("fail", "fail"),
    ("excepted", "excepted"),
    ("gap", "not known"),
    ("void", "not assessed"),
];

/// The `html` format.
pub(super) struct Html;

impl Writer for Html {
    fn write(&self, report: &Report<'_>, sources: Shown<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        Page::new(report, sources).write_into(out)?;
        writeln!(out)
    }
}

#[derive(Template)]
#[template(path = "compliance.html")]
struct Page<'a> {
    shell: Shell,
    time: &'a str,
    caveat: &'static str,
    statuses: &'static [(&'static str, &'static str)],
    scope: Vec<(&'static str, String)>,
    unread: Vec<Unread>,
    exceptions: Vec<ExceptionRow>,
    frameworks: Vec<FrameworkView>,
}

struct Unread {
    place: String,
    message: String,
}

/// An exception that the scan read.
struct ExceptionRow {
    state: &'static str,
    checks: String,
    findings: usize,
    text: ExceptionText,
}

struct ExceptionText {
    reason: String,
    owner: String,
    until: String,
    place: String,
}

struct FrameworkView {
    /// Anchor.
    id: String,
    framework_id: &'static str,
    name: String,
    publisher: &'static str,
    link: &'static str,
    grade: &'static str,
    meaning: &'static str,
    mapping: &'static str,
    controls: usize,
    parts: Vec<Part>,
    sections: Vec<SectionView>,
    evidence: Vec<CheckView>,
}

/// A part of the chart.
struct Part {
    class: &'static str,
    name: &'static str,
    count: usize,
    detail: String,
    x: usize,
    width: usize,
}

struct SectionView {
    title: &'static str,
    controls: Vec<ControlView>,
}

struct ControlView {
    id: &'static str,
    title: &'static str,
    class: &'static str,
    words: String,
    basis: &'static str,
    why: String,
    verdicts: String,
    checks: Vec<CheckView>,
}

/// A check with what it saw; at a control, with the worst of it.
struct CheckView {
    anchor: String,
    id: &'static str,
    title: &'static str,
    severity: &'static str,
    verdicts: String,
    worst: Vec<Row>,
    rows: Vec<Row>,
    /// Rows that are left out.
    more: usize,
}

struct Row {
    class: &'static str,
    result: &'static str,
    address: String,
    place: String,
    detail: Prose<'static>,
    value: Option<String>,
    exception: Option<ExceptionText>,
    fingerprint: Option<String>,
}

impl FrameworkView {
    /// The chart in words.
    fn chart_title(&self) -> String {
        let parts = self.parts.iter().filter(|part| part.count > 0);
        let parts: Vec<String> = parts.map(|part| format!("{} {}", part.count, part.name)).collect();
        format!("Of {} controls: {}", self.controls, parts.join(", "))
    }
}

impl<'a> Page<'a> {
    fn new(report: &'a Report<'_>, sources: Shown<'_>) -> Self {
        let exceptions = report.outcome.exceptions.iter().map(|exception| ExceptionRow {
            state: exception.state.as_str(),
            checks: text(&exception.checks.join(", ")),
            findings: exception.findings,
            text: exception_text(&exception.exception, sources),
        });
        let unread = unread(report, sources).map(|(lines, diagnostic)| Unread {
            place: lines.map(|lines| text(&lines.text())).unwrap_or_default(),
            message: text(&diagnostic.message),
        });
        let footnote = "The same input, checks and date give the same report.";
        Self {
            shell: Shell::new("Compliance report", footnote, Script::Compliance),
            time: &report.run.time,
            caveat: CAVEAT,
            statuses: &STATUSES,
            scope: scope(report),
            unread: unread.collect(),
            exceptions: exceptions.collect(),
            frameworks: report.assessments.iter().map(|assessment| framework_view(assessment, sources)).collect(),
        }
    }
}

fn framework_view(assessment: &Assessment<'_>, sources: Shown<'_>) -> FrameworkView {
    let framework = assessment.framework;
    let mut sections: Vec<SectionView> = Vec::new();
    for result in &assessment.results {
        let view = control_view(assessment, result, sources);
        match sections.last_mut().filter(|section| section.title == result.control.section) {
            Some(section) => section.controls.push(view),
            None => sections.push(SectionView { title: result.control.section, controls: vec![view] }),
        }
    }
    FrameworkView {
        id: format!("framework-{}", framework.id),
        framework_id: framework.id,
        name: format!("{} {}", framework.title, framework.version),
        publisher: framework.publisher,
        link: framework.link,
        grade: framework.grade.as_str(),
        meaning: framework.grade.about(),
        mapping: framework.mapping,
        controls: assessment.results.len(),
        parts: parts(&assessment.summary()),
        sections,
        evidence: assessment.checks.iter().map(|check| evidence_view(framework.id, check, sources)).collect(),
    }
}

/// The parts of the chart, side by side over its whole width.
fn parts(summary: &Summary) -> Vec<Part> {
    let is = |reason: &NotAssessedReason, class| class_of(Status::NotAssessed(*reason), true) == class;
    let reasons = |class: &'static str| NotAssessedReason::ALL.into_iter().filter(move |reason| is(reason, class));
    let of = |reason: &NotAssessedReason| summary.not_assessed.get(reason).copied().unwrap_or(0);
    let count = |class: &'static str| match class {
        "pass" => summary.passed,
        "part" => summary.passed_in_part,
        "fail" => summary.failed,
        "excepted" => summary.excepted,
        _ => reasons(class).map(|reason| of(&reason)).sum(),
    };
    let mut before = 0;
    let scale = |count: usize| count * CHART_WIDTH / summary.controls.max(1);
    let part = |(class, name): (&'static str, &'static str)| {
        let count = count(class);
        let (x, end) = (scale(before), scale(before + count));
        before += count;
        let detail =
            reasons(class).filter(|reason| of(reason) > 0).map(|reason| format!("{} {}", of(&reason), reason.words()));
        Part { class, name, count, detail: detail.collect::<Vec<_>>().join(", "), x, width: end - x }
    };
    STATUSES.into_iter().map(part).collect()
}

/// The class of a status in the style sheet.
fn class_of(status: Status, complete: bool) -> &'static str {
    match status {
        Status::Pass if complete => "pass",
        Status::Pass => "part",
        Status::Fail => "fail",
        Status::Excepted => "excepted",
        Status::NotAssessed(NotAssessedReason::UnknownValues | NotAssessedReason::Unread) => "gap",
        Status::NotAssessed(
            NotAssessedReason::NoResource
            | NotAssessedReason::Related
            | NotAssessedReason::NoCheck
            | NotAssessedReason::NotAssessable,
        ) => "void",
    }
}

fn control_view(assessment: &Assessment<'_>, result: &ControlResult, sources: Shown<'_>) -> ControlView {
    let checks = assessment.checks_of(result).map(|check| {
        let bad = check.evidence.iter().filter(|it| !matches!(it.observed, Observed::Pass));
        let worst = bad.take(WORST_LIMIT).map(|it| row(it, sources)).collect();
        CheckView { worst, ..check_view(assessment.framework.id, check) }
    });
    let why = match result.status.reason() {
        // The status says it all.
        Some(NotAssessedReason::NoResource | NotAssessedReason::Unread | NotAssessedReason::NoCheck) => String::new(),
        Some(NotAssessedReason::UnknownValues | NotAssessedReason::Related | NotAssessedReason::NotAssessable)
        | None => explanation(result),
    };
    ControlView {
        id: result.control.id,
        title: result.control.title,
        class: class_of(result.status, result.is_complete()),
        words: result.words(),
        basis: result.control.basis.map_or("", Basis::as_str),
        why,
        verdicts: verdicts(result.tally),
        checks: checks.collect(),
    }
}

fn evidence_view(framework: &str, check: &CheckEvidence<'_>, sources: Shown<'_>) -> CheckView {
    let rows = check.evidence.iter().take(ROW_LIMIT).map(|it| row(it, sources)).collect();
    let more = check.evidence.len().saturating_sub(ROW_LIMIT);
    CheckView { rows, more, ..check_view(framework, check) }
}

fn check_view(framework: &str, check: &CheckEvidence<'_>) -> CheckView {
    CheckView {
        anchor: format!("evidence-{framework}-{}", check.check.id),
        id: check.check.id,
        title: check.check.title,
        severity: check.check.severity.as_str(),
        verdicts: verdicts(check.tally),
        worst: Vec::new(),
        rows: Vec::new(),
        more: 0,
    }
}

fn row(evidence: &Evidence<'_>, sources: Shown<'_>) -> Row {
    let finding = evidence.observed.finding();
    Row {
        class: match evidence.observed {
            Observed::Pass => "pass",
            Observed::Fail(_) => "fail",
            Observed::Excepted(..) => "excepted",
            Observed::Unknown(_) => "gap",
        },
        result: evidence.observed.as_str(),
        address: text(evidence.address),
        place: text(&Lines::of(sources, evidence.place).text()),
        detail: Prose(text(&detail(evidence)).into()),
        value: finding.and_then(|finding| finding.value.as_deref()).map(text),
        exception: match evidence.observed {
            Observed::Excepted(_, exception) => Some(exception_text(exception, sources)),
            Observed::Pass | Observed::Fail(_) | Observed::Unknown(_) => None,
        },
        fingerprint: finding.map(|finding| finding.fingerprint.clone()),
    }
}

fn exception_text(exception: &Exception, sources: Shown<'_>) -> ExceptionText {
    let or = |value: &Option<String>, none: &str| value.as_deref().map_or(none.to_owned(), text);
    ExceptionText {
        reason: or(&exception.reason, "none given"),
        owner: or(&exception.owner, "none"),
        until: or(&exception.until, "no end"),
        place: lines(&exception.place, sources).map(|lines| text(&lines.text())).unwrap_or_default(),
    }
}

fn verdicts(tally: Tally) -> String {
    let Tally { passed, failed, excepted, unknown } = tally;
    let parts = [(failed, "failed"), (unknown, "unknown"), (excepted, "excepted"), (passed, "passed")];
    let parts = parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    parts.collect::<Vec<_>>().join(", ")
}

/// A text from the input: harmless, on one line, and not too long.
fn text(text: &str) -> String {
    cut(&one_line(text), TEXT_LIMIT).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_chart_fill_it() {
        let summary = Summary {
            controls: 7,
            passed: 1,
            passed_in_part: 1,
            failed: 1,
            excepted: 1,
            not_assessed: [
                (NotAssessedReason::UnknownValues, 1),
                (NotAssessedReason::NoCheck, 1),
                (NotAssessedReason::NotAssessable, 1),
            ]
            .into(),
        };
        let parts = parts(&summary);
        assert_eq!(parts.iter().map(|part| part.count).sum::<usize>(), 7);
        assert_eq!(parts.iter().map(|part| part.width).sum::<usize>(), CHART_WIDTH);
        assert!(parts.windows(2).all(|pair| pair[0].x + pair[0].width == pair[1].x));
        assert_eq!(parts[5].detail, "1 no check yet, 1 not assessable from source");
        assert!(super::parts(&Summary::default()).iter().all(|part| part.width == 0));
    }
}
