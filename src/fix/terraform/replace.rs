//! Puts values in the place of others, where these are written out.

use hcl_edit::Span as _;
use hcl_edit::expr::Expression;

use super::super::draft::Draft;
use super::super::op::{Change, computed};
use super::super::{TextEdit, Unfixable};
use super::container::Container;
use super::lines;
use super::print::{self, INDENT};
use crate::source::TextRange;

/// Puts a value in the place of the literal at a range.
pub(super) fn value(text: &str, at: TextRange, draft: &Draft) -> Result<TextEdit, Unfixable> {
    let slice = at.slice(text);
    if !is_literal(slice) {
        return Err(computed());
    }
    let indent = lines::indent(text, at.start as usize);
    let new = print::value(draft, indent).replace('\n', lines::ending(text));
    // What is quoted stays so: a number or truth value may be a text here.
    let is_text = slice.starts_with('"') && matches!(draft, Draft::Bool(_) | Draft::Number(_));
    let new = if is_text { format!("\"{new}\"") } else { new };
    Ok(TextEdit::replace(at, new))
}

/// Whether a value is written out: a literal, or a collection whatever is in it.
fn is_literal(slice: &str) -> bool {
    if slice.starts_with("<<") {
        return !slice.contains("${") && !slice.contains("%{");
    }
    match slice.parse() {
        Ok(
            Expression::Null(_)
            | Expression::Bool(_)
            | Expression::Number(_)
            | Expression::String(_)
            | Expression::Array(_)
            | Expression::Object(_),
        ) => true,
        Ok(Expression::UnaryOp(operation)) => matches!(operation.expr, Expression::Number(_)),
        _ => false,
    }
}

/// Adds an element to the list at a range.
pub(super) fn append(text: &str, at: TextRange, draft: &Draft) -> Result<TextEdit, Unfixable> {
    let slice = at.slice(text);
    let Ok(Expression::Array(array)) = slice.parse() else { return Err(computed()) };
    let start = at.start as usize;
    let Some(last) = array.iter().last() else {
        let indent = lines::indent(text, start);
        return Ok(TextEdit::replace(at, format!("[{}]", print::value(draft, indent))));
    };
    let span = last.span().ok_or_else(computed)?;
    let first = start + span.start;
    let end = first + slice[span].trim_end().len();
    let indent = lines::indent(text, first);
    if !slice.contains('\n') || !lines::is_alone(text, &(first..end)) {
        return Ok(TextEdit::insert(end, format!(", {}", print::value(draft, indent))));
    }
    let new = print::value(draft, indent);
    let behind = &text[end..lines::end(text, end)];
    let edit = match behind.find(',') {
        // Its comma is before a comment.
        Some(_) => TextEdit::insert(lines::end(text, end), format!("{}{indent}{new},", lines::ending(text))),
        None => TextEdit::insert(end, format!(",{}{indent}{new}", lines::ending(text))),
    };
    Ok(edit)
}

/// Changes the text of a string or heredoc as it is written, so that escapes and interpolations stay.
pub(super) fn rewrite(text: &str, at: TextRange, change: &Change) -> Result<Option<TextEdit>, Unfixable> {
    let slice = at.slice(text);
    let is_text = slice.starts_with("<<") || slice.len() >= 2 && slice.starts_with('"') && slice.ends_with('"');
    if !is_text {
        return Err(computed());
    }
    let (before, inner, behind) = match slice.strip_prefix("<<") {
        Some(_) => {
            let first = slice.find('\n').map_or(slice.len(), |newline| newline + 1);
            let last = slice.rfind('\n').map_or(slice.len(), |newline| newline + 1).max(first);
            (&slice[..first], &slice[first..last], &slice[last..])
        }
        None => (&slice[..1], &slice[1..slice.len() - 1], &slice[slice.len() - 1..]),
    };
    let new = change.of(inner)?;
    Ok(new.map(|new| TextEdit::replace(at, format!("{before}{new}{behind}")).narrowed(text)))
}

/// Gives an argument or entry another name, and keeps what is behind it in its column where there is room.
pub(super) fn rename(text: &str, key: TextRange, name: &str) -> TextEdit {
    let (start, end) = (key.start as usize, key.end as usize);
    let old = &text[start..end];
    let is_quoted = old.starts_with('"');
    let new = if is_quoted { format!("\"{name}\"") } else { name.to_owned() };
    let blanks = text[end..].len() - text[end..].trim_start_matches(' ').len();
    let column = old.chars().count() + blanks;
    let rest = column.saturating_sub(new.chars().count()).max(1);
    let is_aligned = blanks > 0 && text[end + blanks..].starts_with('=');
    match is_aligned {
        true => TextEdit::replace(TextRange::new(start, end + blanks), format!("{new}{}", " ".repeat(rest))),
        false => TextEdit::replace(key, new),
    }
}

/// A resource behind another one, with what that has of `count`, `for_each` and `provider`.
pub(super) fn companion(
    text: &str,
    subject: TextRange,
    (kind, name): (&str, &str),
    body: &Draft,
) -> Result<TextEdit, Unfixable> {
    let container = Container::read(text, subject)?;
    let Draft::Map(entries) = body else { return Err(Unfixable::new("a resource is made of named values")) };
    let own = ["count", "for_each", "provider"].into_iter().filter_map(|meta| {
        let value = container.item(meta)?.value.clone()?;
        Some((meta.to_owned(), Draft::Raw(text[value].to_owned())))
    });
    let own: Vec<(String, Draft)> = own.collect();
    let indent = lines::indent(text, subject.start as usize);
    let inner = format!("{indent}{INDENT}");
    let mut inside: Vec<String> = Vec::new();
    if !own.is_empty() {
        inside.push(print::body_text(&own, &inner));
    }
    if !entries.is_empty() {
        inside.push(print::body_text(entries, &inner));
    }
    let block = format!("\n\n{indent}resource \"{kind}\" \"{name}\" {{\n{}\n{indent}}}", inside.join("\n\n"));
    let at = lines::end(text, subject.end as usize);
    Ok(TextEdit::insert(at, block.replace('\n', lines::ending(text))))
}
