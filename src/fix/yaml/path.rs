//! Where something stands in a text.

use std::sync::Arc;

/// A way from the start of a text to one of its nodes, which may not be there yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Which document of the text.
    pub document: usize,
    /// From the root of the document.
    pub steps: Vec<Step>,
}

/// From a node to one of its children.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The value with this name in a mapping.
    Key(Arc<str>),
    /// The item of a sequence, counted from zero.
    Index(usize),
}

impl Path {
    /// The path that goes on from here.
    #[must_use]
    pub fn join(&self, steps: &[Step]) -> Self {
        Self { document: self.document, steps: [&self.steps, steps].concat() }
    }
}

impl Step {
    /// A step to a name.
    pub fn key(name: &str) -> Self {
        Self::Key(name.into())
    }
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Key(key) => write!(f, "`{key}`"),
            Self::Index(index) => write!(f, "item {index}"),
        }
    }
}
