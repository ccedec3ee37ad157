//! Layer 7: the command line. The only code that prints.

mod command_line;
mod commands;
mod exit;
mod format;
mod progress;
mod shared;
mod terminal;
mod variables;
mod word;

use std::io;

use clap::Parser as _;

pub use exit::Exit;

/// Runs the command that the arguments of this process ask for.
pub fn main() -> Exit {
    match commands::run(&commands::Args::parse()) {
        Ok(exit) => exit,
        Err(error) if is_broken_pipe(&error) => Exit::Clean,
        Err(error) => {
            terminal::error(&error);
            Exit::Usage
        }
    }
}

/// Whoever reads the output has seen enough: not an error.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe))
}
