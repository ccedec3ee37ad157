//! Operators, with Terraform's conversions.

use std::cmp::Ordering;
use std::sync::Arc;

use super::super::convert::{to_bool, to_number};
use super::super::unknowns::{combine, combine_operands, error, for_each_option, invalid, leaves};
use super::decide;
use crate::source::Span;
use crate::syntax::hcl::{BinaryOp, UnaryOp};
use crate::value::{Coercion, Kind, Number, Truth, Unknown, Value, equals};

/// `!x` and `-x`.
pub(super) fn unary(operator: UnaryOp, operand: &Value, span: Span) -> Value {
    let mut value = for_each_option(operand, span, |operand| {
        let result = match operator {
            UnaryOp::Not => to_bool(operand, operand.span).map(|bool| Kind::Bool(!bool)),
            UnaryOp::Negate => to_number(operand, operand.span).map(|number| Kind::Number(negate(number))),
        };
        result.map_or_else(|unknown| unknown_result(unknown, span), |kind| Value::new(kind, span))
    });
    value.sensitive |= operand.sensitive;
    value
}

/// `a + b` and its kin. `&&` and `||` do not look at the right side when the left one decides.
pub(super) fn binary(operator: BinaryOp, left: &Value, right: impl FnOnce() -> Value, span: Span) -> Value {
    if let BinaryOp::And | BinaryOp::Or = operator {
        return logic(operator, left, right, span);
    }
    let right = &right();
    let mut value = for_each_option(left, span, |left| {
        for_each_option(right, span, |right| match operator {
            BinaryOp::Equal | BinaryOp::NotEqual => equality(operator, left, right, span),
            _ => arithmetic(operator, left, right, span),
        })
    });
    value.sensitive |= left.sensitive || right.sensitive;
    value
}

fn logic(operator: BinaryOp, left: &Value, right: impl FnOnce() -> Value, span: Span) -> Value {
    let decisive = operator == BinaryOp::Or;
    let first = decide(left);
    if first.as_ref().is_ok_and(|&bool| bool == decisive) {
        return Value { sensitive: left.sensitive, ..Value::bool(decisive, span) };
    }
    let right = right();
    let mut value = match (first, decide(&right)) {
        (_, Ok(second)) if second == decisive => Value::bool(decisive, span),
        (Ok(_), Ok(second)) => Value::bool(second, span),
        (Err(unknown), Ok(_)) | (Ok(_), Err(unknown)) => unknown_result(unknown, span),
        (Err(first), Err(second)) => unknown_result(combine_operands(&first, &second), span),
    };
    value.sensitive = left.sensitive || right.sensitive;
    value
}

fn equality(operator: BinaryOp, left: &Value, right: &Value, span: Span) -> Value {
    let never_null = |value: &Value| matches!(&value.kind, Kind::Unknown(unknown) if !unknown.nullable);
    if left.is_null() && never_null(right) && !has_error(right)
        || right.is_null() && never_null(left) && !has_error(left)
    {
        return Value::bool(operator == BinaryOp::NotEqual, span);
    }
    let truth = equals(left, right, Coercion::Strict);
    match truth {
        Truth::True | Truth::False => Value::bool(truth.is_true() == (operator == BinaryOp::Equal), span),
        Truth::Unknown(_) => {
            let all = leaves(left).into_iter().chain(leaves(right));
            unknown_result(combine(all).unwrap_or_else(|| invalid("the values cannot be compared", span)), span)
        }
    }
}

fn has_error(value: &Value) -> bool {
    matches!(&value.kind, Kind::Unknown(unknown) if super::super::unknowns::is_error(unknown))
}

fn arithmetic(operator: BinaryOp, left: &Value, right: &Value, span: Span) -> Value {
    let (a, b) = match (to_number(left, left.span), to_number(right, right.span)) {
        (Ok(a), Ok(b)) => (a, b),
        (Err(a), Err(b)) => return unknown_result(combine_operands(&a, &b), span),
        (Err(unknown), _) | (_, Err(unknown)) => return unknown_result(unknown, span),
    };
    let order = a.partial_cmp(&b);
    match operator {
        BinaryOp::Less => Value::bool(order == Some(Ordering::Less), span),
        BinaryOp::LessEqual => Value::bool(matches!(order, Some(Ordering::Less | Ordering::Equal)), span),
        BinaryOp::Greater => Value::bool(order == Some(Ordering::Greater), span),
        BinaryOp::GreaterEqual => Value::bool(matches!(order, Some(Ordering::Greater | Ordering::Equal)), span),
        _ => match calculate(operator, a, b) {
            Some(number) => Value::number(number, span),
            None => error("the calculation has no result", span),
        },
    }
}

/// Exact for integers as long as the result is one of 128 bits; `None` for a division by zero and for what is too large.
fn calculate(operator: BinaryOp, a: Number, b: Number) -> Option<Number> {
    if let (Number::Int(a), Number::Int(b)) = (a, b) {
        let exact = match operator {
            BinaryOp::Add => a.checked_add(b),
            BinaryOp::Subtract => a.checked_sub(b),
            BinaryOp::Multiply => a.checked_mul(b),
            BinaryOp::Divide if b != 0 && a % b == 0 => a.checked_div(b),
            BinaryOp::Modulo if b != 0 => a.checked_rem(b),
            _ => None,
        };
        if let Some(exact) = exact {
            return Some(Number::Int(exact));
        }
    }
    let (a, b) = (a.as_f64(), b.as_f64());
    let result = match operator {
        BinaryOp::Add => a + b,
        BinaryOp::Subtract => a - b,
        BinaryOp::Multiply => a * b,
        BinaryOp::Divide => a / b,
        _ => a % b,
    };
    // Terraform calculates in decimal with many digits: round away what only the binary representation adds.
    result.is_finite().then(|| format!("{result:.14e}").parse().map_or(Number::from(result), |r: f64| Number::from(r)))
}

fn negate(number: Number) -> Number {
    match number {
        Number::Int(int) => int.checked_neg().map_or(Number::Float(-(int as f64)), Number::Int),
        Number::Float(float) => Number::Float(-float),
    }
}

/// The result of an operation on an unknown operand, which is never null itself.
fn unknown_result(unknown: Arc<Unknown>, span: Span) -> Value {
    let unknown =
        if unknown.nullable { Arc::new(Unknown { nullable: false, ..Unknown::clone(&unknown) }) } else { unknown };
    Value::unknown(unknown, span)
}
