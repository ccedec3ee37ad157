//! One file or folder for each command, with what it takes and what it does. Others hold what several commands need.
//!
//! To add one: its file, and below its module, its variant and its call.

mod base;
mod baseline;
mod changes;
mod checks;
mod clock;
mod completions;
mod compliance;
mod exceptions;
mod explain;
mod fix;
mod folder;
mod init;
mod inspect;
mod lists;
mod lsp;
mod man;
mod migrate;
mod origin;
mod record;
mod registry;
mod scan;
mod setup;
mod trend;
mod unjudged;

use clap::CommandFactory as _;

use super::color::{self, Color};
use super::environment;
use super::exit::Exit;
use crate::vocabulary::Platform;

/// What can be typed.
#[derive(clap::Parser)]
#[command(name = "ravelin", version, propagate_version = true)]
#[command(
    about = format!("Finds misconfigurations in {}", Platform::all_files()),
    override_usage = "ravelin [PATH]... [OPTIONS OF scan]\n       ravelin <COMMAND>",
    after_help = AFTER_HELP
)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
    /// When to use colour on standard output
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        env = color::VARIABLE,
        default_value = "auto",
        help_heading = "Global options"
    )]
    color: Color,
}

const AFTER_HELP: &str = "\
Without a command, `ravelin` scans: `ravelin infra/ --format json` is `ravelin scan infra/ --format json`, and without a path the \
current folder is scanned. A command goes before a folder of its name: scan the latter as `./checks`.

Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage or environment, 3 a named file was not judged, or incomplete \
(with --fail-on-incomplete)";

#[derive(clap::Subcommand)]
enum Command {
    /// Scan files and folders
    Scan(scan::Args),
    /// Show how findings are mended, or mend them
    Fix(fix::Args),
    /// List, show and test checks
    #[command(subcommand)]
    Checks(checks::Command),
    /// Explain a check, or how its findings in a scan came to be
    Explain(explain::Args),
    /// Print what checks see of a resource: the paths of its values, its shapes, and what is attached to it
    Inspect(inspect::Args),
    /// Keep the findings of today as known ones, which do not count
    #[command(subcommand)]
    Baseline(baseline::Command),
    /// List the exceptions that hold, add some, or import those of other tools
    #[command(subcommand)]
    Exceptions(exceptions::Command),
    /// Write a configuration file with every setting explained, or print its schema
    Init(init::Args),
    /// Write a configuration file that says what those of other tools say, and list what has no equivalent
    Migrate(migrate::Args),
    /// Report how the controls of compliance frameworks stand
    #[command(subcommand)]
    Compliance(compliance::Command),
    /// Show how findings changed from scan to scan, as `ravelin scan --record` kept them
    Trend(trend::Args),
    /// Serve an editor with what scans find, over standard input and output
    Lsp(lsp::Args),
    /// Print a completion script for a shell
    Completions(completions::Args),
    /// Print a page for `man`, or write those of all commands
    Man(man::Args),
}

impl Args {
    /// What can be typed, as help, completion and pages show it.
    pub(super) fn described() -> clap::Command {
        environment::described(Self::command())
    }
}

/// Runs a command. An error is wrong usage or an environment that does not play along.
pub(super) fn run(of: &Args) -> anyhow::Result<Exit> {
    match &of.command {
        Command::Scan(args) => scan::run(args, of.color),
        Command::Fix(args) => fix::run(args, of.color),
        Command::Checks(command) => checks::run(command),
        Command::Explain(args) => explain::run(args),
        Command::Inspect(args) => inspect::run(args),
        Command::Baseline(command) => baseline::run(command),
        Command::Exceptions(command) => exceptions::run(command),
        Command::Init(args) => init::run(args),
        Command::Migrate(args) => migrate::run(args),
        Command::Compliance(command) => compliance::run(command),
        Command::Trend(args) => trend::run(args),
        Command::Lsp(args) => lsp::run(args),
        Command::Completions(args) => completions::run(args, Args::described()),
        Command::Man(args) => man::run(args, Args::described()),
    }
}
