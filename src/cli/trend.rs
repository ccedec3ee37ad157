//! The arguments of `ravelin trend`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args as ClapArgs;

use crate::report::trend::FORMATS;

#[derive(Debug, ClapArgs)]
pub(super) struct TrendArgs {
    /// The history
    pub(super) file: PathBuf,
    #[arg(short, long, value_name = "FORMAT", default_value = "text", help = format_help())]
    pub(super) format: TrendFormat,
    /// List at most this many scans, the latest ones; the figures are of all of them
    #[arg(long, value_name = "COUNT", default_value_t = 30)]
    pub(super) last: usize,
}

/// A format: an index into [`FORMATS`].
#[derive(Clone, Copy, Debug)]
pub(super) struct TrendFormat(pub(super) usize);

impl FromStr for TrendFormat {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let format = FORMATS.iter().position(|(known, _)| *known == name);
        format.map(Self).ok_or_else(|| format!("expected one of {}", names()))
    }
}

fn names() -> String {
    FORMATS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

fn format_help() -> String {
    format!("Format: {}", names())
}
