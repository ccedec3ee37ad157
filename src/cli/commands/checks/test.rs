//! `ravelin checks test`

use std::io::Write as _;

use super::super::registry;
use crate::check::Registry;
use crate::cli::exit::Exit;
use crate::cli::shared::OwnChecks;
use crate::cli::stdout::stdout;
use crate::engine;

#[derive(clap::Args)]
pub(in crate::cli::commands) struct Args {
    /// Only these checks: ids, other tools' names, or patterns with `*`
    ids: Vec<String>,
    #[command(flatten)]
    own: OwnChecks,
}

pub(super) fn run(Args { ids, own }: &Args) -> anyhow::Result<Exit> {
    let all = registry::load(own)?;
    let wanted = registry::named(&all, ids)?;
    let registry: Registry = all.filtered(|check| ids.is_empty() || wanted.contains(check.id));
    let mut out = stdout();
    let (mut passed, mut failed) = (0, 0);
    for check in registry.checks() {
        for (index, example) in check.text.examples.iter().enumerate() {
            let judged = engine::run_example(check, example).map_err(|reason| reason.to_string());
            let result =
                judged.and_then(|()| engine::fix_example(check, example, &all).map_err(|reason| reason.to_string()));
            match result {
                Ok(_) => passed += 1,
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
