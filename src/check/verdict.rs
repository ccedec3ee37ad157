//! One resource judged by one check.

use super::Check;
use crate::diagnostic::Label;
use crate::model::Resource;
use crate::source::Span;
use crate::value::{Reason, Value};

/// The outcome of one check on one resource.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// The check's condition for applying does not hold.
    NotApplicable,
    /// Assessed, and as it should be.
    Pass,
    /// Assessed, and wrong, at each of these places.
    Fail(Vec<Failure>),
    /// It depends on something that is not known.
    Unknown(Doubt),
}

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Where to point, in the resource's own text.
    pub place: Span,
    /// Normalized path of the failing node in the resource's body or shape; empty when something is missing from the
    /// resource as a whole.
    pub path: String,
    /// The failing node; none when something is missing.
    pub value: Option<Value>,
    /// Where the value was written, and the references in between, when that is not `place`.
    pub origin: Vec<Label>,
}

/// Why a verdict is not known.
#[derive(Clone, Debug)]
pub struct Doubt {
    /// The reason.
    pub reason: Reason,
    /// The expression at which knowledge ends.
    pub span: Span,
}

/// Judges `resource` by `check`. `subject` is what `$` stands for: the resource's body, or the shape that the check asks
/// for.
pub fn judge(check: &Check, resource: &Resource, subject: &Value) -> Verdict {
    let _ = (check, resource, subject);
    Verdict::NotApplicable
}
