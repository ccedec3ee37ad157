//! How bad a failure is.

use std::cmp::Ordering;

words! {
    /// How bad a failure is. The rubric stands in `docs/severity.md`. The worst comes first in lists, and is the greatest
    /// where two are compared.
    pub enum Severity {
        /// Exploitable from outside as it is written.
        Critical = "critical",
        /// One step away from harm.
        High = "high",
        /// Needs a second weakness to hurt.
        Medium = "medium",
        /// Weakens a defence that others back up.
        Low = "low",
        /// Opinion or hygiene.
        Info = "info",
    }
}

impl Ord for Severity {
    fn cmp(&self, other: &Self) -> Ordering {
        (*other as u8).cmp(&(*self as u8))
    }
}

impl PartialOrd for Severity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
