//! Which type a list or map is of, where the language makes a difference.

use std::sync::Arc;

use super::{Kind, List, Value};

/// The family of types of a list or map. In Terraform, values of different types are never equal, however alike they
/// look: `[1] == tolist([1])` is false.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Typing {
    /// Not known, or of a language that makes no difference.
    #[default]
    Unstated,
    /// Each element is of a type of its own: a tuple or an object.
    Structural,
    /// All elements are of one type: a list or a map.
    Collection,
    /// A collection without indices that has each element once, in the order in which Terraform goes through them.
    Set,
}

impl Value {
    /// The same value with this typing; only lists and maps have one.
    #[must_use]
    pub fn typed(mut self, typing: Typing) -> Self {
        match &mut self.kind {
            Kind::List(list) if list.typing != typing => Arc::make_mut(list).typing = typing,
            Kind::Map(map) if map.typing != typing => Arc::make_mut(map).typing = typing,
            _ => {}
        }
        self
    }

    /// The typing of a list or map; nothing for any other value.
    pub fn typing(&self) -> Option<Typing> {
        match &self.kind {
            Kind::List(list) => Some(list.typing),
            Kind::Map(map) => Some(map.typing),
            _ => None,
        }
    }
}

impl List {
    /// Whether this certainly is a set.
    pub fn is_set(&self) -> bool {
        self.typing == Typing::Set
    }
}
