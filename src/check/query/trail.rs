//! The way of an evaluation to where it is, from which a node's place and path are made when it is reported.

use std::fmt::Write as _;

use crate::source::Span;
use crate::value::{Entry, Kind, Truth, Value};

/// A selected value.
#[derive(Clone, Debug)]
pub struct Node<'v> {
    /// The value.
    pub value: &'v Value,
    /// Whether it is certainly selected. Never false.
    pub certainty: Truth<'v>,
    /// Where to point: the narrowest expression in the resource's own text (its `grounds`) that gives this value.
    pub place: Span,
    /// Normalized path without the leading `$`: `['ingress'][0]`.
    pub path: String,
    /// The value itself or the nearest one around it that came through a reference.
    pub referenced: Option<&'v Value>,
}

impl<'v> Node<'v> {
    /// The value at which evaluation starts.
    pub fn root(value: &'v Value) -> Self {
        Self {
            value,
            certainty: Truth::True,
            place: value.span,
            path: String::new(),
            referenced: value.origin.is_some().then_some(value),
        }
    }
}

/// A value and the steps that lead to it. Lives on the stack, so that walking allocates nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trail<'a, 'v> {
    parent: Option<(&'a Trail<'a, 'v>, Step<'v>)>,
    pub(super) value: &'v Value,
}

/// From a value to one of its children.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step<'v> {
    Member(&'v Entry),
    Index(usize),
}

impl<'a, 'v> Trail<'a, 'v> {
    pub(super) fn start(value: &'v Value) -> Self {
        Self { parent: None, value }
    }

    /// The name of the value, where it is a member.
    pub(super) fn name(&self) -> Option<&'v str> {
        match self.parent {
            Some((_, Step::Member(entry))) => Some(&entry.key),
            _ => None,
        }
    }

    pub(super) fn child(&'a self, step: Step<'v>, value: &'v Value) -> Self {
        Self { parent: Some((self, step)), value }
    }

    /// The node at the end of this trail, which began at `from`.
    pub(super) fn node(&self, from: &Node<'v>, certainty: Truth<'v>, grounds: &[Span]) -> Node<'v> {
        let mut steps = Vec::new();
        let mut trail = self;
        while let Some((parent, step)) = trail.parent {
            steps.push((step, trail.value));
            trail = parent;
        }
        let mut node = Node { certainty, ..from.clone() };
        for (step, value) in steps.into_iter().rev() {
            node.value = value;
            let inside = |span: Span| grounds.iter().any(|ground| ground.contains(span));
            match step {
                Step::Member(entry) => write_name(&mut node.path, &entry.key),
                // Writing to a string never fails.
                Step::Index(index) => _ = write!(node.path, "[{index}]"),
            }
            if inside(value.span) {
                let key = key_of(step, value).filter(|key| inside(*key)).unwrap_or(value.span);
                node.place = key.range.cover(value.span.range).in_file(value.span.file);
            }
            if value.origin.is_some() {
                node.referenced = Some(value);
            }
        }
        node
    }
}

/// The key before a value that begins with its first member, as a block of YAML does: it is the header of the value.
fn key_of(step: Step<'_>, value: &Value) -> Option<Span> {
    let (Step::Member(Entry { key_span, .. }), Kind::Map(map)) = (step, &value.kind) else { return None };
    let begins = value.span.range.start;
    let bare =
        map.entries().any(|entry| entry.key_span.file == value.span.file && entry.key_span.range.start == begins);
    (bare && key_span.file == value.span.file && key_span.range.end <= begins).then_some(*key_span)
}

/// Adds a member to a normalized path, as RFC 9535 section 2.7 has it.
pub(super) fn write_name(path: &mut String, name: &str) {
    path.push_str("['");
    for char in name.chars() {
        match char {
            '\u{8}' => path.push_str(r"\b"),
            '\t' => path.push_str(r"\t"),
            '\n' => path.push_str(r"\n"),
            '\u{c}' => path.push_str(r"\f"),
            '\r' => path.push_str(r"\r"),
            '\'' => path.push_str(r"\'"),
            '\\' => path.push_str(r"\\"),
            '\0'..='\u{1f}' => {
                let _ = write!(path, "\\u{:04x}", u32::from(char));
            }
            _ => path.push(char),
        }
    }
    path.push_str("']");
}
