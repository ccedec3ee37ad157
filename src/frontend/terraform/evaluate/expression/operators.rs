//! Operators, with Terraform's conversions.

use std::cmp::Ordering;
use std::sync::Arc;

use super::super::convert::{to_bool, to_number};
use super::super::identity::{Comparison, compare, types_unknown};
use super::super::unknowns::{combine, combine_operands, either, for_each_option, invalid, leaves, on_the_way};
use crate::source::Span;
use crate::syntax::hcl::{BinaryOp, UnaryOp};
use crate::value::{Kind, Number, Reason, Unknown, Value};

/// `!x` and `-x`.
pub(in crate::frontend::terraform) fn unary(operator: UnaryOp, operand: &Value, span: Span) -> Value {
    let mut value = for_each_option(operand, span, |operand| {
        let result = match operator {
            UnaryOp::Not => to_bool(operand, operand.span).map(|bool| Kind::Bool(!bool)),
            UnaryOp::Negate => to_number(operand, operand.span).map(|number| Kind::Number(negate(number))),
        };
        result.map_or_else(|unknown| unknown_result(unknown, span), |kind| Value::new(kind, span))
    });
    value.sensitive |= operand.sensitive;
    value.called(|| Some(format!("{operator:?} {}", operand.identity()?)))
}

/// Whether a condition holds: as soon as all of its alternatives agree.
pub(in crate::frontend::terraform) fn decide(condition: &Value) -> Result<bool, Arc<Unknown>> {
    if let Kind::Either(alternatives) = &condition.kind {
        let mut decisions = alternatives.options.iter().map(|option| to_bool(option, option.span));
        return match decisions.next() {
            Some(Ok(first)) if decisions.all(|decision| decision.is_ok_and(|bool| bool == first)) => Ok(first),
            // It may hold where the other condition does not.
            _ => Err(Arc::clone(&alternatives.cause).anonymous()),
        };
    }
    to_bool(condition, condition.span).map_err(|unknown| match condition.kind {
        Kind::Unknown(_) => unknown,
        _ => unknown.anonymous(),
    })
}

/// `a + b` and its kin. `&&` and `||` do not look at the right side when the left one decides.
pub(in crate::frontend::terraform) fn binary(
    operator: BinaryOp,
    left: &Value,
    right: impl FnOnce() -> Value,
    span: Span,
) -> Value {
    if let BinaryOp::And | BinaryOp::Or = operator {
        return logic(operator, left, right, span);
    }
    let right = &right();
    let apply = |left: &Value, right: &Value| match operator {
        BinaryOp::Equal | BinaryOp::NotEqual => equality(operator, left, right, span),
        _ => arithmetic(operator, left, right, span),
    };
    let mut value = match (&left.kind, &right.kind) {
        // One condition chooses on both sides.
        (Kind::Either(a), Kind::Either(b)) if a.cause.is_same(&b.cause) && a.options.len() == b.options.len() => {
            let pairs = a.options.iter().zip(&b.options);
            either(pairs.map(|(left, right)| apply(left, right)).collect(), &a.cause, span)
        }
        _ => for_each_option(left, span, |left| for_each_option(right, span, |right| apply(left, right))),
    };
    value.sensitive |= left.sensitive || right.sensitive;
    value.called(|| operation_name(operator, left, right))
}

fn operation_name(operator: BinaryOp, left: &Value, right: &Value) -> Option<String> {
    Some(format!("({} {operator:?} {})", left.identity()?, right.identity()?))
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
    value.called(|| operation_name(operator, left, &right))
}

fn equality(operator: BinaryOp, left: &Value, right: &Value, span: Span) -> Value {
    let never_null = |value: &Value| matches!(&value.kind, Kind::Unknown(unknown) if !unknown.nullable);
    if left.is_null() && never_null(right) && !has_error(right)
        || right.is_null() && never_null(left) && !has_error(left)
    {
        return Value::bool(operator == BinaryOp::NotEqual, span);
    }
    if let (Kind::Number(a), Kind::Number(b)) = (&left.kind, &right.kind)
        && a.is_too_close(*b)
    {
        return unknown_result(Arc::new(Unknown::new(Reason::Limit("digits"), span)), span);
    }
    match compare(left, right) {
        Comparison::Known(equal) => Value::bool(equal == (operator == BinaryOp::Equal), span),
        Comparison::TypesUnknown => Value::unknown(types_unknown(span), span),
        Comparison::Unknown => {
            let told = |side: &Value| -> Vec<Arc<Unknown>> {
                leaves(side).into_iter().map(|unknown| on_the_way(unknown, side)).collect()
            };
            let all = [told(left), told(right)].concat();
            unknown_result(combine(&all).unwrap_or_else(|| invalid("the values cannot be compared", span)), span)
        }
    }
}

fn has_error(value: &Value) -> bool {
    matches!(&value.kind, Kind::Unknown(unknown) if super::super::unknowns::is_error(unknown))
}

fn arithmetic(operator: BinaryOp, left: &Value, right: &Value, span: Span) -> Value {
    let operand = |side: &Value| to_number(side, side.span).map_err(|unknown| on_the_way(&unknown, side));
    let (a, b) = match (operand(left), operand(right)) {
        (Ok(a), Ok(b)) => (a, b),
        (Err(a), Err(b)) => return unknown_result(combine_operands(&a, &b), span),
        (Err(unknown), _) | (_, Err(unknown)) => return unknown_result(unknown, span),
    };
    let order = a.partial_cmp(&b);
    let compares =
        matches!(operator, BinaryOp::Less | BinaryOp::LessEqual | BinaryOp::Greater | BinaryOp::GreaterEqual);
    if compares && a.is_too_close(b) {
        return unknown_result(Arc::new(Unknown::new(Reason::Limit("digits"), span)), span);
    }
    match operator {
        BinaryOp::Less => Value::bool(order == Some(Ordering::Less), span),
        BinaryOp::LessEqual => Value::bool(matches!(order, Some(Ordering::Less | Ordering::Equal)), span),
        BinaryOp::Greater => Value::bool(order == Some(Ordering::Greater), span),
        BinaryOp::GreaterEqual => Value::bool(matches!(order, Some(Ordering::Greater | Ordering::Equal)), span),
        _ => match calculate(operator, a, b) {
            Some(number) => Value::number(number, span),
            None if b == Number::Int(0) && matches!(operator, BinaryOp::Divide | BinaryOp::Modulo) => {
                // Terraform calculates with infinity, so this is no error.
                let reason = Reason::Unsupported("division by zero");
                unknown_result(Arc::new(Unknown::new(reason, span)), span)
            }
            None => unknown_result(Arc::new(Unknown::new(Reason::Limit("digits"), span)), span),
        },
    }
}

/// Exact as long as the digits fit, then the nearest float. `None` where that would pass for an exact result.
fn calculate(operator: BinaryOp, a: Number, b: Number) -> Option<Number> {
    let exact = match operator {
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Subtract => a.checked_sub(b),
        BinaryOp::Multiply => a.checked_mul(b),
        BinaryOp::Divide => a.checked_div(b),
        _ => a.checked_rem(b),
    };
    let nearest = || {
        let (a, b) = (a.as_f64(), b.as_f64());
        let result = match operator {
            BinaryOp::Add => a + b,
            BinaryOp::Subtract => a - b,
            BinaryOp::Multiply => a * b,
            BinaryOp::Divide => a / b,
            _ => return None,
        };
        let number = Number::from(result);
        (result.is_finite() && !number.is_exact()).then_some(number)
    };
    exact.or_else(nearest)
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
