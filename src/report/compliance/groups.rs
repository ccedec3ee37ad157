//! Controls in the order in which an auditor asks: what fails, what somebody bears, what is open, what passes.

use std::cmp::Reverse;

use crate::compliance::{Assessment, CheckEvidence, ControlResult, Evidence, NotAssessedReason, Observed, Status};

/// How the controls of a group stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Failed,
    Excepted,
    NotAssessed(NotAssessedReason),
    PassedInPart,
    Passed,
}

/// Controls that stand alike.
pub(super) struct Group<'a> {
    pub(super) standing: Standing,
    /// In the order of the framework.
    pub(super) results: Vec<&'a ControlResult>,
}

/// What counts against a control.
pub(super) struct Against<'a> {
    pub(super) check: &'a CheckEvidence<'a>,
    pub(super) evidence: &'a Evidence<'a>,
}

impl Standing {
    fn of(result: &ControlResult) -> Self {
        match result.status {
            Status::Fail => Self::Failed,
            Status::Excepted => Self::Excepted,
            Status::NotAssessed(reason) => Self::NotAssessed(reason),
            Status::Pass if result.is_complete() => Self::Passed,
            Status::Pass => Self::PassedInPart,
        }
    }

    /// The heading of such controls.
    pub(super) fn title(self) -> String {
        match self {
            Self::Failed => "Failed".to_owned(),
            Self::Excepted => "Excepted".to_owned(),
            Self::NotAssessed(reason) => format!("Not assessed: {}", reason.words()),
            Self::PassedInPart => "Passed in part".to_owned(),
            Self::Passed => "Passed".to_owned(),
        }
    }
}

/// The groups of a framework. Those without controls are left out, but for that of failed ones.
pub(super) fn groups<'a>(assessment: &'a Assessment<'a>) -> Vec<Group<'a>> {
    let reasons = NotAssessedReason::ALL.into_iter().map(Standing::NotAssessed);
    let order = [Standing::Failed, Standing::Excepted].into_iter().chain(reasons);
    let order = order.chain([Standing::PassedInPart, Standing::Passed]);
    let group = |standing| Group {
        standing,
        results: assessment.results.iter().filter(|result| Standing::of(result) == standing).collect(),
    };
    order.map(group).filter(|group| group.standing == Standing::Failed || !group.results.is_empty()).collect()
}

/// What counts against a control, the worst first: failures by severity, then what exceptions cover, then what is not known.
pub(super) fn against<'a>(assessment: &'a Assessment<'a>, result: &'a ControlResult) -> Vec<Against<'a>> {
    let all = assessment.checks_of(result);
    let all = all.flat_map(|check| check.evidence.iter().map(move |evidence| Against { check, evidence }));
    let mut all: Vec<Against<'_>> = all.filter(|it| !matches!(it.evidence.observed, Observed::Pass)).collect();
    all.sort_by_key(|it| {
        let rank = match it.evidence.observed {
            Observed::Fail(_) => 0,
            Observed::Excepted(..) => 1,
            Observed::Unknown(_) | Observed::Pass => 2,
        };
        let severity = it.evidence.observed.finding().map_or(it.check.check.severity, |finding| finding.severity);
        (rank, Reverse(severity))
    });
    all
}
