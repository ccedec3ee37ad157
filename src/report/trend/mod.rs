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

use super::Format;
pub use report::Report;

/// Writes a trend in one format.
pub type Write = fn(&Report<'_>, &mut dyn io::Write) -> io::Result<()>;

/// Every format of a trend, in the order of help.
pub const FORMATS: &[Format<Write>] = &[
    Format { name: "text", about: "Tables for a terminal", writer: text::write },
    Format { name: "svg", about: "The chart alone", writer: chart::write },
    Format { name: "html", about: "The chart and the tables, for a browser", writer: html::write },
    Format { name: "json", about: "Everything, for programs", writer: json::write },
];
