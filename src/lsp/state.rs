//! What the server knows, and what it does about it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Instant;

use lsp_server::{ErrorCode, RequestId};
use lsp_types::Diagnostic;
use lsp_types::notification::PublishDiagnostics;
use lsp_types::request::WorkspaceDiagnosticRefresh;
use lsp_types::{
    DocumentDiagnosticReport, FullDocumentDiagnosticReport, MessageType, PublishDiagnosticsParams,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
    Uri,
};

use super::asking::{Errand, Question};
use super::client::Client;
use super::context::Context;
use super::documents::{Document, Documents};
use super::judging::{Job, Judged};
use super::library::{Change, Library};
use super::post::{Answer, Failure, Post, value};
use super::progress::Shown;
use super::schedule::{Entry, News, Schedule, Work};
use super::settings::{Settings, Trace};
use super::setup::Setups;
use super::snapshot::{Snapshot, Subject};
use super::studied::Studied;
use super::workspace::Workspace;
use super::{Host, explain};
use crate::check::{Check, Registry};

/// How far the conversation is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Phase {
    /// The client has not said who it is.
    #[default]
    Before,
    /// It works.
    Open,
    /// The client wants no more.
    Closing,
}

/// What was asked of the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Its settings.
    Settings,
    /// To show how far work is.
    Progress,
    /// Something of which the answer does not matter.
    Nothing,
}

/// What the server knows.
pub(super) struct State {
    pub(super) host: Host,
    pub(super) post: Post,
    pub(super) phase: Phase,
    pub(super) client: Client,
    pub(super) documents: Documents,
    pub(super) workspace: Arc<Workspace>,
    pub(super) settings: Arc<Settings>,
    /// How much the protocol wants to be told; the setting is stronger.
    pub(super) trace: Trace,
    pub(super) schedule: Schedule,
    setups: Arc<Setups>,
    library: Arc<Library>,
    /// What changed since work was given out.
    changes: Vec<Change>,
    /// Whether more may have changed than anybody has said.
    is_unwatched: bool,
    jobs: Sender<Job>,
    errands: Sender<Errand>,
    /// What was found in the documents that were judged last.
    studied: Option<Arc<Studied>>,
    /// The questions that are being answered.
    open: HashSet<RequestId>,
    asked: HashMap<i32, Asked>,
    last_asked: i32,
    /// What is wrong with configuration files, by what was judged when it was found.
    rules: HashMap<Context, HashMap<PathBuf, Vec<Diagnostic>>>,
    /// The same, as the client knows it.
    told: BTreeMap<PathBuf, Vec<Diagnostic>>,
    /// What the user has been told last.
    message: Option<String>,
    /// What is shown of work that is being done.
    pub(super) shown: Shown,
    /// Counts how often that was something.
    pub(super) progresses: i32,
}

impl State {
    /// Knows nothing yet. Documents are judged by who takes `jobs`, and questions answered by who takes `errands`.
    pub(super) fn new(host: Host, post: Post, jobs: Sender<Job>, errands: Sender<Errand>) -> Self {
        Self {
            host,
            post,
            phase: Phase::default(),
            client: Client::default(),
            documents: Documents::default(),
            workspace: Arc::default(),
            settings: Arc::default(),
            trace: Trace::default(),
            schedule: Schedule::default(),
            setups: Arc::default(),
            library: Arc::default(),
            changes: Vec::new(),
            is_unwatched: false,
            jobs,
            errands,
            studied: None,
            open: HashSet::new(),
            asked: HashMap::new(),
            last_asked: 0,
            rules: HashMap::new(),
            told: BTreeMap::new(),
            message: None,
            shown: Shown::default(),
            progresses: 0,
        }
    }

    /// What the server knows now, for work that goes on elsewhere.
    pub(super) fn snapshot(&self) -> Snapshot {
        Snapshot {
            client: self.client,
            workspace: Arc::clone(&self.workspace),
            settings: Arc::clone(&self.settings),
            setups: Arc::clone(&self.setups),
            library: Arc::clone(&self.library),
            host: self.host,
            buffers: self.documents.buffers(),
            revision: self.schedule.revision(),
        }
    }

    /// What a document is judged with.
    pub(super) fn context(&self, document: &Document) -> Option<Context> {
        Context::of(document, &self.workspace)
    }

    /// Asks the client something.
    pub(super) fn ask<R: lsp_types::request::Request<Params: serde::Serialize>>(
        &mut self,
        asked: Asked,
        params: &R::Params,
    ) {
        self.last_asked = self.last_asked.wrapping_add(1);
        self.asked.insert(self.last_asked, asked);
        self.post.request::<R>(self.last_asked, params);
    }

    /// What the client answers to.
    pub(super) fn answered(&mut self, id: &RequestId) -> Option<Asked> {
        self.asked.remove(&id.to_string().parse().ok()?)
    }

