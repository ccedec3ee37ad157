//! Layer 8: the language server: what editors show of a scan while files are edited. The protocol is the
//! [Language Server Protocol](https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/).
//!
//! One thread reads, one writes, one judges; the loop of the server in between does nothing that takes long.
//!
//! | file | subject |
//! |---|---|
//! | `server` | the loop, and its threads |
//! | `transport`, `post` | what comes in, and what goes out |
//! | `lifecycle`, `notifications`, `requests` | what the client says |
//! | `state`, `schedule`, `progress`, `outcome` | what the server knows, which documents must be judged, how far that is, what came of it |
//! | `client`, `settings`, `workspace`, `parent` | who the client is, and what it wants |
//! | `documents`, `positions`, `uri` | texts, places in them, and their names |
//! | `context`, `library`, `setup` | what a document is judged with, and by what |
//! | `snapshot`, `judging`, `diagnostics` | judging, and what is said of it |
//! | `asking`, `studied`, `values`, `page` | what is asked of what was judged |
//! | `hover`, `definition`, `symbols`, `lenses`, `explain` | each of the answers |
//! | `actions`, `excepting`, `edits` | what can be done about findings |

mod actions;
mod asking;
mod client;
mod context;
mod definition;
mod diagnostics;
mod documents;
mod edits;
mod excepting;
mod explain;
mod hover;
mod judging;
mod lenses;
mod library;
mod lifecycle;
mod notifications;
mod outcome;
mod page;
mod parent;
mod positions;
mod post;
mod progress;
mod requests;
mod schedule;
mod server;
mod settings;
mod setup;
mod snapshot;
mod state;
mod studied;
mod symbols;
mod transport;
mod uri;
mod values;
mod workspace;

pub use server::serve;

/// What only those know who start the server.
#[derive(Clone, Copy, Debug)]
pub struct Host {
    /// Whether a text is a format of reports, which configuration files may name; why not otherwise.
    pub is_format: fn(&str) -> Result<(), String>,
    /// The day on which exceptions must still hold, `YYYY-MM-DD`.
    pub today: fn() -> String,
}

/// How the server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The client asked it to, first to shut down and then to exit.
    Asked,
    /// The client went without a word.
    Abandoned,
}
