//! What HCL computes without a configuration. Bake files have the same operators, and many of the same functions.

use std::cell::Cell;
use std::sync::Arc;

use super::evaluate::convert;
use super::evaluate::expression;
use super::evaluate::functions::{self, Arguments};
use crate::frontend::api::Context;
use crate::source::Span;
use crate::syntax::hcl::{BinaryOp, UnaryOp};
use crate::value::{Unknown, Value};

/// `!x` and `-x`.
pub(in crate::frontend) fn unary(operator: UnaryOp, operand: &Value, span: Span) -> Value {
    expression::unary(operator, operand, span)
}

/// `a + b` and its kin.
pub(in crate::frontend) fn binary(
    operator: BinaryOp,
    left: &Value,
    right: impl FnOnce() -> Value,
    span: Span,
) -> Value {
    expression::binary(operator, left, right, span)
}

/// Whether a condition holds.
pub(in crate::frontend) fn decide(condition: &Value) -> Result<bool, Arc<Unknown>> {
    expression::decide(condition)
}

/// `value[key]`.
pub(in crate::frontend) fn index(value: &Value, key: &Value, span: Span) -> Value {
    expression::index(value, key, span, &|| "member".into())
}

/// The text that a value is or converts to.
pub(in crate::frontend) fn to_text(value: &Value, span: Span) -> Result<Arc<str>, Arc<Unknown>> {
    convert::to_text(value, span)
}

/// The value of a function, and the steps that it was worth.
pub(in crate::frontend) fn call(name: &str, values: Vec<Value>, span: Span, context: &Context<'_>) -> (Value, u32) {
    let arguments = Arguments { values, span, context, root: "", steps: Cell::new(0) };
    let value = functions::call(name, &arguments);
    (value, arguments.steps.get())
}
