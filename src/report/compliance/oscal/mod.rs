//! The `oscal` format: assessment results of NIST's Open Security Controls Assessment Language, version 1.1.2.

mod evidence;
mod ids;
mod model;
mod risks;
mod write;

use std::io;

use super::writer::Writer;
use crate::compliance::Report;
use crate::source::Shown;

/// The `oscal` format.
pub(super) struct Oscal;

impl Writer for Oscal {
    fn write(&self, report: &Report<'_>, sources: Shown<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, &write::document(report, sources))?;
        writeln!(out)
    }
}
