//! Events to trees.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use granit_parser::{Event, ScalarStyle, Span, StructureStyle, Tag};

use super::entries::Entries;
use super::lenient::Mended;
use super::scalar;
use super::{Dialect, Document, Entry, Node, NodeKind};
use crate::source::TextRange;
use crate::syntax::SyntaxError;

/// Most levels of a document, with aliases written out. Everything that walks a tree recurses this far at most.
const DEPTH_LIMIT: usize = 200;
/// Most entries that merge keys may add in one document.
const MERGE_LIMIT: usize = 100_000;

/// Builds one document after the other.
pub(super) struct Builder<'t> {
    text: &'t str,
    mended: &'t Mended<'t>,
    /// The content behind tabs that is still to come, last first.
    behind_tabs: Vec<usize>,
    dialect: Dialect,
    /// Where the document starts.
    start: u32,
    anchors: HashMap<usize, Arc<Node>>,
    open: Vec<Collection>,
    root: Option<Arc<Node>>,
    merged: usize,
    notes: Vec<SyntaxError>,
    /// Values that the reader does not take.
    refused: Vec<SyntaxError>,
}

/// A sequence or mapping whose end is still to come.
struct Collection {
    anchor: usize,
    tag: Option<Box<str>>,
    style: StructureStyle,
    /// All of it that was seen.
    range: TextRange,
    content: Content,
}

enum Content {
    Sequence(Vec<Arc<Node>>),
    Mapping {
        entries: Entries,
        /// The key whose value is still to come.
        key: Option<Key>,
    },
}

impl Content {
    fn sequence() -> Self {
        Self::Sequence(Vec::new())
    }

    fn mapping() -> Self {
        Self::Mapping { entries: Entries::default(), key: None }
    }
}

struct Key {
    text: Arc<str>,
    range: TextRange,
    merge: bool,
}

impl<'t> Builder<'t> {
    pub(super) fn new(mended: &'t Mended<'t>, dialect: Dialect) -> Self {
        Self {
            text: mended.original,
            mended,
            behind_tabs: mended.behind_tabs.iter().rev().copied().collect(),
            dialect,
            start: 0,
            anchors: HashMap::new(),
            open: Vec::new(),
            root: None,
            merged: 0,
            notes: Vec::new(),
            refused: Vec::new(),
        }
    }

    /// Forgets the document that is being built.
    pub(super) fn abandon(&mut self) {
        self.anchors.clear();
        self.open.clear();
        self.root = None;
        self.merged = 0;
    }

    /// Repeated keys, and values that the reader refuses.
    pub(super) fn into_notes(self) -> (Vec<SyntaxError>, Vec<SyntaxError>) {
        (self.notes, self.refused)
    }

    /// Takes the next event; gives a document when that ends one.
    pub(super) fn event(&mut self, event: Event<'_>, span: Span) -> Result<Option<Document>, SyntaxError> {
        let range = span.byte_range().map_or(TextRange::default(), |bytes| TextRange::new(bytes.start, bytes.end));
        let tag: Option<Box<str>> = span.tag_span().and_then(|span| span.slice(self.text)).map(Box::from);
        // Where a document or the text ends, what stood behind tabs before was given up.
        let is_given_up = matches!(event, Event::DocumentStart(..) | Event::StreamEnd);
        self.check_tabs(range, is_given_up)?;
        match event {
            Event::DocumentStart(..) => {
                self.abandon();
                self.start = range.start;
            }
            Event::DocumentEnd => return Ok(Some(self.finish_document(range))),
            Event::Scalar(text, style, anchor, resolved) => {
                let text = if self.mended.is_dash(range.start as usize) { "-" } else { &*text };
                let merge = text == "<<" && self.is_merge_key(style, resolved.as_deref());
                let kind = self.scalar(text, style, resolved.as_deref(), range);
                let node = Arc::new(Node::new(kind, trimmed(self.text, range, style), tag));
                self.anchor(anchor, &node);
                self.add(Arc::clone(&node), node.range, merge)?;
            }
            Event::Alias(anchor) => {
                let Some(node) = self.anchors.get(&anchor).cloned() else {
                    return Err(error(range, "this alias is part of what it refers to"));
                };
                self.add(node, range, false)?;
            }
            Event::SequenceStart(style, anchor, _) => {
                let in_mapping =
                    self.open.last().is_some_and(|parent| matches!(parent.content, Content::Mapping { .. }));
                let range = with_dash(self.text, range, in_mapping);
                self.open(anchor, tag, style, range, Content::sequence())?;
            }
            Event::MappingStart(style, anchor, _) => self.open(anchor, tag, style, range, Content::mapping())?,
            Event::SequenceEnd | Event::MappingEnd => self.close(range)?,
            _ => {}
        }
        Ok(None)
    }

