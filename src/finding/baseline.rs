//! Findings that were there before: they are known, and do not count.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::{Absent, BaselineState, Finding};
use crate::source::SourceMap;

/// Version of the format of baseline files.
const VERSION: u32 = 1;

/// A set of known findings. Nothing in it depends on line numbers, so it outlives reformatting and moving code.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    version: u32,
    /// Sorted, so that a change of the file is easy to review.
    findings: Vec<Known>,
}

/// Why a text is no baseline.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// The user gave another file, or it was changed by hand; with the line.
    #[error("is no baseline")]
    Json(#[from] serde_json::Error),
    /// The file was written by another version of Ravelin.
    #[error("version {0} of the format is not known; this is for version {VERSION}")]
    Version(u32),
}

/// A known finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    path: String,
    check: String,
    address: String,
    fingerprint: String,
    /// The fingerprint without what tells findings of one cause apart that stand at several places.
    cause: String,
}

impl Baseline {
    /// The findings of a scan that no exception covers.
    pub fn new(findings: &[Finding], sources: &SourceMap) -> Self {
        Self::of(findings.iter().filter(|finding| finding.exception.is_none()), sources)
    }

    /// The findings of a scan that exceptions in the source cover.
    pub fn excepted_in_source(findings: &[Finding], sources: &SourceMap) -> Self {
        let in_source = |finding: &&Finding| finding.exception.as_ref().is_some_and(|it| it.origin.is_in_source());
        Self::of(findings.iter().filter(in_source), sources)
    }

    fn of<'f>(findings: impl Iterator<Item = &'f Finding>, sources: &SourceMap) -> Self {
        let mut findings: Vec<Known> = findings
            .map(|finding| Known {
                path: sources.get(finding.place.file).path().to_owned(),
                check: finding.check.id.to_owned(),
                address: finding.addresses.first().cloned().unwrap_or_default(),
                fingerprint: finding.fingerprint.clone(),
                cause: finding.cause.clone(),
            })
            .collect();
        findings.sort();
        Self { version: VERSION, findings }
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    /// The text is no baseline, or one of another version.
    pub fn from_json(text: &str) -> Result<Self, BaselineError> {
        let baseline: Self = serde_json::from_str(text)?;
        match baseline.version {
            VERSION => Ok(baseline),
            other => Err(BaselineError::Version(other)),
        }
    }

    /// The text of a baseline file.
    pub fn to_json(&self) -> String {
        // Strings and numbers always serialise.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Number of known findings.
    pub fn len(&self) -> usize {
        self.findings.len()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Marks each finding as new or known, and gives what is known but no longer there.
    pub fn mark(&self, findings: &mut [Finding], sources: &SourceMap) -> Vec<Absent> {
        let (known, absent) = self.compare(findings, sources);
        for (finding, is_known) in findings.iter_mut().zip(known) {
            finding.baseline = Some(if is_known { BaselineState::Unchanged } else { BaselineState::New });
        }
        absent
    }

    /// Whether each finding is known.
    pub fn has(&self, findings: &[Finding], sources: &SourceMap) -> Vec<bool> {
        self.compare(findings, sources).0
    }

    /// Of the findings of one cause, as many are known as the baseline has, those in the same file first.
    fn compare(&self, findings: &[Finding], sources: &SourceMap) -> (Vec<bool>, Vec<Absent>) {
        let mut known: HashMap<&str, Vec<&Known>> = HashMap::new();
        for entry in &self.findings {
            known.entry(&entry.cause).or_default().push(entry);
        }
        let mut in_same_file = |finding: &Finding| {
            let path = sources.get(finding.place.file).path();
            let entries = known.get_mut(finding.cause.as_str());
            let at = entries.as_ref().and_then(|entries| entries.iter().position(|entry| entry.path == path));
            at.zip(entries).map(|(at, entries)| entries.remove(at)).is_some()
        };
        let mut is_known: Vec<bool> = findings.iter().map(&mut in_same_file).collect();
        for (finding, is_known) in findings.iter().zip(&mut is_known).filter(|(_, is_known)| !**is_known) {
            *is_known = known.get_mut(finding.cause.as_str()).and_then(Vec::pop).is_some();
        }
        let mut absent: Vec<&Known> = known.into_values().flatten().collect();
        absent.sort();
        (is_known, absent.into_iter().map(Known::to_absent).collect())
    }

    /// Leaves what files have whose path `is_kept`.
    pub fn keep_only(&mut self, is_kept: impl Fn(&str) -> bool) {
        self.findings.retain(|entry| is_kept(&entry.path));
    }

    /// Leaves out what a scan no longer finds. Gives how many that were.
    pub fn prune(&mut self, findings: &mut [Finding], sources: &SourceMap) -> usize {
        let absent = self.mark(findings, sources);
        let before = self.findings.len();
        let gone: HashSet<&str> = absent.iter().map(|entry| entry.fingerprint.as_str()).collect();
        self.findings.retain(|entry| !gone.contains(entry.fingerprint.as_str()));
        before - self.findings.len()
    }
}

impl Known {
    fn to_absent(&self) -> Absent {
        Absent {
            check: self.check.clone(),
            fingerprint: self.fingerprint.clone(),
            address: self.address.clone(),
            path: self.path.clone(),
        }
    }
}
