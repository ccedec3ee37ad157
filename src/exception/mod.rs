//! Exceptions: findings that somebody decided to accept, with the reason, the owner and the last day. They stand in
//! comments, in annotations, in the configuration, and in the files and the syntax of other tools.

mod annotation;
mod directive;
mod exceptions;
mod foreign;
mod listed;
mod misspelled;
mod native;
mod policy;
mod scope;
mod written;

pub use exceptions::{Applied, apply};
pub use listed::{Listed, importable};
pub use written::{Distrusted, Surroundings};
