//! What is wrong with a query. Part of the build script as well.

use std::ops::Range;

/// A query that is not valid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// What is wrong.
    pub message: String,
    /// Where, in bytes of the query as its author wrote it; none where all of it is meant.
    pub range: Option<Range<usize>>,
    /// How to mend it, if that is known.
    pub help: Option<&'static str>,
    /// A name that there is not, with those that there are.
    pub choice: Option<Choice>,
}

/// A name that there is not, with those that there are, one of which may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is written.
    pub word: String,
    /// What could be written.
    pub among: Vec<String>,
}

impl QueryError {
    /// The same at a place, unless a place within that is known.
    pub(super) fn or_at(mut self, range: &Range<usize>) -> Self {
        self.range.get_or_insert_with(|| range.clone());
        self
    }
}

pub(super) type Result<T> = std::result::Result<T, QueryError>;

pub(super) fn error<T>(message: impl Into<String>) -> Result<T> {
    Err(QueryError { message: message.into(), range: None, help: None, choice: None })
}

/// An error at a place in the query.
pub(super) fn error_at<T>(range: Range<usize>, message: impl Into<String>) -> Result<T> {
    error(message).map_err(|error| error.or_at(&range))
}

/// A word that is none of those that there are.
pub(super) fn error_of<T>(word: &str, among: Vec<&'static str>, message: impl Into<String>) -> Result<T> {
    let among = among.into_iter().map(str::to_owned).collect();
    error(message).map_err(|error| QueryError { choice: Some(Choice { word: word.to_owned(), among }), ..error })
}
