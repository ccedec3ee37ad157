//! How many controls stand how, as parts of a bar.

use crate::compliance::{NotAssessedReason, Status, Summary};

/// Width of a chart, in its own unit.
const CHART_WIDTH: usize = 1_000;

/// How controls stand: the class in the style sheet, and the words.
pub(super) const STATUSES: [(&str, &str); 6] = [
    ("pass", "pass"),
    ("part", "pass (in part)"),
    ("fail", "fail"),
    ("excepted", "excepted"),
    ("gap", "not known"),
    ("void", "not assessed"),
];

/// A part of the chart.
pub(super) struct Part {
    pub(super) class: &'static str,
    pub(super) name: &'static str,
    pub(super) count: usize,
    pub(super) detail: String,
    pub(super) x: usize,
    pub(super) width: usize,
}

/// The parts of the chart, side by side over its whole width.
pub(super) fn parts(summary: &Summary) -> Vec<Part> {
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
pub(super) fn class_of(status: Status, complete: bool) -> &'static str {
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
