//! Layer 3: checks are data. A check file becomes a [`Check`] (at build time for those in `checks/`, at start for the
//! user's own), its clauses become compiled [`query`] programs, and [`verdict`] judges one resource by one check.

mod clause;
mod definition;
mod embedded;
mod examples;
mod family;
#[cfg(test)]
mod family_tests;
pub mod fix;
pub mod import;
mod kinds;
pub mod lists;
pub mod message;
mod meta;
mod mistake;
mod names;
mod problem;
pub mod query;
mod question;
mod reading;
mod registry;
mod required;
mod scaffold;
mod schema;
mod synonyms;
mod type_page;
mod unknown;
mod user;
mod validate;
pub mod verdict;
mod words;

pub use crate::vocabulary::{Category, Expectation, Severity};
pub use definition::ListUse;
pub use kinds::{meant_kind, misspelt_kinds};
pub use meta::{Check, Example, Target, Text, WordList, Wording};
pub use query::Clause;
pub use question::Question;
pub use registry::Registry;
pub use scaffold::{Subject, scaffold, schema_address};
pub use schema::{check_schema, family_schema, list_schema};
pub use unknown::{UnknownName, meant, nearest};
pub use user::load as load_user_check;
pub use validate::is_id;
