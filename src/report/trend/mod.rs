//! How findings changed from scan to scan: what `ravelin trend` prints.
//!
//! To add a format: a module here with a function, and one row in [`FORMATS`].

mod chart;
mod html;
mod json;
mod report;
#[cfg(test)]
mod tests;
mod text;

use std::io;

pub use report::Report;

/// Writes a trend in one format.
pub type Write = fn(&Report<'_>, &mut dyn io::Write) -> io::Result<()>;

/// Every format, by the name that `--format` takes.
pub const FORMATS: &[(&str, Write)] =
    &[("text", text::write), ("svg", chart::write), ("html", html::write), ("json", json::write)];
