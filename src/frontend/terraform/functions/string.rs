//! Strings.

use std::sync::Arc;

use super::{Arguments, Outcome, Table};
use crate::frontend::terraform::text::TextBuilder;
use crate::frontend::terraform::unknowns::for_each_option;
use crate::value::{Kind, Part, Reason, Template, Unknown, Value};

pub(super) const TABLE: Table = &[
    ("chomp", |call| mapped(call, |text| text.trim_end_matches(['\r', '\n']).to_owned())),
    ("endswith", |call| call.value(tested(call, Template::suffix, |text, end| text.ends_with(end)))),
    ("join", |call| call.value(join(call))),
    ("lower", |call| mapped_parts(call, str::to_lowercase)),
    ("replace", |call| call.value(replace(call))),
    ("split", |call| call.value(split(call))),
    ("startswith", |call| call.value(tested(call, Template::prefix, |text, start| text.starts_with(start)))),
    ("strcontains", |call| call.value(contains(call))),
    ("title", |call| mapped(call, title)),
    ("trim", |call| call.value(trim(call))),
    ("trimprefix", |call| call.value(strip(call, |text, fix| text.strip_prefix(fix)))),
    ("trimspace", |call| mapped(call, |text| text.trim().to_owned())),
    ("trimsuffix", |call| call.value(strip(call, |text, fix| text.strip_suffix(fix)))),
    ("upper", |call| mapped_parts(call, str::to_uppercase)),
];

/// A function of one text.
fn mapped(call: &Arguments<'_>, map: fn(&str) -> String) -> Value {
    let Some(argument) = call.values.first() else { return call.error("an argument is missing") };
    for_each_option(argument, call.span, |argument| {
        let text = crate::frontend::terraform::convert::to_text(argument, call.span);
        call.value(text.map(|text| call.string(map(&text))))
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

fn join(call: &Arguments<'_>) -> Outcome<Value> {
    let separator = call.text(0)?;
    let mut text = TextBuilder::new(call.span);
    let mut first = true;
    for position in 1..call.values.len().max(2) {
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
    let pieces = if separator.is_empty() {
        text.chars().map(|char| piece(char.encode_utf8(&mut [0; 4]))).collect()
    } else {
        text.split(&*separator).map(piece).collect()
    };
    Ok(Value::list(pieces, call.span))
}

fn replace(call: &Arguments<'_>) -> Outcome<Value> {
    let (text, from, to) = (call.text(0)?, call.text(1)?, call.text(2)?);
    if from.len() > 1 && from.starts_with('/') && from.ends_with('/') {
        return Err(Arc::new(Unknown::new(Reason::Function("replace with a pattern".into()), call.span)));
    }
    if text.len().saturating_mul(to.len().max(1)) > 1 << 24 {
        return Err(Arc::new(Unknown::new(Reason::Limit("text length"), call.span)));
    }
    Ok(call.string(text.replace(&*from, &to)))
}

fn title(text: &str) -> String {
    let mut start = true;
    text.chars()
        .flat_map(|char| {
            let upper = std::mem::replace(&mut start, !(char.is_alphanumeric() || char == '_'));
            let mapped: Vec<char> = if upper { char.to_uppercase().collect() } else { vec![char] };
            mapped
        })
        .collect()
}

fn trim(call: &Arguments<'_>) -> Outcome<Value> {
    let (text, cut) = (call.text(0)?, call.text(1)?);
    Ok(call.string(text.trim_matches(|char| cut.contains(char))))
}

fn strip(call: &Arguments<'_>, strip: for<'t> fn(&'t str, &str) -> Option<&'t str>) -> Outcome<Value> {
    let (text, fix) = (call.text(0)?, call.text(1)?);
    Ok(call.string(strip(&text, &fix).unwrap_or(&text)))
}
