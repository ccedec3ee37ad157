//! Numbers.

use std::cmp::Ordering;

use super::{ANY, Arguments, Outcome, Table};
use crate::frontend::terraform::evaluate::convert::to_number;
use crate::frontend::terraform::evaluate::unknowns::invalid;
use crate::value::{Kind, Number, Value};

pub(super) const TABLE: Table = &[
    ("abs", 1..=1, |call| rounded(call, i128::checked_abs, f64::abs)),
    ("ceil", 1..=1, |call| rounded(call, Some, f64::ceil)),
    ("floor", 1..=1, |call| rounded(call, Some, f64::floor)),
    ("log", 2..=2, |call| call.value(float(call, |number, base| number.ln() / base.ln()))),
    ("max", 1..=ANY, |call| call.value(extreme(call, Ordering::Greater))),
    ("min", 1..=ANY, |call| call.value(extreme(call, Ordering::Less))),
    ("parseint", 2..=2, |call| call.value(parse_integer(call))),
    ("pow", 2..=2, |call| call.value(float(call, f64::powf))),
    ("signum", 1..=1, |call| call.value(call.integer(0).map(|int| Value::number(int.signum(), call.span)))),
    ("sum", 1..=1, |call| call.value(sum(call))),
];

fn rounded(call: &Arguments<'_>, int: fn(i128) -> Option<i128>, float: fn(f64) -> f64) -> Value {
    call.value(call.number(0).and_then(|number| {
        let result = match number {
            Number::Int(value) => int(value).map(Number::Int),
            Number::Float(value) => {
                let result = Number::from(float(value));
                // What is nearly a whole number may be on either side of it.
                let doubtful = number.is_too_close(Number::from(value.round())) && value.abs() < 1e15;
                (!doubtful || !matches!(result, Number::Int(_))).then_some(result)
            }
        };
        result.map(|number| Value::number(number, call.span)).ok_or_else(|| call.limit("digits"))
    }))
}

/// Terraform calculates these with 64-bit floats as well.
fn float(call: &Arguments<'_>, function: fn(f64, f64) -> f64) -> Outcome<Value> {
    const EXACT: f64 = 9_007_199_254_740_992.0; // 2^53
    let result = function(call.number(0)?.as_f64(), call.number(1)?.as_f64());
    if result.is_finite() && result.abs() <= EXACT {
        return Ok(Value::number(result, call.span));
    }
    // Infinity is a number for Terraform; and of a large float it writes fewer digits than the float has.
    Err(call.limit("digits"))
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
    let items = call.unified_list(0)?;
    if items.is_empty() {
        return Err(invalid("the sum of nothing is not defined", call.span));
    }
    let mut total = Number::Int(0);
    for item in &items {
        total = total.checked_add(to_number(item, call.span)?).ok_or_else(|| call.limit("digits"))?;
    }
    Ok(Value::number(total, call.span))
}

fn parse_integer(call: &Arguments<'_>) -> Outcome<Value> {
    let (text, base) = (call.text(0)?, call.integer(1)?);
    if !matches!(call.get(0)?.kind, Kind::String(_) | Kind::Json(_)) {
        return Err(invalid("the first argument must be a string", call.span));
    }
    let no_integer = || invalid(format!("`{text}` is no whole number of base {base}"), call.span);
    let base = u32::try_from(base).ok().filter(|base| (2..=62).contains(base)).ok_or_else(no_integer)?;
    let digits = text.strip_prefix(['+', '-']).unwrap_or(&text);
    if digits.is_empty() {
        return Err(no_integer());
    }
    let mut result = 0_i128;
    for char in digits.chars() {
        let digit = digit(char, base).ok_or_else(no_integer)?;
        let next = result.checked_mul(base.into()).and_then(|result| result.checked_add(digit.into()));
        result = next.ok_or_else(|| call.limit("digits"))?;
    }
    Ok(Value::number(Number::Int(if text.starts_with('-') { -result } else { result }), call.span))
}

/// Up to base 36 letters count alike in both cases; beyond it upper case letters come behind lower case ones.
fn digit(char: char, base: u32) -> Option<u32> {
    let digit = match char {
        'A'..='Z' if base > 36 => u32::from(char) - u32::from('A') + 36,
        '0'..='9' | 'a'..='z' | 'A'..='Z' => char.to_digit(36)?,
        _ => return None,
    };
    (digit < base).then_some(digit)
}
