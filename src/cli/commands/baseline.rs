//! `ravelin baseline`

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};

use super::setup::{self, Setup};
use crate::cli::args::{BaselineArgs, BaselineCommand};
use crate::cli::exit::Exit;
use crate::engine::{Input, Progress, Scan};
use crate::finding::Baseline;

pub(super) fn run(command: BaselineCommand) -> anyhow::Result<Exit> {
    match command {
        BaselineCommand::Write(args) => write(&args),
        BaselineCommand::Prune(args) => prune(&args),
    }
}

/// The baseline in a file.
pub(super) fn read(path: &Path) -> anyhow::Result<Baseline> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    Baseline::from_json(&text).with_context(|| path.display().to_string())
}

fn write(args: &BaselineArgs) -> anyhow::Result<Exit> {
    let scan = scan(args)?;
    let baseline = Baseline::new(&scan.outcome.findings, &scan.sources);
    save(&baseline, &args.baseline)?;
    writeln!(io::stdout().lock(), "wrote {} findings to {}", baseline.len(), args.baseline.display())?;
    Ok(Exit::Clean)
}

fn prune(args: &BaselineArgs) -> anyhow::Result<Exit> {
    let mut baseline = read(&args.baseline)?;
    let mut scan = scan(args)?;
    if scan.outcome.is_incomplete() {
        bail!("part of the input could not be read, so what it no longer holds is not known; nothing was changed");
    }
    let gone = baseline.prune(&mut scan.outcome.findings, &scan.sources);
    save(&baseline, &args.baseline)?;
    writeln!(io::stdout().lock(), "{gone} findings are gone, {} stay", baseline.len())?;
    Ok(Exit::Clean)
}

fn scan(args: &BaselineArgs) -> anyhow::Result<Scan> {
    let inputs: Vec<Input> = args.paths.iter().cloned().map(Input::Path).collect();
    let mut setup = Setup::new(&inputs, &args.configuration, &args.terraform, &args.own)?;
    let sources = std::mem::take(&mut setup.sources);
    setup::scan(&setup.request(inputs, &setup.registry, &Progress::default()), sources)
}

fn save(baseline: &Baseline, path: &Path) -> anyhow::Result<()> {
    fs::write(path, baseline.to_json()).with_context(|| path.display().to_string())
}
