//! JSON.

use std::sync::Arc;

use serde_json::Value as Json;

use super::{Arguments, Outcome, Table};
use crate::frontend::terraform::unknowns::invalid;
use crate::source::Span;
use crate::value::{Kind, Map, Number, Value};

pub(super) const TABLE: Table =
    &[("jsondecode", 1..=1, |call| call.value(decode(call))), ("jsonencode", 1..=1, |call| call.value(encode(call)))];

/// Most significant digits of a number that 64 bits hold with certainty.
const FLOAT_DIGITS: usize = 15;

fn encode(call: &Arguments<'_>) -> Outcome<Value> {
    let value = call.get(0)?.clone();
    check_exact(call, &value)?;
    Ok(Value::new(Kind::Json(Arc::new(value)), call.span))
}

/// A number of which not all digits are known cannot be written.
pub(super) fn check_exact(call: &Arguments<'_>, value: &Value) -> Outcome<()> {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match &value.kind {
            Kind::Number(number) if !number.is_exact() => return Err(call.limit("digits")),
            Kind::List(list) => open.extend(&list.items),
            Kind::Map(map) => open.extend(map.entries().map(|entry| &entry.value)),
            _ => {}
        }
    }
    Ok(())
}

fn decode(call: &Arguments<'_>) -> Outcome<Value> {
    if let Kind::Json(inner) = &call.get(0)?.kind {
        return Ok(call.pass(inner, "jsondecode"));
    }
    let text = call.text(0)?;
    let json: Json = serde_json::from_str(&text).map_err(|error| invalid(format!("not JSON: {error}"), call.span))?;
    Ok(from_json(json, call.span))
}

/// The value of JSON text, with the place of the call. The parser limits the depth.
fn from_json(json: Json, span: Span) -> Value {
    match json {
        Json::Null => Value::null(span),
        Json::Bool(bool) => Value::bool(bool, span),
        Json::Number(json) => match number(&json) {
            Some(number) => Value::number(number, span),
            None => Value::unknown(invalid("the number is out of range", span), span),
        },
        Json::String(text) => Value::string(text, span),
        Json::Array(items) => Value::list(items.into_iter().map(|item| from_json(item, span)).collect(), span),
        Json::Object(entries) => {
            let mut map = Map::new();
            for (key, value) in entries {
                map.insert(key, span, from_json(value, span));
            }
            Value::map(map, span)
        }
    }
}

/// The parser gives floats for large integers, which then are not the numbers that were written.
fn number(json: &serde_json::Number) -> Option<Number> {
    if let Some(int) = json.as_i128() {
        return Some(Number::Int(int));
    }
    let float = json.as_f64()?;
    let text = format!("{float:e}");
    let digits = text.bytes().take_while(|byte| *byte != b'e').filter(u8::is_ascii_digit).count();
    if digits <= FLOAT_DIGITS { Number::parse(&text) } else { Some(Number::Float(float)) }
}
