//! What can be typed.

use std::path::PathBuf;

use super::super::scan::InputArgs;
use crate::cli::shared::SetupArgs;
use crate::cli::word::check_name;

#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(in crate::cli::commands) struct Args {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// Mend only findings of these checks (several with commas between)
    ///
    /// They are named by ids, other tools' names, patterns with `*`, categories or severities.
    #[arg(
        long,
        value_name = "CHECK",
        value_delimiter = ',',
        value_parser = check_name(),
        hide_possible_values = true,
        alias = "checks",
        help_heading = "Checks"
    )]
    pub(super) check: Vec<String>,
    /// Mend also what somebody should look at: what may interrupt, replace or cost something, changes other resources as well,
    /// or has something to fill in
    #[arg(long)]
    pub(super) r#unsafe: bool,
    /// Write the files; without it, what would change is printed
    #[arg(short, long)]
    pub(super) write: bool,
    /// Print what would change, and end with exit code 1 if something would
    #[arg(long, conflicts_with = "write")]
    pub(super) diff: bool,
    /// What is printed
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value = "text")]
    pub(super) format: Format,
    /// Leave alone the findings in this file of `ravelin baseline write`
    #[arg(long, value_name = "FILE", env = "RAVELIN_BASELINE")]
    pub(super) baseline: Option<PathBuf>,
    #[command(flatten)]
    pub(super) setup: SetupArgs,
}

const AFTER_HELP: &str = "\
Every fix is tried out before: the files are still read whole, the finding is gone, none is new, and no other resource comes to something \
else. With `-` the fixed text is printed.

Exit codes: 0 done, 1 something would change (with --diff), 2 wrong usage or environment, 3 a named file was not judged";

/// What is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// A difference as of `git diff`, or what was done
    Text,
    /// An object with everything: what is fixed, what is not and why, and the differences
    Json,
}
