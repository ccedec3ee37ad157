//! What the words of a configuration file can mean.

use crate::check::Registry;

/// The names that there are in a run, beyond those of this module.
#[derive(Clone, Copy, Debug)]
pub struct Vocabulary<'v> {
    /// The checks.
    pub registry: &'v Registry,
    /// Whether a text is a format of reports, with or without a file; why not otherwise.
    pub is_format: fn(&str) -> Result<(), String>,
}

/// Whether `text` is a day, `YYYY-MM-DD`.
pub fn is_date(text: &str) -> bool {
    text.parse::<jiff::civil::Date>().is_ok() && text.len() == "YYYY-MM-DD".len()
}
