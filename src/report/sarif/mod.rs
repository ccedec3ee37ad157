//! The `sarif` format: SARIF 2.1.0 as code scanning services read it.

mod descriptors;
mod fixes;
mod limits;
mod line_hash;
mod model;
mod parts;
mod results;
mod taxonomies;
mod text;
pub(super) mod uri;
mod write;

use std::io;

use super::writer::{Options, Writer};
use crate::finding::Outcome;
use crate::source::Shown;

/// The `sarif` format, and `github-sarif`.
pub(super) struct Sarif {
    /// Whether GitHub code scanning is to show it. That reads neither `suppressions` nor `baselineState`, so what an
    /// exception covers and what is no longer there are left out, else both would be open alerts. And it shows an alert
    /// on a pull request only when all its lines were changed, so regions end with their first line.
    pub(super) for_github: bool,
}

impl Writer for Sarif {
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, &write::log(outcome, sources, self.for_github, options))?;
        writeln!(out)
    }

    fn leaves_out_minor(&self) -> bool {
        self.for_github
    }

    fn shows_fixes(&self) -> bool {
        // GitHub does not read them.
        !self.for_github
    }
}
