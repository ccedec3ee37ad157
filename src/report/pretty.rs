//! The `pretty` format.

use std::io;

use super::writer::{Options, Writer};
use crate::finding::Outcome;
use crate::source::SourceMap;

/// The `pretty` format.
pub struct Pretty;

impl Writer for Pretty {
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
