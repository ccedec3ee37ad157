//! `format` and `formatlist`.

use std::sync::Arc;

use super::{Arguments, Outcome, Table};
use crate::frontend::terraform::convert::{to_number, to_text};
use crate::frontend::terraform::text::TextBuilder;
use crate::frontend::terraform::unknowns::invalid;
use crate::value::{Kind, Number, Reason, Unknown, Value};

pub(super) const TABLE: Table = &[
    ("format", |call| call.value(call.text(0).and_then(|text| format(call, &text, &call.values[1..])))),
    ("formatlist", |call| call.value(format_list(call))),
];

/// One verb such as `%05.2f` or `%[1]s`.
#[derive(Debug, Default, PartialEq)]
struct Verb {
    flags: String,
    width: Option<usize>,
    precision: Option<usize>,
    position: Option<usize>,
    letter: char,
}

/// Widest padding that is made.
const WIDTH_LIMIT: usize = 1_000;

fn format(call: &Arguments<'_>, text: &str, values: &[Value]) -> Outcome<Value> {
    let mut result = TextBuilder::new(call.span);
    let mut next = 0;
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        result.push_text(&rest[..at]);
        let (verb, after) =
            Verb::parse(&rest[at + 1..]).ok_or_else(|| invalid("the format has a bad verb", call.span))?;
        rest = after;
        if verb.letter == '%' {
            result.push_text("%");
            continue;
        }
        let position = verb.position.unwrap_or(next);
        let value = values.get(position).ok_or_else(|| invalid("the format needs more arguments", call.span))?;
        next = position + 1;
        verb.write(value, call, &mut result)?;
    }
    result.push_text(rest);
    Ok(result.finish())
}

impl Verb {
    fn parse(text: &str) -> Option<(Self, &str)> {
        let mut verb = Self::default();
        let mut rest = text;
        let flags = rest.len() - rest.trim_start_matches(['+', '-', ' ', '0', '#']).len();
        rest[..flags].clone_into(&mut verb.flags);
        (verb.width, rest) = number(&rest[flags..]);
        if let Some(after) = rest.strip_prefix('.') {
            let precision;
            (precision, rest) = number(after);
            verb.precision = Some(precision.unwrap_or(0));
        }
        if let Some(after) = rest.strip_prefix('[') {
            let (position, after) = number(after);
            verb.position = Some(position?.checked_sub(1)?);
            rest = after.strip_prefix(']')?;
        }
        let letter = rest.chars().next()?;
        verb.letter = letter;
        Some((verb, &rest[letter.len_utf8()..]))
    }

    fn write(&self, value: &Value, call: &Arguments<'_>, result: &mut TextBuilder) -> Outcome<()> {
        let plain = self.flags.is_empty() && self.width.is_none() && self.precision.is_none();
        match self.letter {
            's' | 'v' if plain && is_text(value) => result.push_value(value),
            's' | 'v' if value.as_unknown().is_none() && !is_text(value) => {
                let text = value.to_json().map_err(|unknown| Arc::new(unknown.clone()))?;
                result.push_text(&self.padded(&text));
            }
            's' | 'v' => write_or_hole(to_text(value, call.span).map(|text| self.padded(&text)), result),
            'q' => {
                let quoted = to_text(value, call.span).map(|text| serde_json::Value::from(&*text).to_string());
                write_or_hole(quoted, result);
            }
            'd' | 'f' | 'x' | 'X' | 'o' | 'b' => {
                let number = to_number(value, call.span);
                match number.map(|number| self.number(number)) {
                    Ok(Some(text)) => result.push_text(&text),
                    Ok(None) => return Err(Arc::new(Unknown::new(Reason::Function("format".into()), call.span))),
                    Err(unknown) => result.push_hole(&unknown),
                }
            }
            't' => result.push_value(value),
            _ => return Err(Arc::new(Unknown::new(Reason::Function("format".into()), call.span))),
        }
        Ok(())
    }

    fn number(&self, number: Number) -> Option<String> {
        let text = match (self.letter, number) {
            ('f', number) => format!("{:.*}", self.precision.unwrap_or(6).min(WIDTH_LIMIT), number.as_f64()),
            ('d', Number::Int(int)) => int.to_string(),
            ('d', Number::Float(float)) => format!("{:.0}", float.trunc()),
            ('x', Number::Int(int)) if int >= 0 => format!("{int:x}"),
            ('X', Number::Int(int)) if int >= 0 => format!("{int:X}"),
            ('o', Number::Int(int)) if int >= 0 => format!("{int:o}"),
            ('b', Number::Int(int)) if int >= 0 => format!("{int:b}"),
            _ => return None,
        };
        let signed = if self.flags.contains('+') && !text.starts_with('-') { format!("+{text}") } else { text };
        Some(self.padded(&signed))
    }

    fn padded(&self, text: &str) -> String {
        let text: String = match self.precision {
            Some(precision) if matches!(self.letter, 's' | 'v') => text.chars().take(precision).collect(),
            _ => text.to_owned(),
        };
        let missing = self.width.unwrap_or(0).min(WIDTH_LIMIT).saturating_sub(text.chars().count());
        if self.flags.contains('-') {
            return text + &" ".repeat(missing);
        }
        if self.flags.contains('0') && !matches!(self.letter, 's' | 'v' | 'q') {
            let digits = text.find(|char: char| char.is_ascii_alphanumeric()).unwrap_or(0);
            return format!("{}{}{}", &text[..digits], "0".repeat(missing), &text[digits..]);
        }
        " ".repeat(missing) + &text
    }
}

fn write_or_hole(text: Outcome<String>, result: &mut TextBuilder) {
    match text {
        Ok(text) => result.push_text(&text),
        Err(unknown) => result.push_hole(&unknown),
    }
}

fn is_text(value: &Value) -> bool {
    !matches!(value.kind, Kind::Null | Kind::List(_) | Kind::Map(_))
}

fn number(text: &str) -> (Option<usize>, &str) {
    let digits = text.len() - text.trim_start_matches(|char: char| char.is_ascii_digit()).len();
    (text[..digits].parse().ok(), &text[digits..])
}

/// Formats once for each element of the lists among the arguments, which must be of one length.
fn format_list(call: &Arguments<'_>) -> Outcome<Value> {
    let text = call.text(0)?;
    let mut length = None;
    for (position, value) in call.values.iter().enumerate().skip(1) {
        match &value.kind {
            Kind::List(_) => {
                let items = call.whole_list(position)?;
                if *length.get_or_insert(items.len()) != items.len() {
                    return Err(invalid("the lists are of different lengths", call.span));
                }
            }
            Kind::Unknown(unknown) => return Err(Arc::clone(unknown)),
            Kind::Either(either) => return Err(Arc::clone(&either.cause)),
            _ => {}
        }
    }
    let row = |index: usize| -> Vec<Value> {
        let pick = |value: &Value| value.as_list().and_then(|list| list.items.get(index)).unwrap_or(value).clone();
        call.values[1..].iter().map(pick).collect()
    };
    let rows = (0..length.unwrap_or(1)).map(|index| format(call, &text, &row(index)));
    Ok(Value::list(rows.collect::<Outcome<_>>()?, call.span))
}
