//! What stands in such a file.

use crate::model::Platform;
use crate::source::{SourceFile, Span, TextRange};

/// One exception of a file.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The tool whose file it is.
    pub syntax: &'static str,
    /// Where it is written.
    pub place: Span,
    /// Whether it is part of Ravelin's own configuration.
    pub is_configured: bool,
    /// Ids, aliases or patterns with `*`, each with its place.
    pub checks: Vec<(String, TextRange)>,
    /// Patterns of paths in the syntax of `.gitignore`; empty means all.
    pub paths: Vec<String>,
    /// The one language of which it speaks; none means all.
    pub platform: Option<Platform>,
    /// Patterns of addresses; empty means all.
    pub resources: Vec<String>,
    /// Why.
    pub reason: Option<String>,
    /// Who granted it.
    pub owner: Option<String>,
    /// Its last day, with its place.
    pub until: Option<(String, TextRange)>,
}

/// A span of a line without its blanks.
pub(super) fn line_range(source: &SourceFile, line: usize) -> TextRange {
    let range = source.lines().line_range(source.text(), line);
    let text = range.slice(source.text());
    let start = range.start as usize + (text.len() - text.trim_start().len());
    TextRange::new(start, start + text.trim().len())
}
