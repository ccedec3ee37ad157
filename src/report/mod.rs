//! Layer 5: output formats.
//!
//! To add one: a module here with an implementation of [`Writer`], one row in [`FORMATS`], and a section in
//! `docs/formats.md`. Places come from `place`, what a scan comes to as a whole from `summary`, and all text that may
//! hold what an input holds goes through `text` before it reaches a terminal.

mod azure;
mod checkstyle;
pub mod compliance;
mod concise;
mod csv;
mod github;
mod gitlab;
mod html;
mod json;
mod junit;
mod markdown;
pub mod matchers;
mod place;
mod pretty;
#[cfg(test)]
mod samples;
mod sarif;
mod summary;
#[cfg(test)]
mod tests;
mod text;
mod tool;
pub mod trace;
pub mod trend;
mod writer;
mod xml;

pub use summary::{gate as gate_line, switched_off_line};
pub use writer::{Options, Writer};

/// Every format, by the name that `--format` takes.
pub const FORMATS: &[(&str, &dyn Writer)] = &[
    ("pretty", &pretty::Pretty),
    ("concise", &concise::Concise),
    ("markdown", &markdown::Markdown),
    ("html", &html::Html),
    ("json", &json::Json),
    ("ndjson", &json::Lines),
    ("csv", &csv::Csv),
    ("sarif", &sarif::Sarif { for_github: false }),
    ("github-sarif", &sarif::Sarif { for_github: true }),
    ("github", &github::Github),
    ("gitlab-sast", &gitlab::Sast),
    ("gitlab-codequality", &gitlab::CodeQuality),
    ("azure", &azure::Azure),
    ("junit", &junit::Junit),
    ("checkstyle", &checkstyle::Checkstyle),
];
