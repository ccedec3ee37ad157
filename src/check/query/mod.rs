//! JSONPath ([RFC 9535](https://www.rfc-editor.org/rfc/rfc9535)) over three-valued values with places.
//!
//! `jsonpath-rust` parses; [`compile`](compile()) turns its model into the program in `ast`; `eval` runs it. The
//! compiled form is `'static` so that the build script, which includes `codegen`, can write it into the binary.

mod ast;
mod clause;
mod compile;
mod eval;
mod pattern;

pub use ast::{Comparison, Expr, Function, Literal, Operand, Query, Segment, Selector};
pub use clause::Clause;
pub use compile::{Compiled, QueryError, compile};
pub use eval::{Node, Selection, select, test};
pub use pattern::Pattern;
