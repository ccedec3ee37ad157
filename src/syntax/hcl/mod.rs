//! HCL native syntax, as Terraform and OpenTofu read it
//! ([specification](https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md)).
//!
//! The parser recovers: an argument or block that is wrong is reported and left out, and the rest of the file is read.

mod ast;
mod body;
mod collection;
mod cursor;
mod expr;
mod heredoc;
mod recovery;
mod template;
mod term;
#[cfg(test)]
mod tests;
mod text;
mod traversal;

pub use ast::*;

use super::{Comment, SyntaxError};

/// What was read from one file.
#[derive(Debug, Default)]
pub struct Parsed<'s> {
    /// The tree of everything that could be read.
    pub body: Body<'s>,
    /// Every comment, in the order of the text.
    pub comments: Vec<Comment>,
    /// What could not be read, in the order of the text.
    pub errors: Vec<SyntaxError>,
}

/// Reads a whole file.
pub fn parse(text: &str) -> Parsed<'_> {
    let mut parser = cursor::Parser::new(text);
    let body = parser.file();
    let mut errors = parser.errors;
    // Some mistakes are only seen at the end of their block.
    errors.sort_by_key(|error| error.range.start);
    Parsed { body, comments: parser.comments, errors }
}
