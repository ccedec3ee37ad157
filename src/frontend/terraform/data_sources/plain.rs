//! Data sources that take their arguments apart or read a file of the repository.

use std::cell::Cell;

use super::Asked;
use crate::frontend::terraform::evaluate::functions::{self, Arguments};
use crate::frontend::terraform::evaluate::interpreter::Interpreter;
use crate::value::{Kind, Value};

/// The functions that give what the attributes of `local_file` are.
const FILE_ATTRIBUTES: [(&str, &str); 9] = [
    ("content", "file"),
    ("content_base64", "filebase64"),
    ("content_md5", "filemd5"),
    ("content_sha1", "filesha1"),
    ("content_sha256", "filesha256"),
    ("content_sha512", "filesha512"),
    ("content_base64sha256", "filebase64sha256"),
    ("content_base64sha512", "filebase64sha512"),
    ("id", "filesha1"),
];

impl<'p> Interpreter<'p> {
    /// `local_file` and `local_sensitive_file`: a file as the functions on files read it.
    pub(super) fn local_file(&self, asked: Asked<'_, 'p>, name: &str) -> Option<Value> {
        let (_, function) = FILE_ATTRIBUTES.iter().find(|(attribute, _)| *attribute == name)?;
        let path = self.argument_of(asked, "filename")?;
        let (span, steps) = (path.span, Cell::new(0));
        let sensitive = path.sensitive || asked.declaration.label(0) == "local_sensitive_file";
        let arguments = Arguments { values: vec![path], span, context: self.context, root: self.root.folder, steps };
        let value = functions::call(function, &arguments);
        self.count_steps(arguments.steps.get());
        self.count_size(&value);
        // One that is not here may be there when Terraform runs.
        value.as_unknown().is_none().then_some(Value { sensitive, ..value })
    }

    /// `aws_arn`: the parts of an ARN.
    pub(super) fn part_of_arn(&self, asked: Asked<'_, 'p>, name: &str) -> Option<Value> {
        let arn = self.argument_of(asked, "arn")?;
        let parts: Vec<&str> = arn.as_str()?.splitn(6, ':').collect();
        let ["arn", partition, service, region, account, resource] = parts[..] else { return None };
        let part = match name {
            "partition" => partition,
            "service" => service,
            "region" => region,
            "account" => account,
            "resource" => resource,
            "id" => return Some(arn.clone()),
            _ => return None,
        };
        Some(Value { kind: Kind::String(part.into()), places: None, ..arn.clone() })
    }
}
