//! The part of this folder that the build script includes: from the text of a query to Rust source of a constant.
//! The library does not declare this module.

mod ast;
mod clause;
mod compile;
mod emit;
mod error;
mod expression;
mod grant;
mod hint;
mod keep;
mod spelling;

use std::sync::OnceLock;

use ast::{Comparison, Expr, Function, Literal, Operand, Permission, Role};
pub use ast::{Query, Segment, Selector};
pub use clause::Clause;
pub use compile::{Compiled, compile};
pub use emit::{Emitter, list_constant};
pub use error::{Choice, QueryError};
pub use grant::Grant;

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

/// A list as the build script sees it.
#[derive(Debug)]
pub struct List {
    pub name: String,
    pub of_versions: bool,
}

impl List {
    /// See the library's type of this name.
    pub fn is_of_versions(&self) -> bool {
        self.of_versions
    }
}

/// The lists that queries can name, set before the first query is compiled.
pub static LISTS: OnceLock<Vec<List>> = OnceLock::new();

/// The names of the lists that are of versions, or of those that are not.
pub fn list_names(of_versions: bool) -> Vec<&'static str> {
    let lists = LISTS.get().into_iter().flatten();
    lists.filter(|list| list.of_versions == of_versions).map(|list| list.name.as_str()).collect()
}

pub fn find_list(name: &str) -> Option<&'static List> {
    LISTS.get()?.iter().find(|list| list.name == name)
}
