//! What code scanning services accept of one run, and what is left out when there is more.

use std::cmp::Reverse;

use crate::finding::{Absent, Finding, Outcome, Subsumed};

/// Most results of a run. GitHub refuses a file with more, and shows the worst 5,000.
const RESULTS: usize = 25_000;

/// Most places that explain one result. GitHub shows this many.
pub(super) const PLACES: usize = 100;

/// Most addresses that one result lists. GitHub takes 10 MB of compressed file: 25,000 results of one address each have
/// 3 MB, and long lists and texts must not make that much more.
pub(super) const ADDRESSES: usize = 20;

/// Most resources beside its own that one result names with their places, of those that its cause concerns as well.
pub(super) const AFFECTED: usize = 16;

/// Most characters of a message.
pub(super) const MESSAGE: usize = 1_000;

/// Most tags of a rule.
pub(super) const TAGS: usize = 20;

/// The findings that become results.
pub(super) struct Selection<'o> {
    /// In the order of the outcome.
    pub(super) findings: Vec<&'o Finding>,
    /// What other findings say already.
    pub(super) subsumed: &'o [Subsumed],
    /// What is no longer there.
    pub(super) absent: &'o [Absent],
    /// Results that would have been too many.
    pub(super) left_out: usize,
}

impl<'o> Selection<'o> {
    /// The results of an outcome: all of them, or, for GitHub, as many as it accepts of those that count.
    pub(super) fn of(outcome: &'o Outcome, for_github: bool) -> Self {
        Self::limited(outcome, for_github, if for_github { RESULTS } else { usize::MAX })
    }

    /// At most `limit` results: what is absent gives way first, then what does not count, then the least severe.
    fn limited(outcome: &'o Outcome, only_open: bool, limit: usize) -> Self {
        let findings = outcome.findings.iter().filter(|finding| !only_open || finding.exception.is_none());
        let mut findings: Vec<(usize, &Finding)> = findings.enumerate().collect();
        let absent = if only_open { &[] } else { outcome.absent.as_slice() };
        let subsumed = if only_open { &[] } else { outcome.subsumed.as_slice() };
        let total = findings.len() + absent.len();
        if findings.len() > limit {
            findings.sort_by_key(|(_, finding)| (!finding.is_active(), Reverse(finding.severity)));
            findings.truncate(limit);
            findings.sort_by_key(|(at, _)| *at);
        }
        let absent = &absent[..absent.len().min(limit - findings.len())];
        let left_out = total - findings.len() - absent.len();
        Self { findings: findings.into_iter().map(|(_, finding)| finding).collect(), subsumed, absent, left_out }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::samples::{PLAIN, judged, write};
    use super::*;

    #[test]
    fn the_least_severe_are_left_out_first() {
        let outcome = judged().outcome;
        let ids = |limit| {
            let selection = Selection::limited(&outcome, false, limit);
            assert_eq!(selection.findings.len() + selection.absent.len() + selection.left_out, 7, "{limit}");
            selection.findings.iter().map(|finding| finding.check.id).collect::<Vec<_>>()
        };
        let all: Vec<_> = outcome.findings.iter().map(|finding| finding.check.id).collect();
        assert_eq!(ids(7), all);
        assert_eq!(ids(6), all);
        assert_eq!(ids(1), ["aws-ec2-open-ssh"]);
        assert_eq!(ids(2), ["aws-ec2-open-ssh", "aws-s3-public-acl"]);
        assert_eq!(ids(3), ["aws-ec2-open-ssh", "aws-s3-public-acl", "aws-tags-owner"]);
        assert_eq!(ids(0), [""; 0]);
    }

    #[test]
    fn long_texts_and_lists_are_cut() {
        let mut sample = judged();
        sample.outcome.findings.truncate(1);
        let finding = &mut sample.outcome.findings[0];
        finding.message = "é".repeat(5_000);
        finding.addresses = (0..3_000).map(|at| format!("a.b[{at}]")).collect();
        finding.related = vec![finding.related[0].clone(); 300];
        let sarif = write("sarif", &sample.outcome, &sample.sources, &PLAIN);
        let sarif: serde_json::Value = serde_json::from_str(&sarif).expect("JSON");
        let result = &sarif["runs"][0]["results"][0];
        assert_eq!(result["message"]["text"].as_str().map(|text| text.chars().count()), Some(MESSAGE + 1));
        assert_eq!(result["properties"]["addressCount"], 3_000);
        let count = |list: &serde_json::Value| list.as_array().map(Vec::len);
        assert_eq!(count(&result["properties"]["addresses"]), Some(ADDRESSES));
        assert_eq!(count(&result["relatedLocations"]), Some(PLACES));
        assert_eq!(count(&result["codeFlows"][0]["threadFlows"][0]["locations"]), Some(PLACES));
    }

    #[test]
    fn only_what_is_open_can_be_asked_for() {
        let outcome = judged().outcome;
        let selection = Selection::of(&outcome, true);
        assert_eq!((selection.findings.len(), selection.absent.len(), selection.left_out), (5, 0, 0));
    }
}
