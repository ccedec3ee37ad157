//! Other names and texts.

use super::place::{Slot, inherited};
use super::print;
use super::source::entries;
use super::style::Style;
use super::{Path, Yaml};
use crate::fix::{Plain, TextEdit, Unfixable};
use crate::source::TextRange;
use crate::syntax::yaml::{Node, NodeKind, WrittenKind, parse, range_in_scalar};

impl Yaml<'_> {
    /// Gives the entry at a path another name.
    ///
    /// # Errors
    /// It is not written there, or the mapping has the name already.
    pub fn rename(&self, path: &Path, name: &str) -> Result<Vec<TextEdit>, Unfixable> {
        let way = self.follow(path)?;
        let Slot::Entry(mapping, index) = way.last().slot else {
            return Err(Unfixable::new("only the entry of a map has a name"));
        };
        if way.taken < path.steps.len() {
            return Err(Unfixable::new("what is to be renamed is not written there"));
        }
        let entry = &entries(mapping)[index];
        if *entry.key == *name {
            return Ok(Vec::new());
        }
        if entries(mapping).iter().any(|other| *other.key == *name) {
            return Err(Unfixable::new(format!("`{name}` is there already")));
        }
        let style = Style::of(self, self.document(path.document)?);
        let quote = entry.key_range.slice(self.text).chars().next().filter(|char| matches!(char, '"' | '\''));
        Ok(vec![TextEdit::replace(entry.key_range, print::string(name, quote, style.quote))])
    }

    /// Lets the string at a path say something else, and only the part of its text change that has to.
    ///
    /// # Errors
    /// There is no string.
    pub fn rewrite(&self, path: &Path, text: &str) -> Result<Vec<TextEdit>, Unfixable> {
        let way = self.follow(path)?;
        let old = match way.meaning.map(|meaning| &meaning.kind) {
            Some(NodeKind::String(old)) if way.taken == path.steps.len() => old,
            _ => return Err(Unfixable::new("what is to be rewritten is no text")),
        };
        let node = way.last().node;
        if matches!(node.kind, WrittenKind::Alias(_)) {
            return Err(Unfixable::new("the text is an alias of what stands elsewhere"));
        }
        if let Some(edit) = self.part(node.range, old, text).filter(|edit| self.gives(path, edit, text)) {
            return Ok(vec![edit]);
        }
        if matches!(node.kind, WrittenKind::Block) {
            return Err(Unfixable::new("the text is written over lines that would break elsewhere"));
        }
        let style = Style::of(self, self.document(path.document)?);
        self.write(way.last(), &Plain::String(text.to_owned()), &style)
    }

    /// The edit of the part in which `new` differs from what the scalar at a range says.
    fn part(&self, scalar: TextRange, old: &str, new: &str) -> Option<TextEdit> {
        let whole = TextRange::new(0, old.len());
        let TextEdit { range, text } = TextEdit::replace(whole, new).narrowed(old);
        let part = range.start as usize..range.end as usize;
        range_in_scalar(self.text, scalar, old, &part).map(|range| TextEdit::replace(range, text))
    }

    /// Whether an edit lets the string at a path say this.
    fn gives(&self, path: &Path, edit: &TextEdit, text: &str) -> bool {
        let Some(range) = self.document_ranges().nth(path.document) else { return false };
        let (start, end) = (range.start as usize, self.line_end(range.end as usize));
        let (from, to) = (edit.range.start as usize, edit.range.end as usize);
        let document = [&self.text[start..from], &edit.text, &self.text[to..end]].concat();
        let stream = parse(&document, self.dialect);
        let root = stream.documents.first().map(|document| &*document.root);
        let node = root.and_then(|root| inherited(Some(root), &path.steps));
        stream.errors.is_empty() && node.and_then(Node::as_str) == Some(text)
    }
}
