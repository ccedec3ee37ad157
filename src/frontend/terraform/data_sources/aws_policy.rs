//! `aws_iam_policy`: what its name tells of the policy that it finds.

use std::sync::Arc;

use super::Asked;
use crate::frontend::terraform::evaluate::interpreter::Interpreter;
use crate::frontend::terraform::evaluate::text::TextBuilder;
use crate::value::Value;

impl<'p> Interpreter<'p> {
    /// The ARN of the policy of this name. Whether it is one of AWS, and where it stands, is not known
    /// ([forms of ARNs](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html)).
    pub(super) fn arn_of_policy(&self, asked: Asked<'_, 'p>) -> Option<Value> {
        let name = self.argument_of(asked, "name")?;
        let open = Arc::new(self.read_later(asked, "arn"));
        let mut text = TextBuilder::new(asked.declaration.header());
        for part in ["arn:aws", ":iam::", ":policy/"] {
            text.push_text(part);
            text.push_hole(&open);
        }
        text.push_value(&name);
        Some(text.finish())
    }
}
