//! Strings.

use std::collections::HashSet;
use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use super::partial::{self, End};
use super::{ANY, Arguments, LIST_LIMIT, Outcome, TEXT_LIMIT, Table};
use crate::frontend::terraform::evaluate::convert::to_text;
use crate::frontend::terraform::evaluate::text::TextBuilder;
use crate::frontend::terraform::evaluate::unknowns::{for_each_option, invalid, on_the_way};
use crate::value::{Kind, Part, Template, Value};

pub(super) const TABLE: Table = &[
    ("chomp", 1..=1, |call| trimmed(call, |text| text, |text| text.trim_end_matches(['\r', '\n']))),
    ("endswith", 2..=2, |call| call.value(tested(call, Template::suffix, |text, end| text.ends_with(end)))),
    ("indent", 2..=2, |call| call.value(indent(call))),
    ("join", 2..=ANY, |call| call.value(join(call))),
    ("lower", 1..=1, |call| mapped_parts(call, lower)),
    ("split", 2..=2, |call| call.value(split(call))),
    ("startswith", 2..=2, |call| call.value(tested(call, Template::prefix, |text, start| text.starts_with(start)))),
    ("strcontains", 2..=2, |call| call.value(contains(call))),
    ("strrev", 1..=1, |call| mapped(call, |text| text.graphemes(true).rev().collect())),
    ("substr", 3..=3, |call| call.value(substring(call))),
    ("title", 1..=1, |call| mapped(call, title)),
    ("trim", 2..=2, |call| call.value(trim(call))),
    ("trimprefix", 2..=2, |call| call.value(strip(call, End::Start))),
    ("trimspace", 1..=1, |call| trimmed(call, str::trim_start, str::trim_end)),
    ("trimsuffix", 2..=2, |call| call.value(strip(call, End::End))),
    ("upper", 1..=1, |call| mapped_parts(call, upper)),
];

/// A function of one text.
fn mapped(call: &Arguments<'_>, map: fn(&str) -> String) -> Value {
    let Some(argument) = call.values.first() else { return call.error("an argument is missing") };
    for_each_option(argument, call.span, |argument| {
        let text = to_text(argument, call.span).map_err(|unknown| on_the_way(&unknown, argument));
        call.value(text.map(|text| call.string(map(&text))))
    })
}

/// A function that takes blanks from the ends of a text. What is left keeps its places.
fn trimmed(call: &Arguments<'_>, start: fn(&str) -> &str, end: fn(&str) -> &str) -> Value {
    let Some(argument) = call.values.first() else { return call.error("an argument is missing") };
    for_each_option(argument, call.span, |argument| {
        let (mut value, before) = match &argument.kind {
            Kind::Template(template) => (partial::trimmed(template, call.span, start, end), template.prefix()),
            _ => match to_text(argument, call.span) {
                Ok(text) => (call.string(end(start(&text))), argument.as_str().unwrap_or_default()),
                Err(unknown) => return call.value(Err(on_the_way(&unknown, argument))),
            },
        };
        let known = match &value.kind {
            Kind::Template(template) => Some(template.known()),
            _ => value.as_str().map(str::to_owned),
        };
        if let (Some(places), Some(known)) = (&argument.places, known) {
            value.places = Some(Arc::new(places.part(before.len() - start(before).len(), &known)));
        }
        value
    })
}

/// A function of one text that treats its parts alike.
fn mapped_parts(call: &Arguments<'_>, map: fn(&str) -> String) -> Value {
    match call.values.first() {
        Some(Value { kind: Kind::Template(template), .. }) => {
            partial::each_part(template, call.span, |_, text| map(text))
        }
        _ => mapped(call, map),
    }
}

/// Letter by letter: a letter that has no single upper case letter stays.
fn upper(text: &str) -> String {
    text.chars().map(to_upper).collect()
}

fn to_upper(char: char) -> char {
    let mut upper = char.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(only), None) => only,
        _ => char,
    }
}

/// Letter by letter; the dotted capital İ becomes a plain i.
fn lower(text: &str) -> String {
    text.chars().map(|char| char.to_lowercase().next().unwrap_or(char)).collect()
}

fn title(text: &str) -> String {
    let mut start = true;
    let letter = |char: char| {
        let separates = match char {
            _ if char.is_alphanumeric() || char == '_' => false,
            _ => char.is_ascii() || char.is_whitespace(),
        };
        if std::mem::replace(&mut start, separates) { to_upper(char) } else { char }
    };
    text.chars().map(letter).collect()
}

