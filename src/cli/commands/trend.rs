//! `ravelin trend`

use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use anyhow::Context as _;

use super::record;
use crate::cli::exit::Exit;
use crate::cli::format::format;
use crate::cli::stdout::stdout;
use crate::history::Trend;
use crate::report::Format;
use crate::report::trend::{FORMATS, Report, Write};

#[derive(clap::Args)]
pub(super) struct Args {
    /// The history
    file: PathBuf,
    /// Format
    #[arg(short, long, value_name = "FORMAT", default_value = "text", value_parser = format(FORMATS))]
    format: &'static Format<Write>,
    /// List at most this many scans, the latest ones; the figures are of all of them
    #[arg(long, value_name = "COUNT", default_value_t = 30)]
    last: usize,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let history =
        record::read(&args.file)?.with_context(|| format!("{}: there is no such file", args.file.display()))?;
    let trend = Trend::new(&history.records);
    let report = Report { trend: &trend, warnings: &history.warnings, last: args.last };
    let mut out = BufWriter::new(stdout());
    (args.format.writer)(&report, &mut out)?;
    out.flush()?;
    Ok(Exit::Clean)
}
