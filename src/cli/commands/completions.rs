//! `ravelin completions`

use std::io::Write as _;

use crate::cli::exit::Exit;
use crate::cli::stdout::stdout;

#[derive(clap::Args)]
pub(super) struct Args {
    /// The shell
    shell: clap_complete::Shell,
}

/// Prints the script for all that `command` takes.
pub(super) fn run(args: &Args, mut command: clap::Command) -> anyhow::Result<Exit> {
    // The generator panics when its writer fails, as a closed pipe does: write to memory first.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "ravelin", &mut script);
    stdout().write_all(&script)?;
    Ok(Exit::Clean)
}
