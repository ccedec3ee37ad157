//! Events to trees.

use std::collections::HashMap;
use std::sync::Arc;

use granit_parser::{Event, ScalarStyle, Span, StructureStyle, Tag};
use indexmap::IndexMap;

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
    dialect: Dialect,
    /// Where the document starts.
    start: u32,
    anchors: HashMap<usize, Arc<Node>>,
    open: Vec<Collection>,
    root: Option<Arc<Node>>,
    merged: usize,
    notes: Vec<SyntaxError>,
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

type Entries = IndexMap<Arc<str>, Entry, foldhash::quality::RandomState>;

enum Content {
    Sequence(Vec<Arc<Node>>),
    Mapping {
        entries: Entries,
        /// The key whose value is still to come.
        key: Option<Key>,
        /// The values of merge keys.
        merges: Vec<Arc<Node>>,
    },
}

impl Content {
    fn sequence() -> Self {
        Self::Sequence(Vec::new())
    }

    fn mapping() -> Self {
        Self::Mapping { entries: Entries::default(), key: None, merges: Vec::new() }
    }
}

struct Key {
    text: Arc<str>,
    range: TextRange,
    merge: bool,
}

impl<'t> Builder<'t> {
    pub(super) fn new(text: &'t str, dialect: Dialect) -> Self {
        Self {
            text,
            dialect,
            start: 0,
            anchors: HashMap::new(),
            open: Vec::new(),
            root: None,
            merged: 0,
            notes: Vec::new(),
        }
    }

    /// Forgets the document that is being built.
    pub(super) fn abandon(&mut self) {
        self.anchors.clear();
        self.open.clear();
        self.root = None;
        self.merged = 0;
    }

    pub(super) fn into_notes(self) -> Vec<SyntaxError> {
        self.notes
    }

    /// Takes the next event; gives a document when that ends one.
    pub(super) fn event(&mut self, event: Event<'_>, span: Span) -> Result<Option<Document>, SyntaxError> {
        let range = span.byte_range().map_or(TextRange::default(), |bytes| TextRange::new(bytes.start, bytes.end));
        let tag = span.tag_span().and_then(|span| span.slice(self.text)).map(Box::from);
        match event {
            Event::DocumentStart(..) => {
                self.abandon();
                self.start = range.start;
            }
            Event::DocumentEnd => return Ok(Some(self.finish_document(range))),
            Event::Scalar(text, style, anchor, resolved) => {
                let merge = style == ScalarStyle::Plain && text == "<<" && self.dialect != Dialect::Json;
                let kind = self.scalar(&text, style, resolved.as_deref());
                let node = Arc::new(Node::new(kind, self.trimmed(range, style), tag));
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
                let range = self.with_dash(range);
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

    fn scalar(&self, text: &str, style: ScalarStyle, tag: Option<&Tag>) -> NodeKind {
        let plain = match tag {
            Some(tag) => matches!(tag.core_suffix(), Some("null" | "bool" | "int" | "float")),
            None => style == ScalarStyle::Plain,
        };
        if plain { scalar::plain(text, self.dialect) } else { NodeKind::String(text.into()) }
    }

    /// The parser's range of a block scalar reaches into the indentation of what follows.
    fn trimmed(&self, range: TextRange, style: ScalarStyle) -> TextRange {
        if !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            return range;
        }
        let content = range.slice(self.text).trim_end();
        if content.is_empty() {
            let before = self.text.get(..range.start as usize).unwrap_or_default();
            return TextRange::empty(before.trim_end().len());
        }
        TextRange::new(range.start as usize, range.start as usize + content.len())
    }

    /// The parser starts a sequence that is as deep as the key it belongs to behind its first `-`.
    fn with_dash(&self, range: TextRange) -> TextRange {
        // Brackets are not empty, so that long lines of JSON are not searched.
        let in_mapping = self.open.last().is_some_and(|parent| matches!(parent.content, Content::Mapping { .. }));
        if !range.is_empty() || !in_mapping {
            return range;
        }
        let before = self.text.get(..range.start as usize).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default().trim_start();
        if line.starts_with('-') { range.cover(TextRange::empty(before.len() - line.len())) } else { range }
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
            Content::Mapping { mut entries, merges, .. } => {
                for merge in merges {
                    self.merge(&mut entries, &merge, range)?;
                }
                NodeKind::Mapping(entries.into_values().collect())
            }
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
            Content::Mapping { entries, key, merges } => match key.take() {
                None => *key = Some(Key { text: key_text(&node, place)?, range: place, merge }),
                Some(key) if key.merge => add_merge(merges, node, place)?,
                Some(key) => {
                    let entry = Entry { key: Arc::clone(&key.text), key_range: key.range, value: node };
                    if entries.insert(Arc::clone(&key.text), entry).is_some() {
                        self.notes.push(error(key.range, format!("`{}` is repeated; the last one counts", key.text)));
                    }
                }
            },
        }
        Ok(())
    }

    /// Adds the entries of `source` that are not there yet.
    fn merge(&mut self, entries: &mut Entries, source: &Node, place: TextRange) -> Result<(), SyntaxError> {
        self.merged += source.entries().len();
        if self.merged > MERGE_LIMIT {
            return Err(error(place, "merge keys add too many entries"));
        }
        for entry in source.entries() {
            entries.entry(Arc::clone(&entry.key)).or_insert_with(|| entry.clone());
        }
        Ok(())
    }
}

fn add_merge(merges: &mut Vec<Arc<Node>>, value: Arc<Node>, place: TextRange) -> Result<(), SyntaxError> {
    let is_mapping = |node: &Arc<Node>| matches!(node.kind, NodeKind::Mapping(_));
    if is_mapping(&value) {
        merges.push(value);
    } else if matches!(value.kind, NodeKind::Sequence(_)) && value.items().iter().all(is_mapping) {
        merges.extend(value.items().iter().cloned());
    } else {
        return Err(error(place, "a merge key takes a mapping or a list of mappings"));
    }
    Ok(())
}

fn key_text(node: &Node, place: TextRange) -> Result<Arc<str>, SyntaxError> {
    match &node.kind {
        NodeKind::Null => Ok("null".into()),
        NodeKind::Bool(value) => Ok(if *value { "true" } else { "false" }.into()),
        NodeKind::Number(number) => Ok(number.to_string().into()),
        NodeKind::String(text) => Ok(Arc::clone(text)),
        NodeKind::Sequence(_) | NodeKind::Mapping(_) => Err(error(place, "a key must be a scalar")),
    }
}

fn error(range: TextRange, message: impl Into<String>) -> SyntaxError {
    SyntaxError { range, message: message.into(), help: None }
}
