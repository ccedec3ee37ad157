//! `ravelin baseline`

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::setup::{self, Setup};
use super::unjudged;
use crate::cli::exit::Exit;
use crate::cli::shared::SetupArgs;
use crate::engine::{Input, Progress, Scan};
use crate::finding::Baseline;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Write what is found today to a file
    Write(Args),
    /// Take out of the file what is no longer found
    Prune(Args),
}

#[derive(clap::Args)]
pub(super) struct Args {
    /// Files and folders to scan
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The file of known findings
    #[arg(long, value_name = "FILE", default_value = "ravelin-baseline.json")]
    baseline: PathBuf,
    #[command(flatten)]
    setup: SetupArgs,
}

pub(super) fn run(command: &Command) -> anyhow::Result<Exit> {
    match command {
        Command::Write(args) => write(args),
        Command::Prune(args) => prune(args),
    }
}

/// The baseline in a file.
pub(super) fn read(path: &Path) -> anyhow::Result<Baseline> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    Baseline::from_json(&text).with_context(|| path.display().to_string())
}

fn write(args: &Args) -> anyhow::Result<Exit> {
    let scan = scan(args)?;
    let baseline = Baseline::new(&scan.outcome.findings, &scan.sources);
    save(&baseline, &args.baseline)?;
    writeln!(io::stdout().lock(), "wrote {} findings to {}", baseline.len(), args.baseline.display())?;
    Ok(unjudged::exit(&scan.outcome))
}

fn prune(args: &Args) -> anyhow::Result<Exit> {
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

fn scan(args: &Args) -> anyhow::Result<Scan> {
    let inputs: Vec<Input> = args.paths.iter().cloned().map(Input::Path).collect();
    let mut setup = Setup::new(&inputs, &args.setup)?;
    let sources = std::mem::take(&mut setup.sources);
    setup::scan(&setup.request(inputs, &setup.registry, &Progress::default()), sources)
}

fn save(baseline: &Baseline, path: &Path) -> anyhow::Result<()> {
    fs::write(path, baseline.to_json()).with_context(|| path.display().to_string())
}
