//! `ravelin explain`

use std::io::{self, Write};

use anyhow::bail;

use super::registry;
use crate::check::{Check, Expectation};
use crate::cli::args::OwnChecks;
use crate::cli::exit::Exit;
use crate::cli::terminal;

pub(super) fn run(id: &str, own: &OwnChecks) -> anyhow::Result<Exit> {
    let registry = registry::load(own)?;
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
