//! The `json` format: the whole report in a versioned form of its own.

mod convert;
mod v1;

use std::io;

use super::writer::Writer;
use crate::compliance::Report;
use crate::source::Shown;

/// The `json` format.
pub(super) struct Json;

impl Writer for Json {
    fn write(&self, report: &Report<'_>, sources: Shown<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, &convert::report(report, sources))?;
        writeln!(out)
    }
}
