//! `ravelin checks docs`: the index of the built-in checks, one file for each provider.
//!
//! A page for each check would be thousands of files; `ravelin checks show --format markdown` prints them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::markdown;
use crate::check::{Category, Check, Registry, Severity};
use crate::cli::exit::Exit;

/// First line of every file, by which files of providers that are gone are known.
const MARK: &str = "<!-- Written by `ravelin checks docs`. -->\n";

#[derive(clap::Args)]
pub(in crate::cli::commands) struct Args {
    /// Folder of the files
    #[arg(long, value_name = "DIR", default_value = "docs/reference/checks")]
    output: PathBuf,
    /// Write nothing; fail (exit code 1) when the files are not what would be written
    #[arg(long)]
    check: bool,
}

pub(super) fn run(Args { output: folder, check }: &Args) -> anyhow::Result<Exit> {
    let files = files(&Registry::embedded());
    let superfluous = superfluous(folder, &files)?;
    let stale: Vec<(PathBuf, &String)> = files
        .iter()
        .map(|(name, text)| (folder.join(name), text))
        .filter(|(path, text)| fs::read_to_string(path).ok().as_ref() != Some(*text))
        .collect();
    if *check {
        let paths = stale.iter().map(|(path, _)| path).chain(&superfluous);
        let mut stderr = io::stderr().lock();
        for path in paths {
            writeln!(stderr, "{} is not up to date; run `ravelin checks docs`", path.display())?;
        }
        return Ok(if stale.is_empty() && superfluous.is_empty() { Exit::Clean } else { Exit::Findings });
    }
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for (path, text) in stale {
        fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    for path in superfluous {
        fs::remove_file(&path).with_context(|| path.display().to_string())?;
    }
    Ok(Exit::Clean)
}

/// Files of an earlier run that are no longer written.
fn superfluous(folder: &Path, files: &BTreeMap<String, String>) -> anyhow::Result<Vec<PathBuf>> {
    let mut superfluous = Vec::new();
    if !folder.is_dir() {
        return Ok(superfluous);
    }
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let known = entry.file_name().to_str().is_some_and(|name| files.contains_key(name));
        if !known && fs::read_to_string(entry.path()).is_ok_and(|text| text.starts_with(MARK)) {
            superfluous.push(entry.path());
        }
    }
    superfluous.sort();
    Ok(superfluous)
}

/// Every file with its name.
fn files(registry: &Registry) -> BTreeMap<String, String> {
    let mut by_provider: BTreeMap<&str, Vec<&Check>> = BTreeMap::new();
    for &check in registry.checks() {
        by_provider.entry(check.provider).or_default().push(check);
    }
    let mut files: BTreeMap<String, String> =
        by_provider.iter().map(|(provider, checks)| (format!("{provider}.md"), index(provider, checks))).collect();
    files.insert("README.md".to_owned(), overview(&by_provider));
    files
}

fn index(provider: &str, checks: &[&Check]) -> String {
    let mut by_service: BTreeMap<&str, Vec<&Check>> = BTreeMap::new();
    for &check in checks {
        by_service.entry(check.service).or_default().push(check);
    }
    let mut out = format!("{MARK}\n# Checks: {provider}\n\n{} checks.\n", checks.len());
    for (service, checks) in by_service {
        // Writing to a string never fails.
        let _ = write!(out, "\n## {service}\n\n{}", markdown::table(&checks));
    }
    out
}

fn overview(by_provider: &BTreeMap<&str, Vec<&Check>>) -> String {
    let total: usize = by_provider.values().map(Vec::len).sum();
    let mut out = format!(
        "{MARK}\n# Checks\n\n{total} checks. `ravelin checks show --format markdown ID` prints the page of one, by its id or \
         by what another tool calls it.\n\n"
    );
    let all = || by_provider.values().flatten();
    let severities = Severity::ALL.map(Severity::as_str);
    let _ = writeln!(
        out,
        "| provider | checks | {} |\n|---|---|{}",
        severities.join(" | "),
        "---|".repeat(severities.len())
    );
    for (provider, checks) in by_provider {
        let _ = write!(out, "| [{provider}]({provider}.md) | {} |", checks.len());
        for severity in Severity::ALL {
            let _ = write!(out, " {} |", checks.iter().filter(|check| check.severity == severity).count());
        }
        out.push('\n');
    }
    out.push_str("\n| category | checks |\n|---|---|\n");
    for category in Category::ALL {
        let count = all().filter(|check| check.category == category).count();
        let _ = writeln!(out, "| {} | {count} |", category.as_str());
    }
    out
}
