//! Compliance reports.
//!
//! To add a format: a module here with an implementation of [`Writer`], and one row in [`FORMATS`].

mod csv;
mod html;
mod json;
mod list;
mod markdown;
mod oscal;
#[cfg(test)]
mod tests;
mod writer;

pub use list::LIST_FORMATS;
pub use writer::Writer;

/// Every format, by the name that `--format` takes.
pub const FORMATS: &[(&str, &dyn Writer)] = &[
    ("markdown", &markdown::Markdown),
    ("html", &html::Html),
    ("csv", &csv::Csv),
    ("json", &json::Json),
    ("oscal", &oscal::Oscal),
];
