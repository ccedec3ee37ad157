//! What the schema of a configuration file says of fields that take words of a closed set. The files themselves are read
//! as texts, so that a word that is none can be reported beside all else that is odd.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::check::Severity;

/// A severity.
pub(super) struct SeverityWord;

impl JsonSchema for SeverityWord {
    fn schema_name() -> Cow<'static, str> {
        "Severity".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": Severity::ALL.map(Severity::as_str) })
    }
}

/// A severity, or `none`.
pub(super) struct Threshold;

impl JsonSchema for Threshold {
    fn schema_name() -> Cow<'static, str> {
        "Threshold".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words: Vec<&str> = Severity::ALL.iter().map(|severity| severity.as_str()).chain(["none"]).collect();
        json_schema!({ "type": "string", "enum": words })
    }
}
