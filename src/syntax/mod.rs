//! Layer 2: text to spanned trees, one folder for each grammar. Every `parse` is pure: it takes text, does no IO, never
//! panics, and gives back what it could read together with what it could not.

pub mod dockerfile;
pub mod hcl;
pub mod shell;
pub mod windows;
pub mod yaml;

use crate::diagnostic::{Diagnostic, Level};
use crate::source::{SourceFile, TextRange};

/// A mistake in a text, at its place. The front end turns it into a [`Diagnostic`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The culprit.
    pub range: TextRange,
    /// One sentence without a final full stop.
    pub message: String,
    /// How to mend it, if that is known.
    pub help: Option<&'static str>,
}

impl SyntaxError {
    /// What to say of it, where the text is that of a file.
    pub fn diagnostic(&self, level: Level, code: &'static str, file: &SourceFile) -> Diagnostic {
        let diagnostic = Diagnostic::at(level, code, file.span(self.range), &*self.message);
        match self.help {
            Some(help) => diagnostic.with_help(help),
            None => diagnostic,
        }
    }
}

/// A comment, for exceptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The comment with its markers (`#`, `//`, `/* */`), without the line ending.
    pub range: TextRange,
    /// Whether only blanks stand before it on its line.
    pub own_line: bool,
}