    fn finish_document(&mut self, end: TextRange) -> Document {
        let root = self.root.take().unwrap_or_else(|| {
            let nothing = TextRange { start: end.start, end: end.start };
            Arc::new(Node::new(NodeKind::Null, nothing, None))
        });
        // From here on, only aliases and merge keys share nodes.
        self.abandon();
        let range = TextRange { start: self.start.min(root.range.start), end: root.range.end };
        Document { root, range }
    }

    /// Content behind tabs belongs between brackets.
    fn check_tabs(&mut self, range: TextRange, is_given_up: bool) -> Result<(), SyntaxError> {
        while let Some(at) = self.behind_tabs.pop_if(|at| *at <= range.start as usize) {
            let is_flow = self.open.last().is_some_and(|parent| parent.style == StructureStyle::Flow);
            if !is_flow && !is_given_up {
                return Err(error(TextRange::empty(at), "a tab does not indent a block"));
            }
        }
        Ok(())
    }

    /// Whether `<<`, written like this, is a merge key.
    fn is_merge_key(&self, style: ScalarStyle, tag: Option<&Tag>) -> bool {
        match tag {
            _ if self.dialect == Dialect::Json => false,
            Some(tag) => name_of(tag).as_deref() == Some("merge"),
            None => style == ScalarStyle::Plain || self.dialect.merges_in_quotes(),
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, tag: Option<&Tag>, range: TextRange) -> NodeKind {
        let is_plain = style == ScalarStyle::Plain;
        let is_key = matches!(self.open.last(), Some(Collection { content: Content::Mapping { key: None, .. }, .. }));
        let meaning = match tag {
            Some(tag) => scalar::tagged(text, name_of(tag).as_deref(), self.dialect),
            None if is_plain => Ok(scalar::plain(text, self.dialect)),
            None => Ok(NodeKind::String(text.into())),
        };
        let refusal = match &meaning {
            Err(refusal) => Some(*refusal),
            Ok(NodeKind::Null) if is_key => Some("a key must not be null"),
            Ok(_) if is_plain && tag.is_none() && !is_key && scalar::is_infinite(text) => {
                Some("manifests have no infinite numbers, and none that are no number")
            }
            Ok(_) => None,
        };
        if let Some(refusal) = refusal.filter(|_| self.dialect.is_for_clusters()) {
            self.refused.push(error(range, refusal));
        }
        meaning.unwrap_or_else(|_| NodeKind::String(text.into()))
    }

    fn anchor(&mut self, anchor: usize, node: &Arc<Node>) {
        if anchor != 0 {
            self.anchors.insert(anchor, Arc::clone(node));
        }
    }

    fn open(
        &mut self,
        anchor: usize,
        tag: Option<Box<str>>,
        style: StructureStyle,
        range: TextRange,
        content: Content,
    ) -> Result<(), SyntaxError> {
        self.open.push(Collection { anchor, tag, style, range, content });
        self.check_depth(0, range)
    }

    fn check_depth(&self, height: usize, range: TextRange) -> Result<(), SyntaxError> {
        if self.open.len() + height > DEPTH_LIMIT { Err(error(range, "this is nested too deeply")) } else { Ok(()) }
    }

    fn close(&mut self, end: TextRange) -> Result<(), SyntaxError> {
        let Some(Collection { anchor, tag, style, mut range, content }) = self.open.pop() else {
            return Ok(());
        };
        if style == StructureStyle::Flow {
            range = range.cover(end);
        }
        let kind = match content {
            Content::Sequence(items) => NodeKind::Sequence(items),
            Content::Mapping { entries, .. } => NodeKind::Mapping(entries.finish()),
        };
        let node = Arc::new(Node::new(kind, range, tag));
        self.anchor(anchor, &node);
        self.add(node, range, false)
    }

    /// Puts a finished node, which stands at `place`, where it belongs.
    fn add(&mut self, node: Arc<Node>, place: TextRange, merge: bool) -> Result<(), SyntaxError> {
        self.check_depth(node.height, place)?;
        let Some(collection) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        collection.range = collection.range.cover(place);
        match &mut collection.content {
            Content::Sequence(items) => items.push(node),
            Content::Mapping { entries, key } => match key.take() {
                None => {
                    let text = key_text(&node.kind).ok_or_else(|| error(place, "a key must be a scalar"))?;
                    *key = Some(Key { text, range: place, merge });
                }
                Some(key) if key.merge => {
                    let Some(count) = entries.merge(&node, self.dialect) else {
                        return Err(error(place, "a merge key takes a mapping or a list of mappings"));
                    };
                    self.merged += count;
                    if self.merged > MERGE_LIMIT {
                        return Err(error(place, "merge keys add too many entries"));
                    }
                }
                Some(key) => {
                    let entry = Entry { key: Arc::clone(&key.text), key_range: key.range, value: node };
                    if entries.write(entry) {
                        self.notes.push(error(key.range, format!("`{}` is repeated; the last one counts", key.text)));
                    }
                }
            },
        }
        Ok(())
    }
}

/// The name of a tag where YAML defines it, such as `int`.
fn name_of(tag: &Tag) -> Option<Cow<'_, str>> {
    tag.suffix_in_namespace("tag:yaml.org,2002:")
}

