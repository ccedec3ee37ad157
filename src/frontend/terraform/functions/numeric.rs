//! Numbers.

use std::cmp::Ordering;

use super::{Arguments, Outcome, Table};
use crate::frontend::terraform::convert::to_number;
use crate::frontend::terraform::eval::elements;
use crate::frontend::terraform::unknowns::invalid;
use crate::value::{Number, Value};

pub(super) const TABLE: Table = &[
    ("abs", |call| rounded(call, i128::checked_abs, f64::abs)),
    ("ceil", |call| rounded(call, Some, f64::ceil)),
    ("floor", |call| rounded(call, Some, f64::floor)),
    ("max", |call| call.value(extreme(call, Ordering::Greater))),
    ("min", |call| call.value(extreme(call, Ordering::Less))),
    ("signum", |call| rounded(call, |int| Some(int.signum()), |float| if float == 0.0 { 0.0 } else { float.signum() })),
    ("sum", |call| call.value(sum(call))),
];

fn rounded(call: &Arguments<'_>, int: fn(i128) -> Option<i128>, float: fn(f64) -> f64) -> Value {
    call.value(call.number(0).and_then(|number| {
        let result = match number {
            Number::Int(value) => int(value).map(Number::Int),
            Number::Float(value) => Some(Number::from(float(value))),
        };
        result
            .map(|number| Value::number(number, call.span))
            .ok_or_else(|| invalid("the number is too large", call.span))
    }))
}

fn extreme(call: &Arguments<'_>, wanted: Ordering) -> Outcome<Value> {
    let mut best = call.number(0)?;
    for position in 1..call.values.len() {
        let next = call.number(position)?;
        if next.partial_cmp(&best) == Some(wanted) {
            best = next;
        }
    }
    Ok(Value::number(best, call.span))
}

fn sum(call: &Arguments<'_>) -> Outcome<Value> {
    let collection = call.get(0)?;
    let elements = elements(collection).ok_or_else(|| call.mismatch(collection, "a list"))?;
    if let Some(rest) = elements.rest {
        return Err(rest.clone());
    }
    let mut total = Number::Int(0);
    for (_, value) in &elements.items {
        total = match (total, to_number(value, call.span)?) {
            (Number::Int(a), Number::Int(b)) => {
                a.checked_add(b).map_or_else(|| Number::Float(a as f64 + b as f64), Number::Int)
            }
            (a, b) => Number::from(a.as_f64() + b.as_f64()),
        };
    }
    if elements.items.is_empty() {
        return Err(invalid("the sum of nothing is not defined", call.span));
    }
    Ok(Value::number(total, call.span))
}
