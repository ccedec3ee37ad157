//! Layer 3: front ends, which turn files into resources.
//!
//! To add one: a folder here with an implementation of [`Frontend`], one row in [`FRONTENDS`], and its language in
//! `src/vocabulary/platform.rs`. Nothing in the folders imports this table.

pub mod api;
mod build;
pub mod compose;
pub mod dockerfile;
mod embedded;
pub mod kubernetes;
mod kustomize;
mod paths;
mod substitution;
pub mod terraform;
mod text;
mod ties;
mod unread;
mod yaml_blocks;

pub use api::{ComposeSettings, Context, Frontend, Output, Settings, VariableSource};
pub use build::Build;
pub use ties::{Called, Pool, Ties};
pub use unread::rendered;

/// Every front end, in the order in which they are asked to claim a file.
pub const FRONTENDS: &[&dyn Frontend] =
    &[&terraform::Terraform, &dockerfile::Dockerfile, &compose::Compose, &kubernetes::Kubernetes];
