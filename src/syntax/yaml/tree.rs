//! What [`parse`](super::parse) gives.

use std::sync::Arc;

use crate::source::TextRange;
use crate::syntax::{Comment, SyntaxError};
use crate::value::Number;

/// Everything that a text holds.
#[derive(Debug, Default)]
pub struct Stream {
    /// The documents that could be read, in order.
    pub documents: Vec<Document>,
    /// The comments, in order; those behind a mistake, up to the next document, are missing.
    pub comments: Vec<Comment>,
    /// Mistakes, in order. Each cost one document, but values that the reader refuses cost nothing more.
    pub errors: Vec<SyntaxError>,
    /// Repeated keys, of which the last one counts.
    pub notes: Vec<SyntaxError>,
}

/// One document.
#[derive(Debug)]
pub struct Document {
    /// Its content; null for an empty document.
    pub root: Arc<Node>,
    /// From `---`, where it is written, to the end of the content.
    pub range: TextRange,
}

/// A value with its place.
#[derive(Debug)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Its bytes: with quotes, brackets and block indicators, without tag, anchor and blanks around it.
    pub range: TextRange,
    /// Its tag as it is written, such as `!Ref`.
    pub tag: Option<Box<str>>,
    /// How many nodes it is made of when each alias is written out; saturates.
    pub(super) expanded: u64,
    /// How many levels it has when each alias is written out.
    pub(super) height: usize,
}

/// What a node is. Where an alias stands, there is the node that it refers to, shared.
#[derive(Debug)]
pub enum NodeKind {
    /// An explicit or implied null.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(Arc<str>),
    /// Values in order.
    Sequence(Vec<Arc<Node>>),
    /// Named values in order; names are unique, and merge keys are resolved.
    Mapping(Vec<Entry>),
}

/// One named value of a mapping.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The name; of a number or truth value its text.
    pub key: Arc<str>,
    /// Where the name stands, with quotes.
    pub key_range: TextRange,
    /// The value.
    pub value: Arc<Node>,
}

impl Entry {
    /// From the start of the key to the end of the value. Only the key where the value stands elsewhere, by an alias.
    pub fn range(&self) -> TextRange {
        if self.value.range.start >= self.key_range.end {
            self.key_range.cover(self.value.range)
        } else {
            self.key_range
        }
    }
}

impl Node {
    pub(super) fn new(kind: NodeKind, range: TextRange, tag: Option<Box<str>>) -> Self {
        let (mut expanded, mut height) = (1_u64, 0);
        let mut count = |child: &Self| {
            expanded = expanded.saturating_add(child.expanded);
            height = height.max(child.height);
        };
        match &kind {
            NodeKind::Sequence(items) => items.iter().for_each(|item| count(item)),
            NodeKind::Mapping(entries) => entries.iter().for_each(|entry| count(&entry.value)),
            NodeKind::Null | NodeKind::Bool(_) | NodeKind::Number(_) | NodeKind::String(_) => {}
        }
        Self { kind, range, tag, expanded, height: height + 1 }
    }

    /// The entry of this name, where this is a mapping that has it.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| &*entry.key == key)
    }

    /// The value of this name, where this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &*entry.value)
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The entries of a mapping; none of anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.kind {
            NodeKind::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a sequence; none of anything else.
    pub fn items(&self) -> &[Arc<Node>] {
        match &self.kind {
            NodeKind::Sequence(items) => items,
            _ => &[],
        }
    }
}
