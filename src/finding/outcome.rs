//! What a scan found, and what it covered.

use std::collections::BTreeMap;

use super::subsumed::{self, Subsumed};
use super::{BaselineState, ExceptionRecord, Finding, SwitchedOff};
use crate::check::{Check, Severity};
use crate::diagnostic::{Diagnostic, Label, Level};
use crate::model::{Platform, Unread};
use crate::source::Span;
use crate::value::Reason;

/// The result of one scan: everything that a report may say. Sorted, so that the same input gives the same bytes.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Findings, also those with an exception, by path, place and check.
    pub findings: Vec<Finding>,
    /// Findings that others say already, in the same order; empty before [`subsume`](Self::subsume).
    pub subsumed: Vec<Subsumed>,
    /// What could not be assessed, by path, place and check.
    pub not_assessed: Vec<NotAssessed>,
    /// Verdicts that passed; only when the scan was asked to keep them.
    pub passes: Vec<Pass>,
    /// Every exception that was read, in the order of places.
    pub exceptions: Vec<ExceptionRecord>,
    /// What the baseline has and the scan does not: mended or removed.
    pub absent: Vec<Absent>,
    /// The answer of the gate, when there is one.
    pub gate: Option<GateVerdict>,
    /// What files of the repository switch off, or would if they were trusted.
    pub switched_off: Vec<SwitchedOff>,
    /// What could not be read or understood.
    pub diagnostics: Vec<Diagnostic>,
    /// What was covered.
    pub coverage: Coverage,
    /// Files and texts that the user named himself and of which nothing was judged, by path.
    pub unjudged: Vec<String>,
    /// Files that may declare something and are not read, by path.
    pub unread: Vec<Unread>,
    /// The checks that were part of this run, by id.
    pub checks: Vec<&'static Check>,
    /// Path of the scan root as the user would write it from where he is, `""` when it is where he is; ends with `/`
    /// otherwise.
    pub root: String,
}

/// A check that could not be decided for a resource.
#[derive(Clone, Debug)]
pub struct NotAssessed {
    /// The check.
    pub check: &'static Check,
    /// The language.
    pub platform: Platform,
    /// The kind of the resource.
    pub kind: String,
    /// The resource.
    pub address: String,
    /// Why.
    pub reason: Reason,
    /// The expression at which knowledge ends.
    pub span: Span,
    /// The expressions that lead there, from the argument on.
    pub way: Vec<Label>,
}

/// A check that a resource passed.
#[derive(Clone, Debug)]
pub struct Pass {
    /// The check.
    pub check: &'static Check,
    /// The language.
    pub platform: Platform,
    /// The kind of the resource.
    pub kind: String,
    /// The resource.
    pub address: String,
    /// Where the resource is declared.
    pub place: Span,
    /// The settings of its account without which it would not pass.
    pub settings: Vec<Label>,
}

/// A finding of the baseline that is no longer there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    /// Id of the check.
    pub check: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// Address of the resource.
    pub address: String,
    /// Path of the file, relative to the scan root.
    pub path: String,
}

/// The answer of the gate, with its reason in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateVerdict {
    /// Whether the change is stopped.
    pub closed: bool,
    /// Whether it is stopped only because part of the input was not assessed.
    pub incomplete: bool,
    /// Why, such as `2 high findings, of which 0 are allowed`.
    pub reason: String,
    /// The severities of which there are too many findings, the worst first; empty where something else closes it.
    pub closing: Vec<Severity>,
}

/// What was covered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Files by language.
    pub files: BTreeMap<Platform, FileCount>,
    /// Files that were looked at and left alone, by reason.
    pub skipped: BTreeMap<&'static str, usize>,
    /// Resources by language, without variables, outputs and the like.
    pub resources: BTreeMap<Platform, usize>,
    /// Checks that were part of this run.
    pub checks: usize,
    /// Verdicts: a check on a resource.
    pub passed: usize,
    /// Failed, without an exception.
    pub failed: usize,
    /// Not assessed, because something is not known.
    pub not_assessed: usize,
    /// Failed, with an exception.
    pub excepted: usize,
    /// Why there is not one verdict.
    pub nothing_judged: Option<NothingJudged>,
}

/// Why a scan gave no verdict at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NothingJudged {
    /// The reason, in words that stand behind a colon.
    pub reason: String,
    /// Whether something was asked for and is missing, so that the scan is incomplete; otherwise there was nothing to
    /// judge in what was read.
    pub is_gap: bool,
}

/// Files of one language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileCount {
    /// Read as this language.
    pub found: usize,
    /// Of those, read to the last block.
    pub complete: usize,
}

impl Outcome {
    /// Takes out of the findings what others of them say already: one cause, one finding.
    pub fn subsume(&mut self) {
        self.subsumed = subsumed::subsume(&mut self.findings, &self.checks);
    }

    /// Findings of this severity and above that count.
    pub fn active_from(&self, severity: Severity) -> impl Iterator<Item = &Finding> {
        self.active().filter(move |finding| finding.severity >= severity)
    }

    /// Findings of this severity and above that no exception covers, also those that the baseline has: what a platform is
    /// told that compares scans by itself.
    pub fn open_from(&self, severity: Severity) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.exception.is_none() && finding.severity >= severity)
    }

    /// Whether the gate is closed because of this finding, and others of its severity.
    pub fn is_closed_by(&self, finding: &Finding) -> bool {
        finding.is_active() && self.gate.as_ref().is_some_and(|gate| gate.closing.contains(&finding.severity))
    }

    /// Findings that count: no exception covers them, and the baseline does not have them.
    pub fn active(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.is_active())
    }

    /// Findings that the baseline has.
    pub fn known(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.baseline == Some(BaselineState::Unchanged))
    }

    /// Whether part of the input could not be assessed because it could not be found, read or parsed, or because a limit
    /// of the scan was reached.
    pub fn is_incomplete(&self) -> bool {
        let nothing = self.coverage.nothing_judged.as_ref().is_some_and(|nothing| nothing.is_gap);
        nothing
            || self.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error)
            || self.not_assessed.iter().any(|verdict| matches!(verdict.reason, Reason::Limit(_)))
    }
}
