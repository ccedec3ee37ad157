//! The `concise` format.

use std::io;

use super::writer::{Options, Writer};
use crate::finding::Outcome;
use crate::source::SourceMap;

/// The `concise` format.
pub struct Concise;

impl Writer for Concise {
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
