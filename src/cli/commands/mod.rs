//! One file for each command.

mod checks;
mod completions;
mod explain;
mod registry;
mod scan;

use super::args::{Args, Command};
use super::exit::Exit;

/// Runs a command. An error is wrong usage or an environment that does not play along.
pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    match args.command {
        Command::Scan(args) => scan::run(&args),
        Command::Checks(command) => checks::run(command),
        Command::Explain { id, own } => explain::run(&id, &own),
        Command::Completions { shell } => completions::run(shell),
    }
}
