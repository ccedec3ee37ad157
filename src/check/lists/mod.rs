//! Lists of facts that age, such as the versions of a service and the day until which each is supported. Each is a file
//! of `checks/lists/` with the date of its facts.
//!
//! To add a list: one file in `checks/lists/`; `docs/checks.md` describes its fields.

// For its schema and its own tests: the build script is what reads list files.
#[allow(dead_code)]
mod definition;
pub(super) mod embedded;
mod ending;
mod list;
mod version;

pub(super) use definition::Definition;
pub use embedded::{LISTS, find, names};
pub use ending::{Ending, When};
pub use list::{Form, List, Removed, Undecided, Versions};
