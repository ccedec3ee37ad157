//! Version 1 of the `json` format. Fields may be added; a change of what is here needs a new version.
//!
//! Lines and columns count from 1, columns in Unicode scalar values. Paths are relative to the scan root.

use std::borrow::Cow;
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
    pub(super) findings: Vec<Finding<'a>>,
    /// Findings that others say already.
    pub(super) subsumed: Vec<Subsumed<'a>>,
    pub(super) diagnostics: Vec<Diagnostic<'a>>,
    pub(super) not_assessed: Vec<NotAssessed<'a>>,
    /// What the baseline has and the scan does not.
    pub(super) absent: Vec<Absent<'a>>,
    /// Every exception that was read, with what became of it.
    pub(super) exceptions: Vec<ExceptionRecord<'a>>,
    /// What files of the repository switch off, or would if they were trusted.
    pub(super) switched_off: Vec<SwitchedOff<'a>>,
    pub(super) gate: Option<Gate<'a>>,
    pub(super) coverage: Coverage<'a>,
}

/// What wrote the document.
#[derive(Serialize)]
pub(super) struct Tool {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
}

/// One cause of harm, also when an exception covers it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Finding<'a> {
    pub(super) check_id: &'a str,
    pub(super) title: &'a str,
    pub(super) severity: &'a str,
    pub(super) category: &'a str,
    pub(super) message: &'a str,
    pub(super) platform: &'a str,
    pub(super) kind: &'a str,
    pub(super) addresses: &'a [String],
    pub(super) location: Location<'a>,
    /// Normalized path of the failing node in the resource; empty when something is missing.
    pub(super) path: &'a str,
    pub(super) value: Option<&'a str>,
    /// All that fail: this value, and further ones of the same expression or line.
    pub(super) values: Vec<&'a str>,
    pub(super) related: Vec<Related<'a>>,
    pub(super) why: &'a str,
    pub(super) remedy: &'a str,
    pub(super) references: &'a [&'a str],
    pub(super) cwe: &'a [&'a str],
    pub(super) aliases: &'a [&'a str],
    pub(super) fingerprint: &'a str,
    #[serde(rename = "suppression")]
    pub(super) exception: Option<Exception<'a>>,
    /// `new` or `unchanged`; null without a baseline.
    pub(super) baseline: Option<&'a str>,
    pub(super) fix: Option<Fix<'a>>,
}

/// How a finding is mended.
#[derive(Serialize)]
pub(super) struct Fix<'a> {
    /// What it does.
    pub(super) title: &'a str,
    /// `safe` or `review`.
    pub(super) safety: &'a str,
    /// Texts of the edits that a person must replace.
    pub(super) placeholders: &'a [String],
    /// Addresses of other resources that change as well.
    pub(super) serves: &'a [String],
    /// No two of them touch each other.
    pub(super) edits: Vec<Edit<'a>>,
}

/// A text in the place of another one.
#[derive(Serialize)]
pub(super) struct Edit<'a> {
    /// What it replaces.
    pub(super) location: Location<'a>,
    pub(super) text: Cow<'a, str>,
    /// Whether `text` has stand-ins for what must not be shown, so that it cannot be applied.
    pub(super) concealed: bool,
}

/// A finding that another one says already, with that one's check and fingerprint.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Subsumed<'a> {
    #[serde(flatten)]
    pub(super) finding: Finding<'a>,
    pub(super) subsumed_by: Subsuming<'a>,
}

/// The finding that says another one.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Subsuming<'a> {
    pub(super) check_id: &'a str,
    pub(super) fingerprint: &'a str,
}

/// A finding of the baseline that is no longer there.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Absent<'a> {
    pub(super) check_id: &'a str,
    pub(super) address: &'a str,
    pub(super) path: &'a str,
    pub(super) fingerprint: &'a str,
}

