//! Adds arguments, entries and nested blocks, and leaves all other lines as they are.

use super::super::draft::Draft;
use super::super::op::{Written, computed};
use super::super::{TextEdit, Unfixable};
use super::container::{Container, Item};
use super::lines;
use super::print::{self, INDENT, Part};
use crate::source::TextRange;

/// Arguments that stand last by custom, where they take several lines.
const LAST: [&str; 4] = ["depends_on", "labels", "tags", "tags_all"];

/// Adds entries to a block or object, but not behind what is removed. One that is there as `null` gets its value.
pub(super) fn add(
    container: &Container<'_>,
    entries: &[(String, Draft)],
    removed: &[Written],
) -> Result<Vec<TextEdit>, Unfixable> {
    let mut edits = Vec::new();
    let mut new = Vec::new();
    for (name, draft) in entries {
        match container.item(name).and_then(|item| item.value.clone()) {
            Some(value) if !(container.is_block && draft.is_blocks()) => {
                if &container.text[value.clone()] != "null" {
                    return Err(computed());
                }
                let indent = lines::indent(container.text, value.start);
                edits.push(TextEdit::replace(TextRange::new(value.start, value.end), print::value(draft, indent)));
            }
            _ => new.push((name.clone(), draft.clone())),
        }
    }
    let removed = |item: &Item| {
        let range = TextRange::new(item.range.start, item.range.end);
        removed.iter().any(|written| written.key.map_or(written.value, |key| key.cover(written.value)).contains(range))
    };
    let kept: Vec<&Item> = container.items.iter().filter(|item| !removed(item)).collect();
    edits.extend(Insertion::of(container, kept).edits(&new));
    Ok(edits)
}

struct Insertion<'c, 't> {
    container: &'c Container<'t>,
    /// The items that stay.
    items: Vec<&'c Item>,
    /// The indentation of what is in it.
    indent: String,
    ending: &'static str,
}

impl<'c, 't> Insertion<'c, 't> {
    fn of(container: &'c Container<'t>, items: Vec<&'c Item>) -> Self {
        let text = container.text;
        let own = container.items.iter().map(|item| lines::indent(text, item.range.start)).next();
        let outer = lines::indent(text, container.open);
        let indent = match own.filter(|_| !container.is_one_line()) {
            Some(indent) => indent.to_owned(),
            None => format!("{outer}{INDENT}"),
        };
        Self { container, items, indent, ending: lines::ending(text) }
    }

    fn edits(&self, entries: &[(String, Draft)]) -> Vec<TextEdit> {
        if entries.is_empty() {
            return Vec::new();
        }
        let parts = match self.container.is_block {
            true => print::of_block(entries, &self.indent),
            false => print::of_object(entries, &self.indent),
        };
        if self.container.is_one_line() {
            return vec![self.in_one_line(parts)];
        }
        let (blocks, arguments): (Vec<Part>, Vec<Part>) =
            parts.into_iter().partition(|part| matches!(part, Part::Block { .. }));
        let mut edits: Vec<TextEdit> = Vec::new();
        let arguments = (!arguments.is_empty()).then(|| self.arguments(arguments));
        let blocks = (!blocks.is_empty()).then(|| self.blocks(&blocks));
        for (at, text) in arguments.into_iter().chain(blocks) {
            let text = text.replace('\n', self.ending);
            match edits.iter_mut().find(|edit| edit.range.start as usize == at) {
                Some(edit) => edit.text.push_str(&text),
                None => edits.push(TextEdit::insert(at, text)),
            }
        }
        edits
    }

    /// A block that has no lines gets some; an object with entries stays on its line.
    fn in_one_line(&self, new: Vec<Part>) -> TextEdit {
        let Container { text, open, close, items, is_block } = self.container;
        if let (false, Some(last)) = (is_block, items.last()) {
            let separator = if text[last.range.clone()].contains('=') { " = " } else { ": " };
            let entry = |part: &Part| match part {
                Part::Entry { name, value } => format!(", {name}{separator}{value}"),
                Part::Block { text } => text.clone(),
            };
            return TextEdit::insert(last.range.end, new.iter().map(entry).collect::<String>());
        }
        let known = items.iter().map(|item| match &item.value {
            Some(value) => Part::Entry { name: item.name.clone(), value: text[value.clone()].to_owned() },
            None => Part::Block { text: text[item.range.clone()].to_owned() },
        });
        let parts: Vec<Part> = known.chain(new).collect();
        let outer = lines::indent(text, *open);
        let inner = format!("\n{}\n{outer}", print::lines(&parts, &self.indent)).replace('\n', self.ending);
        TextEdit::replace(TextRange::new(*open, *close), inner)
    }

