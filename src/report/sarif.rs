//! The `sarif` format.

use std::io;

use super::writer::{Options, Writer};
use crate::finding::Outcome;
use crate::source::SourceMap;

/// The `sarif` format.
pub struct Sarif;

impl Writer for Sarif {
    fn write(
        &self,
        outcome: &Outcome,
        sources: &SourceMap,
        options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let _ = (outcome, sources, options, out);
        Ok(())
    }
}
