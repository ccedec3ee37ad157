//! What checks saw, as rows of tables.

use super::super::super::html::Prose;
use super::super::super::text::{cut, one_line};
use super::super::writer::{Lines, detail, lines};
use crate::compliance::{CheckEvidence, Evidence, Observed, Tally};
use crate::finding::Exception;
use crate::source::Shown;

/// Most things that one check saw that are listed for a framework.
const ROW_LIMIT: usize = 1_000;

/// Most characters of a text from the input.
const TEXT_LIMIT: usize = 300;

/// A check with what it saw; at a control, with the worst of it.
pub(super) struct CheckView {
    pub(super) anchor: String,
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) severity: &'static str,
    pub(super) verdicts: String,
    pub(super) worst: Vec<Row>,
    pub(super) rows: Vec<Row>,
    /// Rows that are left out.
    pub(super) more: usize,
}

pub(super) struct Row {
    pub(super) class: &'static str,
    pub(super) result: &'static str,
    pub(super) address: String,
    pub(super) place: String,
    pub(super) detail: Prose<'static>,
    pub(super) value: Option<String>,
    pub(super) exception: Option<ExceptionText>,
    pub(super) fingerprint: Option<String>,
}

/// An exception in words.
pub(super) struct ExceptionText {
    pub(super) reason: String,
    pub(super) owner: String,
    pub(super) until: String,
    pub(super) place: String,
}

pub(super) fn evidence_view(framework: &str, check: &CheckEvidence<'_>, sources: Shown<'_>) -> CheckView {
    let rows = check.evidence.iter().take(ROW_LIMIT).map(|it| row(it, sources)).collect();
    let more = check.evidence.len().saturating_sub(ROW_LIMIT);
    CheckView { rows, more, ..check_view(framework, check) }
}

pub(super) fn check_view(framework: &str, check: &CheckEvidence<'_>) -> CheckView {
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

pub(super) fn row(evidence: &Evidence<'_>, sources: Shown<'_>) -> Row {
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

pub(super) fn exception_text(exception: &Exception, sources: Shown<'_>) -> ExceptionText {
    let or = |value: &Option<String>, none: &str| value.as_deref().map_or(none.to_owned(), text);
    ExceptionText {
        reason: or(&exception.reason, "none given"),
        owner: or(&exception.owner, "none"),
        until: or(&exception.until, "no end"),
        place: lines(&exception.place, sources).map(|lines| text(&lines.text())).unwrap_or_default(),
    }
}

pub(super) fn verdicts(tally: Tally) -> String {
    let Tally { passed, failed, excepted, unknown } = tally;
    let parts = [(failed, "failed"), (unknown, "unknown"), (excepted, "excepted"), (passed, "passed")];
    let parts = parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    parts.collect::<Vec<_>>().join(", ")
}

/// A text from the input: harmless, on one line, and not too long.
pub(super) fn text(text: &str) -> String {
    cut(&one_line(text), TEXT_LIMIT).into_owned()
}
