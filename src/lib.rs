//! Ravelin finds misconfigurations in Terraform, Kubernetes manifests, Dockerfiles and Compose files.
//!
//! The layers, from the bottom; each imports only from those below it (`tests/it/layering.rs` asserts it):
//!
//! | layer | modules | holds |
//! |---|---|---|
//! | 0 | [`source`] | files, spans, the one line/column converter |
//! | 1 | [`diagnostic`], [`value`] | messages; the spanned, three-valued value tree |
//! | 2 | [`syntax`], [`model`] | text to spanned trees; resources and shapes |
//! | 3 | [`frontend`], [`check`] | languages to resources; check definitions and their evaluation |
//! | 4 | [`config`], [`finding`], [`suppress`], [`compliance`], [`history`] | settings, verdicts to findings, fingerprints, exceptions, frameworks, records |
//! | 5 | [`engine`], [`report`] | orchestration; output formats |
//! | 6 | [`cli`] | arguments, commands, terminal, exit codes |

pub mod check;
pub mod cli;
pub mod compliance;
pub mod config;
pub mod diagnostic;
pub mod engine;
pub mod finding;
pub mod frontend;
pub mod history;
pub mod model;
pub mod report;
pub mod source;
pub mod suppress;
pub mod syntax;
pub mod value;
