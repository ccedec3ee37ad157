//! Why something is not edited.

use std::borrow::Cow;
use std::fmt;

/// Why a fix cannot be made: a sentence without a full stop, such as "this is an alias of what stands elsewhere".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfixable(Cow<'static, str>);

impl Unfixable {
    /// For a reason.
    pub fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        Self(reason.into())
    }
}

impl fmt::Display for Unfixable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unfixable {}
