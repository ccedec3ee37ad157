//! `ravelin exceptions`

mod add;
mod import;
mod list;

use std::path::PathBuf;

use crate::cli::exit::Exit;
use crate::cli::shared::SetupArgs;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// List every exception in files and folders, with what became of it
    List {
        /// Files and folders
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        setup: SetupArgs,
    },
    /// Except findings: write a comment where each is, or an entry into `.ravelin.yaml`
    Add(add::Args),
    /// Print what a file of another tool excepts as entries for `.ravelin.yaml`: `.trivyignore`, `.trivyignore.yaml`,
    /// `.checkov.baseline`, `.checkov.yaml`, `.hadolint.yaml`, `.kube-linter.yaml`
    Import {
        /// The file
        file: PathBuf,
    },
}

pub(super) fn run(command: &Command) -> anyhow::Result<Exit> {
    match command {
        Command::List { paths, json, setup } => list::run(paths, setup, *json),
        Command::Add(args) => add::run(args),
        Command::Import { file } => import::run(file),
    }
}
