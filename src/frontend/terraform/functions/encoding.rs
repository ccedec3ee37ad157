//! JSON.

use std::sync::Arc;

use serde_json::Value as Json;

use super::{Arguments, Outcome, Table};
use crate::frontend::terraform::unknowns::invalid;
use crate::source::Span;
use crate::value::{Kind, Map, Number, Value};

pub(super) const TABLE: Table =
    &[("jsondecode", |call| call.value(decode(call))), ("jsonencode", |call| call.value(encode(call)))];

fn encode(call: &Arguments<'_>) -> Outcome<Value> {
    let value = call.get(0)?.clone();
    Ok(Value::new(Kind::Json(Arc::new(value)), call.span))
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
        Json::Number(number) => match Number::parse(&number.to_string()) {
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
