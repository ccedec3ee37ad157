//! One file or folder for each command, with what it takes and what it does. Others hold what several commands need.
//!
//! To add one: its file, and below its module, its variant and its call.

mod base;
mod baseline;
mod checks;
mod clock;
mod completions;
mod compliance;
mod exceptions;
mod explain;
mod folder;
mod init;
mod inspect;
mod lists;
mod origin;
mod own_checks;
mod record;
mod registry;
mod scan;
mod setup;
mod trend;
mod unjudged;

use clap::CommandFactory as _;

use super::exit::Exit;
use crate::vocabulary::Platform;

/// What can be typed.
#[derive(clap::Parser)]
#[command(name = "ravelin", version, propagate_version = true, arg_required_else_help = true)]
#[command(
    about = format!("Finds misconfigurations in {}", Platform::all_files()),
    after_help = "Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage, 3 a named file was not judged, or incomplete (with --fail-on-incomplete)"
)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Scan files and folders
    Scan(scan::Args),
    /// List, show and test checks
    #[command(subcommand)]
    Checks(checks::Command),
    /// Explain a check in full, or how its findings in a scan came to be
    Explain(explain::Args),
    /// Print what checks see of a resource: the paths of its values, its shapes, and what is attached to it
    Inspect(inspect::Args),
    /// Keep the findings of today as known ones, which do not count
    #[command(subcommand)]
    Baseline(baseline::Command),
    /// List the exceptions that hold, or import those of other tools
    #[command(subcommand)]
    Exceptions(exceptions::Command),
    /// Write a configuration file with every setting explained, or print its schema
    Init(init::Args),
    /// Report how the controls of compliance frameworks stand
    #[command(subcommand)]
    Compliance(compliance::Command),
    /// Show how findings changed from scan to scan, from the file that `ravelin scan --record` wrote
    Trend(trend::Args),
    /// Print a completion script for a shell
    Completions(completions::Args),
}

/// Runs a command. An error is wrong usage or an environment that does not play along.
pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    match &args.command {
        Command::Scan(args) => scan::run(args),
        Command::Checks(command) => checks::run(command),
        Command::Explain(args) => explain::run(args),
        Command::Inspect(args) => inspect::run(args),
        Command::Baseline(command) => baseline::run(command),
        Command::Exceptions(command) => exceptions::run(command),
        Command::Init(args) => init::run(args),
        Command::Compliance(command) => compliance::run(command),
        Command::Trend(args) => trend::run(args),
        Command::Completions(args) => completions::run(args, Args::command()),
    }
}