/// Whether a text starts or ends with another. Of a partly known text, the `known` start or end may decide.
fn tested(call: &Arguments<'_>, known: fn(&Template) -> &str, test: fn(&str, &str) -> bool) -> Outcome<Value> {
    let end = call.text(1)?;
    let Kind::Template(template) = &call.get(0)?.kind else {
        return Ok(Value::bool(test(&call.text(0)?, &end), call.span));
    };
    let known = known(template);
    if test(known, &end) {
        return Ok(Value::bool(true, call.span));
    }
    // Where the known part agrees as far as it goes, it depends on the rest.
    let may_continue = known.len() < end.len() && test(&end, known);
    if may_continue { Err(call.why()) } else { Ok(Value::bool(false, call.span)) }
}

fn contains(call: &Arguments<'_>) -> Outcome<Value> {
    let wanted = call.text(1)?;
    let Kind::Template(template) = &call.get(0)?.kind else {
        return Ok(Value::bool(call.text(0)?.contains(&*wanted), call.span));
    };
    let within = |part: &Part| matches!(part, Part::Text(text) if text.contains(&*wanted));
    if template.parts.iter().any(within) { Ok(Value::bool(true, call.span)) } else { Err(call.why()) }
}

fn indent(call: &Arguments<'_>) -> Outcome<Value> {
    let width = call.integer(0)?;
    let width = usize::try_from(width).map_err(|_| invalid("the width must not be negative", call.span))?;
    let template = match &call.get(1)?.kind {
        Kind::Template(template) => Some(template),
        _ => None,
    };
    let text = template.map_or_else(|| call.text(1), |template| Ok(template.known().into()))?;
    let added = text.matches('\n').count().saturating_mul(width);
    if added > TEXT_LIMIT || width > TEXT_LIMIT {
        return Err(call.limit("text length"));
    }
    let indented = |text: &str| text.replace('\n', &format!("\n{}", " ".repeat(width)));
    Ok(match template {
        Some(template) => partial::each_part(template, call.span, |_, text| indented(text)),
        None => call.string(indented(&text)),
    })
}

fn join(call: &Arguments<'_>) -> Outcome<Value> {
    let separator = call.text(0)?;
    let mut text = TextBuilder::new(call.span);
    let mut first = true;
    for position in 1..call.values.len() {
        let list = call.list(position)?;
        for item in &list.items {
            if !first {
                text.push_text(&separator);
            }
            first = false;
            text.push_value(item);
        }
        if let Some(rest) = &list.rest {
            text.push_hole(rest);
        }
    }
    Ok(text.finish())
}

fn split(call: &Arguments<'_>) -> Outcome<Value> {
    let (separator, text) = (call.text(0)?, call.text(1)?);
    let piece = |text: &str| call.string(text);
    let pieces: Vec<Value> = if separator.is_empty() {
        text.chars().take(LIST_LIMIT + 1).map(|char| piece(char.encode_utf8(&mut [0; 4]))).collect()
    } else {
        text.split(&*separator).take(LIST_LIMIT + 1).map(piece).collect()
    };
    if pieces.len() > LIST_LIMIT {
        return Err(call.limit("list length"));
    }
    Ok(call.collection(pieces))
}

/// Offset and length count what a reader sees as one character.
fn substring(call: &Arguments<'_>) -> Outcome<Value> {
    let (text, offset, length) = (call.text(0)?, call.integer(1)?, call.integer(2)?);
    let start = match usize::try_from(offset) {
        Ok(offset) => offset,
        Err(_) => {
            let back = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            text.graphemes(true).count().saturating_sub(back)
        }
    };
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    Ok(call.string(text.graphemes(true).skip(start).take(length).collect::<String>()))
}

fn trim(call: &Arguments<'_>) -> Outcome<Value> {
    let (text, cut) = (call.text(0)?, call.text(1)?);
    let cut: HashSet<char> = cut.chars().collect();
    Ok(call.string(text.trim_matches(|char| cut.contains(&char))))
}

fn strip(call: &Arguments<'_>, end: End) -> Outcome<Value> {
    let fix = call.text(1)?;
    if let Kind::Template(template) = &call.get(0)?.kind {
        return partial::stripped(template, &fix, end, call.span).ok_or_else(|| call.why());
    }
    let text = call.text(0)?;
    let stripped = if end == End::Start { text.strip_prefix(&*fix) } else { text.strip_suffix(&*fix) };
    Ok(call.string(stripped.unwrap_or(&text)))
}
