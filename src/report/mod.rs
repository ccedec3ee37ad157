//! Layer 5: output formats.
//!
//! To add one: a file here with an implementation of [`Writer`], and one row in [`FORMATS`].

mod concise;
mod json;
mod pretty;
mod sarif;
mod writer;

pub use writer::{Options, Writer};

/// Every format, by the name that `--format` takes.
pub const FORMATS: &[(&str, &dyn Writer)] =
    &[("pretty", &pretty::Pretty), ("concise", &concise::Concise), ("json", &json::Json), ("sarif", &sarif::Sarif)];
