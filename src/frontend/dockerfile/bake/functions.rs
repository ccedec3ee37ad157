//! Functions of bake files
//! ([reference](https://docs.docker.com/build/bake/funcs/)).

use std::sync::Arc;

use crate::frontend::api::Context;
use crate::frontend::terraform::pure;
use crate::source::Span;
use crate::syntax::hcl::{BinaryOp, UnaryOp};
use crate::value::{Reason, Unknown, Value};

/// Those that mean the same in Terraform.
const SHARED: [&str; 40] = [
    "abs",
    "base64decode",
    "base64encode",
    "ceil",
    "chomp",
    "coalesce",
    "compact",
    "concat",
    "contains",
    "distinct",
    "element",
    "flatten",
    "floor",
    "format",
    "formatlist",
    "indent",
    "join",
    "jsondecode",
    "jsonencode",
    "keys",
    "length",
    "lookup",
    "lower",
    "max",
    "md5",
    "merge",
    "min",
    "parseint",
    "range",
    "replace",
    "sha1",
    "sha256",
    "sha512",
    "slice",
    "sort",
    "split",
    "substr",
    "title",
    "upper",
    "values",
];

/// Those that only trim.
const TRIMMING: [&str; 5] = ["trim", "trimprefix", "trimspace", "trimsuffix", "urlencode"];

/// The value of a function, and the steps that it was worth.
pub(super) fn call(name: &str, values: Vec<Value>, span: Span, context: &Context<'_>) -> (Value, u32) {
    let binary = |operator: BinaryOp| match values.as_slice() {
        [left, right] => Some(pure::binary(operator, left, || right.clone(), span)),
        _ => None,
    };
    let value = match name {
        "equal" => binary(BinaryOp::Equal),
        "notequal" => binary(BinaryOp::NotEqual),
        "and" => binary(BinaryOp::And),
        "or" => binary(BinaryOp::Or),
        "add" => binary(BinaryOp::Add),
        "not" => values.first().map(|value| pure::unary(UnaryOp::Not, value, span)),
        "sanitize" => values.first().and_then(Value::as_str).map(|text| Value::string(sanitized(text), span)),
        _ => None,
    };
    // Terraform takes a text between slashes for a regular expression.
    let is_other = name == "replace" && values.get(1).and_then(Value::as_str).is_none_or(|text| text.starts_with('/'));
    match value {
        Some(value) => (value, 1),
        None if !is_other && (SHARED.contains(&name) || TRIMMING.contains(&name)) => {
            pure::call(name, values, span, context)
        }
        None => (Value::unknown(Unknown::new(Reason::Function(name.into()), span), span), 1),
    }
}

/// A text with `_` for whatever no name of a target holds.
fn sanitized(text: &str) -> Arc<str> {
    let char = |char: char| if char.is_ascii_alphanumeric() || matches!(char, '_' | '-') { char } else { '_' };
    text.chars().map(char).collect::<String>().into()
}
