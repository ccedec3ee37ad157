//! `ravelin baseline`

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::setup::{self, Setup};
use super::unjudged;
use crate::cli::exit::Exit;
use crate::cli::shared::SetupArgs;
use crate::cli::stdout::stdout;
use crate::cli::{file, inputs};
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
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// The file of known findings
    #[arg(long, value_name = "FILE", default_value = "ravelin-baseline.json", env = "RAVELIN_BASELINE")]
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
    Baseline::from_json(&file::read(path)?).with_context(|| path.display().to_string())
}

fn write(args: &Args) -> anyhow::Result<Exit> {
    file::check_target(&args.baseline)?;
    inputs::refuse(&args.baseline, &args.paths)?;
    let scan = scan(args)?;
    let baseline = Baseline::new(&scan.outcome.findings, &scan.sources);
    save(&baseline, &args.baseline)?;
    writeln!(stdout(), "wrote {} findings to {}", baseline.len(), args.baseline.display())?;
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
    writeln!(stdout(), "{gone} findings are gone, {} stay", baseline.len())?;
    Ok(Exit::Clean)
}

fn scan(args: &Args) -> anyhow::Result<Scan> {
    let inputs: Vec<Input> = args.paths.iter().cloned().map(Input::Path).collect();
    let mut setup = Setup::new(&inputs, &args.setup)?;
    let sources = std::mem::take(&mut setup.sources);
    setup::scan(&setup.request(inputs, &setup.registry, &Progress::default()), sources)
}

fn save(baseline: &Baseline, path: &Path) -> anyhow::Result<()> {
    file::write(path, |out| out.write_all(baseline.to_json().as_bytes()))
}
