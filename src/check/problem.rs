//! Mistakes in check files that their types do not tell. Part of the build script as well.

use std::ops::Range;

use super::message;
use super::query::{Choice, QueryError};

/// A mistake in a field.
#[derive(Debug)]
pub struct Problem {
    /// The top-level field.
    pub field: &'static str,
    /// The names, and the indices from 0, that lead from the field to what is wrong in it.
    pub way: Vec<String>,
    /// What of the text there is wrong, in bytes; none where it is all of it.
    pub range: Option<Range<usize>>,
    /// What is wrong.
    pub message: String,
    /// How to mend it, if that is known.
    pub help: Option<&'static str>,
    /// A name that there is not, with those that there are.
    pub choice: Option<Choice>,
}

impl Problem {
    /// A mistake of a whole field.
    pub fn new(field: &'static str, message: impl Into<String>) -> Self {
        Self { field, way: Vec::new(), range: None, message: message.into(), help: None, choice: None }
    }

    /// The same further in.
    pub fn within<'w>(self, way: impl IntoIterator<Item = &'w str>) -> Self {
        Self { way: way.into_iter().map(str::to_owned).collect(), ..self }
    }

    /// A mistake in a query, which starts so many bytes behind the start of its text.
    pub fn of_query(field: &'static str, skipped: usize, error: QueryError) -> Self {
        let QueryError { message, range, help, choice } = error;
        let range = range.map(|range| range.start + skipped..range.end + skipped);
        Self { range, help, choice, ..Self::new(field, message) }
    }

    pub fn of_message(field: &'static str, error: message::FieldError) -> Self {
        let among = message::NAMES.map(str::to_owned).to_vec();
        let choice = Some(Choice { word: error.word, among });
        Self { range: Some(error.range), choice, ..Self::new(field, error.message) }
    }
}