/// What an entry with this key is called; none of a collection.
pub(super) fn key_text(kind: &NodeKind) -> Option<Arc<str>> {
    match kind {
        NodeKind::Null => Some("null".into()),
        NodeKind::Bool(value) => Some(if *value { "true" } else { "false" }.into()),
        NodeKind::Number(number) => Some(number.to_string().into()),
        NodeKind::String(text) => Some(Arc::clone(text)),
        NodeKind::Sequence(_) | NodeKind::Mapping(_) => None,
    }
}

/// The parser's range of a block scalar reaches into the indentation of what follows.
pub(super) fn trimmed(text: &str, range: TextRange, style: ScalarStyle) -> TextRange {
    if !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
        return range;
    }
    let content = range.slice(text).trim_end();
    if content.is_empty() {
        let before = text.get(..range.start as usize).unwrap_or_default();
        return TextRange::empty(before.trim_end().len());
    }
    TextRange::new(range.start as usize, range.start as usize + content.len())
}

/// The parser starts a sequence that is as deep as the key it belongs to behind its first `-`.
pub(super) fn with_dash(text: &str, range: TextRange, in_mapping: bool) -> TextRange {
    // Brackets are not empty, so that long lines of JSON are not searched.
    if !range.is_empty() || !in_mapping {
        return range;
    }
    let before = text.get(..range.start as usize).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default().trim_start();
    if line.starts_with('-') { range.cover(TextRange::empty(before.len() - line.len())) } else { range }
}

fn error(range: TextRange, message: impl Into<String>) -> SyntaxError {
    SyntaxError { range, message: message.into(), help: None }
}
