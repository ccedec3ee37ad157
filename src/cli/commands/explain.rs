//! `ravelin explain`

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::bail;

use super::setup::{self, Setup};
use super::{compliance, lists, registry};
use crate::check::{Check, Expectation, Wording};
use crate::cli::exit::Exit;
use crate::cli::shared::SetupArgs;
use crate::cli::terminal;
use crate::engine::{Input, Progress, Request};
use crate::report::trace;

/// Digits that tell one fingerprint from others and from the id of a check.
const SHORTEST_FINGERPRINT: usize = 6;

#[derive(clap::Args)]
pub(super) struct Args {
    /// Id of a check, or what another tool calls it, such as DL3008
    id: String,
    /// Files and folders to scan: print how the values that the check judges came to be, or why they are not known.
    /// The id can then also be the fingerprint of a finding, or the start of it
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    setup: SetupArgs,
}

pub(super) fn run(Args { id, paths, setup }: &Args) -> anyhow::Result<Exit> {
    if !paths.is_empty() {
        let inputs: Vec<Input> = paths.iter().cloned().map(Input::Path).collect();
        return trace(id, Setup::new(&inputs, setup)?, inputs);
    }
    let registry = registry::load(&setup.own)?;
    let found = registry.find_some(id)?;
    let mut out = io::stdout().lock();
    for (index, check) in found.into_iter().enumerate() {
        if index > 0 {
            writeln!(out, "\n{}\n", "─".repeat(terminal::width().min(60)))?;
        }
        explain(check, &mut out)?;
    }
    Ok(Exit::Clean)
}

/// Scans `inputs`, and prints the way of each value that a check judges, or that the finding of this fingerprint shows.
fn trace(id: &str, mut setup: Setup, inputs: Vec<Input>) -> anyhow::Result<Exit> {
    let sources = std::mem::take(&mut setup.sources);
    let registry = &setup.registry;
    let progress = Progress::default();
    let request = Request { keep_passes: true, keep_parts: true, ..setup.request(inputs, registry, &progress) };
    let scan = setup::scan(&request, sources)?;
    let outcome = &scan.outcome;
    let is_fingerprint = id.len() >= SHORTEST_FINGERPRINT && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let findings: Vec<_> = outcome
        .findings
        .iter()
        .filter(|finding| finding.check.is_named(id) || (is_fingerprint && finding.fingerprint.starts_with(id)))
        .collect();
    let unknown: Vec<_> = outcome.not_assessed.iter().filter(|entry| entry.check.is_named(id)).collect();
    let passes = outcome.passes.iter().filter(|pass| pass.check.is_named(id) && !pass.settings.is_empty());
    let mut out = io::stdout().lock();
    if findings.is_empty() && unknown.is_empty() {
        if registry.find(id).is_empty() {
            bail!("nothing here has the check or fingerprint `{id}`");
        }
        writeln!(out, "nothing fails `{id}` here, and nothing is unknown")?;
    }
    for finding in findings {
        trace::write_finding(finding, outcome, scan.sources.shown(), &mut out)?;
        writeln!(out)?;
    }
    for entry in unknown {
        trace::write_not_assessed(entry, outcome, scan.sources.shown(), &mut out)?;
        writeln!(out)?;
    }
    for pass in passes {
        trace::write_pass(pass, outcome, scan.sources.shown(), &mut out)?;
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
    for own in text.wordings {
        let Wording { platform, severity, title, why, remedy, .. } = own;
        writeln!(out, "In {platform}: {title} · {severity}\n{}\n{}\n", wrap(why, width), wrap(remedy, width))?;
    }
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
    for list in lists::told(check) {
        writeln!(out, "Facts of the list {}", list.title)?;
        if let Some(soon) = &list.soon {
            writeln!(out, "{}", wrap(soon, width))?;
        }
        list.sources.iter().try_for_each(|source| writeln!(out, "  from {source}"))?;
        writeln!(out)?;
    }
    if !text.cwe.is_empty() {
        writeln!(out, "Weakness: {}", text.cwe.join(", "))?;
    }
    if !text.aliases.is_empty() {
        writeln!(out, "{}", wrap(&format!("Known elsewhere as: {}", text.aliases.join(", ")), width))?;
    }
    if !text.covers.is_empty() {
        writeln!(out, "{}", wrap(&format!("Says already what these say: {}", text.covers.join(", ")), width))?;
    }
    for (framework, controls) in compliance::served(check.id) {
        writeln!(out, "{}", wrap(&format!("Controls of {framework}: {controls}"), width))?;
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
