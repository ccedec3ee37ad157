//! What can be typed.

use crate::check::Severity;
use crate::cli::shared::SetupArgs;
use crate::cli::word::word;
use crate::config::is_date;

#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("which").multiple(true).required(true))]
pub(in crate::cli::commands) struct Args {
    /// Fingerprints of findings, or the first 6 or more digits of them; and the files and folders to scan, `.` when there
    /// are none
    #[arg(value_name = "FINGERPRINT|PATH", group = "which")]
    pub(super) what: Vec<String>,
    /// Why they are accepted
    #[arg(long, value_name = "TEXT", value_parser = words)]
    pub(super) reason: String,
    /// The last day on which the exceptions hold, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) until: Option<String>,
    /// Who accepts them
    #[arg(long, value_name = "NAME", value_parser = words)]
    pub(super) owner: Option<String>,
    /// Except every finding that counts and closes the gate
    #[arg(long, group = "which")]
    pub(super) add_all: bool,
    /// With `--add-all`: every finding of this severity and above instead
    #[arg(long, requires = "add_all", value_parser = word::<Severity>())]
    pub(super) severity: Option<Severity>,
    /// Except findings of these checks alone: ids, other tools' names, patterns with `*`, categories or severities
    #[arg(long, value_name = "CHECK", value_delimiter = ',', group = "which")]
    pub(super) check: Vec<String>,
    /// Write entries into the configuration instead of comments
    #[arg(long)]
    pub(super) in_config: bool,
    /// Print what would be written, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    #[command(flatten)]
    pub(super) setup: SetupArgs,
}

/// Blanks alone would be written as nothing.
fn words(text: &str) -> Result<String, String> {
    if text.trim().is_empty() { Err("it says nothing".to_owned()) } else { Ok(text.trim().to_owned()) }
}

fn date(text: &str) -> Result<String, String> {
    if is_date(text) { Ok(text.to_owned()) } else { Err("it is not a date of the form YYYY-MM-DD".to_owned()) }
}