    /// Where arguments are added, and the text.
    fn arguments(&self, new: Vec<Part>) -> (usize, String) {
        let text = self.container.text;
        let Some(anchor) = self.anchor() else {
            let gap = if self.items.is_empty() { "" } else { "\n" };
            return (lines::end(text, self.container.open), format!("\n{}{gap}", print::lines(&new, &self.indent)));
        };
        let at = lines::end(text, self.items[anchor].range.end);
        let group = self.alignment(anchor);
        let width = |part: &Part| match part {
            Part::Entry { name, value } if !value.contains('\n') => name.chars().count(),
            _ => 0,
        };
        let widest = new.iter().map(width).max().unwrap_or_default();
        let is_short = |part: &Part| matches!(part, Part::Entry { value, .. } if !value.contains('\n'));
        let line = |part: &Part, column: usize| match part {
            Part::Entry { name, value } => format!("\n{}{name:column$} = {value}", self.indent),
            Part::Block { text } => format!("\n{}{text}", self.indent),
        };
        match group {
            // They fit into the columns of the lines above.
            Some(column) if widest <= column => {
                let (short, long): (Vec<Part>, Vec<Part>) = new.into_iter().partition(is_short);
                let mut lines: String = short.iter().map(|part| line(part, column)).collect();
                lines.extend(long.iter().map(|part| line(part, 0)));
                (at, lines)
            }
            // A group of its own leaves the columns of the others as they are.
            Some(_) => (at, format!("\n\n{}", print::lines(&new, &self.indent))),
            None => (at, format!("\n{}", print::lines(&new, &self.indent))),
        }
    }

    /// The argument behind which others are added: the last one before the nested blocks.
    fn anchor(&self) -> Option<usize> {
        let items = &self.items;
        let is_argument = |item: &Item| item.value.is_some();
        let before_blocks = items.iter().take_while(|item| is_argument(item)).count();
        let last = match before_blocks {
            0 => items.iter().rposition(|item| is_argument(item))?,
            count => count - 1,
        };
        let is_last_by_custom = |item: &Item| LAST.contains(&item.name.as_str()) && self.has_lines(item);
        let before = items[..=last].iter().rposition(|item| is_argument(item) && !is_last_by_custom(item));
        Some(before.filter(|before| items[*before..=last].iter().all(|item| is_argument(item))).unwrap_or(last))
    }

    /// Whether an item takes several lines, for which `terraform fmt` aligns nothing.
    fn has_lines(&self, item: &Item) -> bool {
        let value = item.value.clone().map_or("", |value| &self.container.text[value]);
        value.contains('\n') && !value.starts_with("<<")
    }

    /// The width of the names in the group of lines that ends with an argument; none where the group is not aligned, or has
    /// nothing to align.
    fn alignment(&self, last: usize) -> Option<usize> {
        let (text, items) = (self.container.text, &self.items);
        let mut width = None;
        for index in (0..=last).rev() {
            let item = items[index];
            let Some(value) = item.value.clone().filter(|_| !self.has_lines(item)) else { break };
            if width.is_some()
                && lines::below(text, item.range.end).map(|line| line.start)
                    != Some(lines::start(text, items[index + 1].range.start))
            {
                break;
            }
            let equals = text[item.range.start..value.start].rfind('=')?;
            let own = equals.checked_sub(1)?;
            if width.is_some_and(|width| width != own) {
                return None;
            }
            width = Some(own);
        }
        width
    }

    /// Where nested blocks are added, and the text: behind the last of their name, or behind all that there is.
    fn blocks(&self, new: &[Part]) -> (usize, String) {
        let (text, items) = (self.container.text, &self.items);
        let is_alike = |item: &Item| {
            let starts = |part: &Part| matches!(part, Part::Block { text } if text.strip_prefix(item.name.as_str()).is_some_and(|rest| rest.starts_with(" {")));
            item.value.is_none() && new.iter().any(starts)
        };
        let behind = items.iter().rfind(|item| is_alike(item)).or(items.last());
        let blocks = print::lines(new, &self.indent);
        match behind {
            Some(item) => (lines::end(text, item.range.end), format!("\n\n{blocks}")),
            None => (lines::end(text, self.container.open), format!("\n{blocks}")),
        }
    }
}
