//! Ravelin finds misconfigurations in Terraform, Kubernetes manifests, Dockerfiles and Compose files.
//!
//! The layers, from the bottom; each imports only from those below it (`tests/it/layering` asserts it):
//!
//! | layer | modules | holds |
//! |---|---|---|
//! | 0 | [`source`], [`vocabulary`] | files, spans, the one line/column converter; words of which there is a closed set |
//! | 1 | [`diagnostic`], [`value`] | messages; the spanned, three-valued value tree |
//! | 2 | [`syntax`], [`model`] | text to spanned trees; resources |
//! | 3 | [`shape`] | views that make one check serve many kinds |
//! | 4 | [`frontend`], [`link`], [`check`] | languages to resources; resources that belong together; check definitions and their evaluation |
//! | 5 | [`config`], [`conceal`], [`finding`], [`fix`], [`exception`], [`compliance`], [`history`] | settings, what no report shows, verdicts to findings, fingerprints, edits that mend, exceptions, frameworks, records |
//! | 6 | [`engine`], [`report`], [`lint`], [`migrate`] | the stages of a scan; output formats; weaknesses of checks; other tools' configuration |
//! | 7 | [`mend`] | fixes tried out by a new scan |
//! | 8 | [`lsp`] | the language server |
//! | 9 | [`cli`] | arguments, commands, terminal, exit codes |
//!
//! A scan takes files, folders and texts, and gives findings with the texts that their places refer to:
//!
//! ```
//! use ravelin::check::Registry;
//! use ravelin::engine::{Input, Progress, Request, scan};
//! use ravelin::source::SourceMap;
//!
//! let text = "FROM alpine:3.22\nENV PASSWORD=t7Rk92qLsw\nUSER root\n";
//! let input = Input::Text { name: "app/Dockerfile".into(), text: text.into() };
//! let (registry, progress) = (Registry::embedded(), Progress::default());
//! // Relative names start from this folder. That it is not there keeps the scan from reading any file.
//! let request = Request::new(vec![input], "/nowhere".into(), &registry, &progress);
//! let scan = scan(&request, SourceMap::new());
//! for finding in &scan.outcome.findings {
//!     let file = scan.sources.get(finding.place.file);
//!     let line = file.position(finding.place.range.start).line;
//!     println!("{}:{line}: {} [{}]", file.path(), finding.message, finding.check.id);
//! }
//! # let ids: Vec<_> = scan.outcome.findings.iter().map(|finding| finding.check.id).collect();
//! # assert!(ids.contains(&"docker-dockerfile-root-user"), "{ids:?}");
//! ```

pub mod check;
pub mod cli;
pub mod compliance;
pub mod conceal;
pub mod config;
pub mod diagnostic;
pub mod engine;
pub mod exception;
pub mod finding;
pub mod fix;
pub mod frontend;
pub mod history;
pub mod link;
pub mod lint;
pub mod lsp;
pub mod mend;
pub mod migrate;
pub mod model;
pub mod report;
pub mod shape;
pub mod source;
pub mod syntax;
pub mod value;
pub mod vocabulary;
