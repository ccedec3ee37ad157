//! Controls: those that do not pass with what counts against them, and all of them by section.

use super::super::groups::{Against, Group, Standing, against, groups};
use super::super::writer::{explanation, remains};
use super::chart::class_of;
use super::evidence::{CheckView, Row, check_view, row, verdicts};
use crate::compliance::{Assessment, Basis, ControlResult, NotAssessedReason, Observed, Status};
use crate::source::Shown;

/// Most things of one check that are listed at a control: the rest stands at the check.
const WORST_LIMIT: usize = 5;

/// Most things that are listed against a control that does not pass.
const AGAINST_LIMIT: usize = 25;

/// Controls that fail, or of which somebody bears the failures.
pub(super) struct Listed {
    /// Anchor.
    pub(super) id: String,
    pub(super) title: String,
    pub(super) controls: Vec<ListedControl>,
}

/// One of them, with what counts against it.
pub(super) struct ListedControl {
    /// Anchor.
    pub(super) anchor: String,
    pub(super) control: ControlView,
    pub(super) section: &'static str,
    pub(super) remains: String,
    pub(super) rows: Vec<AgainstRow>,
    /// Rows that are left out.
    pub(super) more: usize,
}

pub(super) struct AgainstRow {
    pub(super) severity: &'static str,
    pub(super) check: CheckView,
    pub(super) row: Row,
}

/// Controls under one heading of the framework.
pub(super) struct SectionView {
    pub(super) title: &'static str,
    pub(super) controls: Vec<ControlView>,
}

pub(super) struct ControlView {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) class: &'static str,
    pub(super) words: String,
    pub(super) basis: &'static str,
    pub(super) why: String,
    pub(super) verdicts: String,
    pub(super) checks: Vec<CheckView>,
    /// The anchor of what counts against it.
    pub(super) listed: Option<String>,
}

/// The lists of a framework: what fails, always, and what is excepted, where there is any.
pub(super) fn listed(assessment: &Assessment<'_>, sources: Shown<'_>) -> Vec<Listed> {
    let is_listed = |standing| matches!(standing, Standing::Failed | Standing::Excepted);
    let groups = groups(assessment).into_iter().filter(|group| is_listed(group.standing));
    let list = |group: Group<'_>| Listed {
        id: format!("{}-{}", group.standing.title().to_lowercase(), assessment.framework.id),
        title: format!("{} controls", group.standing.title()),
        controls: group.results.iter().map(|result| listed_control(assessment, result, sources)).collect(),
    };
    groups.map(list).collect()
}

fn listed_control(assessment: &Assessment<'_>, result: &ControlResult, sources: Shown<'_>) -> ListedControl {
    let all = against(assessment, result);
    let view = |Against { check, evidence }: &Against<'_>| AgainstRow {
        severity: evidence.observed.finding().map_or(check.check.severity, |finding| finding.severity).as_str(),
        check: check_view(assessment.framework.id, check),
        row: row(evidence, sources),
    };
    ListedControl {
        anchor: anchor(assessment, result),
        control: control_view(assessment, result, sources),
        section: result.control.section,
        remains: remains(result),
        rows: all.iter().take(AGAINST_LIMIT).map(view).collect(),
        more: all.len().saturating_sub(AGAINST_LIMIT),
    }
}

/// Every control, by section.
pub(super) fn sections(assessment: &Assessment<'_>, sources: Shown<'_>) -> Vec<SectionView> {
    let mut sections: Vec<SectionView> = Vec::new();
    for result in &assessment.results {
        let view = control_view(assessment, result, sources);
        match sections.last_mut().filter(|section| section.title == result.control.section) {
            Some(section) => section.controls.push(view),
            None => sections.push(SectionView { title: result.control.section, controls: vec![view] }),
        }
    }
    sections
}

fn anchor(assessment: &Assessment<'_>, result: &ControlResult) -> String {
    let position = assessment.results.iter().position(|it| std::ptr::eq(it, result)).unwrap_or_default();
    format!("control-{}-{}", assessment.framework.id, position + 1)
}

fn control_view(assessment: &Assessment<'_>, result: &ControlResult, sources: Shown<'_>) -> ControlView {
    let listed = matches!(result.status, Status::Fail | Status::Excepted).then(|| anchor(assessment, result));
    let checks = assessment.checks_of(result).map(|check| {
        // What is listed stands there.
        let bad = check.evidence.iter().filter(|it| listed.is_none() && !matches!(it.observed, Observed::Pass));
        let worst = bad.take(WORST_LIMIT).map(|it| row(it, sources)).collect();
        CheckView { worst, ..check_view(assessment.framework.id, check) }
    });
    let checks = checks.collect();
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
        checks,
        listed,
    }
}
