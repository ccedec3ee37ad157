//! One file for each command.

mod base;
mod baseline;
mod checks;
mod clock;
mod completions;
mod compliance;
mod current;
mod exceptions;
mod explain;
mod init;
mod own_checks;
mod record;
mod registry;
mod scan;
mod setup;
mod switched_off;
mod trend;
mod unjudged;

use super::args::{Args, Command};
use super::exit::Exit;

/// Runs a command. An error is wrong usage or an environment that does not play along.
pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    match args.command {
        Command::Scan(args) => scan::run(&args),
        Command::Checks(command) => checks::run(command),
        Command::Explain { id, paths, configuration, terraform, own } => {
            explain::run(&id, &paths, &configuration, &terraform, &own)
        }
        Command::Compliance(command) => compliance::run(&command),
        Command::Baseline(command) => baseline::run(command),
        Command::Exceptions(command) => exceptions::run(command),
        Command::Init(args) => init::run(&args),
        Command::Trend(args) => trend::run(&args),
        Command::Completions { shell } => completions::run(shell),
    }
}
