//! What is said of fixes, for programs. Fields may be added; a change of what is here needs a new version.

use std::io::{self, BufWriter, Write as _};

use serde::Serialize;

use super::files::Files;
use crate::cli::stdout::stdout;
use crate::finding::Fix;
use crate::mend::{Fixed, Left, Mended, Why};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'a> {
    version: u32,
    /// Whether the files were written.
    written: bool,
    /// How many findings were to be mended.
    findings: usize,
    fixed: Vec<Done<'a>>,
    left: Vec<Open<'a>>,
    files: Vec<File<'a>>,
}

/// A fix that holds.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Done<'a> {
    check_id: &'a str,
    severity: &'a str,
    platform: &'a str,
    address: &'a str,
    path: &'a str,
    line: u32,
    fix: Proposed<'a>,
    /// The files that it edits.
    files: &'a [String],
}

/// A finding that is left.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Open<'a> {
    check_id: &'a str,
    platform: &'a str,
    address: &'a str,
    path: &'a str,
    line: u32,
    /// `no-fix`, `unfixable`, `review`, `file`, `harm` or `not-tried`.
    reason: &'static str,
    message: String,
    /// The fix that somebody should look at.
    fix: Option<Proposed<'a>>,
}

#[derive(Serialize)]
struct Proposed<'a> {
    title: &'a str,
    safety: &'a str,
    placeholders: &'a [String],
    serves: &'a [String],
}

/// A file that changes.
#[derive(Serialize)]
struct File<'a> {
    /// As the user would write it.
    path: &'a str,
    diff: String,
    /// Whether the difference has stand-ins for what must not be shown, so that it cannot be applied.
    concealed: bool,
}

pub(super) fn print(mended: &Mended, files: &Files<'_>, written: bool) -> io::Result<()> {
    let report = Report {
        version: 1,
        written,
        findings: mended.wanted,
        fixed: mended.fixed.iter().map(done).collect(),
        left: mended.left.iter().map(open).collect(),
        files: files
            .files
            .iter()
            .map(|file| File { path: &file.shown, diff: file.printed(), concealed: file.is_concealed() })
            .collect(),
    };
    let mut out = BufWriter::new(stdout());
    serde_json::to_writer_pretty(&mut out, &report)?;
    writeln!(out)?;
    out.flush()
}

fn done(fixed: &Fixed) -> Done<'_> {
    Done {
        check_id: fixed.check.id,
        severity: fixed.severity.as_str(),
        platform: fixed.platform.as_str(),
        address: &fixed.address,
        path: &fixed.path,
        line: fixed.line,
        fix: proposed(&fixed.fix),
        files: &fixed.files,
    }
}

fn open(left: &Left) -> Open<'_> {
    let (reason, fix) = match &left.why {
        Why::NoFix => ("no-fix", None),
        Why::Unfixable(_) => ("unfixable", None),
        Why::Review(fix) => ("review", Some(fix)),
        Why::File(_) => ("file", None),
        Why::Harm(_) => ("harm", None),
        Why::Unproven | Why::Rounds => ("not-tried", None),
    };
    Open {
        check_id: left.check.id,
        platform: left.platform.as_str(),
        address: &left.address,
        path: &left.path,
        line: left.line,
        reason,
        message: left.why.to_string(),
        fix: fix.map(proposed),
    }
}

fn proposed(fix: &Fix) -> Proposed<'_> {
    Proposed { title: &fix.title, safety: fix.safety.as_str(), placeholders: &fix.placeholders, serves: &fix.serves }
}
