//! Layer 5: edits that mend findings. A fix is described in terms of the model; here it becomes text that replaces text, and
//! everything else in the file stays byte for byte.
//!
//! | file | does |
//! |---|---|
//! | `plain` | values as fixes give them |
//! | `edit` | texts in the place of others |
//! | `draft`, `op` | what is written, and what is done, in whichever language |
//! | `terraform` | edits of Terraform's native syntax |
//! | `yaml` | edits of YAML and JSON |
//! | `dockerfile` | edits of Dockerfiles |
//! | `spelling`, `compose` | what views say, in the words of the language |
//! | `manifest`, `instructions` | what is done, as edits of YAML and JSON and of Dockerfiles |

pub mod dockerfile;
pub mod terraform;
pub mod yaml;

mod act;
mod aim;
mod compose;
mod content;
mod draft;
mod edit;
mod instructions;
mod language;
mod manifest;
mod newest;
mod op;
mod plain;
mod propose;
mod serves;
mod spelling;
mod unfixable;

pub use draft::Draft;
pub use edit::{TextEdit, apply, are_apart, share_a_place};
pub use op::{Change, Op, Written};
pub use plain::Plain;
pub use propose::Proposer;
pub use unfixable::Unfixable;
