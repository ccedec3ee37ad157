//! Terraform's automatic conversions between scalars.

use std::sync::Arc;

use super::unknowns::invalid;
use crate::source::Span;
use crate::value::{Kind, Number, Reason, Unknown, Value};

/// The truth value that `value` is or spells.
///
/// # Errors
/// Why it is not known, or that there is none.
pub(in crate::frontend::terraform) fn to_bool(value: &Value, span: Span) -> Result<bool, Arc<Unknown>> {
    match &value.kind {
        Kind::Bool(bool) => Ok(*bool),
        Kind::String(text) => match text.as_ref() {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(invalid("a bool is required", span)),
        },
        _ => Err(no_scalar(value, "a bool", span)),
    }
}

/// The number that `value` is or spells.
///
/// # Errors
/// Why it is not known, or that there is none.
pub(in crate::frontend::terraform) fn to_number(value: &Value, span: Span) -> Result<Number, Arc<Unknown>> {
    match &value.kind {
        Kind::Number(number) => Ok(*number),
        Kind::String(text) => Number::parse(text).ok_or_else(|| invalid("a number is required", span)),
        _ => Err(no_scalar(value, "a number", span)),
    }
}

/// The text that `value` is or converts to, as long as all of it is known.
///
/// # Errors
/// Why it is not known, or that there is none.
pub(in crate::frontend::terraform) fn to_text(value: &Value, span: Span) -> Result<Arc<str>, Arc<Unknown>> {
    match &value.kind {
        Kind::String(text) => Ok(Arc::clone(text)),
        Kind::Bool(bool) => Ok(if *bool { "true".into() } else { "false".into() }),
        Kind::Number(number) if number.is_exact() => Ok(number.to_string().into()),
        // Terraform writes about 150 digits.
        Kind::Number(_) => Err(Arc::new(Unknown { nullable: false, ..Unknown::new(Reason::Limit("digits"), span) })),
        Kind::Json(inner) => match inner.to_json() {
            Ok(text) => Ok(text.into()),
            Err(_) => Err(no_scalar(value, "a string", span)),
        },
        _ => Err(no_scalar(value, "a string", span)),
    }
}

/// A whole number that can be an index or a length.
///
/// # Errors
/// Why it is not known, or that there is none.
pub(in crate::frontend::terraform) fn to_index(value: &Value, span: Span) -> Result<i64, Arc<Unknown>> {
    to_number(value, span)?.as_i64().ok_or_else(|| invalid("a whole number is required", span))
}

fn no_scalar(value: &Value, wanted: &str, span: Span) -> Arc<Unknown> {
    match &value.kind {
        Kind::Unknown(_) | Kind::Either(_) | Kind::Template(_) | Kind::Json(_) => {
            super::unknowns::combine(super::unknowns::leaves(value))
                .unwrap_or_else(|| invalid(format!("{wanted} is required"), span))
        }
        _ => invalid(format!("{wanted} is required, but this is {}", value.type_name()), span),
    }
}
