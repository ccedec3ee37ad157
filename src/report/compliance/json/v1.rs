//! Version 1 of the `json` format of compliance reports. Fields may be added; a change of what is here needs a new
//! version.
//!
//! Lines count from 1. Paths are relative to the scan root.

use std::collections::BTreeMap;

use serde::Serialize;

/// The version that this file describes.
pub(super) const VERSION: u32 = 1;

/// The whole document.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Report<'a> {
    pub(super) version: u32,
    pub(super) tool: Tool,
    pub(super) caveat: &'static str,
    pub(super) scope: Scope<'a>,
    pub(super) frameworks: Vec<Framework<'a>>,
}

/// What wrote the document.
#[derive(Serialize)]
pub(super) struct Tool {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
}

/// What was examined, and how.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Scope<'a> {
    pub(super) paths: &'a [String],
    pub(super) options: &'a [String],
    /// The command line, without values that may be secret.
    pub(super) command: &'a str,
    /// The repository of the paths.
    pub(super) repository: Repository<'a>,
    /// Null when it is not known.
    pub(super) revision: Option<&'a str>,
    /// RFC 3339, in UTC.
    pub(super) time: &'a str,
    pub(super) checks: Digest<'a>,
    pub(super) inputs: Digest<'a>,
    /// Files by language.
    pub(super) files_by_language: BTreeMap<&'a str, Files>,
    /// Resources by language.
    pub(super) resources_by_language: BTreeMap<&'a str, usize>,
    /// Every file that was read.
    pub(super) files: Vec<File<'a>>,
    pub(super) unread: Vec<Unread<'a>>,
    /// Why there is not one verdict; null when there is one.
    pub(super) nothing_judged: Option<NothingJudged<'a>>,
    /// Files that were named on the command line and of which nothing was judged.
    pub(super) unjudged: &'a [String],
    /// Files that were left alone, by reason.
    pub(super) skipped: &'a BTreeMap<&'static str, usize>,
    /// How many exceptions are `active`, `expired`, `unmatched` and `refused`.
    pub(super) exceptions_by_state: BTreeMap<&'static str, usize>,
    /// Every exception that was read, whatever became of it.
    pub(super) exceptions: Vec<ReadException<'a>>,
}

/// Where what was scanned comes from. Null is what is not known.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Repository<'a> {
    pub(super) name: Option<&'a str>,
    /// Where it was cloned from, without credentials.
    pub(super) address: Option<&'a str>,
    /// The folder of the repository in which the command was run, empty for its top.
    pub(super) folder: Option<&'a str>,
    pub(super) working_tree: Option<WorkingTree>,
}

/// In what the files differ from the last commit.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WorkingTree {
    pub(super) clean: bool,
    /// Tracked files that differ.
    pub(super) changed_files: usize,
    /// Files that were read and are not tracked.
    pub(super) untracked_files: usize,
}

/// Why there is not one verdict.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NothingJudged<'a> {
    pub(super) reason: &'a str,
    /// Whether something was asked for and is missing.
    pub(super) is_gap: bool,
}

/// A number of things with a digest over all of them.
#[derive(Serialize)]
pub(super) struct Digest<'a> {
    pub(super) count: usize,
    pub(super) sha256: &'a str,
}

/// Files of one language, and how many of them were read to the last block.
#[derive(Serialize)]
pub(super) struct Files {
    pub(super) found: usize,
    pub(super) complete: usize,
}

/// A file that was read.
#[derive(Serialize)]
pub(super) struct File<'a> {
    pub(super) path: &'a str,
    pub(super) sha256: &'a str,
}

/// Something that could not be read.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Unread<'a> {
    pub(super) code: &'a str,
    pub(super) message: &'a str,
    pub(super) location: Option<Location<'a>>,
}

/// An exception with what became of it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReadException<'a> {
    /// `active`, `expired`, `unmatched` or `refused`.
    pub(super) state: &'a str,
    pub(super) checks: &'a [String],
    pub(super) findings: usize,
    #[serde(flatten)]
    pub(super) exception: Exception<'a>,
}

/// A framework with its controls.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Framework<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) version: &'a str,
    pub(super) publisher: &'a str,
    pub(super) link: &'a str,
    pub(super) grade: &'a str,
    pub(super) grade_meaning: &'a str,
    pub(super) mapping: &'a str,
    pub(super) scope: Vec<&'a str>,
    pub(super) summary: Summary,
    pub(super) controls: Vec<Control<'a>>,
    /// What the checks saw that these controls rest on.
    pub(super) checks: Vec<Check<'a>>,
}

/// How many controls stand how. The numbers add up.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Summary {
    pub(super) controls: usize,
    pub(super) pass: usize,
    pub(super) pass_in_part: usize,
    pub(super) fail: usize,
    pub(super) excepted: usize,
    pub(super) not_assessed: BTreeMap<&'static str, usize>,
}

/// How one control stands.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Control<'a> {
    pub(super) id: &'a str,
    pub(super) section: &'a str,
    pub(super) title: &'a str,
    /// `yes`, `partly` or `no`.
    pub(super) assessable: &'a str,
    /// What its checks say of it: `whole`, `part` or `related`; null without checks.
    pub(super) basis: Option<&'a str>,
    /// `pass`, `fail`, `excepted` or `not-assessed`.
    pub(super) status: &'a str,
    /// The status in words that tell a part from the whole, such as `pass (in part)`.
    pub(super) words: String,
    /// Why it is not assessed: `unknown-values`, `no-resource`, `unread`, `related`, `no-check` or `not-assessable`.
    pub(super) gap: Option<&'a str>,
    /// Whether the answer stands for the whole control.
    pub(super) complete: bool,
    /// Why it does not.
    pub(super) limits: Vec<String>,
    pub(super) explanation: String,
    pub(super) verdicts: Verdicts,
    /// Ids of the checks that serve it; what they saw stands in the `checks` of the framework.
    pub(super) checks: &'a [&'a str],
}

/// Counts of verdicts: a check on a resource.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Verdicts {
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) excepted: usize,
    pub(super) unknown: usize,
}

/// What one check saw.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Check<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) severity: &'a str,
    pub(super) remedy: &'a str,
    pub(super) verdicts: Verdicts,
    pub(super) evidence: Vec<Evidence<'a>>,
}

/// What one check saw of one resource.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Evidence<'a> {
    /// `pass`, `fail`, `excepted` or `unknown`.
    pub(super) result: &'a str,
    pub(super) address: &'a str,
    pub(super) platform: &'a str,
    pub(super) kind: &'a str,
    pub(super) location: Location<'a>,
    /// The message of a failure, or why something is not known.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) severity: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fingerprint: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) exception: Option<Exception<'a>>,
}

/// Lines of a file, both ends included; a file that has no text has only a path.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location<'a> {
    pub(super) path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) start_line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) end_line: Option<u32>,
}

/// An exception.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Exception<'a> {
    pub(super) reason: Option<&'a str>,
    pub(super) owner: Option<&'a str>,
    /// The last day on which it holds.
    pub(super) until: Option<&'a str>,
    /// The tool in whose syntax it is written.
    pub(super) syntax: &'a str,
    pub(super) location: Option<Location<'a>>,
}
