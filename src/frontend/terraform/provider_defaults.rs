//! Defaults of arguments that changed with a major version of their provider.
//!
//! Most defaults never change, and checks know them: `deny` where absence is safe, `require` where it is not. For the few
//! in this table the body of a resource is completed instead: with the default of the version that the configuration
//! asks for, or with an unknown where it allows both.

use super::instance::Instance;
use super::interpreter::Interpreter;
use super::module::{Declaration, DeclarationKind};
use crate::value::{Map, Reason, Unknown, Value};

/// A default that changed.
struct Change {
    kind: &'static str,
    argument: &'static str,
    /// The first major version with the new default.
    since: u32,
    before: bool,
    after: bool,
}

/// From the upgrade guides of the providers.
const CHANGES: &[Change] = &[
    Change { kind: "aws_redshift_cluster", argument: "encrypted", since: 6, before: false, after: true },
    Change { kind: "aws_redshift_cluster", argument: "publicly_accessible", since: 6, before: true, after: false },
];

impl<'p> Interpreter<'p> {
    /// Adds the defaults that depend on the version of the provider.
    pub(super) fn add_defaults(&self, instance: &Instance<'p>, declaration: &Declaration<'p>, body: &mut Map) {
        if declaration.kind != DeclarationKind::Resource {
            return;
        }
        let kind = declaration.label(0);
        for change in CHANGES.iter().filter(|change| change.kind == kind) {
            if body.get(change.argument).is_some() {
                continue;
            }
            let header = declaration.header();
            let majors = self.provider_majors(instance, kind.split('_').next().unwrap_or(kind));
            let value = if majors.are_before(change.since) {
                Value::bool(change.before, header)
            } else if majors.are_since(change.since) {
                Value::bool(change.after, header)
            } else {
                let reason = Reason::ProviderDefault(change.argument.into());
                Value::unknown(Unknown { nullable: false, ..Unknown::new(reason, header) }, header)
            };
            body.insert(change.argument, header, value);
        }
    }
}
