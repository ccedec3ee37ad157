//! Ravelin finds misconfigurations in Terraform, Kubernetes manifests, Dockerfiles and Compose files.
//!
//! The layers, from the bottom; each imports only from those below it (`tests/it/layering` asserts it):
//!
//! | layer | modules | holds |
//! |---|---|---|
//! | 0 | [`source`] | files, spans, the one line/column converter |
//! | 1 | [`diagnostic`], [`value`] | messages; the spanned, three-valued value tree |
//! | 2 | [`syntax`], [`model`] | text to spanned trees; resources |
//! | 3 | [`shape`] | views that make one check serve many kinds |
//! | 4 | [`frontend`], [`link`], [`check`] | languages to resources; resources that belong together; check definitions and their evaluation |
//! | 5 | [`config`], [`finding`], [`exception`], [`compliance`], [`history`] | settings, verdicts to findings, fingerprints, exceptions, frameworks, records |
//! | 6 | [`engine`], [`report`] | the stages of a scan; output formats |
//! | 7 | [`cli`] | arguments, commands, terminal, exit codes |

pub mod check;
pub mod cli;
pub mod compliance;
pub mod config;
pub mod diagnostic;
pub mod engine;
pub mod exception;
pub mod finding;
pub mod frontend;
pub mod history;
pub mod link;
pub mod model;
pub mod report;
pub mod shape;
pub mod source;
pub mod syntax;
pub mod value;
