//! Build arguments and environment variables, as far as the file tells.

use std::collections::HashMap;
use std::sync::Arc;

use crate::source::Span;
use crate::value::{Reason, Unknown, Value};

/// Set by the builder, whatever the file says.
const PLATFORM_ARGUMENTS: [&str; 8] = [
    "TARGETPLATFORM",
    "TARGETOS",
    "TARGETARCH",
    "TARGETVARIANT",
    "BUILDPLATFORM",
    "BUILDOS",
    "BUILDARCH",
    "BUILDVARIANT",
];

/// Whether the builder sets the name where it is declared.
pub(super) fn is_platform_argument(name: &str) -> bool {
    PLATFORM_ARGUMENTS.contains(&name)
}

/// The variables in force at one place.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    env: HashMap<Arc<str>, Value>,
    /// Declared arguments; `None` without a value.
    args: HashMap<Arc<str>, Option<Value>>,
    /// Whether the names that are not here certainly have no value: before the first stage and upon `scratch` there is no
    /// base image that could set them.
    closed: bool,
}

/// What is known of a variable.
pub(super) enum Variable<'s> {
    /// It has this value.
    Value(&'s Value),
    /// The file declares it and gives it no value. The command line can.
    Unset(Unknown),
    /// Nothing gives it a value.
    Never(Unknown),
    /// The base image or the builder may set it.
    Unknown(Unknown),
}

impl Scope {
    /// A scope of names that no base image sets.
    pub(super) fn closed() -> Self {
        Self { closed: true, ..Self::default() }
    }

    pub(super) fn set_env(&mut self, name: &str, value: Value) {
        self.env.insert(name.into(), value);
    }

    pub(super) fn set_arg(&mut self, name: &str, value: Option<Value>) {
        self.args.insert(name.into(), value);
    }

    /// Whether the file gives the name a meaning, with a value or without.
    pub(super) fn declares(&self, name: &str) -> bool {
        self.env.contains_key(name) || self.args.contains_key(name)
    }

    /// The scope with empty values for the arguments that have none, as in a build that is given nothing.
    pub(super) fn with_defaults(&self, span: Span) -> Self {
        let mut scope = self.clone();
        scope
            .args
            .values_mut()
            .filter(|value| value.is_none())
            .for_each(|value| *value = Some(Value::string("", span)));
        scope
    }

    /// The value of a declared argument.
    pub(super) fn arg(&self, name: &str) -> Option<&Value> {
        self.args.get(name)?.as_ref()
    }

    /// Whether the builder sets the name for the platforms of the build.
    pub(super) fn is_platform(name: &str) -> bool {
        PLATFORM_ARGUMENTS.contains(&name)
    }

    /// Whether an `ENV` sets the name.
    pub(super) fn has_env(&self, name: &str) -> bool {
        self.env.contains_key(name)
    }

    /// Looks a name up; `ENV` wins over `ARG`.
    pub(super) fn get(&self, name: &str, span: Span) -> Variable<'_> {
        let unknown = || Unknown::new(Reason::BuildArgument(name.into()), span);
        if let Some(value) = self.env.get(name) {
            return Variable::Value(value);
        }
        if is_platform_argument(name) {
            return Variable::Unknown(unknown());
        }
        match self.args.get(name) {
            Some(Some(value)) => Variable::Value(value),
            Some(None) => Variable::Unset(unknown()),
            None if self.closed || is_positional(name) => Variable::Never(unknown()),
            None => Variable::Unknown(unknown()),
        }
    }
}

/// Whether a name is one that a shell gives its arguments and its state: `1`, `@`. The builder knows them as well, and has
/// no value for them.
pub(super) fn is_positional(name: &str) -> bool {
    !name.starts_with(|first: char| first.is_alphabetic() || first == '_')
}
