//! `ravelin trend`

use std::io::{self, BufWriter, Write as _};

use anyhow::Context as _;

use super::record;
use crate::cli::exit::Exit;
use crate::cli::trend::TrendArgs;
use crate::history::Trend;
use crate::report::trend::{FORMATS, Report};

pub(super) fn run(args: &TrendArgs) -> anyhow::Result<Exit> {
    let history =
        record::read(&args.file)?.with_context(|| format!("{}: there is no such file", args.file.display()))?;
    let trend = Trend::new(&history.records);
    let report = Report { trend: &trend, warnings: &history.warnings, last: args.last };
    let (_, write) = FORMATS[args.format.0];
    let mut out = BufWriter::new(io::stdout().lock());
    write(&report, &mut out)?;
    out.flush()?;
    Ok(Exit::Clean)
}
