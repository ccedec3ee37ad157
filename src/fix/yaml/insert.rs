//! Adds entries and items.

use super::Yaml;
use super::place::{Stop, layout};
use super::print::{self, Brackets};
use super::source::{children, items};
use super::style::Style;
use crate::fix::{Plain, TextEdit, Unfixable};
use crate::source::TextRange;
use crate::syntax::yaml::{Layout, Written, WrittenKind};

/// What is added to a collection.
#[derive(Clone, Copy)]
pub(super) enum Addition<'v> {
    /// To a mapping.
    Entry(&'v str, &'v Plain),
    /// To a sequence.
    Item(&'v Plain),
}

impl Yaml<'_> {
    /// Adds something at the end of a collection that is not empty.
    pub(super) fn add(&self, stop: Stop<'_>, added: Addition<'_>, style: &Style) -> Result<Vec<TextEdit>, Unfixable> {
        let is_flow = layout(stop.node) == Some(Layout::Flow);
        if !is_flow && self.block_end(stop.node) == self.text.len() && self.ends_in_open_text(stop.node) {
            return Err(Unfixable::new("the last line of the file is one of a text, and has no end"));
        }
        match (&stop.node.kind, added) {
            (WrittenKind::Mapping(Layout::Block, _), Addition::Entry(key, value)) => {
                let margin = self.column(stop.node.range.start as usize);
                Ok(vec![self.lines_below(stop.node, margin, &print::entry(key, value, style))])
            }
            (WrittenKind::Sequence(Layout::Block, _), Addition::Item(value)) => self.add_item(stop.node, value, style),
            (WrittenKind::Mapping(..), Addition::Entry(..)) | (WrittenKind::Sequence(..), Addition::Item(_)) => {
                self.add_in_brackets(stop.node, added, style)
            }
            _ => Err(Unfixable::new("a list stands where a map belongs, or a map where a list belongs")),
        }
    }

    /// Lines behind the last line of a block.
    fn lines_below(&self, node: &Written, margin: usize, lines: &[String]) -> TextEdit {
        let text = print::joined(lines, self.newline(), margin);
        TextEdit::insert(self.block_end(node), format!("{}{}{text}", self.newline(), " ".repeat(margin)))
    }

    /// Where the last line of a block ends. The empty lines of a text that keeps them belong to it.
    pub(super) fn block_end(&self, node: &Written) -> usize {
        let end = self.line_end(node.range.end as usize);
        if !self.keeps_empty_lines(node) {
            return end;
        }
        let rest = &self.text[end..];
        let blank = rest.len() - rest.trim_start_matches([' ', '\r', '\n']).len();
        if end + blank == self.text.len() {
            let has_end = self.text.ends_with('\n');
            return if has_end { self.line_end(self.text.len() - 1) } else { self.text.len() };
        }
        self.line_end(self.line_start(end + blank).saturating_sub(1)).max(end)
    }

    /// Whether the last scalar of a block is a text that keeps the empty lines behind it: `|+`.
    fn keeps_empty_lines(&self, node: &Written) -> bool {
        self.header_of_last(node).is_some_and(|header| header.contains('+'))
    }

    /// Whether the last scalar of a block is a text that a further line break would be part of.
    fn ends_in_open_text(&self, node: &Written) -> bool {
        let is_open = |header: &str| !header.contains('-');
        !self.dialect.ends_last_line() && self.header_of_last(node).is_some_and(is_open)
    }

    /// What follows `|` or `>` of the last scalar of a block, where that is a text over several lines.
    fn header_of_last(&self, node: &Written) -> Option<&str> {
        let WrittenKind::Block = node.kind else {
            return self.header_of_last(children(node).last()?);
        };
        let line = self.line_start(node.range.start as usize);
        let header = self.text[..line].trim_end().rsplit('\n').next().unwrap_or_default();
        header.rsplit(['|', '>']).next().and_then(|indicators| indicators.split_whitespace().next())
    }

    fn add_item(&self, list: &Written, value: &Plain, style: &Style) -> Result<Vec<TextEdit>, Unfixable> {
        let all = items(list);
        let (first, last) = (&all[0], all.len() - 1);
        let dash = self.dash(list, last)?;
        let column = self.column(dash);
        let line = self.line_end(self.dash(list, 0)?);
        let width = (first.range.start as usize).saturating_sub(self.dash(list, 0)?);
        let is_usual = first.range.is_empty() || first.range.start as usize > line || first.anchor.is_some();
        let width = if is_usual || first.is_tagged || width == 0 { 2 } else { width };
        let quote = self.common_quote(all);
        let lines = match (value, quote) {
            (Plain::String(text), Some(quote)) => vec![print::string(text, Some(quote), style.quote)],
            _ => print::block(value, style),
        };
        let mark = format!("-{}", " ".repeat(width - 1));
        let lines = print::behind(&mark, lines, width);
        Ok(vec![self.lines_below(list, column, &lines)])
    }

    /// The quotes that all scalars of a list stand in.
    fn common_quote(&self, all: &[Written]) -> Option<char> {
        let quote = |item: &Written| match item.kind {
            WrittenKind::Quoted(quote) => Some(quote),
            _ => None,
        };
        let first = quote(all.first()?)?;
        all.iter().all(|item| quote(item) == Some(first)).then_some(first)
    }

    fn add_in_brackets(&self, node: &Written, added: Addition<'_>, style: &Style) -> Result<Vec<TextEdit>, Unfixable> {
        let children = self.children_of(node)?;
        let Some(last) = children.last() else {
            return self.fill_brackets(node, added, style);
        };
        let (first, end) = (last.start as usize, last.end as usize);
        let comma = Some(self.skip_blanks(end)).filter(|at| self.text[*at..].starts_with(','));
        let is_own_line = self.begins_line(first);
        let indentation = Some(self.indentation(first)).filter(|_| is_own_line && style.spreads);
        let quote = self.common_quote(items(node));
        let text = print_added(Brackets { style, indentation }, added, quote, self.newline());
        if !is_own_line {
            return Ok(vec![match comma {
                Some(comma) => TextEdit::insert(comma + 1, format!(" {text},")),
                None => TextEdit::insert(end, format!("{}{text}", style.comma())),
            }]);
        }
        let margin = format!("{}{}", self.newline(), self.indentation(first));
        if let Some(comma) = comma {
            return Ok(vec![TextEdit::insert(self.line_end(comma), format!("{margin}{text},"))]);
        }
        let close = node.range.end as usize - 1;
        let line_end = self.line_end(end);
        if close <= line_end || line_end == end {
            return Ok(vec![TextEdit::insert(end, format!(",{margin}{text}"))]);
        }
        Ok(vec![TextEdit::insert(end, ","), TextEdit::insert(line_end, format!("{margin}{text}"))])
    }

    /// What is put between empty brackets.
    fn fill_brackets(&self, node: &Written, added: Addition<'_>, style: &Style) -> Result<Vec<TextEdit>, Unfixable> {
        let (start, end) = (node.range.start as usize, node.range.end as usize);
        if !self.text[start + 1..end - 1].trim().is_empty() {
            return Err(Unfixable::new("there is a comment between the brackets"));
        }
        let indentation = Some(self.indentation(start)).filter(|_| style.spreads);
        let brackets = Brackets { style, indentation };
        let item = brackets.deeper(|inner| print_added(inner, added, None, self.newline()));
        let marks = if matches!(added, Addition::Entry(..)) { ['{', '}'] } else { ['[', ']'] };
        Ok(vec![TextEdit::replace(node.range, brackets.enclosed(marks, vec![item], self.newline()))])
    }

    /// The children of brackets: from the start of each to its end, with anchors, tags and keys.
    pub(super) fn children_of(&self, node: &Written) -> Result<Vec<TextRange>, Unfixable> {
        let start = node.range.start as usize;
        if !self.text[start..].starts_with(['{', '[']) {
            return Err(Unfixable::new("the pair in brackets has no braces of its own"));
        }
        let mut next = start + 1;
        let mut child = |end: usize| {
            let start = self.skip_blanks(next);
            let comma = self.skip_blanks(end);
            next = comma + usize::from(self.text[comma..].starts_with(','));
            TextRange::new(start, end.max(start))
        };
        Ok(match &node.kind {
            WrittenKind::Mapping(_, entries) => entries
                .iter()
                .map(|entry| {
                    let key = self.skip_blanks(entry.key_range.end as usize);
                    let colon = if self.text[key..].starts_with(':') { key + 1 } else { entry.key_range.end as usize };
                    child(colon.max(entry.value.range.end as usize))
                })
                .collect(),
            _ => items(node).iter().map(|item| child(item.range.end as usize)).collect(),
        })
    }
}

fn print_added(brackets: Brackets<'_>, added: Addition<'_>, quote: Option<char>, newline: &str) -> String {
    match (added, quote) {
        (Addition::Entry(key, value), _) => brackets.entry(key, value, newline),
        (Addition::Item(Plain::String(text)), Some(quote)) => print::string(text, Some(quote), quote),
        (Addition::Item(value), _) => brackets.value(value, newline),
    }
}
