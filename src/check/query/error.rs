//! What is wrong with a query. Part of the build script as well.

/// A query that is not valid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// What is wrong, with the place in the query where it is known.
    pub message: String,
}

pub(super) type Result<T> = std::result::Result<T, QueryError>;

pub(super) fn error<T>(message: impl Into<String>) -> Result<T> {
    Err(QueryError { message: message.into() })
}
