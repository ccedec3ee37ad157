//! The `json` format, the whole outcome in a versioned form of its own, and `ndjson`, the same line by line.

mod convert;
mod lines;
mod v1;

use std::io;

pub(super) use lines::Lines;

use super::writer::{Options, Writer};
use crate::finding::Outcome;
use crate::source::Shown;

/// The `json` format.
pub(super) struct Json;

impl Writer for Json {
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        _options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, &convert::report(outcome, sources))?;
        writeln!(out)
    }
}
