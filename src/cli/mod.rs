//! Layer 6: the command line. The only code that prints.

mod args;
mod commands;
mod compliance;
mod exit;
mod terminal;
mod trend;
mod variables;

use std::io;

use clap::Parser as _;

pub use exit::Exit;

/// Stack of a worker in bytes. Deep but legal nesting must fit it: the limits of the parsers are sized for this.
const WORKER_STACK: usize = 16 << 20;

/// Runs the command that the arguments of this process ask for.
pub fn main() -> Exit {
    let args = args::Args::parse();
    // Fails only when a pool was built before, which nothing here does.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(WORKER_STACK).build_global();
    match commands::run(args) {
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
