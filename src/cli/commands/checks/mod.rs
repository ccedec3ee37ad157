//! `ravelin checks`

mod docs;
mod list;
mod markdown;
mod show;

use std::io::{self, Write as _};

use super::registry;
use crate::check::Registry;
use crate::cli::args::ChecksCommand;
use crate::cli::exit::Exit;
use crate::cli::shared::OwnChecks;
use crate::engine;

pub(super) fn run(command: ChecksCommand) -> anyhow::Result<Exit> {
    match command {
        ChecksCommand::List(args) => list::run(&args),
        ChecksCommand::Show { id, format, own } => show::run(&id, format, &own),
        ChecksCommand::Test { ids, own } => test(&ids, &own),
        ChecksCommand::Docs { output, check } => docs::run(&output, check),
    }
}

fn test(ids: &[String], own: &OwnChecks) -> anyhow::Result<Exit> {
    let all = registry::load(own)?;
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
