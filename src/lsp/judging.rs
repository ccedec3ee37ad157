//! Judges documents on a thread of its own.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use lsp_types::{Diagnostic, DiagnosticSeverity, MessageType, NumberOrString, Uri};

use super::context::{Context, Given};
use super::diagnostics::{SOURCE, Telling};
use super::library::Change;
use super::setup::{Made, Mistakes, Setup};
use super::snapshot::{Snapshot, Subject};
use super::studied::Studied;
use crate::config::FILE_NAMES;
use crate::engine::Progress;
use crate::source::{Root, SourceMap, Unreadable};

/// Documents to be judged together.
pub(super) struct Job {
    pub(super) snapshot: Snapshot,
    pub(super) context: Context,
    pub(super) documents: Vec<Subject>,
    /// What changed since work was given out last.
    pub(super) changes: Vec<Change>,
    /// The files that changed since all of the documents were judged, where they were and nothing more is wanted of them: if they are
    /// not judged with one of these, there is nothing to do.
    pub(super) changed: Option<Vec<PathBuf>>,
    /// Whether somebody wants to know how findings are mended.
    pub(super) with_fixes: bool,
    pub(super) progress: Arc<Progress>,
}

/// What came of a job.
pub(super) struct Judged {
    pub(super) revision: u64,
    pub(super) context: Context,
    /// Whether anything was judged, and not only found to be as it was.
    pub(super) is_new: bool,
    /// By the URIs of the documents.
    pub(super) documents: Vec<(Uri, Vec<Diagnostic>)>,
    /// Documents of which nothing else is said than before.
    pub(super) unchanged: Vec<Uri>,
    /// What is wrong with configuration and check files, by the files.
    pub(super) rules: BTreeMap<PathBuf, Vec<Diagnostic>>,
    /// What was found, for those who ask more; none where nothing could be judged.
    pub(super) studied: Option<Arc<Studied>>,
    /// What is said beside, to the log or to the user.
    pub(super) said: Vec<(MessageType, String)>,
    pub(super) took: Duration,
    /// Whether it was called off, so that it means nothing.
    pub(super) is_cancelled: bool,
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
        judged.is_cancelled = self.progress.is_cancelled();
        judged
    }

    fn judged(&self) -> Judged {
        let Snapshot { setups, settings, host, library, .. } = &self.snapshot;
        self.changes.iter().for_each(|change| library.change(change));
        if self.is_unchanged() {
            return Judged { unchanged: self.uris().cloned().collect(), is_new: false, ..self.empty() };
        }
        self.context.remember(&self.documents, library);
        let setup = setups.get(&self.context.key(), settings, host);
        match &*setup {
            Ok(of) => self.judged_by(of, &setup),
            Err(mistakes) => self.refused(mistakes),
        }
    }

    /// Whether what changed has nothing to do with the documents.
    fn is_unchanged(&self) -> bool {
        let Some(changed) = &self.changed else { return false };
        let Snapshot { setups, library, .. } = &self.snapshot;
        setups.are_current(&self.context.key()) && !self.context.depends(&self.documents, changed, library)
    }

    fn judged_by(&self, setup: &Setup, made: &Made) -> Judged {
        let (large, judged): (Vec<Subject>, Vec<Subject>) =
            self.documents.iter().cloned().partition(|document| document.refusal().is_some());
        let refused =
            large.iter().filter_map(|document| Some((document.uri.clone(), vec![refused(&document.refusal()?)])));
        let mut documents: Vec<(Uri, Vec<Diagnostic>)> = refused.collect();
        if judged.is_empty() {
            return Judged { documents, ..self.empty() };
        }
        let given = Given {
            setup,
            host: &self.snapshot.host,
            documents: &judged,
            library: &self.snapshot.library,
            buffers: &self.snapshot.buffers,
            over: &[],
            text: None,
            with_fixes: self.with_fixes,
            progress: &self.progress,
        };
        let study = match self.context.study(&given) {
            Ok(study) => study,
            Err(mistakes) => return self.refused(&mistakes),
        };
        let root = self.context.root();
        let mut all = self.telling(&root, &study.scan.sources).all(&study.scan, setup.min_severity);
        for Subject { uri, path, .. } in &judged {
            let own = match path {
                Some(path) => all.remove(path).unwrap_or_default(),
                None => std::mem::take(&mut all).into_values().flatten().collect(),
            };
            documents.push((uri.clone(), own));
        }
        let is_rules = |path: &PathBuf| FILE_NAMES.iter().any(|name| path.ends_with(name));
        let rules = all.into_iter().filter(|(path, _)| is_rules(path)).collect();
        let studied = Studied {
            snapshot: self.snapshot.clone(),
            context: self.context.clone(),
            documents: judged,
            made: Arc::clone(made),
            study,
            has_fixes: self.with_fixes,
        };
        Judged { documents, rules, studied: Some(Arc::new(studied)), ..self.empty() }
    }

    /// Nothing is judged by a configuration with mistakes, as the command line refuses to.
    fn refused(&self, mistakes: &Mistakes) -> Judged {
        let root = self.context.root();
        let telling = self.telling(&root, &mistakes.sources);
        let mut rules: BTreeMap<PathBuf, Vec<Diagnostic>> = BTreeMap::new();
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

    fn telling<'t>(&'t self, root: &'t Root, sources: &'t SourceMap) -> Telling<'t> {
        let alone = self.documents.first().filter(|document| document.path.is_none()).map(|document| &document.uri);
        Telling { client: &self.snapshot.client, workspace: &self.snapshot.workspace, root, sources, alone }
    }

    fn nothing(&self) -> Vec<(Uri, Vec<Diagnostic>)> {
        self.uris().map(|uri| (uri.clone(), Vec::new())).collect()
    }

    fn uris(&self) -> impl Iterator<Item = &Uri> {
        self.documents.iter().map(|document| &document.uri)
    }

    fn empty(&self) -> Judged {
        Judged {
            revision: self.snapshot.revision,
            context: self.context.clone(),
            is_new: true,
            documents: Vec::new(),
            unchanged: Vec::new(),
            rules: BTreeMap::new(),
            studied: None,
            said: Vec::new(),
            took: Duration::ZERO,
            is_cancelled: false,
        }
    }
}

/// What is said of a document that is not judged.
fn refused(why: &Unreadable) -> Diagnostic {
    let code = Some(NumberOrString::String(why.code().to_owned()));
    let (severity, source) = (Some(DiagnosticSeverity::ERROR), Some(SOURCE.to_owned()));
    Diagnostic { severity, code, source, message: why.to_string(), ..Diagnostic::default() }
}
