//! Keeps what queries are compiled to as long as the program lives: those of the embedded checks are constants, and the user's own
//! are few. Part of the build script as well.

use super::error::Result;

/// What becomes of each, up to the first mistake.
pub(super) fn all<T, U>(from: &[T], compile: impl Fn(&T) -> Result<U>) -> Result<&'static [U]> {
    Ok(keep_all(from.iter().map(compile).collect::<Result<Vec<_>>>()?))
}

/// One value.
pub(super) fn keep<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// Several values.
pub(super) fn keep_all<T>(values: Vec<T>) -> &'static [T] {
    values.leak()
}

/// A text.
pub(super) fn keep_text(text: &str) -> &'static str {
    text.to_owned().leak()
}
