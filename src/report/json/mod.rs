//! The `json` format, the whole outcome in a versioned form of its own, and `ndjson`, the same line by line.

mod convert;
mod lines;
mod v1;

use std::io;

use serde::Serialize;

pub(super) use lines::Lines;

use super::writer::{Options, Writer};
use crate::finding::Outcome;
use crate::source::Shown;

/// The document of an outcome, for whoever shows parts of it.
pub(super) fn model<'a>(outcome: &'a Outcome, sources: Shown<'a>) -> impl Serialize + 'a {
    convert::report(outcome, sources)
}

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
        serde_json::to_writer_pretty(&mut *out, &model(outcome, sources))?;
        writeln!(out)
    }

    fn shows_fixes(&self) -> bool {
        true
    }
}
