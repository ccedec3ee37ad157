//! Functions whose result depends on the moment or place of the run, or on bytes that are not reproduced.

use std::sync::Arc;

use super::{Arguments, Table};
use crate::frontend::terraform::evaluate::unknowns::{combine, leaves};
use crate::value::{Kind, Reason, Unknown, Value};

pub(super) const TABLE: Table = &[
    ("abspath", 1..=1, |call| unavailable(call, "abspath")),
    ("base64gzip", 1..=1, compressed),
    ("bcrypt", 1..=2, |call| unavailable(call, "bcrypt")),
    ("plantimestamp", 0..=0, |call| unavailable(call, "plantimestamp")),
    ("rsadecrypt", 2..=2, |call| unavailable(call, "rsadecrypt")),
    ("timestamp", 0..=0, |call| unavailable(call, "timestamp")),
    ("uuid", 0..=0, |call| unavailable(call, "uuid")),
];

/// A string that is never null, with everything that its arguments refer to.
fn unavailable(call: &Arguments<'_>, name: &str) -> Value {
    let own = Arc::new(Unknown::new(Reason::Function(name.into()), call.span));
    let all = std::iter::once(&own).chain(call.values.iter().flat_map(leaves));
    let unknown = combine(all).unwrap_or_else(|| Arc::clone(&own));
    Value::unknown(Unknown { nullable: false, ..Unknown::clone(&unknown) }, call.span)
}

/// The bytes depend on the compressor; what is in them does not.
fn compressed(call: &Arguments<'_>) -> Value {
    let value = unavailable(call, "base64gzip");
    match (&value.kind, call.values.first()) {
        (Kind::Unknown(unknown), Some(text)) => Arc::clone(unknown).encoding(text, call.span),
        _ => value,
    }
}
