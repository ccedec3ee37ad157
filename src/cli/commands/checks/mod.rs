//! `ravelin checks`

mod docs;
mod lint;
mod list;
mod markdown;
mod search;
mod show;
mod test;

use crate::cli::exit::Exit;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// List the checks
    List(list::Args),
    /// Show one check: what it judges, its logic and its other names
    Show(show::Args),
    /// Write the index of the built-in checks, one file for each provider
    Docs(docs::Args),
    /// Run the examples of the checks
    Test(test::Args),
    /// Look for weaknesses in the checks: forms of a value that they do not know, and what they do not say
    Lint(lint::Args),
}

pub(super) fn run(command: &Command) -> anyhow::Result<Exit> {
    match command {
        Command::List(args) => list::run(args),
        Command::Show(args) => show::run(args),
        Command::Docs(args) => docs::run(args),
        Command::Test(args) => test::run(args),
        Command::Lint(args) => lint::run(args),
    }
}
