//! `ravelin completions`

use std::io;

use clap::CommandFactory as _;

use crate::cli::args::Args;
use crate::cli::exit::Exit;

pub(super) fn run(shell: clap_complete::Shell) -> anyhow::Result<Exit> {
    // The generator panics when its writer fails, as a closed pipe does: write to memory first.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "ravelin", &mut script);
    io::Write::write_all(&mut io::stdout().lock(), &script)?;
    Ok(Exit::Clean)
}
