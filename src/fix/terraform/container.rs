//! What holds arguments or entries: a block or an object, as hcl-edit reads it. Only its own text is read, and never the whole file.

use std::ops::Range;

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure::{Body, Structure};

use super::super::Unfixable;
use super::super::op::computed;
use crate::source::TextRange;

/// A block or an object. Ranges are those of the whole text.
pub(super) struct Container<'t> {
    pub(super) text: &'t str,
    /// Behind the opening brace.
    pub(super) open: usize,
    /// The closing brace.
    pub(super) close: usize,
    pub(super) is_block: bool,
    pub(super) items: Vec<Item>,
}

/// An argument, entry or nested block.
pub(super) struct Item {
    pub(super) name: String,
    /// From its name to its end, without comments.
    pub(super) range: Range<usize>,
    /// Its value; none where it is a block.
    pub(super) value: Option<Range<usize>>,
}

impl<'t> Container<'t> {
    /// Reads the block or object at a range.
    pub(super) fn read(text: &'t str, range: TextRange) -> Result<Self, Unfixable> {
        let slice = range.slice(text);
        let start = range.start as usize;
        if slice.starts_with('{') { Self::object(text, slice, start) } else { Self::block(text, slice, start) }
    }

    fn block(text: &'t str, slice: &str, start: usize) -> Result<Self, Unfixable> {
        let parsed: Body = slice.parse().map_err(|_| computed())?;
        let Some(Structure::Block(block)) = parsed.iter().next().filter(|_| parsed.len() == 1) else {
            return Err(computed());
        };
        if block.ident.as_str() == "dynamic" {
            return Err(Unfixable::new("the block is made by `dynamic`"));
        }
        let labels = block.labels.iter().filter_map(|label| Some(label.span()?.end));
        let header = labels.max().or(block.ident.span().map(|span| span.end)).unwrap_or_default();
        let open = slice[header..].find('{').map(|brace| header + brace + 1).ok_or_else(computed)?;
        let shift = |range: Range<usize>| range.start + start..range.end + start;
        let mut items = Vec::new();
        for structure in &block.body {
            let (name, value) = match structure {
                Structure::Attribute(attribute) => (attribute.key.as_str(), attribute.value.span()),
                Structure::Block(block) => (block.ident.as_str(), None),
            };
            let range = structure.span().ok_or_else(computed)?;
            let range = range.start..trimmed_end(slice, &range);
            let value = value.map(|value| value.start..trimmed_end(slice, &value));
            items.push(Item { name: name.to_owned(), range: shift(range), value: value.map(shift) });
        }
        let close = start + slice.len() - 1;
        Ok(Self { text, open: start + open, close, is_block: true, items })
    }

    fn object(text: &'t str, slice: &str, start: usize) -> Result<Self, Unfixable> {
        let Ok(Expression::Object(object)) = slice.parse() else { return Err(computed()) };
        let shift = |range: Range<usize>| range.start + start..range.end + start;
        let mut items = Vec::new();
        for (key, value) in &object {
            let name = match key {
                ObjectKey::Ident(name) => name.as_str().to_owned(),
                ObjectKey::Expression(Expression::String(name)) => name.as_str().to_owned(),
                ObjectKey::Expression(other) => other.to_string(),
            };
            let value = value.expr().span().ok_or_else(computed)?;
            let key = key.span().ok_or_else(computed)?;
            let value = value.start..trimmed_end(slice, &value);
            items.push(Item { name, range: shift(key.start..value.end), value: Some(shift(value)) });
        }
        Ok(Self { text, open: start + 1, close: start + slice.len() - 1, is_block: false, items })
    }

    /// Whether all of it stands on one line.
    pub(super) fn is_one_line(&self) -> bool {
        !self.text[self.open..self.close].contains('\n')
    }

    /// The item of this name, the last of several.
    pub(super) fn item(&self, name: &str) -> Option<&Item> {
        self.items.iter().rev().find(|item| item.name == name)
    }
}

/// The end of a range without the blanks at its end.
fn trimmed_end(text: &str, range: &Range<usize>) -> usize {
    range.start + text[range.clone()].trim_end().len()
}
