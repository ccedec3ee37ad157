//! `ravelin checks`

use std::io::{self, Write as _};

use anyhow::bail;

use super::{compliance, registry};
use crate::check::{Check, Registry, Target};
use crate::cli::args::{ChecksCommand, OwnChecks};
use crate::cli::exit::Exit;
use crate::engine;

pub(super) fn run(command: ChecksCommand) -> anyhow::Result<Exit> {
    match command {
        ChecksCommand::List { own } => list(&own),
        ChecksCommand::Show { id, own } => show(&id, &own),
        ChecksCommand::Test { ids, own } => test(&ids, &own),
    }
}

fn list(own: &OwnChecks) -> anyhow::Result<Exit> {
    let registry = registry::load(own, &[])?;
    let width = registry.checks().iter().map(|check| check.id.len()).max().unwrap_or(0);
    let mut out = io::stdout().lock();
    for check in registry.checks() {
        writeln!(out, "{:width$}  {:8}  {}", check.id, check.severity.as_str(), check.title)?;
    }
    Ok(Exit::Clean)
}

fn show(id: &str, own: &OwnChecks) -> anyhow::Result<Exit> {
    let registry = registry::load(own, &[])?;
    let found = registry.find(id);
    if found.is_empty() {
        bail!("there is no check `{id}`; `ravelin checks list` shows them all");
    }
    let mut out = io::stdout().lock();
    for check in found {
        let mut row = |name: &str, value: String| match value.is_empty() {
            true => Ok(()),
            false => writeln!(out, "{name:10} {value}"),
        };
        row("id", check.id.into())?;
        row("title", check.title.into())?;
        row("severity", check.severity.to_string())?;
        row("category", check.category.as_str().into())?;
        row("provider", format!("{} / {}", check.provider, check.service))?;
        row("judges", judged(check))?;
        for (name, clause) in check.text.logic {
            row(name, (*clause).into())?;
        }
        row("message", check.message.into())?;
        row("cwe", check.text.cwe.join(", "))?;
        row("aliases", check.text.aliases.join(", "))?;
        for (framework, controls) in compliance::served(check.id) {
            row("controls", format!("{framework}: {controls}"))?;
        }
        for reference in check.text.references {
            row("reference", (*reference).into())?;
        }
        row("examples", format!("{}; `ravelin explain {}` prints them", check.text.examples.len(), check.id))?;
    }
    Ok(Exit::Clean)
}

fn judged(check: &Check) -> String {
    match check.target {
        Target::Kinds(kinds) => kinds.join(", "),
        Target::Shape(shape, []) => format!("shape {}", shape.as_str()),
        Target::Shape(shape, kinds) => format!("shape {} of {}", shape.as_str(), kinds.join(", ")),
    }
}

fn test(ids: &[String], own: &OwnChecks) -> anyhow::Result<Exit> {
    let all = registry::load(own, &[])?;
    let wanted = registry::named(&all, ids)?;
    let registry: Registry = all.filtered(|check| ids.is_empty() || wanted.contains(check.id));
    let mut out = io::stdout().lock();
    let (mut passed, mut failed) = (0, 0);
    for check in registry.checks() {
        for (index, example) in check.text.examples.iter().enumerate() {
            match engine::run_example(check, example) {
                Ok(()) => passed += 1,
                Err(reason) => {
                    failed += 1;
                    writeln!(out, "{}: example {} ({}): {reason}", check.id, index + 1, example.platform)?;
                }
            }
        }
    }
    writeln!(out, "{} checks: {passed} examples passed, {failed} failed", registry.checks().len())?;
    Ok(if failed == 0 { Exit::Clean } else { Exit::Findings })
}
