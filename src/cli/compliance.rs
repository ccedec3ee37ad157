//! The arguments of `ravelin compliance`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args as ClapArgs, Subcommand};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::shared::{ConfigurationArgs, OwnChecks, TerraformArgs, format_and_file, names};
use crate::check::nearest;
use crate::compliance::Framework;
use crate::report::compliance::{FORMATS, LIST_FORMATS};

#[derive(Debug, Subcommand)]
pub(super) enum ComplianceCommand {
    /// List the frameworks
    List {
        #[arg(short, long, value_name = "FORMAT", default_value = "text", help = list_help())]
        format: ListFormat,
    },
    /// Scan, and report how each control of a framework stands
    Report(Box<ReportArgs>),
}

#[derive(Debug, ClapArgs)]
pub(super) struct ReportArgs {
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Ids of frameworks; `ravelin compliance list` shows them all
    #[arg(long, required = true, value_name = "ID", value_delimiter = ',')]
    pub(super) framework: Vec<FrameworkArg>,
    #[arg(short, long, value_name = "FORMAT[=FILE]", default_value = "markdown", help = format_help())]
    pub(super) format: Vec<ReportFormat>,
    /// What was scanned, such as a commit; read from `.git` when it is left out
    #[arg(long, value_name = "REV")]
    pub(super) revision: Option<String>,
    /// Day (`YYYY-MM-DD`) or time (RFC 3339) of the report, on which exceptions must still hold; otherwise that of
    /// `SOURCE_DATE_EPOCH`, otherwise today
    #[arg(long, value_name = "DATE")]
    pub(super) date: Option<Moment>,
    #[command(flatten)]
    pub(super) own: OwnChecks,
    #[command(flatten)]
    pub(super) configuration: ConfigurationArgs,
    #[command(flatten)]
    pub(super) terraform: TerraformArgs,
    /// Scan also what `.gitignore`, `.ignore` and `.ravelinignore` leave out
    #[arg(long)]
    pub(super) no_ignore: bool,
}

/// A framework by its id.
#[derive(Clone, Copy, Debug)]
pub(super) struct FrameworkArg(pub(super) &'static Framework);

impl FromStr for FrameworkArg {
    type Err = String;

    fn from_str(id: &str) -> Result<Self, String> {
        let found = crate::compliance::framework(id);
        found.map(Self).ok_or_else(|| {
            let ids = crate::compliance::frameworks().iter().map(|framework| framework.id);
            match nearest(id, ids) {
                Some(known) => format!("did you mean `{known}`? `ravelin compliance list` shows them all"),
                None => "there is no such framework; `ravelin compliance list` shows them all".to_owned(),
            }
        })
    }
}

/// A format of reports and where it goes.
#[derive(Clone, Debug)]
pub(super) struct ReportFormat {
    /// Index into [`FORMATS`].
    pub(super) format: usize,
    /// Standard output when there is none.
    pub(super) file: Option<PathBuf>,
}

impl FromStr for ReportFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        format_and_file(text, FORMATS).map(|(format, file)| Self { format, file })
    }
}

/// A format of the list: an index into [`LIST_FORMATS`].
#[derive(Clone, Copy, Debug)]
pub(super) struct ListFormat(pub(super) usize);

impl FromStr for ListFormat {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let format = LIST_FORMATS.iter().position(|(known, _)| *known == name);
        format.map(Self).ok_or_else(|| format!("expected one of {}", names(LIST_FORMATS)))
    }
}

/// A time in UTC: midnight where only the day is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment(pub(super) Timestamp);

impl FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let midnight = |day: Date| day.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
        // Dates have longer forms too, which carry a time.
        let day = Some(text).filter(|text| text.len() == "YYYY-MM-DD".len()).and_then(|text| text.parse().ok());
        let moment = day.and_then(midnight).or_else(|| text.parse().ok());
        moment.map(Self).ok_or_else(|| "expected YYYY-MM-DD, or a time such as 2026-01-15T10:00:00Z".to_owned())
    }
}

fn format_help() -> String {
    format!("Format of the report, with `=FILE` to write it there (may be repeated): {}", names(FORMATS))
}

fn list_help() -> String {
    format!("Format of the list: {}", names(LIST_FORMATS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_are_moments() {
        let cases = [
            ("2026-01-15", Some("2026-01-15T00:00:00Z")),
            ("2026-01-15T10:00:42Z", Some("2026-01-15T10:00:42Z")),
            ("2026-01-15T10:00:42+02:00", Some("2026-01-15T08:00:42Z")),
            ("yesterday", None),
            ("2026-13-01", None),
        ];
        for (text, expected) in cases {
            let moment = text.parse::<Moment>().ok().map(|moment| moment.0.to_string());
            assert_eq!(moment.as_deref(), expected, "{text}");
        }
    }
}
