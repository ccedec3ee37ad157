//! `ravelin explain`

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::bail;

use super::registry;
use crate::check::{Check, Expectation, Registry};
use crate::cli::args::{OwnChecks, TerraformArgs};
use crate::cli::exit::Exit;
use crate::cli::terminal;
use crate::engine::{self, Input, Progress, Request};
use crate::frontend::Settings;
use crate::report::trace;

/// Digits that tell one fingerprint from others and from the id of a check.
const SHORTEST_FINGERPRINT: usize = 6;

pub(super) fn run(id: &str, paths: &[PathBuf], terraform: &TerraformArgs, own: &OwnChecks) -> anyhow::Result<Exit> {
    let registry = registry::load(own)?;
    if !paths.is_empty() {
        return trace(id, paths, super::settings(terraform)?, &registry);
    }
    let found = registry.find(id);
    if found.is_empty() {
        bail!("there is no check `{id}`; `ravelin checks list` shows them all");
    }
    let mut out = io::stdout().lock();
    for (index, check) in found.into_iter().enumerate() {
        if index > 0 {
            writeln!(out, "\n{}\n", "─".repeat(terminal::width().min(60)))?;
        }
        explain(check, &mut out)?;
    }
    Ok(Exit::Clean)
}

/// Scans `paths`, and prints the way of each value that a check judges, or that the finding of this fingerprint shows.
fn trace(id: &str, paths: &[PathBuf], settings: Settings, registry: &Registry) -> anyhow::Result<Exit> {
    let scan = engine::scan(&Request {
        inputs: paths.iter().cloned().map(Input::Path).collect(),
        current: super::current_folder()?,
        registry,
        settings,
        use_ignore_files: true,
        today: super::today(),
        keep_passes: false,
        progress: &Progress::default(),
    });
    let outcome = &scan.outcome;
    let is_fingerprint = id.len() >= SHORTEST_FINGERPRINT && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let findings: Vec<_> = outcome
        .findings
        .iter()
        .filter(|finding| finding.check.is_named(id) || (is_fingerprint && finding.fingerprint.starts_with(id)))
        .collect();
    let unknown: Vec<_> = outcome.not_assessed.iter().filter(|entry| entry.check.is_named(id)).collect();
    let mut out = io::stdout().lock();
    if findings.is_empty() && unknown.is_empty() {
        if registry.find(id).is_empty() {
            bail!("nothing here has the check or fingerprint `{id}`");
        }
        writeln!(out, "nothing fails `{id}` here, and nothing is unknown")?;
    }
    for finding in findings {
        trace::write_finding(finding, outcome, &scan.sources, &mut out)?;
        writeln!(out)?;
    }
    for entry in unknown {
        trace::write_not_assessed(entry, outcome, &scan.sources, &mut out)?;
        writeln!(out)?;
    }
    Ok(Exit::Clean)
}

fn explain(check: &Check, out: &mut dyn Write) -> io::Result<()> {
    let text = check.text;
    writeln!(out, "{}: {}\n{} · {}\n", check.id, check.title, check.severity, check.category.as_str())?;
    let width = terminal::width().min(100);
    writeln!(out, "Why it matters\n{}\n", wrap(text.why, width))?;
    writeln!(out, "How to mend it\n{}\n", wrap(text.remedy, width))?;
    for example in text.examples {
        let verdict = match example.expect {
            Expectation::Fails => "fails",
            Expectation::Passes => "passes",
            Expectation::Unknown => "cannot be assessed",
        };
        writeln!(out, "Example that {verdict} ({})", example.platform)?;
        for line in example.text.trim_end().lines() {
            writeln!(out, "    {line}")?;
        }
        writeln!(out)?;
    }
    if !text.cwe.is_empty() {
        writeln!(out, "Weakness: {}", text.cwe.join(", "))?;
    }
    if !text.aliases.is_empty() {
        writeln!(out, "{}", wrap(&format!("Known elsewhere as: {}", text.aliases.join(", ")), width))?;
    }
    for reference in text.references {
        writeln!(out, "See {reference}")?;
    }
    Ok(())
}

fn wrap(text: &str, width: usize) -> String {
    let options = textwrap::Options::new(width).initial_indent("  ").subsequent_indent("  ");
    textwrap::fill(text, options)
}
