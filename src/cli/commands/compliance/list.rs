//! `ravelin compliance list`

use crate::cli::exit::Exit;
use crate::cli::format::format;
use crate::cli::stdout::stdout;
use crate::compliance;
use crate::report::Format;
use crate::report::compliance::{LIST_FORMATS, ListWriter};

#[derive(clap::Args)]
pub(in crate::cli::commands) struct Args {
    /// Format of the list
    #[arg(short, long, value_name = "FORMAT", default_value = "text", value_parser = format(LIST_FORMATS))]
    format: &'static Format<ListWriter>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    (args.format.writer)(compliance::frameworks(), &mut stdout())?;
    Ok(Exit::Clean)
}