    /// Takes other settings, and says what is wrong with them.
    pub(super) fn set(&mut self, value: &serde_json::Value, now: Instant) {
        let (settings, wrong) = Settings::read(value);
        for why in wrong {
            self.show(MessageType::WARNING, why);
        }
        if settings != *self.settings {
            self.settings = Arc::new(settings);
            self.setups.clear();
            self.judge_all(now);
        }
    }

    /// Everything must be judged again.
    pub(super) fn judge_all(&mut self, now: Instant) {
        let (documents, workspace) = (&self.documents, &self.workspace);
        let context = |uri: &Uri| Context::of(documents.get(uri.as_str())?, workspace);
        self.schedule.touch_all(now, context);
    }

    /// Takes note of a change for those who judge.
    pub(super) fn note(&mut self, change: Change) {
        // That is said once, after all that is known.
        if matches!(change, Change::Unknown) {
            self.is_unwatched = true;
            return;
        }
        if let (Change::Laid(path, _), Some(Change::Laid(last, _))) = (&change, self.changes.last())
            && path == last
        {
            self.changes.pop();
        }
        self.changes.push(change);
    }

    /// Gives out work, if it is time.
    pub(super) fn give_out(&mut self, now: Instant) {
        let Some(Work { context, uris, changed, with_fixes, progress }) = self.schedule.next(now) else { return };
        let subject = |uri: &Uri| {
            let document = self.documents.get(uri.as_str())?;
            let (path, text) = (document.path.clone(), Arc::clone(&document.text));
            Some(Subject { uri: uri.clone(), path, version: document.version, text })
        };
        let documents = uris.iter().filter_map(subject).collect();
        let mut changes = std::mem::take(&mut self.changes);
        changes.extend(std::mem::take(&mut self.is_unwatched).then_some(Change::Unknown));
        // It is there as long as the server.
        let _ = self.jobs.send(Job {
            snapshot: self.snapshot(),
            context,
            documents,
            changes,
            changed,
            with_fixes,
            progress,
        });
    }

    /// Takes what came of work.
    pub(super) fn take(&mut self, mut judged: Judged) {
        let news = self.schedule.judged(&mut judged);
        if judged.is_cancelled {
            return;
        }
        if judged.is_judged {
            self.keep(judged.studied.take());
        }
        let mut is_unasked = false;
        for one in &news {
            self.tell(one);
            is_unasked |= one.is_other && !one.is_edited;
        }
        if is_unasked && self.client.pulls && self.client.refreshes {
            self.ask::<WorkspaceDiagnosticRefresh>(Asked::Nothing, &());
        }
        if judged.is_judged {
            self.rules.insert(judged.context, judged.rules);
            self.tell_rules();
            if judged.said.is_empty() {
                self.message = None;
            }
        }
        for (typ, message) in judged.said {
            self.show(typ, message);
        }
        if !news.is_empty() {
            let (count, took) = (news.len(), judged.took.as_millis());
            self.trace(Trace::Messages, || format!("judged {count} documents in {took} ms"));
        }
    }

    /// Tells the client what is said of a document, if it waits for that or is told without asking.
    fn tell(&mut self, News { uri, is_edited, is_other, is_judged }: &News) {
        let version = self.documents.get(uri.as_str()).map(|document| document.version);
        let Some(entry) = self.schedule.get_mut(uri.as_str()) else { return };
        for (id, known) in std::mem::take(&mut entry.waiting) {
            self.post.answer(id, report(entry, known.as_deref()));
        }
        if (*is_edited || *is_other) && !self.client.pulls {
            let diagnostics = entry.diagnostics.clone();
            let params = PublishDiagnosticsParams { uri: uri.clone(), diagnostics, version };
            self.post.notify::<PublishDiagnostics>(&params);
        }
        if *is_judged {
            let (touched, questions) = (entry.touched(), std::mem::take(&mut entry.questions));
            self.questions(touched, questions);
        }
    }

    /// Keeps what was found in place of what was found before.
    fn keep(&mut self, studied: Option<Arc<Studied>>) {
        let before = std::mem::replace(&mut self.studied, studied);
        // It is there as long as the server.
        let _ = before.map(|before| self.errands.send(Errand::Drop(before)));
    }

    /// Has a question answered, now or when its document is judged.
    pub(super) fn question(&mut self, question: Question) {
        let Some(entry) = self.schedule.get_mut(question.uri.as_str()) else {
            return self.post.answer(question.id, Ok(question.ask.nothing()));
        };
        let wants_fixes = question.ask.wants_fixes();
        match self.studied.as_ref().filter(|studied| studied.is_of(&question.uri, entry.touched(), wants_fixes)) {
            Some(studied) => {
                self.open.insert(question.id.clone());
                // It is there as long as the server.
                let _ = self.errands.send(Errand::Answer(question, Arc::clone(studied)));
            }
            None => {
                entry.questions.push(question);
                self.schedule.want(Instant::now());
            }
        }
    }

