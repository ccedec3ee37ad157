//! Puts a value in the place of another one.

use super::Yaml;
use super::place::{Slot, Stop, layout};
use super::print::{self, Brackets};
use super::source::children;
use super::style::Style;
use crate::fix::{Plain, TextEdit, Unfixable};
use crate::source::TextRange;
use crate::syntax::yaml::{Layout, WrittenKind};

impl Yaml<'_> {
    /// Writes a value where a node stands.
    pub(super) fn write(&self, stop: Stop<'_>, value: &Plain, style: &Style) -> Result<Vec<TextEdit>, Unfixable> {
        if self.is_filled_in(stop.node.range) {
            return Err(Unfixable::new("the value is filled in by a template"));
        }
        if children(stop.node).any(|child| self.holds_used_anchor(child)) {
            return Err(Unfixable::new("an alias elsewhere names a part of what would be replaced"));
        }
        if stop.slot.is_flow() || (matches!(stop.slot, Slot::Root) && self.is_in_brackets(stop)) {
            return self.write_in_brackets(stop, value, style);
        }
        if let Some(edits) = self.write_text(stop, value, style)? {
            return Ok(edits);
        }
        match print::inline(value, quote_of(stop), style) {
            Some(text) if is_block(stop) => self.write_over_block(stop, &text),
            Some(text) => self.write_inline(stop, text),
            None => {
                let is_list = matches!(value, Plain::List(_));
                self.write_lines(stop, &print::block(value, style), is_list, style)
            }
        }
    }

    fn is_in_brackets(&self, stop: Stop<'_>) -> bool {
        layout(stop.node) == Some(Layout::Flow) && self.text[stop.node.range.start as usize..].starts_with(['{', '['])
    }

    /// Whether another program fills this in before anybody reads it.
    fn is_filled_in(&self, range: TextRange) -> bool {
        let text = range.slice(self.text);
        text.contains("{{") && text.contains("}}") && !text.starts_with(['{', '['])
    }

    /// A value between brackets.
    fn write_in_brackets(&self, stop: Stop<'_>, value: &Plain, style: &Style) -> Result<Vec<TextEdit>, Unfixable> {
        let start = stop.node.range.start as usize;
        let spreads = style.spreads && self.spreads(stop);
        let brackets = Brackets { style, indentation: Some(self.indentation(start)).filter(|_| spreads) };
        let quote = quote_of(stop).filter(|_| matches!(value, Plain::String(_)));
        let text = quote.and_then(|quote| print::inline(value, Some(quote), style));
        let text = text.unwrap_or_else(|| brackets.value(value, self.newline()));
        if !stop.node.range.is_empty() {
            return Ok(vec![self.replaced(stop, text)?]);
        }
        let Slot::Entry(..) = stop.slot else {
            return Err(Unfixable::new("the list has an item with nothing in it"));
        };
        match self.mark_end(stop.slot) {
            Ok(end) => Ok(vec![TextEdit::insert(end, format!(" {text}"))]),
            Err(_) => Ok(vec![TextEdit::insert(start, format!(": {text}"))]),
        }
    }

    /// Whether the brackets around a node, or its own, go over several lines.
    fn spreads(&self, stop: Stop<'_>) -> bool {
        let around = stop.slot.parent().unwrap_or(stop.node);
        around.range.slice(self.text).contains('\n')
    }

    /// The edit that puts a text in the place of a node, with its tag.
    fn replaced(&self, stop: Stop<'_>, text: String) -> Result<TextEdit, Unfixable> {
        let mut range = stop.node.range;
        if stop.node.is_tagged {
            let before = self.text[..range.start as usize].trim_end();
            let word = before.rfind(|char: char| char.is_whitespace() || "[{,".contains(char)).map_or(0, |at| at + 1);
            if !before[word..].starts_with('!') {
                return Err(Unfixable::new("the value has an anchor and a tag"));
            }
            range.start = word as u32;
        }
        Ok(TextEdit::replace(range, text))
    }

    /// A text on the line of its mark, in the place of what is no block collection.
    fn write_inline(&self, stop: Stop<'_>, text: String) -> Result<Vec<TextEdit>, Unfixable> {
        let range = stop.node.range;
        if matches!(stop.node.kind, WrittenKind::Block) {
            let start = self.mark_end(stop.slot)?;
            let end = range.end as usize;
            return Ok(vec![TextEdit::replace(TextRange::new(start, end), format!(" {text}"))]);
        }
        if !range.is_empty() {
            return Ok(vec![self.replaced(stop, text)?]);
        }
        let has_properties = stop.node.anchor.is_some() || stop.node.is_tagged;
        let at = if has_properties { range.start as usize } else { self.mark_end(stop.slot)? };
        Ok(vec![TextEdit::insert(at, format!(" {text}"))])
    }

    /// A text on the line of its mark, in the place of the lines below it.
    fn write_over_block(&self, stop: Stop<'_>, text: &str) -> Result<Vec<TextEdit>, Unfixable> {
        let (mark, range) = (self.mark_end(stop.slot)?, stop.node.range);
        refuse_properties(stop)?;
        let end = self.block_end(stop.node);
        let head = self.line_end(mark);
        if range.start as usize <= head {
            return Ok(vec![TextEdit::replace(TextRange::new(mark, end), format!(" {text}"))]);
        }
        let lines = TextEdit::replace(TextRange::new(head, end), "");
        Ok(vec![TextEdit::insert(mark, format!(" {text}")), lines])
    }

    /// A text of several lines, where nothing stands behind it.
    fn write_text(&self, stop: Stop<'_>, value: &Plain, style: &Style) -> Result<Option<Vec<TextEdit>>, Unfixable> {
        let lines = print::block(value, style);
        if !matches!(value, Plain::String(_)) || lines.len() == 1 {
            return Ok(None);
        }
        let mark = self.mark_end(stop.slot)?;
        let end = content_end(stop, mark);
        if stop.node.anchor.is_some() || stop.node.is_tagged || !self.text[end..self.line_end(end)].trim().is_empty() {
            return Ok(None);
        }
        let column = match stop.slot {
            Slot::Entry(mapping, _) => self.column(mapping.range.start as usize),
            _ => self.column(mark - 1),
        };
        let text = print::joined(&lines, self.newline(), column);
        Ok(Some(vec![TextEdit::replace(TextRange::new(mark, end), format!(" {text}"))]))
    }

    /// A collection in lines.
    pub(super) fn write_lines(
        &self,
        stop: Stop<'_>,
        lines: &[String],
        is_list: bool,
        style: &Style,
    ) -> Result<Vec<TextEdit>, Unfixable> {
        refuse_properties(stop)?;
        let mark = self.mark_end(stop.slot)?;
        let head = self.line_end(mark);
        let (start, end) = (stop.node.range.start as usize, content_end(stop, mark));
        let column = match stop.slot {
            Slot::Entry(mapping, _) => {
                let indent = if is_list { style.dashes } else { style.step };
                self.column(mapping.range.start as usize) + indent
            }
            // What stands behind a dash already stays where it is.
            _ if is_block(stop) && start <= head => self.column(start),
            _ => self.column(mark - 1) + 2,
        };
        let text = print::joined(lines, self.newline(), column);
        let below = || format!("{}{}{text}", self.newline(), " ".repeat(column));
        if is_block(stop) {
            let end = self.block_end(stop.node);
            return Ok(vec![match start <= head {
                true => TextEdit::replace(TextRange::new(start, end), text),
                false => TextEdit::replace(TextRange::new(head, end), below()),
            }]);
        }
        let rest_end = self.line_end(end);
        let ends_line = self.text[end..rest_end].trim().is_empty() || matches!(stop.node.kind, WrittenKind::Block);
        let old = TextRange::new(mark, end);
        if ends_line && matches!(stop.slot, Slot::Item(..)) {
            return Ok(vec![TextEdit::replace(old, format!(" {text}"))]);
        }
        if ends_line {
            return Ok(vec![TextEdit::replace(TextRange::new(mark, rest_end), below())]);
        }
        let removed = Some(TextEdit::replace(old, "")).filter(|edit| !edit.range.is_empty());
        Ok(removed.into_iter().chain([TextEdit::insert(rest_end, below())]).collect())
    }
}

/// Whether a node is a collection without brackets.
fn is_block(stop: Stop<'_>) -> bool {
    layout(stop.node) == Some(Layout::Block)
}

/// Where what stands behind a mark ends; a parser has the place of nothing behind the comments that follow.
fn content_end(stop: Stop<'_>, mark: usize) -> usize {
    if stop.node.range.is_empty() { mark } else { stop.node.range.end as usize }
}

/// The quotes that the node stands in.
fn quote_of(stop: Stop<'_>) -> Option<char> {
    match stop.node.kind {
        WrittenKind::Quoted(quote) => Some(quote),
        _ => None,
    }
}

fn refuse_properties(stop: Stop<'_>) -> Result<(), Unfixable> {
    match stop.node.anchor.is_some() || stop.node.is_tagged {
        true => Err(Unfixable::new("the value has an anchor or a tag")),
        false => Ok(()),
    }
}
