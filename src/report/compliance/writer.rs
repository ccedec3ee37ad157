//! What a format of compliance reports is, and what several of them say in the same words.

use std::io;

use super::super::place::Located;
use crate::compliance::{ControlResult, Evidence, NotAssessedReason, Observed, Report, Status, Tally};
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::source::{Shown, Span};

/// Writes a compliance report in one format. Writers are pure: the same report gives the same bytes.
pub trait Writer: Sync {
    /// Writes everything to `out`.
    fn write(&self, report: &Report<'_>, sources: Shown<'_>, out: &mut dyn io::Write) -> io::Result<()>;
}

/// What every report says of itself.
pub(super) const CAVEAT: &str = "Configuration was examined before deployment: nothing here says what runs, or what was changed \
                      since. The report supports an assessment and is not a certification.";

/// A place as compliance reports give it: whole lines are what an auditor opens.
#[derive(Clone, Copy)]
pub(super) struct Lines<'s> {
    pub(super) path: &'s str,
    /// The first and the last line; none for a file that has no text.
    pub(super) range: Option<(u32, u32)>,
}

impl<'s> Lines<'s> {
    pub(super) fn of(sources: Shown<'s>, span: Span) -> Self {
        let located = Located::new(sources, span);
        Self { path: located.file.path(), range: Some((located.start.line, located.end.line)) }
    }

    /// `main.tf:3`, `main.tf:3-9`, or only the path.
    pub(super) fn text(&self) -> String {
        match self.range {
            Some((first, last)) if first == last => format!("{}:{first}", self.path),
            Some((first, last)) => format!("{}:{first}-{last}", self.path),
            None => self.path.to_owned(),
        }
    }

    /// The first line as a number, or nothing.
    pub(super) fn first(&self) -> String {
        self.range.map(|(first, _)| first.to_string()).unwrap_or_default()
    }
}

/// Why a control stands as it does, in one sentence without a full stop; empty for a whole pass.
pub(super) fn explanation(result: &ControlResult) -> String {
    let Tally { passed, failed, excepted, unknown } = result.tally;
    let all = passed + failed + excepted + unknown;
    match result.status {
        Status::Pass | Status::Excepted => remains(result),
        Status::Fail => format!("{failed} of {all} verdicts failed"),
        Status::NotAssessed(NotAssessedReason::UnknownValues) => {
            format!("{unknown} of {all} verdicts wait for values that are not known before deployment")
        }
        Status::NotAssessed(NotAssessedReason::NoResource) => "Nothing in the input is judged by its checks".to_owned(),
        Status::NotAssessed(NotAssessedReason::Unread) => "Part of the input could not be read".to_owned(),
        Status::NotAssessed(NotAssessedReason::Related) => {
            "Its checks pass, and judge only what bears on it: that proves nothing".to_owned()
        }
        Status::NotAssessed(NotAssessedReason::NoCheck) => "No check judges it yet".to_owned(),
        Status::NotAssessed(NotAssessedReason::NotAssessable) => result.control.reason.unwrap_or_default().to_owned(),
    }
}

/// What an answer leaves open, in one sentence without a full stop; empty for a whole one.
pub(super) fn remains(result: &ControlResult) -> String {
    result.limits.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// What was seen, in words: the message of a failure, the reason for not knowing.
pub(super) fn detail(evidence: &Evidence<'_>) -> String {
    match evidence.observed {
        Observed::Pass => String::new(),
        Observed::Fail(finding) | Observed::Excepted(finding, _) => finding.message.clone(),
        Observed::Unknown(reason) => reason.to_string(),
    }
}

/// The lines of a place; none where there is none.
pub(super) fn lines<'s>(place: &'s Place, sources: Shown<'s>) -> Option<Lines<'s>> {
    match place {
        Place::Text(span) => Some(Lines::of(sources, *span)),
        Place::File(path) => Some(Lines { path, range: None }),
        Place::None => None,
    }
}

/// What could not be read, with its place.
pub(super) fn unread<'a>(
    report: &Report<'a>,
    sources: Shown<'a>,
) -> impl Iterator<Item = (Option<Lines<'a>>, &'a Diagnostic)> {
    let errors = report.outcome.diagnostics.iter().filter(|it| it.level == Level::Error);
    errors.map(move |diagnostic| (lines(&diagnostic.place, sources), diagnostic))
}
