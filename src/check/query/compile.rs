//! From the text of a query to its compiled form.

use super::{Expr, Query};

/// What a clause compiles to.
#[derive(Clone, Copy, Debug)]
pub enum Compiled {
    /// `$…` or `@…`: a path.
    Path(Query),
    /// `?…`: a filter expression on the starting node itself.
    Test(Expr),
}

/// A query that is not valid.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// What is wrong, with the place in the query where it is known.
    pub message: String,
}

/// Compiles a clause: a path that starts with `$` or `@`, or a filter expression that starts with `?`. What it
/// allocates lives until the program ends.
pub fn compile(text: &str) -> Result<Compiled, QueryError> {
    Err(QueryError { message: text.to_owned() })
}
