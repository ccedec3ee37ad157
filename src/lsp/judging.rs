//! Judges documents on a thread of its own.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use lsp_types::{Diagnostic, MessageType, Uri};

use super::Host;
use super::client::Client;
use super::context::{Context, Given};
use super::diagnostics::Telling;
use super::documents::Buffers;
use super::settings::Settings;
use super::setup::{Mistakes, Setup, Setups};
use super::workspace::Workspace;
use crate::config::FILE_NAMES;
use crate::engine::Progress;

/// Everything that work on documents needs, as it was when the work was given out.
#[derive(Clone)]
pub(super) struct Snapshot {
    pub(super) client: Client,
    pub(super) workspace: Arc<Workspace>,
    pub(super) settings: Arc<Settings>,
    pub(super) setups: Arc<Setups>,
    pub(super) host: Host,
    pub(super) buffers: Arc<Buffers>,
    /// Counts what changed: of two snapshots, the greater one is newer.
    pub(super) revision: u64,
}

/// Documents to be judged together.
pub(super) struct Job {
    pub(super) snapshot: Snapshot,
    pub(super) context: Context,
    pub(super) documents: Vec<Subject>,
    pub(super) progress: Arc<Progress>,
}

/// A document to be judged.
#[derive(Clone)]
pub(super) struct Subject {
    pub(super) uri: Uri,
    /// None where it is no file.
    pub(super) path: Option<PathBuf>,
    pub(super) text: Arc<str>,
}

/// What came of a job.
pub(super) struct Judged {
    pub(super) revision: u64,
    /// By the URIs of the documents.
    pub(super) documents: Vec<(Uri, Vec<Diagnostic>)>,
    /// What is wrong with configuration and check files, by the files.
    pub(super) rules: HashMap<PathBuf, Vec<Diagnostic>>,
    /// What is said beside, to the log or to the user.
    pub(super) said: Vec<(MessageType, String)>,
    pub(super) took: Duration,
}

impl Job {
    /// Does the job. A bug in it costs this one.
    pub(super) fn judge(&self) -> Judged {
        let began = Instant::now();
        let judged = catch_unwind(AssertUnwindSafe(|| self.judged()));
        let mut judged = judged.unwrap_or_else(|_| {
            let said = (
                MessageType::ERROR,
                "a bug in Ravelin: documents could not be judged; standard error says more".to_owned(),
            );
            Judged { documents: self.nothing(), said: vec![said], ..self.empty() }
        });
        judged.took = began.elapsed();
        judged
    }

    fn judged(&self) -> Judged {
        let Snapshot { setups, settings, host, .. } = &self.snapshot;
        let setup = setups.get(&self.context.key(), settings, host);
        match &*setup {
            Ok(setup) => self.judged_by(setup),
            Err(mistakes) => self.refused(mistakes),
        }
    }

    fn judged_by(&self, setup: &Setup) -> Judged {
        let alone = self.documents.first();
        let given = Given {
            setup,
            host: &self.snapshot.host,
            buffers: &self.snapshot.buffers,
            text: alone.map_or("", |document| &document.text),
            progress: &self.progress,
        };
        let scan = self.context.scan(&given);
        let root = self.context.root();
        let telling = Telling { sources: &scan.sources, ..self.telling(&root, &scan.sources) };
        let mut all = telling.all(&scan, setup.min_severity);
        let mut documents = Vec::new();
        for Subject { uri, path, .. } in &self.documents {
            let own = match path {
                Some(path) => all.remove(path).unwrap_or_default(),
                None => all.drain().flat_map(|(_, diagnostics)| diagnostics).collect(),
            };
            documents.push((uri.clone(), own));
        }
        let is_rules = |path: &PathBuf| FILE_NAMES.iter().any(|name| path.ends_with(name));
        let rules = all.into_iter().filter(|(path, _)| is_rules(path)).collect();
        Judged { documents, rules, ..self.empty() }
    }

    /// Nothing is judged by a configuration with mistakes, as the command line refuses to.
    fn refused(&self, mistakes: &Mistakes) -> Judged {
        let root = self.context.root();
        let telling = self.telling(&root, &mistakes.sources);
        let mut rules: HashMap<PathBuf, Vec<Diagnostic>> = HashMap::new();
        let mut said = Vec::new();
        for mistake in &mistakes.diagnostics {
            match telling.said(mistake) {
                Some((path, diagnostic)) => {
                    let (name, line) = (path.display(), diagnostic.range.start.line + 1);
                    said.push((MessageType::ERROR, format!("{name}:{line}: {}", diagnostic.message)));
                    rules.entry(path).or_default().push(diagnostic);
                }
                None => said.push((MessageType::ERROR, mistake.message.clone())),
            }
        }
        Judged { documents: self.nothing(), rules, said, ..self.empty() }
    }

    fn telling<'t>(&'t self, root: &'t crate::source::Root, sources: &'t crate::source::SourceMap) -> Telling<'t> {
        let alone = self.documents.first().filter(|document| document.path.is_none()).map(|document| &document.uri);
        Telling { client: &self.snapshot.client, workspace: &self.snapshot.workspace, root, sources, alone }
    }

    fn nothing(&self) -> Vec<(Uri, Vec<Diagnostic>)> {
        self.documents.iter().map(|document| (document.uri.clone(), Vec::new())).collect()
    }

    fn empty(&self) -> Judged {
        Judged {
            revision: self.snapshot.revision,
            documents: Vec::new(),
            rules: HashMap::new(),
            said: Vec::new(),
            took: Duration::ZERO,
        }
    }
}
