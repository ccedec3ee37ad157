//! `ravelin compliance`

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use jiff::Unit;

use super::clock;
use super::setup::{self, Setup};
use crate::cli::compliance::{ComplianceCommand, ListFormat, Moment, ReportArgs, ReportFormat};
use crate::cli::exit::Exit;
use crate::cli::shared::OwnChecks;
use crate::compliance::{self, Framework, Inputs, Report, Run};
use crate::engine::{Input, Progress, Request, Scan};
use crate::frontend::{Settings, VariableSource};
use crate::report::compliance::{FORMATS, LIST_FORMATS};
use crate::source::{SourceMap, head_commit};

pub(super) fn run(command: &ComplianceCommand) -> anyhow::Result<Exit> {
    match command {
        ComplianceCommand::List { format } => list(*format),
        ComplianceCommand::Report(args) => report(args),
    }
}

fn list(format: ListFormat) -> anyhow::Result<Exit> {
    let (_, write) = LIST_FORMATS[format.0];
    write(compliance::frameworks(), &mut io::stdout().lock())?;
    Ok(Exit::Clean)
}

/// The controls that a check serves: a framework, and the ids of its controls.
pub(super) fn served(check_id: &str) -> Vec<(&'static str, String)> {
    let mut served: Vec<(&'static str, String)> = Vec::new();
    for (framework, control) in compliance::controls_of(check_id) {
        match served.last_mut().filter(|(id, _)| *id == framework.id) {
            Some((_, controls)) => {
                controls.push_str(", ");
                controls.push_str(control.id);
            }
            None => served.push((framework.id, control.id.to_owned())),
        }
    }
    served
}

/// Writes the reports. Whatever they say, the run ends well: gates are a matter of `ravelin scan`.
fn report(args: &ReportArgs) -> anyhow::Result<Exit> {
    if args.format.iter().filter(|format| format.file.is_none()).count() > 1 {
        bail!("only one format can go to standard output; write the others to files with `--format FORMAT=FILE`");
    }
    if let Some(missing) = args.paths.iter().find(|path| !path.exists()) {
        bail!("{}: there is no such file or folder", missing.display());
    }
    let inputs: Vec<Input> = args.paths.iter().cloned().map(Input::Path).collect();
    let mut setup = Setup::new(&inputs, &args.configuration, &args.terraform, &args.own)?;
    let time = time(args.date)?;
    let options = options(&setup.settings, &args.own, args.no_ignore);
    let sources = std::mem::take(&mut setup.sources);
    let registry = &setup.registry;
    let progress = Progress::default();
    let request = Request {
        use_ignore_files: !args.no_ignore,
        today: time.split('T').next().unwrap_or_default().to_owned(),
        keep_passes: true,
        ..setup.request(inputs, registry, &progress)
    };
    let Scan { sources, outcome } = setup::scan(&request, sources)?;
    let run = Run {
        paths: args.paths.iter().map(|path| path.to_string_lossy().into_owned()).collect(),
        options,
        revision: args.revision.clone().or_else(|| args.paths.first().and_then(|path| head_commit(path))),
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
    for format in &args.format {
        write(format, &report, &sources)?;
    }
    Ok(Exit::Clean)
}

fn write(format: &ReportFormat, report: &Report<'_>, sources: &SourceMap) -> anyhow::Result<()> {
    let (_, writer) = FORMATS[format.format];
    match &format.file {
        Some(path) => write_file(path, |file| writer.write(report, sources.shown(), file))
            .with_context(|| path.display().to_string()),
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            writer.write(report, sources.shown(), &mut out)?;
            Ok(out.flush()?)
        }
    }
}

fn write_file(path: &Path, write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    write(&mut file)?;
    file.flush()
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
