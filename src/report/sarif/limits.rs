//! What code scanning services accept of one run, and what is left out when there is more.
//!
//! GitHub's limits are those of <https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning>
//! and of <https://docs.github.com/en/rest/code-scanning/code-scanning#upload-an-analysis-as-sarif-data>: 10 MB of compressed
//! file, and of one run 25,000 results, of which the worst 5,000 are shown, and 25,000 rules; of one result 1,000 locations, of
//! which 100 are shown, and 10,000 places of its flow, of which 1,000 are shown; of one rule 20 tags, of which 10 are shown.

use std::cmp::Reverse;

use crate::check::Severity;
use crate::finding::{Absent, Finding, Outcome, Subsumed};

/// Most results of a run. GitHub refuses a file with more.
const RESULTS: usize = 25_000;

/// Most places that explain one result. GitHub shows this many.
pub(super) const PLACES: usize = 100;

/// Most addresses that one result lists. 25,000 results of one address each have 3 MB of compressed file, and long lists and
/// texts must not make that much more.
pub(super) const ADDRESSES: usize = 20;

/// Most resources beside its own that one result names with their places, of those that its cause concerns as well.
pub(super) const AFFECTED: usize = 16;

/// Most characters of a message.
pub(super) const MESSAGE: usize = 1_000;

/// Most tags of a rule. GitHub refuses more.
pub(super) const TAGS: usize = 20;

/// The findings that become results.
pub(super) struct Selection<'o> {
    /// The worst first, otherwise in the order of the outcome.
    pub(super) findings: Vec<&'o Finding>,
    /// What other findings say already.
    pub(super) subsumed: &'o [Subsumed],
    /// What is no longer there.
    pub(super) absent: &'o [Absent],
    /// Results that would have been too many.
    pub(super) left_out: usize,
}

impl<'o> Selection<'o> {
    /// All results of an outcome.
    pub(super) fn all(outcome: &'o Outcome) -> Self {
        let findings = outcome.findings.iter().collect();
        Self::limited(findings, &outcome.absent, &outcome.subsumed, usize::MAX)
    }

    /// The results that GitHub is to show, as many as it accepts: of severity `least` and above, neither excepted, nor said
    /// by others, nor gone.
    pub(super) fn for_github(outcome: &'o Outcome, least: Severity) -> Self {
        Self::limited(outcome.open_from(least).collect(), &[], &[], RESULTS)
    }

    /// At most `limit` results: what is absent gives way first, then what does not count, then the least severe.
    fn limited(mut findings: Vec<&'o Finding>, absent: &'o [Absent], subsumed: &'o [Subsumed], limit: usize) -> Self {
        let total = findings.len() + absent.len();
        let mut weights: Vec<(bool, Reverse<Severity>, usize)> = findings
            .iter()
            .enumerate()
            .map(|(at, finding)| (!finding.is_active(), Reverse(finding.severity), at))
            .collect();
        weights.sort_unstable();
        weights.truncate(limit);
        weights.sort_unstable_by_key(|(_, severity, at)| (*severity, *at));
        findings = weights.into_iter().map(|(.., at)| findings[at]).collect();
        let absent = &absent[..absent.len().min(limit - findings.len())];
        let left_out = total - findings.len() - absent.len();
        Self { findings, subsumed, absent, left_out }
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
            let findings = outcome.findings.iter().collect();
            let selection = Selection::limited(findings, &outcome.absent, &outcome.subsumed, limit);
            assert_eq!(selection.findings.len() + selection.absent.len() + selection.left_out, 7, "{limit}");
            selection.findings.iter().map(|finding| finding.check.id).collect::<Vec<_>>()
        };
        let (ssh, acl, root, owner) = ("aws-ec2-open-ssh", "aws-s3-public-acl", "k8s-run-as-root", "aws-tags-owner");
        // The second of the public buckets is excepted, and the root user known.
        let all = [ssh, acl, acl, root, owner, owner];
        assert_eq!(ids(7), all);
        assert_eq!(ids(6), all);
        assert_eq!(ids(5), [ssh, acl, acl, owner, owner]);
        assert_eq!(ids(4), [ssh, acl, owner, owner]);
        assert_eq!(ids(3), [ssh, acl, owner]);
        assert_eq!(ids(2), [ssh, acl]);
        assert_eq!(ids(1), [ssh]);
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
        let count = |least| {
            let selection = Selection::for_github(&outcome, least);
            assert_eq!((selection.subsumed.len(), selection.absent.len(), selection.left_out), (0, 0, 0));
            selection.findings.len()
        };
        assert_eq!([Severity::Info, Severity::Medium, Severity::Critical].map(count), [5, 3, 1]);
    }
}
