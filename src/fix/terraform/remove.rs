//! Removes arguments, blocks and elements with their lines and comments.

use std::ops::Range;

use hcl_edit::Span as _;
use hcl_edit::expr::Expression;

use super::super::op::{Written, computed};
use super::super::{TextEdit, Unfixable};
use super::lines;
use crate::source::TextRange;

/// Removes all of these.
pub(super) fn remove(text: &str, removed: &[Written]) -> Result<Vec<TextEdit>, Unfixable> {
    let mut edits = Vec::new();
    let mut lists: Vec<TextRange> = removed.iter().filter_map(|written| written.list).collect();
    lists.sort_unstable();
    lists.dedup();
    for list in lists {
        let elements: Vec<TextRange> =
            removed.iter().filter(|written| written.list == Some(list)).map(|written| written.value).collect();
        edits.extend(elements_of(text, list, &elements)?);
    }
    for written in removed.iter().filter(|written| written.list.is_none()) {
        let range = written.key.map_or(written.value, |key| key.cover(written.value));
        edits.push(entry(text, range.start as usize..range.end as usize));
    }
    Ok(edits)
}

/// Removes an entry or a block.
fn entry(text: &str, range: Range<usize>) -> TextEdit {
    if !lines::is_alone(text, &range) {
        return inline(text, range);
    }
    let mut start = lines::start(text, range.start);
    let end = lines::end(text, range.end);
    let below = lines::below(text, range.end);
    let is_gap = |line: Option<&Range<usize>>| line.is_none_or(|line| text[line.clone()].trim().is_empty());
    let closes = |line: Option<&Range<usize>>| {
        line.is_none_or(|line| text[line.clone()].trim_start().starts_with(['}', ']', ')']))
    };
    // Comments above are about it where they are about nothing else.
    let ends_group = is_gap(below.as_ref()) || closes(below.as_ref());
    let mut comments = start;
    let mut above = lines::above(text, comments);
    while let Some(line) = above.clone().filter(|line| lines::is_comment(&text[line.clone()])) {
        comments = line.start;
        above = lines::above(text, comments);
    }
    let opens =
        |line: Option<&Range<usize>>| line.is_none_or(|line| text[line.clone()].trim_end().ends_with(['{', '[', '(']));
    if ends_group && (is_gap(above.as_ref()) || opens(above.as_ref())) {
        start = comments;
    }
    let above = lines::above(text, start);
    let next = below.as_ref().map_or(text.len(), |line| line.start);
    if let Some(line) = above.clone().filter(|line| ends_group && is_gap(Some(line))) {
        return TextEdit::replace(TextRange::new(line.start, next), "");
    }
    if let Some(line) = below.filter(|line| is_gap(Some(line)) && opens(above.as_ref())) {
        let behind = lines::below(text, line.end).map_or(text.len(), |line| line.start);
        return TextEdit::replace(TextRange::new(start, behind), "");
    }
    TextEdit::replace(TextRange::new(start, next.max(end)), "")
}

/// Removes what shares its line with other things, with the comma behind it or before it.
fn inline(text: &str, range: Range<usize>) -> TextEdit {
    let behind = &text[range.end..];
    let blanks = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
    if let Some(rest) = behind.trim_start_matches([' ', '\t']).strip_prefix(',') {
        let end = text.len() - rest.len();
        return TextEdit::replace(TextRange::new(range.start, end + blanks(rest)), "");
    }
    let before = text[..range.start].trim_end_matches([' ', '\t']);
    let start = before.strip_suffix(',').map_or(before.len(), str::len);
    TextEdit::replace(TextRange::new(start, range.end), "")
}

/// Removes elements of the list that is written at a range.
fn elements_of(text: &str, list: TextRange, removed: &[TextRange]) -> Result<Vec<TextEdit>, Unfixable> {
    let slice = list.slice(text);
    let Ok(Expression::Array(array)) = slice.parse() else { return Err(computed()) };
    let start = list.start as usize;
    let mut items = Vec::new();
    for item in &array {
        let span = item.span().ok_or_else(computed)?;
        let end = span.start + slice[span.clone()].trim_end().len();
        items.push(start + span.start..start + end);
    }
    let is_removed = |item: &Range<usize>| removed.contains(&TextRange::new(item.start, item.end));
    if items.iter().filter(|item| is_removed(item)).count() < removed.len() {
        return Err(computed());
    }
    if slice.contains('\n') && items.iter().all(|item| lines::is_alone(text, item)) {
        return Ok(items.into_iter().filter(|item| is_removed(item)).map(|item| entry(text, item)).collect());
    }
    let kept: Vec<&str> = items.iter().filter(|item| !is_removed(item)).map(|item| &text[item.clone()]).collect();
    Ok(vec![TextEdit::replace(list, format!("[{}]", kept.join(", "))).narrowed(text)])
}
