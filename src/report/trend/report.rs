//! What the formats show, and the words that several of them share.

use crate::history::{Point, Remediation, Trend};

/// What a format writes.
pub struct Report<'a> {
    /// The figures.
    pub trend: &'a Trend<'a>,
    /// What is odd about the history, one sentence each without a full stop.
    pub warnings: &'a [String],
    /// Most scans that are listed, the latest ones.
    pub last: usize,
}

impl<'a> Report<'a> {
    /// The scans that are listed.
    pub(super) fn points(&self) -> &'a [Point<'a>] {
        let points = &self.trend.points;
        &points[points.len().saturating_sub(self.last)..]
    }
}

/// Most characters of a commit id that are shown.
const REVISION_LENGTH: usize = 10;

/// The beginning of a commit id, or nothing.
pub(super) fn revision(revision: Option<&str>) -> String {
    revision.unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).take(REVISION_LENGTH).collect()
}

/// A count, or a dash where it is not known.
pub(super) fn count(count: Option<usize>) -> String {
    count.map_or_else(|| "–".to_owned(), |count| count.to_string())
}

/// A duration in days, such as `3.5 days`.
pub(super) fn days(seconds: i64) -> String {
    const DAY: i64 = 24 * 60 * 60;
    let tenths = (seconds * 10 + DAY / 2) / DAY;
    let plural = if tenths == 10 { "" } else { "s" };
    format!("{}.{} day{plural}", tenths / 10, tenths % 10)
}

/// `12 fixed, mean 3.5 days, median 2.0 days`.
pub(super) fn remediation(remediation: &Remediation) -> String {
    match (remediation.mean, remediation.median) {
        (Some(mean), Some(median)) => {
            format!("{} fixed, mean {}, median {}", remediation.fixed, days(mean), days(median))
        }
        _ => "none fixed yet".to_owned(),
    }
}