    /// Has the questions about a document answered that waited for it to be judged, up to the change `touched`.
    fn questions(&mut self, touched: u64, questions: Vec<Question>) {
        for question in questions {
            let is_known = self.studied.as_ref().is_some_and(|studied| studied.is_of(&question.uri, touched, false));
            match is_known {
                true => self.question(question),
                // Where it could not be judged, waiting longer does not help.
                false => self.post.answer(question.id, Ok(question.ask.nothing())),
            }
        }
    }

    /// The check of an id: one of those by which documents were judged last, or one that everybody has.
    pub(super) fn check(&self, id: &str) -> Option<&'static Check> {
        let setup = self.studied.as_ref().and_then(|studied| studied.made.as_ref().as_ref().ok());
        let own = setup.and_then(|setup| explain::check(id, setup.registry()));
        own.or_else(|| explain::check(id, &Registry::embedded()))
    }

    /// Passes on the answer to a question, unless it was called off.
    pub(super) fn resolved(&mut self, id: RequestId, answer: Answer) {
        if self.open.remove(&id) {
            self.post.answer(id, answer);
        }
    }

    /// Calls off a request that waits for its answer.
    pub(super) fn cancel(&mut self, id: RequestId) {
        if self.schedule.forget(&id) || self.open.remove(&id) {
            self.post.answer(id, Err(Failure::new(ErrorCode::RequestCanceled, "the request was cancelled")));
        }
    }

    /// Answers who asks what is said of a document, or lets him wait until that is known.
    pub(super) fn pull(&mut self, id: RequestId, uri: &Uri, known: Option<String>) {
        match self.schedule.get_mut(uri.as_str()) {
            Some(entry) if entry.is_fresh() => self.post.answer(id, report(entry, known.as_deref())),
            Some(entry) => entry.waiting.push((id, known)),
            // What is not open, or nothing that is scanned, has nothing said of it.
            None => self.post.answer(id, Ok(value(&full(None, Vec::new())))),
        }
    }

    /// Lets go what was said of files by those who judged documents of which none is open any more.
    pub(super) fn forget_rules(&mut self) {
        let schedule = &self.schedule;
        self.rules.retain(|context, _| schedule.has(context));
        self.tell_rules();
    }

    /// Tells the client what is wrong with files that are not open, which it does not ask about.
    fn tell_rules(&mut self) {
        let mut now: BTreeMap<PathBuf, Vec<Diagnostic>> = BTreeMap::new();
        for (path, diagnostics) in self.rules.values().flatten() {
            now.entry(path.clone()).or_insert_with(|| diagnostics.clone());
        }
        let before = std::mem::replace(&mut self.told, now);
        let gone = before.keys().filter(|path| !self.told.contains_key(*path));
        gone.for_each(|path| self.tell_of_file(path, Vec::new()));
        let new = self.told.iter().filter(|(path, diagnostics)| before.get(*path) != Some(diagnostics));
        new.for_each(|(path, diagnostics)| self.tell_of_file(path, diagnostics.clone()));
    }

    /// Publishes what is said of a file, unless it is open.
    pub(super) fn tell_of_file(&self, path: &Path, diagnostics: Vec<Diagnostic>) {
        if !self.documents.has(path)
            && let Some(uri) = self.workspace.uri(path)
        {
            self.post.notify::<PublishDiagnostics>(&PublishDiagnosticsParams { uri, diagnostics, version: None });
        }
    }

    /// What is said of a file that is not open.
    pub(super) fn rules_of(&self, path: &Path) -> Vec<Diagnostic> {
        self.told.get(path).cloned().unwrap_or_default()
    }

    /// Shows the user a message, unless it was the last one that he was shown.
    pub(super) fn show(&mut self, typ: MessageType, message: String) {
        if self.message.as_ref() != Some(&message) {
            self.post.show(typ, message.clone());
            self.message = Some(message);
        }
    }

    /// Tells the client what the server does, if it wants to know.
    pub(super) fn trace(&self, least: Trace, message: impl FnOnce() -> String) {
        let wanted = self.settings.trace.unwrap_or(self.trace);
        if wanted >= least {
            let params = lsp_types::LogTraceParams { message: message(), verbose: None };
            self.post.notify::<lsp_types::notification::LogTrace>(&params);
        }
    }
}

/// The answer to who asks what is said of a document and has the result `known`.
fn report(entry: &Entry, known: Option<&str>) -> Answer {
    let result = entry.result.to_string();
    if known == Some(result.as_str()) {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id: result };
        let report =
            RelatedUnchangedDocumentDiagnosticReport { related_documents: None, unchanged_document_diagnostic_report };
        return Ok(value(&DocumentDiagnosticReport::Unchanged(report)));
    }
    Ok(value(&full(Some(result), entry.diagnostics.clone())))
}

fn full(result_id: Option<String>, items: Vec<Diagnostic>) -> DocumentDiagnosticReport {
    let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id, items };
    DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report,
    })
}