/// An exception, with the checks that it names and the number of findings that it covers.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ExceptionRecord<'a> {
    pub(super) checks: &'a [String],
    /// `active`, `expired`, `unmatched`, `refused` or `not trusted`.
    pub(super) state: &'a str,
    pub(super) findings: usize,
    #[serde(flatten)]
    pub(super) exception: Exception<'a>,
}

/// Something that a file switches off.
#[derive(Serialize)]
pub(super) struct SwitchedOff<'a> {
    /// `check`, `severity`, `file`, `finding`, `known-finding` or `gate`.
    pub(super) kind: &'a str,
    /// The words that do it.
    pub(super) what: &'a str,
    /// How many things of this kind that are.
    pub(super) count: usize,
    /// Whether it is so; false where the file is not trusted.
    pub(super) holds: bool,
    pub(super) location: Option<Location<'a>>,
}

/// Whether the change is stopped, and why.
#[derive(Serialize)]
pub(super) struct Gate<'a> {
    pub(super) closed: bool,
    /// Whether it is closed only because part of the input was not assessed.
    pub(super) incomplete: bool,
    pub(super) reason: &'a str,
}

/// An exception, with the place at which it is written.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Exception<'a> {
    pub(super) reason: Option<&'a str>,
    pub(super) owner: Option<&'a str>,
    pub(super) until: Option<&'a str>,
    /// The tool in whose syntax it is written.
    pub(super) syntax: &'a str,
    pub(super) location: Option<Location<'a>>,
}

/// Another place that explains a finding or diagnostic.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Related<'a> {
    pub(super) message: &'a str,
    pub(super) location: Location<'a>,
}

/// A place. A file that was not read as text has only a path.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location<'a> {
    pub(super) path: &'a str,
    #[serde(flatten)]
    pub(super) region: Option<Region<'a>>,
}

/// A range of text, with the end one past its last character.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region<'a> {
    pub(super) start: Position,
    pub(super) end: Position,
    pub(super) start_byte: u32,
    pub(super) end_byte: u32,
    /// The line on which the range starts; `…` marks where a long one is cut.
    pub(super) text: Cow<'a, str>,
}

/// A line and a column.
#[derive(Serialize)]
pub(super) struct Position {
    pub(super) line: u32,
    pub(super) column: u32,
}

/// Something that could not be read or understood.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Diagnostic<'a> {
    pub(super) code: &'a str,
    pub(super) level: &'a str,
    pub(super) message: &'a str,
    pub(super) location: Option<Location<'a>>,
    pub(super) related: Vec<Related<'a>>,
    pub(super) help: Option<&'a str>,
}

/// A check that could not be decided for a resource.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NotAssessed<'a> {
    pub(super) check_id: &'a str,
    pub(super) address: &'a str,
    pub(super) reason: String,
    pub(super) location: Location<'a>,
}

/// A file that is not read, and why.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Unread<'a> {
    pub(super) path: &'a str,
    pub(super) reason: &'a str,
}

/// What was covered.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Coverage<'a> {
    /// Files by language.
    pub(super) files: BTreeMap<&'a str, Files>,
    /// Files that were left alone, by reason.
    pub(super) skipped: BTreeMap<&'a str, usize>,
    /// Resources by language.
    pub(super) resources: BTreeMap<&'a str, usize>,
    pub(super) checks: usize,
    /// Why there is not one verdict; null where there is one.
    pub(super) nothing_judged: Option<&'a str>,
    /// Files that the user named and of which nothing was judged.
    pub(super) unjudged: &'a [String],
    /// Files that may declare something and are not read.
    pub(super) unread: Vec<Unread<'a>>,
    pub(super) verdicts: Verdicts,
}

/// Files of one language, and how many of them were read to the last block.
#[derive(Serialize)]
pub(super) struct Files {
    pub(super) found: usize,
    pub(super) complete: usize,
}

/// Counts of verdicts: a check on a resource.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Verdicts {
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) not_assessed: usize,
    #[serde(rename = "suppressed")]
    pub(super) excepted: usize,
}
