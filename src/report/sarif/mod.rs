//! The `sarif` format: SARIF 2.1.0 as code scanning services read it.

mod model;
mod rules;
mod uri;
mod write;

use std::io;

use super::writer::{Options, Writer};
use crate::finding::Outcome;
use crate::source::SourceMap;

/// The `sarif` format.
pub(super) struct Sarif;

impl Writer for Sarif {
    fn write(
        &self,
        outcome: &Outcome,
        sources: &SourceMap,
        _options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, &write::log(outcome, sources))?;
        writeln!(out)
    }
}
