//! What a new check says, before it is written.

use crate::vocabulary::{Category, Expectation};

/// What differs from one subject to another.
pub(super) struct Sketch {
    /// The value of `on`.
    pub(super) on: String,
    /// What is said of the logic.
    pub(super) about: &'static str,
    /// `deny` or `require`.
    pub(super) clause: &'static str,
    /// Whether it must be said that what is denied may be left out.
    pub(super) is_safe_without: bool,
    pub(super) query: String,
    /// What the message says behind the address.
    pub(super) says: String,
    pub(super) category: Category,
    pub(super) reference: String,
    pub(super) examples: Vec<Sample>,
}

/// An example.
pub(super) struct Sample {
    pub(super) expect: Expectation,
    /// The language.
    pub(super) language: &'static str,
    pub(super) text: String,
    /// The text on the line that fails, where no comment can stand there.
    pub(super) at: Option<&'static str>,
}
