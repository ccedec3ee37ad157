//! What is to be mended.

use crate::engine::Scan;
use crate::finding::Finding;
use crate::source::SourceFile;

/// Scans texts, by their paths.
pub type TrialScan<'m, E> = dyn Fn(&[(&str, &str)]) -> Result<Scan, E> + 'm;

/// What is to be mended, and how it is tried out.
pub struct Mending<'m, E> {
    /// Scans with these texts in the place of files, by their paths relative to the scan root. The findings must have their
    /// fixes, the scan its inventory, and what the baseline has must be marked.
    pub scan: &'m TrialScan<'m, E>,
    /// Whether a finding is to be mended.
    pub is_wanted: &'m dyn Fn(&Finding) -> bool,
    /// Whether a file may be written; why not otherwise, in words that stand behind its name.
    pub may_write: &'m dyn Fn(&SourceFile) -> Result<(), String>,
    /// Whether fixes are written that somebody should look at.
    pub review: bool,
}
