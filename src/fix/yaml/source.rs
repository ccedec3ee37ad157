//! A text that is to be edited.

use std::collections::HashSet;

use super::{Path, Step};
use crate::fix::Unfixable;
use crate::source::TextRange;
use crate::syntax::yaml::{Dialect, Node, Stream, Written, WrittenEntry, WrittenKind, parse_written};

/// A text of YAML or JSON, and how it is written.
#[derive(Debug)]
pub struct Yaml<'t> {
    pub(super) text: &'t str,
    pub(super) dialect: Dialect,
    stream: Stream,
    documents: Vec<Written>,
    /// The anchors that some alias names.
    used: HashSet<usize>,
    /// Whether what aliases name may be edited.
    edits_shared: bool,
}

impl<'t> Yaml<'t> {
    /// Reads a text.
    ///
    /// # Errors
    /// It has mistakes.
    pub fn read(text: &'t str, dialect: Dialect) -> Result<Self, Unfixable> {
        let (stream, documents) = parse_written(text, dialect);
        let documents = documents.ok_or_else(|| Unfixable::new("the file has syntax errors"))?;
        let mut used = HashSet::new();
        for document in &documents {
            collect_aliases(document, &mut used);
        }
        Ok(Self { text, dialect, stream, documents, used, edits_shared: false })
    }

    /// The same, where what several places share by an anchor may be edited for all of them.
    #[must_use]
    pub fn shared(self) -> Self {
        Self { edits_shared: true, ..self }
    }

    /// The path of the node, or of the key of an entry, that is written at a range.
    pub fn locate(&self, range: TextRange) -> Option<Path> {
        self.documents.iter().enumerate().find_map(|(document, root)| {
            let mut steps = Vec::new();
            find(root, range, &mut steps).then_some(Path { document, steps })
        })
    }

    pub(super) fn document(&self, index: usize) -> Result<&Written, Unfixable> {
        self.documents.get(index).ok_or_else(|| Unfixable::new("the document is not there"))
    }

    /// From the mark of each document to the end of its content.
    pub(super) fn document_ranges(&self) -> impl Iterator<Item = TextRange> {
        self.stream.documents.iter().map(|document| document.range)
    }

    /// What a document means.
    pub(super) fn meaning(&self, index: usize) -> Option<&Node> {
        self.stream.documents.get(index).map(|document| &*document.root)
    }

    /// Whether an edit of this node is one of other places, too.
    pub(super) fn is_shared(&self, node: &Written) -> bool {
        !self.edits_shared && node.anchor.is_some_and(|anchor| self.used.contains(&anchor))
    }

    /// The mappings that the value of a merge key stands for.
    pub(super) fn merged<'y>(&'y self, value: &'y Written) -> Vec<&'y Written> {
        match &value.kind {
            WrittenKind::Alias(anchor) => {
                let found = self.documents.iter().find_map(|document| anchored(document, *anchor));
                found.map(|node| self.merged(node)).unwrap_or_default()
            }
            WrittenKind::Sequence(_, items) => items.iter().flat_map(|item| self.merged(item)).collect(),
            _ => vec![value],
        }
    }

    /// Whether some alias names this node or one in it, and would name nothing without it.
    pub(super) fn holds_used_anchor(&self, node: &Written) -> bool {
        let is_used = node.anchor.is_some_and(|anchor| self.used.contains(&anchor));
        is_used || children(node).any(|child| self.holds_used_anchor(child))
    }

    /// Where the line of an offset starts.
    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// Where the line of an offset ends, before its line break.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |end| at + end);
        let has_return = self.text[..end].ends_with('\r') && end < self.text.len();
        if has_return { end - 1 } else { end }
    }

    /// Where the next line starts, or the end of the text.
    pub(super) fn next_line(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |end| at + end + 1)
    }

    /// How many characters stand before an offset on its line.
    pub(super) fn column(&self, at: usize) -> usize {
        self.text[self.line_start(at)..at].chars().count()
    }

    /// The blanks at the start of the line of an offset.
    pub(super) fn indentation(&self, at: usize) -> &'t str {
        let line = &self.text[self.line_start(at)..];
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }

    /// Whether only blanks stand before an offset on its line.
    pub(super) fn begins_line(&self, at: usize) -> bool {
        self.line_start(at) + self.indentation(at).len() >= at
    }

    /// How lines end.
    pub(super) fn newline(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }
}

fn collect_aliases(node: &Written, used: &mut HashSet<usize>) {
    if let WrittenKind::Alias(anchor) = node.kind {
        used.insert(anchor);
    }
    children(node).for_each(|child| collect_aliases(child, used));
}

/// The node with this anchor in a node.
fn anchored(node: &Written, anchor: usize) -> Option<&Written> {
    let is_it = node.anchor == Some(anchor);
    if is_it { Some(node) } else { children(node).find_map(|child| anchored(child, anchor)) }
}

/// The values and items in a node.
pub(super) fn children(node: &Written) -> impl Iterator<Item = &Written> {
    items(node).iter().chain(entries(node).iter().map(|entry| &entry.value))
}

/// The entries of a mapping; none of anything else.
pub(super) fn entries(node: &Written) -> &[WrittenEntry] {
    match &node.kind {
        WrittenKind::Mapping(_, entries) => entries,
        _ => &[],
    }
}

/// The items of a sequence; none of anything else.
pub(super) fn items(node: &Written) -> &[Written] {
    match &node.kind {
        WrittenKind::Sequence(_, items) => items,
        _ => &[],
    }
}

/// Whether the node is at the range, or has what is; then the steps lead to that.
fn find(node: &Written, range: TextRange, steps: &mut Vec<Step>) -> bool {
    if node.range == range {
        return true;
    }
    if !node.range.contains(range) {
        return false;
    }
    let mut down = |step: Step, child: &Written, key: Option<TextRange>| {
        steps.push(step);
        let is_there = key == Some(range) || find(child, range, steps);
        if !is_there {
            steps.pop();
        }
        is_there
    };
    match &node.kind {
        WrittenKind::Sequence(_, items) => {
            items.iter().enumerate().any(|(index, item)| down(Step::Index(index), item, None))
        }
        WrittenKind::Mapping(_, entries) => entries
            .iter()
            .any(|entry| !entry.is_merge && down(Step::Key(entry.key.clone()), &entry.value, Some(entry.key_range))),
        _ => false,
    }
}
