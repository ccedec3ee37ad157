//! Exceptions: findings that somebody decided to accept, with the reason, the owner and the last day.

mod directive;
mod exceptions;

pub use exceptions::{Applied, Exceptions};
