//! Compliance reports.
//!
//! To add a format: a module here with an implementation of [`Writer`], and one row in [`FORMATS`].

mod csv;
mod groups;
mod html;
mod json;
mod list;
mod markdown;
mod oscal;
mod scope;
#[cfg(test)]
mod tests;
mod writer;

use super::Format;
pub use list::{LIST_FORMATS, ListWriter};
pub use writer::Writer;

/// Every format of reports, in the order of help.
pub const FORMATS: &[Format<&dyn Writer>] = &[
    Format { name: "markdown", about: "A page with tables, for a wiki or a repository", writer: &markdown::Markdown },
    Format { name: "html", about: "One file for a browser or for paper", writer: &html::Html },
    Format { name: "csv", about: "For spreadsheets", writer: &csv::Csv },
    Format { name: "json", about: "Everything, for programs", writer: &json::Json },
    Format { name: "oscal", about: "OSCAL assessment results", writer: &oscal::Oscal },
];
