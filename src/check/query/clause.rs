//! A whole condition of a check. Part of the build script as well.

use super::{Expr, Query};

/// A condition on `$`.
#[derive(Clone, Copy, Debug)]
pub enum Clause {
    /// `$…`: holds when it selects at least one node.
    Path(Query),
    /// `?…`: a filter expression of RFC 9535 with `$` itself as `@`.
    Test(Expr),
    /// At least one holds.
    Any(&'static [Clause]),
    /// All hold.
    All(&'static [Clause]),
}
