//! JSON.

use std::sync::Arc;

use super::{Arguments, Outcome, Table};
use crate::frontend::terraform::evaluate::identity::retyped;
use crate::frontend::terraform::evaluate::unify::count;
use crate::value::{Kind, Typing, Value};

pub(super) const TABLE: Table =
    &[("jsondecode", 1..=1, |call| call.value(decode(call))), ("jsonencode", 1..=1, |call| call.value(encode(call)))];

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
            Kind::Either(_) | Kind::Json(_) => {}
            _ => open.extend(value.children()),
        }
    }
    Ok(())
}

/// What is read keeps the place of the text that it stands in.
fn decode(call: &Arguments<'_>) -> Outcome<Value> {
    let text = call.get(0)?;
    let value = match &text.kind {
        Kind::Json(inner) => retyped(inner, |_| Typing::Structural),
        Kind::Bool(_) | Kind::Number(_) => Value { kind: Kind::String(call.text(0)?), ..text.clone() }.parse_json()?,
        _ => text.parse_json()?,
    };
    call.spend(count(std::slice::from_ref(&value)));
    Ok(call.pass(&value, "jsondecode"))
}
