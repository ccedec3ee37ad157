//! One line of a history.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::compliance::{Assessment, Summary};
use crate::finding::Outcome;

/// Version of the format of a line. Fields may be added; a change of what is here needs a new version.
pub(super) const VERSION: u32 = 1;

/// What one scan found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    pub(super) version: u32,
    /// When, in UTC: `2026-01-15T10:00:42Z`.
    pub time: String,
    /// The commit that was scanned, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// What was scanned, and with what.
    pub setting: Setting,
    /// Whether all of the input could be read. What an incomplete scan does not find may still be there.
    pub complete: bool,
    /// Findings that count.
    pub counts: Counts,
    /// What was covered.
    pub coverage: CoverageCounts,
    /// How the controls of each framework stand that has any to judge.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub frameworks: BTreeMap<String, Score>,
    /// Fingerprints of the findings that count: by check, then by severity.
    pub open: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Fingerprints of findings that are there and do not count: an exception or the baseline has them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub borne: Vec<String>,
}

/// What two scans must have in common to be compared finding by finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Setting {
    /// What was scanned, as the user named it.
    pub paths: Vec<String>,
    /// Digest of the checks.
    pub checks: String,
    /// Whether a baseline kept known findings from counting.
    pub baseline: bool,
}

/// Findings that count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// By severity.
    pub severity: BTreeMap<String, usize>,
    /// By the id of the check.
    pub check: BTreeMap<String, usize>,
    /// By cloud or system.
    pub provider: BTreeMap<String, usize>,
}

/// What a scan covered, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CoverageCounts {
    /// Files that were read.
    pub files: usize,
    /// Of those, read to the end.
    pub complete_files: usize,
    /// Resources.
    pub resources: usize,
    /// Verdicts that passed.
    pub passed: usize,
    /// Verdicts that failed.
    pub failed: usize,
    /// Verdicts that are not known.
    pub unknown: usize,
    /// Verdicts that failed, with an exception.
    pub suppressed: usize,
}

/// How many controls of a framework stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Score {
    /// Pass as a whole.
    pub pass: usize,
    /// Pass as far as can be seen.
    pub pass_in_part: usize,
    /// Fail.
    pub fail: usize,
    /// Every failure has an exception.
    pub excepted: usize,
    /// No answer.
    pub not_assessed: usize,
}

impl Record {
    /// The line for a scan that was made at `time`.
    pub fn new(
        time: String,
        revision: Option<String>,
        setting: Setting,
        outcome: &Outcome,
        assessments: &[Assessment<'_>],
    ) -> Self {
        let mut counts = Counts::default();
        let mut open: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
        for finding in outcome.active() {
            let (check, severity) = (finding.check, finding.severity.as_str());
            *counts.severity.entry(severity.to_owned()).or_default() += 1;
            *counts.check.entry(check.id.to_owned()).or_default() += 1;
            *counts.provider.entry(check.provider.to_owned()).or_default() += 1;
            let of_check = open.entry(check.id.to_owned()).or_default();
            of_check.entry(severity.to_owned()).or_default().push(finding.fingerprint.clone());
        }
        for fingerprints in open.values_mut().flat_map(BTreeMap::values_mut) {
            fingerprints.sort();
        }
        let borne = outcome.findings.iter().filter(|finding| !finding.is_active());
        let mut borne: Vec<String> = borne.map(|finding| finding.fingerprint.clone()).collect();
        borne.sort();
        let judged = assessments.iter().filter(|assessment| !assessment.checks.is_empty());
        let score = |assessment: &Assessment<'_>| (assessment.framework.id.to_owned(), assessment.summary().into());
        Self {
            version: VERSION,
            time,
            revision,
            setting,
            complete: !outcome.is_incomplete(),
            counts,
            coverage: outcome.into(),
            frameworks: judged.map(score).collect(),
            open,
            borne,
        }
    }

    /// The line, with its line ending.
    pub fn to_line(&self) -> String {
        // Strings and numbers always serialise.
        let mut line = serde_json::to_string(self).unwrap_or_default();
        line.push('\n');
        line
    }
}

impl From<&Outcome> for CoverageCounts {
    fn from(outcome: &Outcome) -> Self {
        let coverage = &outcome.coverage;
        Self {
            files: coverage.files.values().map(|count| count.found).sum(),
            complete_files: coverage.files.values().map(|count| count.complete).sum(),
            resources: coverage.resources.values().sum(),
            passed: coverage.passed,
            failed: coverage.failed,
            unknown: coverage.not_assessed,
            suppressed: coverage.excepted,
        }
    }
}

impl From<Summary> for Score {
    fn from(summary: Summary) -> Self {
        Self {
            pass: summary.passed,
            pass_in_part: summary.passed_in_part,
            fail: summary.failed,
            excepted: summary.excepted,
            not_assessed: summary.not_assessed.values().sum(),
        }
    }
}
