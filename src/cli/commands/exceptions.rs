//! `ravelin exceptions`

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde::Serialize;

use super::setup::{self, Setup};
use crate::check::Registry;
use crate::cli::exit::Exit;
use crate::cli::shared::SetupArgs;
use crate::diagnostic::Place;
use crate::engine::{Input, Progress, Scan};
use crate::exception::{self, Listed};
use crate::finding::ExceptionRecord;
use crate::source::SourceMap;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// List every exception in files and folders, with what became of it
    List {
        /// Files and folders
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        setup: SetupArgs,
    },
    /// Print what a file of another tool excepts as entries for `.ravelin.yaml`: `.trivyignore`, `.trivyignore.yaml`,
    /// `.checkov.baseline`, `.checkov.yaml`, `.hadolint.yaml`, `.kube-linter.yaml`
    Import {
        /// The file
        file: PathBuf,
    },
}

pub(super) fn run(command: &Command) -> anyhow::Result<Exit> {
    match command {
        Command::List { paths, json, setup } => {
            let inputs: Vec<Input> = paths.iter().cloned().map(Input::Path).collect();
            list(inputs.clone(), Setup::new(&inputs, setup)?, *json)
        }
        Command::Import { file } => import(file),
    }
}

fn list(inputs: Vec<Input>, mut setup: Setup, json: bool) -> anyhow::Result<Exit> {
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

fn import(path: &Path) -> anyhow::Result<Exit> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let sources = SourceMap::new();
    let name = path.file_name().map(PathBuf::from).unwrap_or_default();
    let source = sources.add(name.to_string_lossy(), text);
    let Some(listed) = exception::importable(source) else {
        bail!("{}: exceptions of other tools are known by the names of their files; see --help", path.display());
    };
    let registry = Registry::embedded();
    let mut out = io::stdout().lock();
    writeln!(out, "exceptions:")?;
    for entry in &listed {
        write_entry(entry, source.name(), &registry, &mut out)?;
    }
    Ok(Exit::Clean)
}

/// One entry of `.ravelin.yaml`, where names must mean something: those that no check has become comments. JSON is YAML, so
/// its strings and lists need no rules of their own.
fn write_entry(entry: &Listed, origin: &str, registry: &Registry, out: &mut dyn Write) -> anyhow::Result<()> {
    let names = entry.checks.iter().map(|(name, _)| name.as_str());
    let (names, unknown): (Vec<&str>, Vec<&str>) = names.partition(|name| !registry.find(name).is_empty());
    for name in unknown {
        writeln!(out, "  # no check has the name {}", serde_json::to_string(name)?)?;
    }
    if names.is_empty() {
        return Ok(());
    }
    writeln!(out, "  - checks: {}", serde_json::to_string(&names)?)?;
    for (key, patterns) in [("paths", &entry.paths), ("resources", &entry.resources)] {
        if !patterns.is_empty() {
            writeln!(out, "    {key}: {}", serde_json::to_string(patterns)?)?;
        }
    }
    let reason = entry.reason.clone().unwrap_or_else(|| format!("imported from {origin}"));
    writeln!(out, "    reason: {}", serde_json::to_string(&reason)?)?;
    if let Some((until, _)) = &entry.until {
        writeln!(out, "    until: {}", serde_json::to_string(until)?)?;
    }
    Ok(())
}
