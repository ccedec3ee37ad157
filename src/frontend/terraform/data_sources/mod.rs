//! Data sources that only compute: their results are known as far as their arguments are. To add one: write it in the
//! file of its group, and add a row to the match below.
//!
//! | file | data sources |
//! |---|---|
//! | `policy_document`, `policy_merge` | `aws_iam_policy_document` |
//! | `aws_place` | what the region of the provider tells |
//! | `aws_key` | the keys of AWS itself |
//! | `aws_policy` | policies by their names |
//! | `cloud_init` | `cloudinit_config` |
//! | `plain` | what hands on its arguments, and files |

mod aws_key;
mod aws_place;
mod aws_policy;
mod cloud_init;
mod plain;
mod policy_document;
mod policy_mentions;
mod policy_merge;
mod provider;

pub(super) use policy_mentions::Mentions;

use super::evaluate::instance::Instance;
use super::evaluate::interpreter::Interpreter;
use super::load::declaration::Declaration;
use crate::source::Span;
use crate::value::Value;

/// One instance of a data source, and where it is asked.
#[derive(Clone, Copy)]
struct Asked<'a, 'p> {
    instance: &'a Instance<'p>,
    declaration: &'a Declaration<'p>,
    item: usize,
    /// The expression that asks.
    span: Span,
}

impl<'p> Interpreter<'p> {
    /// An attribute of a data source that is not one of its arguments; nothing where it is not computed here.
    pub(super) fn computed_data(
        &self,
        instance: &Instance<'p>,
        declaration: &Declaration<'p>,
        item: usize,
        name: &str,
        span: Span,
    ) -> Option<Value> {
        let asked = Asked { instance, declaration, item, span };
        match (declaration.label(0), name) {
            ("aws_iam_policy_document", "json" | "minified_json") => {
                Some(self.policy_document(instance, declaration, item))
            }
            ("aws_iam_policy_document", "version") => Some(Value::string("2012-10-17", declaration.header())),
            ("cloudinit_config" | "template_cloudinit_config", "rendered") => {
                Some(self.cloud_init(instance, declaration, item))
            }
            ("template_file", "rendered") => Some(self.template_file(instance, declaration, item)),
            ("aws_arn", _) => self.part_of_arn(asked, name),
            ("aws_default_tags", "tags") => self.default_tags(asked),
            ("aws_iam_policy", "arn" | "id") => self.arn_of_policy(asked),
            ("aws_kms_alias" | "aws_kms_key", _) => self.key_of_aws(asked, name),
            ("aws_partition", _) => self.partition(asked, name),
            ("aws_region", _) => self.region(asked, name),
            ("aws_service_principal", _) => self.service_principal(asked, name),
            ("local_file" | "local_sensitive_file", _) => self.local_file(asked, name),
            ("null_data_source", "outputs") => Some(self.argument_of(asked, "inputs")?),
            _ => None,
        }
    }

    /// An argument of the data source that is written.
    fn argument_of(&self, asked: Asked<'_, 'p>, name: &str) -> Option<Value> {
        let (&name, _) = asked.declaration.arguments.get_key_value(name)?;
        Some(self.argument(asked.instance, asked.declaration, asked.item, name)).filter(|value| !value.is_null())
    }
}
