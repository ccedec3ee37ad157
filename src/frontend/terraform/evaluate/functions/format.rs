//! `format` and `formatlist`.

use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use super::format_number::{Failure, Style};
use super::json::check_exact;
use super::{ANY, Arguments, Outcome, Table};
use crate::frontend::terraform::evaluate::convert::{to_bool, to_number, to_text};
use crate::frontend::terraform::evaluate::text::TextBuilder;
use crate::frontend::terraform::evaluate::unknowns::{invalid, is_error};
use crate::value::{Kind, Number, Value};

pub(super) const TABLE: Table = &[
    ("format", 1..=ANY, |call| call.value(call.text(0).and_then(|text| format(call, &text, &call.values[1..])))),
    ("formatlist", 1..=ANY, |call| call.value(format_list(call))),
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
    let (mut next, mut used) = (0, 0);
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
        if verb.width.max(verb.precision).is_some_and(|number| number > WIDTH_LIMIT) {
            return Err(call.limit("width of a format"));
        }
        let position = verb.position.unwrap_or(next);
        let value = values.get(position).ok_or_else(|| invalid("the format needs more arguments", call.span))?;
        next = position + 1;
        used = used.max(next);
        verb.write(value, call, &mut result)?;
    }
    result.push_text(rest);
    if used < values.len() {
        return Err(invalid("the format does not use all arguments", call.span));
    }
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

    fn has(&self, flag: char) -> bool {
        self.flags.contains(flag)
    }

    /// What is not known leaves a hole; what cannot be formatted is an error of the whole.
    fn write(&self, value: &Value, call: &Arguments<'_>, result: &mut TextBuilder) -> Outcome<()> {
        let plain = self.flags.is_empty() && self.width.is_none() && self.precision.is_none();
        if plain && matches!(self.letter, 's' | 'v') && (is_text(value) || matches!(value.kind, Kind::Either(_))) {
            result.push_value(value);
            return Ok(());
        }
        let text = match self.letter {
            'v' => self.default_form(value, call),
            's' | 'q' => to_text(value, call.span).map(|text| {
                let text = self.cut(&text);
                let quoted = if self.letter == 'q' { json_text(&call.string(text)) } else { text };
                self.padded(&quoted)
            }),
            't' => to_bool(value, call.span).map(|bool| bool.to_string()),
            'b' | 'd' | 'o' | 'x' | 'X' | 'e' | 'E' | 'f' | 'g' | 'G' => {
                to_number(value, call.span).and_then(|number| self.number(number, call))
            }
            _ => return Err(invalid(format!("`%{}` means nothing in a format", self.letter), call.span)),
        };
        match text {
            Ok(text) => result.push_text(&text),
            Err(unknown) if is_error(&unknown) || value.first_unknown().is_none() => return Err(unknown),
            Err(unknown) => result.push_hole(&unknown),
        }
        Ok(())
    }

    /// A string or number as it is; anything else, and with `#` everything, as JSON.
    fn default_form(&self, value: &Value, call: &Arguments<'_>) -> Outcome<String> {
        match &value.kind {
            Kind::Number(number) if !self.has('#') => {
                let style = Style { letter: 'g', precision: None, prefixed: false };
                let text = style.write(*number).map_err(|failure| failed(failure, call))?;
                let sign = if number.as_f64() < 0.0 { "-" } else { "" };
                Ok(self.padded(&format!("{sign}{text}")))
            }
            Kind::String(_) | Kind::Json(_) if !self.has('#') => {
                to_text(value, call.span).map(|text| self.padded(&text))
            }
            _ => {
                check_exact(call, value)?;
                let text = value.to_json().map_err(|unknown| Arc::new(unknown.clone()))?;
                Ok(self.padded(&text))
            }
        }
    }

    fn number(&self, number: Number, call: &Arguments<'_>) -> Outcome<String> {
        let style = Style { letter: self.letter, precision: self.precision, prefixed: self.has('#') };
        let digits = style.write(number).map_err(|failure| failed(failure, call))?;
        let sign = match number.as_f64() < 0.0 {
            true => "-",
            false if self.has('+') => "+",
            false if self.has(' ') => " ",
            false => "",
        };
        let missing = self.width.unwrap_or(0).saturating_sub(sign.len() + digits.chars().count());
        let is_integer = matches!(self.letter, 'b' | 'd' | 'o' | 'x' | 'X');
        Ok(if self.has('-') {
            format!("{sign}{digits}{}", " ".repeat(missing))
        } else if self.has('0') && !(is_integer && self.precision.is_some()) {
            let (prefix, digits) =
                digits.split_at(if self.has('#') { digits.len() - digits.trim_start_matches("0x").len() } else { 0 });
            format!("{sign}{prefix}{}{digits}", "0".repeat(missing))
        } else {
            format!("{}{sign}{digits}", " ".repeat(missing))
        })
    }

    /// The text up to the precision; zero does not count.
    fn cut(&self, text: &str) -> String {
        match self.precision {
            Some(precision) if precision > 0 => text.graphemes(true).take(precision).collect(),
            _ => text.to_owned(),
        }
    }

    fn padded(&self, text: &str) -> String {
        let missing = self.width.unwrap_or(0).saturating_sub(text.graphemes(true).count());
        let padding = if self.has('0') { "0" } else { " " }.repeat(missing);
        if self.has('-') { format!("{text}{padding}") } else { format!("{padding}{text}") }
    }
}

fn failed(failure: Failure, call: &Arguments<'_>) -> Arc<crate::value::Unknown> {
    match failure {
        Failure::NotWhole => invalid("a whole number is required", call.span),
        Failure::Inexact => call.limit("digits"),
    }
}

fn json_text(value: &Value) -> String {
    value.to_json().unwrap_or_default()
}

fn is_text(value: &Value) -> bool {
    matches!(value.kind, Kind::String(_) | Kind::Template(_) | Kind::Json(_))
}

fn number(text: &str) -> (Option<usize>, &str) {
    let end = text.find(|char: char| !char.is_ascii_digit()).unwrap_or(text.len());
    let number = if end == 0 { None } else { Some(text[..end].parse().unwrap_or(usize::MAX)) };
    (number, &text[end..])
}

/// `format` for each element of the lists among the arguments.
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
    Ok(call.collection(rows.collect::<Outcome<_>>()?))
}
