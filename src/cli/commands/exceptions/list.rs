//! `ravelin exceptions list`

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;

use super::super::setup::{self, Setup};
use crate::cli::exit::Exit;
use crate::cli::shared::SetupArgs;
use crate::diagnostic::Place;
use crate::engine::{Input, Progress, Scan};
use crate::finding::ExceptionRecord;

pub(super) fn run(paths: &[PathBuf], setup: &SetupArgs, json: bool) -> anyhow::Result<Exit> {
    let inputs: Vec<Input> = paths.iter().cloned().map(Input::Path).collect();
    let mut setup = Setup::new(&inputs, setup)?;
    let sources = std::mem::take(&mut setup.sources);
    let registry = &setup.registry;
    let scan = setup::scan(&setup.request(inputs, registry, &Progress::default()), sources)?;
    let mut rows: Vec<Row<'_>> = scan.outcome.exceptions.iter().map(|exception| row(exception, &scan)).collect();
    rows.sort_by(|a, b| (&a.path, a.line, &a.checks).cmp(&(&b.path, b.line, &b.checks)));
    let mut out = io::stdout().lock();
    if json {
        serde_json::to_writer_pretty(&mut out, &rows)?;
        writeln!(out)?;
    } else {
        write_text(&rows, &mut out)?;
    }
    Ok(Exit::Clean)
}

/// An exception, as this command lists it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    path: String,
    line: Option<u32>,
    state: &'a str,
    checks: &'a [String],
    /// Number of findings that it covers.
    findings: usize,
    syntax: &'a str,
    reason: Option<&'a str>,
    owner: Option<&'a str>,
    until: Option<&'a str>,
}

fn row<'a>(exception: &'a ExceptionRecord, scan: &Scan) -> Row<'a> {
    let granted = &exception.exception;
    let (path, line) = match &granted.place {
        Place::Text(place) => {
            let file = scan.sources.get(place.file);
            (file.path().to_owned(), Some(file.position(place.range.start).line))
        }
        Place::File(path) => (path.clone(), None),
        Place::None => (String::new(), None),
    };
    Row {
        path: format!("{}{path}", scan.outcome.root),
        line,
        state: exception.state.as_str(),
        checks: &exception.checks,
        findings: exception.findings,
        syntax: granted.syntax,
        reason: granted.reason.as_deref(),
        owner: granted.owner.as_deref(),
        until: granted.until.as_deref(),
    }
}

fn write_text(rows: &[Row<'_>], out: &mut dyn Write) -> io::Result<()> {
    for row in rows {
        let line = row.line.map(|line| format!(":{line}")).unwrap_or_default();
        let fields = [("reason", row.reason), ("owner", row.owner), ("until", row.until)];
        let said: String =
            fields.into_iter().filter_map(|(name, value)| Some(format!(" {name}={:?}", value?))).collect();
        let checks = row.checks.join(",");
        writeln!(out, "{}{line}: {} {checks} ({}, covers {}){said}", row.path, row.state, row.syntax, row.findings)?;
    }
    let count = |state: &str| rows.iter().filter(|row| row.state == state).count();
    let states =
        ["active", "expired", "unmatched", "refused", "malformed"].map(|state| format!("{} {state}", count(state)));
    let plural = if rows.len() == 1 { "" } else { "s" };
    writeln!(out, "{} exception{plural}: {}", rows.len(), states.join(", "))
}
