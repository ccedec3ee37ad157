//! Layer 5: output formats.
//!
//! To add one: a module here with an implementation of [`Writer`], and one row in [`FORMATS`]. Places come from `place`,
//! and all text that may hold what an input holds goes through `text` before it reaches a terminal.

mod concise;
mod json;
mod place;
mod pretty;
#[cfg(test)]
mod samples;
mod sarif;
#[cfg(test)]
mod tests;
mod text;
pub mod trace;
mod writer;

pub use writer::{Options, Writer};

/// Every format, by the name that `--format` takes.
pub const FORMATS: &[(&str, &dyn Writer)] =
    &[("pretty", &pretty::Pretty), ("concise", &concise::Concise), ("json", &json::Json), ("sarif", &sarif::Sarif)];

/// Name of the program in formats for machines.
const TOOL_NAME: &str = "ravelin";

/// Version of the program in formats for machines.
const TOOL_VERSION: &str = env!("CARGO_PKG_VERSION");
