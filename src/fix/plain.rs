//! Values as fixes give them.

use crate::syntax::yaml::{Node, NodeKind};
use crate::value::Number;

/// A value as it is to stand in a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Plain {
    /// Nothing.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    String(String),
    /// Values in order.
    List(Vec<Self>),
    /// Named values in order.
    Map(Vec<(String, Self)>),
}

impl Plain {
    /// The value named `key`, where this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Whether it is a list or map with nothing in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::List(items) => items.is_empty(),
            Self::Map(entries) => entries.is_empty(),
            _ => false,
        }
    }

    /// Whether it is a list or map.
    pub fn is_collection(&self) -> bool {
        matches!(self, Self::List(_) | Self::Map(_))
    }

    /// Whether a node means the same; maps in any order.
    pub fn is_same(&self, node: &Node) -> bool {
        match (self, &node.kind) {
            (Self::Null, NodeKind::Null) => true,
            (Self::Bool(own), NodeKind::Bool(other)) => own == other,
            (Self::Number(own), NodeKind::Number(other)) => own == other,
            (Self::String(own), NodeKind::String(other)) => **own == **other,
            (Self::List(items), NodeKind::Sequence(others)) => {
                items.len() == others.len() && items.iter().zip(others).all(|(item, other)| item.is_same(other))
            }
            (Self::Map(entries), NodeKind::Mapping(others)) => {
                let is_there = |(key, value): &(String, Self)| node.get(key).is_some_and(|other| value.is_same(other));
                entries.len() == others.len() && entries.iter().all(is_there)
            }
            _ => false,
        }
    }
}

impl From<&Node> for Plain {
    fn from(node: &Node) -> Self {
        match &node.kind {
            NodeKind::Null => Self::Null,
            NodeKind::Bool(value) => Self::Bool(*value),
            NodeKind::Number(number) => Self::Number(*number),
            NodeKind::String(text) => Self::String(text.to_string()),
            NodeKind::Sequence(items) => Self::List(items.iter().map(|item| Self::from(&**item)).collect()),
            NodeKind::Mapping(entries) => {
                Self::Map(entries.iter().map(|entry| (entry.key.to_string(), Self::from(&*entry.value))).collect())
            }
        }
    }
}
