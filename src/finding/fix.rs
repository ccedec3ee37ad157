//! How a finding is mended: edits of the texts that were scanned.

use crate::source::Span;
use crate::vocabulary::Safety;

/// One way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order without a full stop: ``set `publicly_accessible` to `false` ``.
    pub title: String,
    /// What it can do beyond mending.
    pub safety: Safety,
    /// What changes, by file and place. No two of them touch each other.
    pub edits: Vec<Edit>,
    /// What a person must fill in, by the text that stands in the edits in its place. Empty where it is whole.
    pub placeholders: Vec<String>,
    /// The addresses of other resources that what is edited serves as well, sorted.
    pub serves: Vec<String>,
}

/// A text in the place of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What it replaces; an empty range where something is only added.
    pub span: Span,
    /// What stands there afterwards; empty where something is only removed.
    pub text: String,
}

impl Fix {
    /// Whether it can be written without anybody having looked at it.
    pub fn is_safe(&self) -> bool {
        self.safety == Safety::Safe && self.placeholders.is_empty() && self.serves.is_empty()
    }
}
