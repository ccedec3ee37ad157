//! Takes entries and items away.

use super::place::{Slot, Stop, Way, inherited};
use super::source::{entries, items};
use super::style::Style;
use super::{Path, Yaml};
use crate::fix::{Plain, TextEdit, Unfixable};
use crate::source::TextRange;
use crate::syntax::yaml::{Written, WrittenEntry};

/// What becomes of a list or map of which nothing is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emptied {
    /// It stays, as `[]` or `{}`.
    Keep,
    /// Its key goes as well, and so on. An item of a list stays, so that the others keep their places.
    Remove,
}

impl Yaml<'_> {
    /// Removes the entry or item at a path with its lines and the comment behind it. No edit where it is not there.
    ///
    /// # Errors
    /// It cannot be done without changing something else.
    pub fn remove(&self, path: &Path, emptied: Emptied) -> Result<Vec<TextEdit>, Unfixable> {
        let way = self.follow(path)?;
        let rest = &path.steps[way.taken..];
        if !rest.is_empty() {
            let is_inherited = inherited(way.meaning, rest).is_some();
            let why = "what is to be removed is given by a merge key or an alias";
            return if is_inherited { Err(Unfixable::new(why)) } else { Ok(Vec::new()) };
        }
        if let Slot::Entry(mapping, index) = way.last().slot {
            let (before, behind) = entries(mapping).split_at(index);
            let mut others = before.iter().chain(&behind[1..]);
            if others.any(|other| self.says(other, &behind[0].key)) {
                return Err(Unfixable::new("it is given a second time, by a merge key or a repeated key"));
            }
        }
        if self.holds_used_anchor(way.last().node) {
            return Err(Unfixable::new("an alias elsewhere names a part of what is to be removed"));
        }
        let style = Style::of(self, self.document(path.document)?);
        self.remove_last(&way, way.stops.len() - 1, emptied, &style)
    }

    /// Whether an entry says something of this name, itself or as a merge key.
    fn says(&self, entry: &WrittenEntry, key: &str) -> bool {
        match entry.is_merge {
            false => *entry.key == *key,
            true => self
                .merged(&entry.value)
                .into_iter()
                .any(|node| entries(node).iter().any(|inner| self.says(inner, key))),
        }
    }

    /// Removes what a stop of the way is at.
    fn remove_last(
        &self,
        way: &Way<'_>,
        at: usize,
        emptied: Emptied,
        style: &Style,
    ) -> Result<Vec<TextEdit>, Unfixable> {
        let stop = way.stops[at];
        let (parent, index, empty) = match stop.slot {
            Slot::Root => return Err(Unfixable::new("the whole document would be removed")),
            Slot::Entry(parent, index) => (parent, index, Plain::Map(Vec::new())),
            Slot::Item(parent, index) => (parent, index, Plain::List(Vec::new())),
        };
        if entries(parent).len() + items(parent).len() > 1 {
            return match stop.slot.is_flow() {
                true => self.remove_in_brackets(parent, index),
                false => self.remove_lines(stop, parent, index),
            };
        }
        let around = way.stops[at - 1];
        match (emptied, around.slot) {
            (Emptied::Remove, Slot::Entry(..)) => self.remove_last(way, at - 1, emptied, style),
            (_, Slot::Root) if !stop.slot.is_flow() => Err(Unfixable::new("nothing would be left of the document")),
            _ => self.write(around, &empty, style),
        }
    }

    /// Removes the lines of an entry or item of a block that has others.
    fn remove_lines(&self, stop: Stop<'_>, parent: &Written, index: usize) -> Result<Vec<TextEdit>, Unfixable> {
        let (start, mark) = match stop.slot {
            Slot::Entry(..) => {
                let key = entries(parent)[index].key_range.start as usize;
                (if index == 0 { parent.range.start as usize } else { key }, self.mark_end(stop.slot)?)
            }
            _ => (self.dash(parent, index)?, self.dash(parent, index)? + 1),
        };
        let content_end = if stop.node.range.is_empty() { mark } else { self.block_end(stop.node) };
        let end = self.line_end(content_end.max(mark));
        if !self.begins_line(start) {
            // What follows moves up behind the dash.
            let next = self.next_line(end);
            let blanks = self.text[next..].len() - self.text[next..].trim_start().len();
            return Ok(vec![TextEdit::replace(TextRange::new(start, next + blanks), "")]);
        }
        let line = self.line_start(start);
        let next = self.next_line(end);
        let is_unended = next == self.text.len() && !self.text.ends_with('\n');
        let range = match is_unended && line > 0 {
            true => TextRange::new(self.line_end(line - 1), next),
            false => TextRange::new(line, next),
        };
        Ok(vec![TextEdit::replace(range, "")])
    }

    /// Removes an entry or item in brackets that hold others, with one comma.
    fn remove_in_brackets(&self, parent: &Written, index: usize) -> Result<Vec<TextEdit>, Unfixable> {
        let children = self.children_of(parent)?;
        let own = children[index];
        let (start, end) = (own.start as usize, own.end as usize);
        let comma = Some(self.skip_blanks(end)).filter(|at| self.text[*at..].starts_with(','));
        let close = parent.range.end as usize - 1;
        let next = children.get(index + 1).map_or(close, |next| next.start as usize);
        let has_lines = self.begins_line(start) && self.line_start(start) < self.line_start(next);
        let behind = comma.map_or(end, |comma| comma + 1);
        let before = index.checked_sub(1).map(|before| children[before].end as usize);
        let mut edits = Vec::new();
        let is_last = index + 1 == children.len();
        if let Some(before) = before.filter(|_| is_last && comma.is_none()) {
            // The comma before goes as well.
            let comma = self.skip_blanks(before);
            if self.text[comma + 1..start].trim().is_empty() {
                return Ok(vec![TextEdit::replace(TextRange::new(before, end), "")]);
            }
            edits.push(TextEdit::replace(TextRange::new(comma, comma + 1), ""));
        }
        let range = match has_lines {
            true if self.skip_line_blanks(behind) >= self.line_end(behind) => {
                TextRange::new(self.line_start(start), self.next_line(behind))
            }
            true if is_last => TextRange::new(start, behind),
            _ if is_last => {
                let before = before.map_or(start, |before| self.skip_blanks(before) + 1);
                TextRange::new(before, behind)
            }
            _ => TextRange::new(start, self.skip_line_blanks(behind)),
        };
        edits.push(TextEdit::replace(range, ""));
        Ok(edits)
    }

    /// The first character at or behind an offset that is no blank, on the same line; the end of the line where a comment
    /// follows.
    fn skip_line_blanks(&self, at: usize) -> usize {
        let line = &self.text[at..self.line_end(at)];
        let content = line.trim_start_matches([' ', '\t']);
        if content.starts_with('#') { at + line.len() } else { at + line.len() - content.len() }
    }
}
