//! `aws_kms_alias` and `aws_kms_key` of the keys that AWS keeps itself: their aliases begin with `alias/aws/`.

use super::Asked;
use crate::frontend::terraform::evaluate::interpreter::Interpreter;
use crate::value::{Kind, Value};

/// How the alias of a key begins that AWS keeps for one of its services.
const PREFIX: &str = "alias/aws/";

impl<'p> Interpreter<'p> {
    /// The key of AWS that the data source means, by its alias: which key it is in an account is not known, but whose it
    /// is.
    pub(super) fn key_of_aws(&self, asked: Asked<'_, 'p>, name: &str) -> Option<Value> {
        let argument = match (asked.declaration.label(0), name) {
            ("aws_kms_alias", "arn" | "id" | "target_key_arn" | "target_key_id") => "name",
            ("aws_kms_key", "arn" | "id") => "key_id",
            _ => return None,
        };
        let alias = self.argument_of(asked, argument)?;
        // Also the end of an ARN.
        let text = alias.as_str()?.rsplit(':').next()?;
        let is_of_aws = text.starts_with(PREFIX);
        is_of_aws.then(|| Value { kind: Kind::String(text.into()), places: None, ..alias.clone() })
    }
}
