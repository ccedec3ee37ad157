//! Sequences, of which more may follow than is known.

use std::sync::Arc;

use super::typing::Scalar;
use super::{Typing, Unknown, Value};

/// A sequence of values.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The elements that are known to be there, in order.
    pub items: Vec<Value>,
    /// Set when there may be more elements than `items`, and why that is not known.
    pub rest: Option<Arc<Unknown>>,
    /// Whether it is a tuple, a list or a set.
    pub typing: Typing,
    /// The type of the elements of a collection of scalars, where it is stated.
    pub element: Option<Scalar>,
}

impl List {
    /// A list of just these elements.
    pub fn new(items: Vec<Value>) -> Self {
        Self::with_rest(items, None)
    }

    /// A list that holds these elements and possibly more.
    pub fn open(items: Vec<Value>, rest: Arc<Unknown>) -> Self {
        Self::with_rest(items, Some(rest))
    }

    /// A list that holds these elements, and possibly more when there is a reason.
    pub fn with_rest(items: Vec<Value>, rest: Option<Arc<Unknown>>) -> Self {
        Self { items, rest, typing: Typing::Unstated, element: None }
    }
}
