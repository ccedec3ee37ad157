//! The part of this folder that the build script includes: from the text of a query to Rust source of a constant.
//! The library does not declare this module.

mod ast;
mod clause;
mod compile;
mod emit;

pub use ast::Query;
use ast::{Comparison, Expr, Function, Literal, Operand, Segment, Selector};
pub use clause::Clause;
pub use compile::{Compiled, compile};
pub use emit::Emitter;

/// A regular expression as the build script sees it: only what the constant is made of.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
}

impl Pattern {
    /// See the library's type of this name.
    pub const fn new(source: &'static str) -> Self {
        Self { source }
    }
}
