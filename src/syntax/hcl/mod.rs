//! HCL native syntax, as Terraform and OpenTofu read it
//! ([specification](https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md)).
//!
//! The parser recovers: an argument whose value is wrong keeps its name and has [`ExprKind::Error`] as its value, a block
//! whose header is wrong is left out, and the rest of the file is read. What Terraform rejects but has an evident meaning,
//! such as a repeated argument, is reported and kept.
//!
//! | file | reads |
//! |---|---|
//! | `cursor` | blanks, comments, names; the state and its limits |
//! | `body` | arguments and blocks |
//! | `expr`, `traversal`, `term`, `collection` | expressions, from the weakest binding to the strongest |
//! | `template`, `text`, `heredoc` | strings |
//! | `recovery` | nothing: it skips what is wrong |
//!
//! The time is linear in the length of the text, and the stack that reading and dropping a tree need is bounded: by
//! limits on nesting, on operators and steps in a row, and on the height of an expression.

mod ast;
mod body;
mod collection;
mod cursor;
mod embedded;
mod expr;
mod heredoc;
mod recovery;
mod relocate;
mod template;
mod term;
#[cfg(test)]
mod tests;
mod text;
mod traversal;

pub use ast::{
    Attribute, BinaryOp, Block, Body, Call, Conditional, Expr, ExprKind, For, Ident, Label, ObjectItem, Splat,
    Template, TemplatePart, Traversal, UnaryOp,
};
pub use embedded::{Fragment, parse_expression, parse_template, parse_template_file};

use super::{Comment, SyntaxError};

/// What was read from one file.
#[derive(Debug, Default)]
pub struct Parsed<'s> {
    /// The tree of everything that could be read.
    pub body: Body<'s>,
    /// Every comment, in the order of the text.
    pub comments: Vec<Comment>,
    /// What is wrong, in the order of the text.
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
