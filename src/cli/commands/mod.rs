//! One file for each command.

mod baseline;
mod checks;
mod completions;
mod compliance;
mod exceptions;
mod explain;
mod init;
mod record;
mod registry;
mod scan;
mod setup;
mod trend;

use std::path::PathBuf;

use anyhow::Context as _;

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

/// The current folder without symbolic links.
fn current_folder() -> anyhow::Result<PathBuf> {
    let folder = std::env::current_dir().and_then(|folder| folder.canonicalize());
    folder.context("the current folder is not accessible")
}

/// The day in UTC, `YYYY-MM-DD`, on which exceptions must still hold.
fn today() -> String {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// The time in UTC that reports state, to the second: what `SOURCE_DATE_EPOCH` says, otherwise now.
fn timestamp() -> anyhow::Result<String> {
    let time = source_date()?.unwrap_or_else(jiff::Timestamp::now);
    Ok(time.round(jiff::Unit::Second)?.to_string())
}

/// The time that `SOURCE_DATE_EPOCH` gives, so that the same input can give the same bytes
/// (<https://reproducible-builds.org/specs/source-date-epoch/>).
fn source_date() -> anyhow::Result<Option<jiff::Timestamp>> {
    let Some(text) = std::env::var_os("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let seconds = text.to_str().and_then(|text| text.trim().parse().ok());
    let time = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    time.map(Some).context("SOURCE_DATE_EPOCH must be a number of seconds since 1970")
}
