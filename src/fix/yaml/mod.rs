//! Edits of YAML and JSON.

mod path;

pub use path::{Path, Step};
