//! Which type a list or map is of, where the language makes a difference.

use std::sync::Arc;

use super::{Kind, List, Map, Value};

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

/// A type of values that hold no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// A truth value.
    Bool,
    /// A number.
    Number,
    /// A string.
    Text,
}

impl Scalar {
    /// The type of a value; nothing where it is another one, or not known.
    pub fn of(value: &Value) -> Option<Self> {
        match value.kind {
            Kind::Bool(_) => Some(Self::Bool),
            Kind::Number(_) => Some(Self::Number),
            Kind::String(_) | Kind::Template(_) | Kind::Json(_) => Some(Self::Text),
            Kind::Null | Kind::List(_) | Kind::Map(_) | Kind::Either(_) | Kind::Unknown(_) => None,
        }
    }
}

impl Value {
    /// The same value with this typing; only lists and maps have one. What was stated of the elements holds for the former
    /// typing only.
    #[must_use]
    pub fn typed(mut self, typing: Typing) -> Self {
        match &mut self.kind {
            Kind::List(list) if list.typing != typing => {
                let list = Arc::make_mut(list);
                (list.typing, list.element) = (typing, None);
            }
            Kind::Map(map) if map.typing != typing => {
                let map = Arc::make_mut(map);
                (map.typing, map.element) = (typing, None);
            }
            _ => {}
        }
        self
    }

    /// The same collection with elements of this type, which an empty one could not tell otherwise.
    #[must_use]
    pub fn with_element(mut self, element: Option<Scalar>) -> Self {
        match &mut self.kind {
            Kind::List(list) if list.element != element => Arc::make_mut(list).element = element,
            Kind::Map(map) if map.element != element => Arc::make_mut(map).element = element,
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

    /// The type of the elements of a list or set, where they are scalars.
    pub fn element_type(&self) -> Option<Scalar> {
        let is_collection = matches!(self.typing, Typing::Collection | Typing::Set);
        self.element.or_else(|| self.items.iter().find_map(Scalar::of)).filter(|_| is_collection)
    }
}

impl Map {
    /// The type of the elements of a map, where they are scalars.
    pub fn element_type(&self) -> Option<Scalar> {
        let own = self.element.or_else(|| self.entries().find_map(|entry| Scalar::of(&entry.value)));
        own.filter(|_| self.typing == Typing::Collection)
    }
}
