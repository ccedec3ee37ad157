//! How a text is written: the tree of what stands in it, before aliases and merge keys are followed. For edits.

use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle, Span, StructureStyle};

use super::builder::{key_text, trimmed, with_dash};
use super::{Dialect, NodeKind, Stream, mended, options, scalar};
use crate::source::TextRange;

/// Deepest nesting; documents that are deeper are refused before.
const DEPTH_LIMIT: usize = 256;

/// A node as it is written.
#[derive(Debug)]
pub struct Written {
    /// What it is.
    pub kind: WrittenKind,
    /// Its bytes, as in [`Node::range`](super::Node::range).
    pub range: TextRange,
    /// The number of its anchor, where it has one; aliases name it.
    pub anchor: Option<usize>,
    /// Whether a tag stands before it.
    pub is_tagged: bool,
}

/// What a written node is.
#[derive(Debug)]
pub enum WrittenKind {
    /// `*name`, by the number of the anchor.
    Alias(usize),
    /// Nothing, or a plain scalar.
    Plain,
    /// A text in quotes: this one.
    Quoted(char),
    /// A block scalar: `|` or `>`.
    Block,
    /// Items in order; in brackets or not.
    Sequence(Layout, Vec<Written>),
    /// What it says itself, in order, repeated keys and merge keys as well; in braces or not.
    Mapping(Layout, Vec<WrittenEntry>),
}

/// A key and its value as they are written.
#[derive(Debug)]
pub struct WrittenEntry {
    /// The name, as in [`Entry::key`](super::Entry::key).
    pub key: Arc<str>,
    /// Where the name stands, with quotes.
    pub key_range: TextRange,
    /// Whether this is a merge key.
    pub is_merge: bool,
    /// The value.
    pub value: Written,
}

/// How a collection is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// By indentation.
    Block,
    /// In brackets or braces.
    Flow,
}

/// Reads a text as [`parse`](super::parse) does, and how each of its documents is written. The second is none where something
/// in the text cannot be read.
pub fn parse_written(text: &str, dialect: Dialect) -> (Stream, Option<Vec<Written>>) {
    let (mended, stream) = mended(text, dialect);
    let written = stream.errors.is_empty().then(|| read(&mended.text, text, dialect)).flatten();
    let written = written.filter(|documents| documents.len() == stream.documents.len());
    (stream, written)
}

fn read(mended: &str, original: &str, dialect: Dialect) -> Option<Vec<Written>> {
    let mut parser = Parser::new_from_str_with_options(mended, options(dialect));
    let mut reader = Reader { text: original, dialect, open: Vec::new(), documents: Vec::new(), root: None };
    while let Some(next) = parser.next_event() {
        let (event, span) = next.ok()?;
        reader.event(&event, &span)?;
    }
    Some(reader.documents)
}

struct Reader<'t> {
    text: &'t str,
    dialect: Dialect,
    open: Vec<Open>,
    root: Option<Written>,
    documents: Vec<Written>,
}

struct Open {
    node: Written,
    /// The key whose value is still to come.
    key: Option<Key>,
}

struct Key {
    text: Arc<str>,
    range: TextRange,
    is_merge: bool,
}

impl Reader<'_> {
    fn event(&mut self, event: &Event<'_>, span: &Span) -> Option<()> {
        let range = span.byte_range().map_or(TextRange::default(), |bytes| TextRange::new(bytes.start, bytes.end));
        let is_tagged = span.tag_span().is_some();
        let node = |kind, range, anchor: usize| Written {
            kind,
            range,
            anchor: Some(anchor).filter(|anchor| *anchor != 0),
            is_tagged,
        };
        match event {
            Event::DocumentEnd => {
                let nothing = || node(WrittenKind::Plain, TextRange { start: range.start, end: range.start }, 0);
                self.documents.push(self.root.take().unwrap_or_else(nothing));
            }
            Event::Scalar(text, style, anchor, _) => {
                let node = node(kind(*style), trimmed(self.text, range, *style), *anchor);
                self.add(node, Some((text, *style)))?;
            }
            Event::Alias(anchor) => self.add(node(WrittenKind::Alias(*anchor), range, 0), None)?,
            Event::SequenceStart(style, anchor, _) => {
                let parent = self.open.last().map(|open| &open.node.kind);
                let range = with_dash(self.text, range, matches!(parent, Some(WrittenKind::Mapping(..))));
                self.open(node(WrittenKind::Sequence(layout(*style), Vec::new()), range, *anchor))?;
            }
            Event::MappingStart(style, anchor, _) => {
                self.open(node(WrittenKind::Mapping(layout(*style), Vec::new()), range, *anchor))?;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let mut node = self.open.pop()?.node;
                if let WrittenKind::Sequence(Layout::Flow, _) | WrittenKind::Mapping(Layout::Flow, _) = node.kind {
                    node.range = node.range.cover(range);
                }
                self.add(node, None)?;
            }
            _ => {}
        }
        Some(())
    }

    fn open(&mut self, node: Written) -> Option<()> {
        self.open.push(Open { node, key: None });
        (self.open.len() <= DEPTH_LIMIT).then_some(())
    }

    /// Puts a node where it belongs; `scalar` is its text, where it has one.
    fn add(&mut self, node: Written, scalar: Option<(&str, ScalarStyle)>) -> Option<()> {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Some(());
        };
        open.node.range = open.node.range.cover(node.range);
        match &mut open.node.kind {
            WrittenKind::Sequence(_, items) => items.push(node),
            WrittenKind::Mapping(_, entries) => match open.key.take() {
                None => open.key = Some(key(node.range, scalar?, self.dialect)?),
                Some(Key { text, range, is_merge }) => {
                    entries.push(WrittenEntry { key: text, key_range: range, is_merge, value: node });
                }
            },
            _ => {}
        }
        Some(())
    }
}

