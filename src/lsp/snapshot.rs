//! What the server knows at one moment, for work that goes on while it learns more.

use std::path::PathBuf;
use std::sync::Arc;

use lsp_types::Uri;

use super::Host;
use super::client::Client;
use super::documents::Buffers;
use super::library::Library;
use super::settings::Settings;
use super::setup::Setups;
use super::workspace::Workspace;
use crate::source::{SIZE_LIMIT, Unreadable};

/// Everything that work on documents needs, as it was when the work was given out.
#[derive(Clone)]
pub(super) struct Snapshot {
    pub(super) client: Client,
    pub(super) workspace: Arc<Workspace>,
    pub(super) settings: Arc<Settings>,
    pub(super) setups: Arc<Setups>,
    pub(super) library: Arc<Library>,
    pub(super) host: Host,
    pub(super) buffers: Arc<Buffers>,
    /// Counts what changed: of two snapshots, the greater one is newer.
    pub(super) revision: u64,
}

/// A document to be judged.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) uri: Uri,
    /// None where it is no file.
    pub(super) path: Option<PathBuf>,
    pub(super) version: i32,
    pub(super) text: Arc<str>,
}

impl Subject {
    /// Why it is not judged; none where it is.
    pub(super) fn refusal(&self) -> Option<Unreadable> {
        (self.text.len() as u64 > SIZE_LIMIT).then_some(Unreadable::TooLarge)
    }
}
