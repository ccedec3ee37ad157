//! Why a value is not known, and what it was made of.

use std::fmt;
use std::sync::Arc;

use super::{Address, Kind, Origin, Value};
use crate::source::Span;

/// Stands between an evaluation and a name in it, in an identity. No name has it: texts in names are quoted.
pub(super) const EVALUATION: char = '\n';

/// A value that cannot be known before deployment, or that Ravelin cannot compute.
#[derive(Clone, Debug)]
pub struct Unknown {
    /// Why.
    pub reason: Reason,
    /// The expression at which knowledge ends.
    pub span: Span,
    /// What the value was made of, so that an unknown value still links resources.
    pub references: Vec<Reference>,
    /// Whether the value may turn out to be null, which counts as not set. False for what a provider computes.
    pub nullable: bool,
    /// The references that lead to `span`, where the value that went this way is part of another one.
    pub way: Option<Arc<Origin>>,
    /// What the value is called, where it has a name: unknowns of one name are one value, wherever they are. Made of it
    /// is another value, which has another name or none: [`Value::unknown`](super::Value::unknown) leaves it out.
    pub identity: Option<Arc<str>>,
    /// The text of which this is an encoding, where that text is known at least in part. Made of it is another value.
    pub plain: Option<Arc<Value>>,
}

/// A mention of another object of the same evaluation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference {
    /// Absolute address with its module path and, where it is known, its instance key:
    /// `module.net.aws_subnet.a[0]`, `data.aws_ami.x`.
    pub address: Address,
    /// The attribute asked of it, such as `id`.
    pub attribute: Option<Arc<str>>,
}

/// The reasons for not knowing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A variable without default to which nothing gives a value.
    UnsetVariable(Arc<str>),
    /// An attribute that the provider sets on creation.
    Computed(Arc<str>),
    /// Read from the provider at plan time.
    DataSource(Arc<str>),
    /// A module whose source is not on this machine.
    MissingModule(Arc<str>),
    /// A name that is defined nowhere.
    Undefined(Arc<str>),
    /// A function that depends on the moment or place of the run, or that is not available here.
    Function(Arc<str>),
    /// An operation that fails, with the reason.
    Invalid(Arc<str>),
    /// An argument that is not set, of which the default changed with a version of its provider. Versions before that one
    /// and after it are possible.
    ProviderDefault {
        /// The argument.
        argument: Arc<str>,
        /// The major version in which its default changed.
        since: u32,
    },
    /// A condition that is not known.
    Condition,
    /// A build argument or environment variable of a Dockerfile that has no value in the file.
    BuildArgument(Arc<str>),
    /// A variable of the environment that no file gives a value.
    EnvironmentVariable(Arc<str>),
    /// Text that something else replaces before it is used.
    Placeholder(Arc<str>),
    /// A value that is defined by itself.
    Cycle(Arc<str>),
    /// Text that did not parse.
    Syntax,
    /// A stated limit was reached.
    Limit(&'static str),
    /// A construct that is not evaluated.
    Unsupported(&'static str),
    /// This is a part of something of which the rest is not in the scan, with the reason.
    Partial(Arc<str>),
    /// Which of several resources is meant, or whether any, with the reason.
    Ambiguous(&'static str),
}

impl Unknown {
    /// Whether it is the name that a provider gave to one object: whatever it is, it is no wildcard.
    pub fn names_one_thing(&self) -> bool {
        let Some(reference) = self.references.first() else {
            return false;
        };
        // It may have come through arguments of other resources.
        let is_it = |identity: &str| identity.strip_prefix(reference.address.as_str()).is_some();
        if self.references.len() > 1 && !self.identity.as_deref().is_some_and(is_it) {
            return false;
        }
        let name = reference.attribute.as_deref().unwrap_or_default();
        matches!(self.reason, Reason::Computed(_) | Reason::DataSource(_))
            && (name == "arn" || name.ends_with("_arn") || matches!(name, "id" | "unique_id" | "account_id"))
    }

    /// An unknown without references that may be null.
    pub fn new(reason: Reason, span: Span) -> Self {
        Self { reason, span, references: Vec::new(), nullable: true, way: None, identity: None, plain: None }
    }

    /// An attribute of another object, known to exist but not what it is.
    pub fn computed(reference: Reference, span: Span) -> Self {
        let name = match &reference.attribute {
            Some(attribute) => format!("{}.{attribute}", reference.address).into(),
            None => reference.address.clone().into(),
        };
        Self { references: vec![reference], nullable: false, ..Self::new(Reason::Computed(name), span) }
    }

    /// Whether both certainly stand for one value, whatever it is.
    pub fn is_same(&self, other: &Self) -> bool {
        self.identity.is_some() && self.identity == other.identity
    }

    /// The value of an encoding of a text, for this reason.
    pub fn encoding(self: Arc<Self>, text: &Value, span: Span) -> Value {
        let plain = match &text.kind {
            Kind::String(_) | Kind::Template(_) => Some(Arc::new(text.clone())),
            Kind::Json(inner) => {
                let kind = Kind::joined(inner.to_json_parts());
                Some(Arc::new(Value { kind, ..text.clone() }))
            }
            _ => None,
        };
        let unknown = Self { identity: None, plain, ..Self::clone(&self) };
        Value::new(Kind::Unknown(Arc::new(unknown)), span)
    }

    /// The reason for another value, which was made of this one.
    #[must_use]
    pub fn anonymous(self: Arc<Self>) -> Arc<Self> {
        match (&self.identity, &self.plain) {
            (None, None) => self,
            _ => Arc::new(Self { identity: None, plain: None, ..Self::clone(&self) }),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnsetVariable(name) => write!(f, "variable `{name}` has no value"),
            Self::Computed(name) => write!(f, "`{name}` is known only after apply"),
            Self::DataSource(name) => write!(f, "data source `{name}` is read at plan time"),
            Self::MissingModule(source) => write!(f, "module `{source}` is not on this machine"),
            Self::Undefined(name) => write!(f, "`{name}` is not defined"),
            Self::Function(name) => write!(f, "function `{name}` is not evaluated"),
            Self::Invalid(why) | Self::Partial(why) => f.write_str(why),
            Self::ProviderDefault { argument, since } => {
                let of = format_args!("`{argument}` changed with version {since} of the provider");
                write!(f, "the default of {of}, and versions on both sides may be used")
            }
            Self::Condition => f.write_str("the condition is not known"),
            Self::BuildArgument(name) => write!(f, "`{name}` has no value in the file"),
            Self::EnvironmentVariable(name) => write!(f, "environment variable `{name}` is set in no file"),
            Self::Placeholder(text) => write!(f, "`{text}` stands for what is put in before the deployment"),
            Self::Cycle(name) => write!(f, "`{name}` is defined by itself"),
            Self::Syntax => f.write_str("the text does not parse"),
            Self::Limit(what) => write!(f, "the limit on {what} was reached"),
            Self::Unsupported(what) => write!(f, "{what} is not evaluated"),
            Self::Ambiguous(why) => f.write_str(why),
        }
    }
}
