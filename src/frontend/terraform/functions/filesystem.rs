//! Files below the scan root, and paths.

use std::sync::Arc;

use super::{Arguments, Outcome, Table};
use crate::frontend::terraform::paths;
use crate::value::{Reason, Unknown, Value};

pub(super) const TABLE: Table = &[
    ("basename", |call| call.value(call.text(0).map(|path| call.string(base_name(&path))))),
    ("file", |call| call.value(file(call))),
];

fn base_name(path: &str) -> &str {
    match path.trim_end_matches('/').rsplit('/').next() {
        Some("") if path.is_empty() => ".",
        Some("") => "/",
        Some(name) => name,
        None => ".",
    }
}

/// The text of a file. One that cannot be read may be there when Terraform runs, so this is no error.
fn file(call: &Arguments<'_>) -> Outcome<Value> {
    let path = call.text(0)?;
    let text = paths::join(call.root, &path).and_then(|path| call.context.files.read(&path).ok());
    match text {
        Some(text) => Ok(call.string(text)),
        None => Err(Arc::new(Unknown::new(Reason::Function(format!("file({path})").into()), call.span))),
    }
}
