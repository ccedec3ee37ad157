//! `ravelin compliance report`

use std::path::PathBuf;
use std::str::FromStr;

use anyhow::bail;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit};

use super::super::setup::{self, Setup};
use super::super::{clock, origin, unjudged};
use crate::cli::command_line;
use crate::cli::exit::Exit;
use crate::cli::format::{self, Destination, destination, list, names};
use crate::cli::shared::{FrameworkArg, OwnChecks, SetupArgs};
use crate::compliance::{self, Framework, Inputs, Report, Run};
use crate::engine::{Input, Progress, Request, Scan};
use crate::frontend::{Settings, VariableSource};
use crate::report::compliance::{FORMATS, Writer};

#[derive(clap::Args)]
pub(in crate::cli::commands) struct Args {
    /// Files and folders
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// Ids of frameworks; `ravelin compliance list` shows them all
    #[arg(
        long,
        required = true,
        value_name = "ID",
        value_delimiter = ',',
        value_parser = FrameworkArg::parser(),
        hide_possible_values = true
    )]
    framework: Vec<FrameworkArg>,
    #[arg(
        short,
        long,
        value_name = "FORMAT[=FILE]",
        default_value = "markdown",
        value_parser = destination(FORMATS),
        hide_possible_values = true,
        help = format_help(&format!(": {}", names(FORMATS))),
        long_help = format_help(&format!("\n{}", list(FORMATS)))
    )]
    format: Vec<Destination<&'static dyn Writer>>,
    /// Write there what would go to standard output
    #[arg(short, long, value_name = "FILE", env = "RAVELIN_OUTPUT")]
    output: Option<PathBuf>,
    /// What was scanned, such as a commit; read from `.git` when it is left out
    #[arg(long, value_name = "REV")]
    revision: Option<String>,
    /// Day (`YYYY-MM-DD`) or time (RFC 3339) of the report, on which exceptions must still hold; otherwise that of
    /// `SOURCE_DATE_EPOCH`, otherwise today
    #[arg(long, value_name = "DATE")]
    date: Option<Moment>,
    #[command(flatten)]
    setup: SetupArgs,
    /// Scan also what `.gitignore`, `.ignore` and `.ravelinignore` leave out
    #[arg(long)]
    no_ignore: bool,
}

fn format_help(formats: &str) -> String {
    format!("Format of the report, with `=FILE` to write it there (may be repeated){formats}")
}

/// A time in UTC: midnight where only the day is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Moment(Timestamp);

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

/// Writes the reports. Whatever they say, the run ends well: gates are a matter of `ravelin scan`. Only a file
/// that was named and not judged is an error.
pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let mut formats = args.format.clone();
    format::redirect(&mut formats, args.output.as_deref())?;
    format::check(&formats, &args.paths)?;
    if let Some(missing) = args.paths.iter().find(|path| !path.exists()) {
        bail!("{}: there is no such file or folder", missing.display());
    }
    let inputs: Vec<Input> = args.paths.iter().cloned().map(Input::Path).collect();
    let mut setup = Setup::new(&inputs, &args.setup)?;
    let time = time(args.date)?;
    let options = options(&setup.settings, &args.setup.own, args.no_ignore);
    let sources = std::mem::take(&mut setup.sources);
    let registry = &setup.registry;
    let progress = Progress::default();
    let request = Request {
        use_ignore_files: !args.no_ignore,
        today: time.split('T').next().unwrap_or_default().to_owned(),
        keep_passes: true,
        keep_parts: true,
        ..setup.request(inputs, registry, &progress)
    };
    let Scan { sources, outcome } = setup::scan(&request, sources)?;
    let mut origin = origin::of(&args.paths, &sources)?;
    if let Some(revision) = &args.revision {
        origin.revision = Some(command_line::harmless(revision));
    }
    let run = Run {
        paths: origin::shown(&args.paths),
        origin,
        command: command_line::typed(),
        options,
        time,
        checks: compliance::digest_of_checks(&outcome.checks),
        inputs: Inputs::of(&sources),
    };
    let mut frameworks: Vec<&'static Framework> = Vec::new();
    for framework in args.framework.iter().map(|framework| framework.0) {
        if !frameworks.iter().any(|known| known.id == framework.id) {
            frameworks.push(framework);
        }
    }
    let assessments = compliance::assess(&frameworks, &outcome, &sources);
    let report = Report { run: &run, outcome: &outcome, assessments };
    for format in &formats {
        format.write(|out| format.format.writer.write(&report, sources.shown(), out))?;
    }
    Ok(unjudged::exit(&outcome))
}

/// The time of the report, `YYYY-MM-DDThh:mm:ssZ`. Today is its midnight, so that two reports of one day are equal.
fn time(asked: Option<Moment>) -> anyhow::Result<String> {
    let moment = match (asked, clock::source_date()?) {
        (Some(Moment(moment)), _) | (None, Some(moment)) => moment,
        (None, None) => {
            let Moment(midnight) = clock::today().parse().map_err(anyhow::Error::msg)?;
            midnight
        }
    };
    Ok(moment.round(Unit::Second)?.to_string())
}

/// The options that change what is found. Values of variables may be secret and are not repeated.
fn options(settings: &Settings, own: &OwnChecks, no_ignore: bool) -> Vec<String> {
    let variable = |source: &VariableSource| match source {
        VariableSource::Environment { name, .. } => format!("variable {name} from the environment"),
        VariableSource::Assignment { name, .. } => format!("variable {name} from the command line"),
        VariableSource::File { path, .. } => format!("variables from {path}"),
    };
    let mut options: Vec<String> = settings.variables.iter().map(variable).collect();
    options.extend(settings.workspace.iter().map(|name| format!("workspace {name}")));
    options.extend(own.check_dir.iter().map(|folder| format!("checks from {}", folder.display())));
    options.extend(no_ignore.then(|| "ignore files not honoured".to_owned()));
    options
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
