//! Layer 4: what scans found over time.
//!
//! A history is a file with one line for each scan, a [`Record`]; a [`Trend`] is what the lines say together.

mod file;
mod record;
mod trend;

pub use file::{History, HistoryError, RecordError, read};
pub use record::{Counts, CoverageCounts, Record, Score, Setting};
pub use trend::{AGES, Age, Open, Point, Remediation, Trend};
