//! What a document is judged with. All that the server knows of it is here, and in `library`.

use std::path::{Path, PathBuf};

use super::Host;
use super::documents::{Buffer, Buffers, Document};
use super::library::{Library, Repository};
use super::setup::{Key, Mistakes, Setup};
use super::snapshot::Subject;
use super::workspace::Workspace;
use crate::engine::{self, Input, Progress, Request, Study};
use crate::source::Root;

/// What documents are judged with. Those of one context are judged together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Context {
    /// What of a repository has to do with the documents of a folder.
    Repository { key: Key, repository: PathBuf },
    /// Outside of any repository, the folder and what is in it.
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
        let repository = Root::repository_around(&folder).map(Path::to_path_buf);
        let key = Key { top: workspace.top(path), folder };
        Some(match repository {
            Some(repository) => Self::Repository { key, repository },
            None => Self::Folder(key),
        })
    }

    /// Whether a change of the file at `path` may change what is said of a document in this context. It is enough that it is not
    /// said too rarely: what has changed is looked at again before anything is judged.
    pub(super) fn may_have(&self, path: &Path) -> bool {
        match self {
            Self::Repository { repository, .. } => path.starts_with(repository),
            Self::Folder(key) => path.starts_with(&key.top),
            Self::Alone { .. } => false,
        }
    }

    /// Whether documents in this context are judged with a file that has changed, or were when they were judged last.
    pub(super) fn depends(&self, documents: &[Subject], changed: &[PathBuf], library: &Library) -> bool {
        match self {
            Self::Repository { repository, .. } => library.depends(repository, &files(documents), changed),
            Self::Folder(_) | Self::Alone { .. } => !changed.is_empty(),
        }
    }

    /// Keeps in mind with what documents in this context are judged now.
    pub(super) fn remember(&self, documents: &[Subject], library: &Library) {
        if let Self::Repository { repository, .. } = self {
            library.remember(repository, &files(documents));
        }
    }

    /// What the setup is read for.
    pub(super) fn key(&self) -> Key {
        match self {
            Self::Repository { key, .. } | Self::Folder(key) => key.clone(),
            // No configuration is above it.
            Self::Alone { .. } => Key { top: nowhere(), folder: nowhere() },
        }
    }

    /// The folder to which the paths of texts are relative.
    pub(super) fn root(&self) -> Root {
        let Key { top, folder } = self.key();
        engine::scan_root(&top, &[Input::Path(folder)])
    }

    /// Scans what `with` names, and says which findings others of it say already.
    ///
    /// # Errors
    /// The mistakes in a configuration below, by which nothing is judged.
    pub(super) fn study(&self, with: &Given<'_>) -> Result<Study, Mistakes> {
        let Key { top, folder } = self.key();
        let root = self.root();
        let laid = |(path, text): &(&PathBuf, &str)| (root.relative(path), (*text).to_owned());
        let over: Vec<(String, String)> = with.over.iter().map(laid).collect();
        let mut beside: Vec<(&str, &str)> = over.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        match self {
            Self::Repository { repository, .. } => {
                let repository = with.library.repository(repository);
                let inputs = files(with.documents).into_iter().map(Input::Path).collect();
                self.scan(with, inputs, &beside, repository.as_ref(), &top)
            }
            Self::Folder(_) => {
                let mut inputs = vec![Input::Path(folder.clone())];
                let is_near = |(path, _): &(&PathBuf, &Buffer)| path.starts_with(root.fence());
                let buffers: Vec<(String, &PathBuf, &Buffer)> = with
                    .buffers
                    .iter()
                    .filter(is_near)
                    .map(|(path, buffer)| (root.relative(path), path, buffer))
                    .collect();
                for (name, path, Buffer { text, .. }) in &buffers {
                    if path.starts_with(&folder) && !path.exists() {
                        inputs.push(Input::Text { name: name.clone(), text: text.to_string() });
                    } else {
                        beside.push((name, text));
                    }
                }
                self.scan(with, inputs, &beside, None, &top)
            }
            Self::Alone { name, .. } => {
                let text = with.documents.first().map(|document| document.text.to_string());
                let text = with.text.map(str::to_owned).or(text).unwrap_or_default();
                self.scan(with, vec![Input::Text { name: name.clone(), text }], &beside, None, &top)
            }
        }
    }

    fn scan(
        &self,
        with: &Given<'_>,
        inputs: Vec<Input>,
        beside: &[(&str, &str)],
        repository: Option<&Repository>,
        top: &Path,
    ) -> Result<Study, Mistakes> {
        let request = with.setup.request(top, inputs, with.host, with.progress);
        let request = Request {
            beside,
            names_as_found: !matches!(self, Self::Alone { .. }),
            propose_fixes: with.with_fixes,
            ..request
        };
        let mut study = match repository {
            Some(repository) => repository
                .with(|project| engine::study(&Request { project: Some(project), ..request }, with.setup.sources())),
            None => engine::study(&request, with.setup.sources()),
        };
        let outcome = &mut study.scan.outcome;
        let said = std::mem::take(&mut outcome.diagnostics);
        let (mistakes, said): (Vec<_>, Vec<_>) = said.into_iter().partition(engine::is_configuration_mistake);
        if !mistakes.is_empty() {
            return Err(Mistakes { diagnostics: mistakes, sources: study.scan.sources });
        }
        outcome.diagnostics = said;
        if let Some(baseline) = with.setup.baseline() {
            outcome.absent = baseline.mark(&mut outcome.findings, &study.scan.sources);
        }
        outcome.subsume();
        study.scan.narrow();
        Ok(study)
    }
}

/// The files of documents.
fn files(documents: &[Subject]) -> Vec<PathBuf> {
    documents.iter().filter_map(|document| document.path.clone()).collect()
}

/// What a scan is made with.
#[derive(Clone, Copy)]
pub(super) struct Given<'g> {
    pub(super) setup: &'g Setup,
    pub(super) host: &'g Host,
    /// What is said of them is wanted.
    pub(super) documents: &'g [Subject],
    pub(super) library: &'g Library,
    pub(super) buffers: &'g Buffers,
    /// Texts over those of files.
    pub(super) over: &'g [(&'g PathBuf, &'g str)],
    /// A text over that of the document that is judged alone.
    pub(super) text: Option<&'g str>,
    /// Whether findings get their fixes.
    pub(super) with_fixes: bool,
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