fn key(range: TextRange, (text, style): (&str, ScalarStyle), dialect: Dialect) -> Option<Key> {
    let is_plain = style == ScalarStyle::Plain;
    let kind = if is_plain { scalar::plain(text, dialect) } else { NodeKind::String(text.into()) };
    let is_merge = text == "<<" && dialect != Dialect::Json && (is_plain || dialect.merges_in_quotes());
    Some(Key { text: key_text(&kind)?, range, is_merge })
}

fn kind(style: ScalarStyle) -> WrittenKind {
    match style {
        ScalarStyle::Plain => WrittenKind::Plain,
        ScalarStyle::SingleQuoted => WrittenKind::Quoted('\''),
        ScalarStyle::DoubleQuoted => WrittenKind::Quoted('"'),
        ScalarStyle::Literal | ScalarStyle::Folded => WrittenKind::Block,
    }
}

fn layout(style: StructureStyle) -> Layout {
    match style {
        StructureStyle::Block => Layout::Block,
        StructureStyle::Flow => Layout::Flow,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A node in one line: `&` for an anchor, `!` for a tag, the kind, and the text of scalars.
    fn show(text: &str, node: &Written) -> String {
        let written = node.range.slice(text);
        let content = match &node.kind {
            WrittenKind::Alias(anchor) => format!("*{anchor} {written}"),
            WrittenKind::Plain => format!("plain {written}"),
            WrittenKind::Quoted(_) | WrittenKind::Block => format!("{:?} {written}", node.kind),
            WrittenKind::Sequence(layout, items) => {
                format!("{layout:?}[{}]", items.iter().map(|item| show(text, item)).collect::<Vec<_>>().join(", "))
            }
            WrittenKind::Mapping(layout, entries) => {
                let entry = |entry: &WrittenEntry| {
                    format!("{}{}: {}", entry.key, if entry.is_merge { "?" } else { "" }, show(text, &entry.value))
                };
                format!("{layout:?}{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
        };
        let marks = [("&", node.anchor.is_some()), ("!", node.is_tagged)];
        marks.iter().filter(|(_, is_there)| *is_there).map(|(mark, _)| *mark).chain([&*content]).collect()
    }

    #[test]
    fn everything_that_is_written_is_there() {
        let cases = [
            ("a: &x\n  b: 1\nc: *x\n", "Block{a: &Block{b: plain 1}, c: *1 *x}"),
            ("a:\n  <<: *x\n", "nothing"),
            ("a: &x {}\nb: {<<: *x, a: 1, a: 2}\n", "Block{a: &Flow{}, b: Flow{<<?: *1 *x, a: plain 1, a: plain 2}}"),
            ("- 'a'\n-\n- |\n  b\n- - 1\n", "Block[Quoted('\\'') 'a', plain , Block b, Block[plain 1]]"),
            ("a: !t\n  07: !!str 5\n", "Block{a: !Block{7: !plain 5}}"),
            ("---\n---\na\n", "plain \nplain a"),
        ];
        for (text, expected) in cases {
            let (_, documents) = parse_written(text, Dialect::Kubernetes);
            let shown = documents
                .map(|documents| documents.iter().map(|document| show(text, document)).collect::<Vec<_>>().join("\n"));
            assert_eq!(shown.as_deref().unwrap_or("nothing"), expected, "{text}");
        }
    }

    #[test]
    fn nodes_stand_where_the_tree_says() {
        fn compare(text: &str, written: &Written, node: &crate::syntax::yaml::Node) {
            assert_eq!(written.range, node.range, "{text}");
            match &written.kind {
                WrittenKind::Sequence(_, items) => {
                    items.iter().zip(node.items()).for_each(|(item, node)| compare(text, item, node));
                }
                WrittenKind::Mapping(_, entries) => {
                    for (written, entry) in entries.iter().zip(node.entries()) {
                        assert_eq!((&written.key, written.key_range), (&entry.key, entry.key_range));
                        compare(text, &written.value, &entry.value);
                    }
                }
                _ => {}
            }
        }
        let texts = ["a:\n- b: # c\n  'd': |+\n    e\n\n- {\"f\": [1, 2]}\n", "? a\n: - b\n  - - c\n", "a: !t [x]\n"];
        for text in texts {
            let (stream, documents) = parse_written(text, Dialect::Yaml12);
            compare(text, &documents.expect("can be read")[0], &stream.documents[0].root);
        }
    }
}
