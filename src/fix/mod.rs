//! Layer 5: edits that mend findings. A fix is described in terms of the model; here it becomes text that replaces text, and
//! everything else in the file stays byte for byte.
//!
//! | file | does |
//! |---|---|
//! | `plain` | values as fixes give them |
//! | `edit` | texts in the place of others |
//! | `yaml` | edits of YAML and JSON |
//! | `dockerfile` | edits of Dockerfiles |

pub mod dockerfile;
pub mod yaml;

mod edit;
mod plain;
mod unfixable;

pub use edit::{TextEdit, apply, are_apart};
pub use plain::Plain;
pub use unfixable::Unfixable;
