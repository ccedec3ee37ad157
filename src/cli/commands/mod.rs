//! One file for each command.

mod checks;
mod completions;
mod explain;
mod registry;
mod scan;

use std::path::PathBuf;

use anyhow::Context as _;

use super::args::{Args, Command, TerraformArgs};
use super::exit::Exit;
use crate::frontend::Settings;

/// Runs a command. An error is wrong usage or an environment that does not play along.
pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    match args.command {
        Command::Scan(args) => scan::run(&args),
        Command::Checks(command) => checks::run(command),
        Command::Explain { id, paths, terraform, own } => explain::run(&id, &paths, &terraform, &own),
        Command::Completions { shell } => completions::run(shell),
    }
}

/// What the options for Terraform set.
fn settings(args: &TerraformArgs) -> anyhow::Result<Settings> {
    Ok(Settings { variables: args.variables.sources(args.env_vars)?, workspace: args.workspace.clone() })
}

/// The current folder without symbolic links.
fn current_folder() -> anyhow::Result<PathBuf> {
    let folder = std::env::current_dir().and_then(|folder| folder.canonicalize());
    folder.context("the current folder is not accessible")
}

/// The day in UTC, `YYYY-MM-DD`, on which exceptions must still hold.
fn today() -> String {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}
