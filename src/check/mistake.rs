//! Mistakes in check files, at their places.

use super::nearest;
use super::problem::Problem;
use super::query::Choice;
use super::unknown::meant;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{SourceFile, Span};
use crate::syntax::yaml::range_in_scalar;
use crate::value::{Mismatch, Value};

/// A mistake at a place.
pub(super) fn error(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::at(Level::Error, "check-file", span, message)
}

/// A value that does not have the form that the format of check files asks for.
pub(super) fn of_form(mismatch: &Mismatch, value: &Value) -> Diagnostic {
    let message = &mismatch.message;
    let help = meant(message).map(|name| format!("did you mean `{name}`?"));
    let message = short(message, ", expected ", help.is_some());
    Diagnostic { help, ..error(mismatch.span.unwrap_or(value.span), message) }
}

/// A mistake that the types do not tell, in the check file that `value` is.
pub(super) fn of_problem(problem: Problem, value: &Value, file: &SourceFile) -> Diagnostic {
    let Problem { field, way, range, message, help, choice } = problem;
    let found = std::iter::once(field).chain(way.iter().map(String::as_str)).try_fold(value, step);
    let span = match (found, &range) {
        (Some(found), Some(range)) => part(found, range, file),
        (Some(found), None) => found.span,
        // The innermost value that there is.
        (None, _) => step(value, field).map_or(value.span, |field| field.span),
    };
    let meant = choice.and_then(|choice| help_for(&choice)).or_else(|| help.map(str::to_owned));
    let message = short(&message, "; there are ", meant.is_some());
    Diagnostic { help: meant, ..error(span, message) }
}

/// A message without the list of all that there are, where it is known what is meant.
pub(super) fn short<'m>(message: &'m str, list: &str, is_known: bool) -> &'m str {
    message.split_once(list).filter(|_| is_known).map_or(message, |(short, _)| short)
}

/// What was probably meant by a name that there is not.
pub(super) fn help_for(choice: &Choice) -> Option<String> {
    let name = nearest(&choice.word, choice.among.iter().map(String::as_str))?;
    Some(format!("did you mean `{name}`?"))
}

/// Where a part of a text is written; all of the text where that cannot be told.
pub(super) fn part(text: &Value, range: &std::ops::Range<usize>, file: &SourceFile) -> Span {
    let within = text.as_str().and_then(|content| range_in_scalar(file.text(), text.span.range, content, range));
    within.map_or(text.span, |range| file.span(range))
}

/// Where a name stands by itself in a text.
pub(super) fn place(text: &str, name: &str) -> Option<usize> {
    let is_part = |char: char| char.is_alphanumeric() || char == '_';
    let mut places = text.match_indices(name).map(|(at, _)| at);
    places.find(|&at| {
        let (before, rest) = text.split_at(at);
        !before.ends_with(is_part) && !rest[name.len()..].starts_with(is_part)
    })
}

/// The member of this name, or the item at this index.
fn step<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    match value.as_list() {
        Some(list) => list.items.get(name.parse::<usize>().ok()?),
        None => value.member(name),
    }
}
