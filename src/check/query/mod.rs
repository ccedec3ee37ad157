//! `JSONPath` ([RFC 9535](https://www.rfc-editor.org/rfc/rfc9535)) over three-valued values with places.
//!
//! `jsonpath-rust` parses; [`compile`](compile()) turns its model into the program in `ast`; an [`Evaluator`] runs it. The
//! compiled form is `'static` so that the build script, which includes `codegen`, can write it into the binary.

mod ast;
mod automaton;
mod blame;
mod clause;
mod compile;
mod computed;
mod convict;
mod error;
mod eval;
mod expression;
mod filter;
mod grant;
mod grants;
mod hint;
mod keep;
mod linked;
mod listed;
mod pattern;
mod permits;
mod set;
mod spelling;
mod term;
mod trail;
mod world;

#[cfg(test)]
mod tests;

pub use ast::{Comparison, Expr, Function, Literal, Operand, Permission, Query, Role, Segment, Selector};
pub use blame::{Blame, attribute};
pub use clause::Clause;
pub use compile::{Compiled, compile};
pub use convict::Endings;
pub use error::{Choice, QueryError};
pub use eval::{Evaluator, Selection};
pub use grant::{Cloud, Grant};
pub use pattern::Pattern;
pub use trail::Node;
pub use world::World;

// What the compiler knows of lists; the build script has names only.
pub(super) use super::lists::{List, find as find_list, names as list_names};
