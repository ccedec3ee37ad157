//! Layer 3: checks are data. A check file becomes a [`Check`] (at build time for those in `checks/`, at start for the
//! user's own), its clauses become compiled [`query`] programs, and [`verdict`] judges one resource by one check.

mod definition;
mod embedded;
mod examples;
mod family;
#[cfg(test)]
mod family_tests;
pub mod import;
pub mod lists;
pub mod message;
mod meta;
pub mod query;
mod registry;
mod synonyms;
mod unknown;
mod user;
pub mod verdict;
mod words;

pub use crate::vocabulary::{Category, Expectation, Severity};
pub use definition::ListUse;
pub use meta::{Check, Example, Target, Text, WordList, Wording};
pub use query::Clause;
pub use registry::Registry;
pub use unknown::{UnknownName, nearest};
pub use user::load as load_user_check;
