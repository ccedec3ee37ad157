//! Finds what a path leads to in a text.

use super::source::{entries, items};
use super::{Path, Step, Yaml};
use crate::fix::Unfixable;
use crate::syntax::yaml::{Layout, Node, Written, WrittenKind};

/// The way along a path, as far as nodes are written there.
#[derive(Debug)]
pub(super) struct Way<'y> {
    /// The root, and what the steps lead to; never empty.
    pub(super) stops: Vec<Stop<'y>>,
    /// What the last stop means, with merge keys and aliases followed.
    pub(super) meaning: Option<&'y Node>,
    /// How many steps were taken.
    pub(super) taken: usize,
}

/// A written node, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stop<'y> {
    pub(super) node: &'y Written,
    pub(super) slot: Slot<'y>,
}

/// Where a node stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Slot<'y> {
    /// It is a document.
    Root,
    /// It is the value of this entry of a mapping.
    Entry(&'y Written, usize),
    /// It is this item of a sequence.
    Item(&'y Written, usize),
}

impl<'y> Way<'y> {
    /// The last node, and where it stands.
    pub(super) fn last(&self) -> Stop<'y> {
        self.stops[self.stops.len() - 1]
    }
}

impl<'y> Slot<'y> {
    /// The node around.
    pub(super) fn parent(self) -> Option<&'y Written> {
        match self {
            Self::Root => None,
            Self::Entry(parent, _) | Self::Item(parent, _) => Some(parent),
        }
    }

    /// Whether it stands in brackets.
    pub(super) fn is_flow(self) -> bool {
        self.parent().is_some_and(|parent| layout(parent) == Some(Layout::Flow))
    }
}

/// How a collection is written.
pub(super) fn layout(node: &Written) -> Option<Layout> {
    match &node.kind {
        WrittenKind::Sequence(layout, _) | WrittenKind::Mapping(layout, _) => Some(*layout),
        _ => None,
    }
}

impl Yaml<'_> {
    /// Follows a path as far as nodes are written there.
    pub(super) fn follow(&self, path: &Path) -> Result<Way<'_>, Unfixable> {
        let root = Stop { node: self.document(path.document)?, slot: Slot::Root };
        let mut way = Way { stops: vec![root], meaning: self.meaning(path.document), taken: 0 };
        for step in &path.steps {
            let node = way.last().node;
            if self.is_shared(node) {
                return Err(shared());
            }
            let Some(next) = next(node, step, way.meaning)? else { break };
            way.meaning = way.meaning.and_then(|meaning| match step {
                Step::Key(key) => meaning.get(key),
                Step::Index(index) => meaning.items().get(*index).map(|item| &**item),
            });
            way.stops.push(next);
            way.taken += 1;
        }
        match self.is_shared(way.last().node) {
            true => Err(shared()),
            false => Ok(way),
        }
    }

    /// The end of the mark that a node stands behind: the colon of its key, or its dash.
    pub(super) fn mark_end(&self, slot: Slot<'_>) -> Result<usize, Unfixable> {
        match slot {
            Slot::Root => Err(Unfixable::new("the whole document would be replaced")),
            Slot::Entry(mapping, index) => {
                let key = entries(mapping)[index].key_range;
                let before = &self.text[self.line_start(key.start as usize)..key.start as usize];
                let end = self.skip_blanks(key.end as usize);
                let is_explicit = before.trim_end().ends_with('?') && layout(mapping) == Some(Layout::Block);
                match self.text[end..].starts_with(':') && !is_explicit {
                    true => Ok(end + 1),
                    false => Err(Unfixable::new("the key is written with `?`, or without a colon")),
                }
            }
            Slot::Item(sequence, index) => self.dash(sequence, index).map(|dash| dash + 1),
        }
    }

    /// Where the dash of an item stands.
    pub(super) fn dash(&self, sequence: &Written, index: usize) -> Result<usize, Unfixable> {
        let start = match index.checked_sub(1) {
            Some(before) => self.skip_blanks(items(sequence)[before].range.end as usize),
            None => sequence.range.start as usize,
        };
        let is_dash = self.text[start..].starts_with('-');
        is_dash.then_some(start).ok_or_else(|| Unfixable::new("the item is not written behind a dash of its own"))
    }

    /// The first character at or behind an offset that is no blank and in no comment.
    pub(super) fn skip_blanks(&self, mut at: usize) -> usize {
        loop {
            let rest = &self.text[at..];
            at += rest.len() - rest.trim_start().len();
            if !self.text[at..].starts_with('#') {
                return at;
            }
            at = self.line_end(at);
        }
    }
}

/// What stands at the end of steps from a node, with merge keys and aliases followed.
pub(super) fn inherited<'n>(meaning: Option<&'n Node>, rest: &[Step]) -> Option<&'n Node> {
    rest.iter().try_fold(meaning?, |node, step| match step {
        Step::Key(key) => node.get(key),
        Step::Index(index) => node.items().get(*index).map(|item| &**item),
    })
}

fn shared() -> Unfixable {
    Unfixable::new("this is written for several places at once, by an anchor")
}

fn next<'y>(node: &'y Written, step: &Step, meaning: Option<&Node>) -> Result<Option<Stop<'y>>, Unfixable> {
    match (&node.kind, step) {
        (WrittenKind::Mapping(_, entries), Step::Key(key)) => {
            let own = entries.iter().rposition(|entry| !entry.is_merge && entry.key == *key);
            let Some(index) = own else { return Ok(None) };
            let counts = meaning.and_then(|meaning| meaning.entry(key));
            if counts.is_some_and(|entry| entry.key_range != entries[index].key_range) {
                return Err(Unfixable::new(format!(
                    "a merge key gives {step} another value than the one written here"
                )));
            }
            Ok(Some(Stop { node: &entries[index].value, slot: Slot::Entry(node, index) }))
        }
        (WrittenKind::Sequence(_, items), Step::Index(index)) => {
            Ok(items.get(*index).map(|item| Stop { node: item, slot: Slot::Item(node, *index) }))
        }
        _ => Ok(None),
    }
}
