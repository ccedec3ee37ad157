//! What a document is judged with. All that the server knows of it is here.

use std::path::{Path, PathBuf};

use super::Host;
use super::documents::{Buffer, Buffers, Document};
use super::setup::{Key, Setup};
use super::workspace::Workspace;
use crate::engine::{self, Input, Progress, Request, Scan, Study};
use crate::source::Root;

/// What documents are judged with. Those that have the same are judged together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Context {
    /// A folder, scanned as from the top of its workspace.
    Folder(Key),
    /// Nothing but a text, which is no file yet, under a name that says what it is.
    Alone { name: String, uri: String },
}

impl Context {
    /// That of a document; none where it is neither a file nor one in the making, such as an older version that is shown beside it.
    pub(super) fn of(document: &Document, workspace: &Workspace) -> Option<Self> {
        let Some(path) = &document.path else {
            let uri = document.uri.as_str();
            let name = name_for(&document.language).filter(|_| super::uri::scheme(uri) == "untitled")?;
            return Some(Self::Alone { name: name.to_owned(), uri: uri.to_owned() });
        };
        let folder = path.parent()?.to_path_buf();
        Some(Self::Folder(Key { top: workspace.top(path), folder }))
    }

    /// Whether a change of the file at `path` may change what is said of a document in this context.
    pub(super) fn has(&self, path: &Path) -> bool {
        match self {
            Self::Folder(Key { top, .. }) => path.starts_with(top),
            Self::Alone { .. } => false,
        }
    }

    /// What the setup is read for.
    pub(super) fn key(&self) -> Key {
        match self {
            Self::Folder(key) => key.clone(),
            // No configuration is above it.
            Self::Alone { .. } => Key { top: nowhere(), folder: nowhere() },
        }
    }

    /// The folder to which the paths of texts are relative.
    pub(super) fn root(&self) -> Root {
        let Key { top, folder } = self.key();
        engine::scan_root(&top, &[Input::Path(folder)])
    }

    /// Scans.
    pub(super) fn study(&self, with: &Given<'_>) -> Study {
        let Key { top, folder } = self.key();
        let sources = with.setup.sources();
        let mut inputs = Vec::new();
        let mut beside: Vec<(String, &str)> = Vec::new();
        match self {
            Self::Alone { name, .. } => inputs.push(Input::Text { name: name.clone(), text: with.text.to_owned() }),
            Self::Folder(_) => {
                inputs.push(Input::Path(folder.clone()));
                let root = self.root();
                for (path, Buffer { text, .. }) in
                    with.buffers.iter().filter(|(path, _)| path.starts_with(root.fence()))
                {
                    if path.starts_with(&folder) && !path.exists() {
                        inputs.push(Input::Text { name: root.relative(path), text: text.to_string() });
                    } else {
                        beside.push((root.relative(path), text));
                    }
                }
            }
        }
        let beside: Vec<(&str, &str)> = beside.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        let request = with.setup.request(&top, inputs, with.host, with.progress);
        let mut study = engine::study(&Request { beside: &beside, ..request }, sources);
        let Scan { outcome, sources, .. } = &mut study.scan;
        if let Some(baseline) = with.setup.baseline() {
            outcome.absent = baseline.mark(&mut outcome.findings, sources);
        }
        outcome.subsume();
        study
    }
}

/// What a scan is made with.
#[derive(Clone, Copy)]
pub(super) struct Given<'g> {
    pub(super) setup: &'g Setup,
    pub(super) host: &'g Host,
    pub(super) buffers: &'g Buffers,
    /// The text that is judged alone.
    pub(super) text: &'g str,
    pub(super) progress: &'g Progress,
}

/// A folder that is nowhere: what is judged alone reads no file.
fn nowhere() -> PathBuf {
    PathBuf::from(if cfg!(windows) { r"C:\nowhere" } else { "/nowhere" })
}

/// A name for a text by what the editor takes it for; none where that is nothing that is scanned.
fn name_for(language: &str) -> Option<&'static str> {
    match language {
        "terraform" | "opentofu" | "hcl" => Some("untitled.tf"),
        "yaml" | "kubernetes" | "helm" => Some("untitled.yaml"),
        "dockercompose" | "yaml.docker-compose" => Some("compose.yaml"),
        "dockerfile" => Some("Dockerfile"),
        "json" => Some("untitled.json"),
        _ => None,
    }
}
