//! Strings.

use std::collections::HashSet;
use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use super::{ANY, Arguments, LIST_LIMIT, Outcome, TEXT_LIMIT, Table};
use crate::frontend::terraform::convert::to_text;
use crate::frontend::terraform::text::TextBuilder;
use crate::frontend::terraform::unknowns::{for_each_option, invalid, on_the_way};
use crate::value::{Kind, Part, Template, Value};

pub(super) const TABLE: Table = &[
    ("chomp", 1..=1, |call| trimmed(call, str::to_owned, chomp)),
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
    ("trimprefix", 2..=2, |call| call.value(strip(call, |text, fix| text.strip_prefix(fix)))),
    ("trimspace", 1..=1, |call| trimmed(call, |text| text.trim_start().to_owned(), |text| text.trim_end().to_owned())),
    ("trimsuffix", 2..=2, |call| call.value(strip(call, |text, fix| text.strip_suffix(fix)))),
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

fn chomp(text: &str) -> String {
    text.trim_end_matches(['\r', '\n']).to_owned()
}

/// A function that takes something from the ends of a text. A hole at an end stands for what is left of it.
fn trimmed(call: &Arguments<'_>, start: fn(&str) -> String, end: fn(&str) -> String) -> Value {
    let Some(argument) = call.values.first() else { return call.error("an argument is missing") };
    for_each_option(argument, call.span, |argument| {
        let Kind::Template(template) = &argument.kind else {
            let text = to_text(argument, call.span).map_err(|unknown| on_the_way(&unknown, argument));
            return call.value(text.map(|text| call.string(end(&start(&text)))));
        };
        let last = template.parts.len().saturating_sub(1);
        let mut text = TextBuilder::new(call.span);
        for (index, part) in template.parts.iter().enumerate() {
            match part {
                Part::Text(known) if index == 0 => text.push_text(&start(known)),
                Part::Text(known) if index == last => text.push_text(&end(known)),
                Part::Text(known) => text.push_text(known),
                Part::Hole(unknown) => text.push_hole(unknown),
            }
        }
        text.finish()
    })
}

/// A function of one text that treats its parts alike.
fn mapped_parts(call: &Arguments<'_>, map: fn(&str) -> String) -> Value {
    let Some(Value { kind: Kind::Template(template), .. }) = call.values.first() else { return mapped(call, map) };
    let parts = template.parts.iter().map(|part| match part {
        Part::Text(text) => Part::Text(map(text).into()),
        Part::Hole(unknown) => Part::Hole(Arc::clone(unknown)),
    });
    Value::new(Kind::Template(Arc::new(Template { parts: parts.collect() })), call.span)
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
    let (width, text) = (call.integer(0)?, call.text(1)?);
    let width = usize::try_from(width).map_err(|_| invalid("the width must not be negative", call.span))?;
    let added = text.matches('\n').count().saturating_mul(width);
    if added > TEXT_LIMIT || width > TEXT_LIMIT {
        return Err(call.limit("text length"));
    }
    Ok(call.string(text.replace('\n', &format!("\n{}", " ".repeat(width)))))
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

fn strip(call: &Arguments<'_>, strip: for<'t> fn(&'t str, &str) -> Option<&'t str>) -> Outcome<Value> {
    let (text, fix) = (call.text(0)?, call.text(1)?);
    Ok(call.string(strip(&text, &fix).unwrap_or(&text)))
}
