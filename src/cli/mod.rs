//! Layer 7: the command line. The only code that prints.

mod color;
mod command_line;
mod commands;
mod environment;
mod exit;
mod file;
mod format;
mod implied;
mod inputs;
mod progress;
mod shared;
mod stdout;
mod terminal;
mod variables;
mod word;

use std::ffi::OsString;
use std::io;

use clap::FromArgMatches as _;

use commands::Args;
pub use exit::Exit;

/// Runs the command that the arguments of this process ask for.
pub fn main() -> Exit {
    let args = match parse(std::env::args_os().collect()) {
        Ok(args) => args,
        Err(said) => return told(&said),
    };
    match commands::run(&args) {
        Ok(exit) => exit,
        Err(error) if is_broken_pipe(&error) => Exit::Clean,
        Err(error) => {
            terminal::error(&error);
            Exit::Usage
        }
    }
}

/// What the words of a command line and the environment ask for.
fn parse(words: Vec<OsString>) -> Result<Args, clap::Error> {
    let mut command = Args::described().color(color::of_help(&words));
    let words = implied::with_command(words, &command)?;
    let matches = environment::matches(&command, &words)?;
    Args::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// Prints help or what is wrong with the usage.
fn told(said: &clap::Error) -> Exit {
    let is_wrong = said.use_stderr();
    match said.print() {
        Err(error) if !is_wrong && error.kind() != io::ErrorKind::BrokenPipe => {
            terminal::error(&anyhow::Error::new(error).context("standard output"));
            Exit::Usage
        }
        _ if is_wrong => Exit::Usage,
        _ => Exit::Clean,
    }
}

/// Whoever reads the output has seen enough: not an error.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind = |cause: &(dyn std::error::Error + 'static)| {
        let json = || cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        cause.downcast_ref::<io::Error>().map(io::Error::kind).or_else(json)
    };
    error.chain().any(|cause| kind(cause) == Some(io::ErrorKind::BrokenPipe))
}
