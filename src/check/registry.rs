//! All checks of a run, by id, alias, kind and shape.

/// The checks of a run.
#[derive(Debug, Default)]
pub struct Registry {}
