//! `ravelin lsp`

use super::clock;
use super::setup::is_format;
use crate::cli::exit::Exit;
use crate::lsp::{self, End, Host};

#[derive(clap::Args)]
pub(super) struct Args {
    /// Talk over standard input and output, as is done anyway: editors that know several ways name the one that they take
    #[arg(long)]
    stdio: bool,
}

pub(super) fn run(_: &Args) -> anyhow::Result<Exit> {
    Ok(match lsp::serve(Host { is_format, today: clock::today })? {
        End::Asked => Exit::Clean,
        End::Abandoned => Exit::Abandoned,
    })
}
