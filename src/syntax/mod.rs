//! Layer 2: text to spanned trees, one folder for each grammar. Every `parse` is pure: it takes text, does no IO, never
//! panics, and gives back what it could read together with what it could not.

pub mod dockerfile;
pub mod hcl;
pub mod shell;
pub mod yaml;

use crate::source::TextRange;

/// A mistake in a text, at its place. The front end turns it into a [`Diagnostic`](crate::diagnostic::Diagnostic).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The culprit.
    pub range: TextRange,
    /// One sentence without a final full stop.
    pub message: String,
    /// How to mend it, if that is known.
    pub help: Option<&'static str>,
}

/// A comment, for exceptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The comment with its markers (`#`, `//`, `/* */`), without the line ending.
    pub range: TextRange,
    /// Whether only blanks stand before it on its line.
    pub own_line: bool,
}
