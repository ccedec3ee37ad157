//! What the server knows, and what it does about it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Instant;

use lsp_server::{ErrorCode, RequestId};
use lsp_types::{Diagnostic, MessageType, Uri};

use super::asking::{Errand, Question};
use super::client::Client;
use super::context::Context;
use super::documents::{Document, Documents};
use super::judging::Job;
use super::library::{Change, Library};
use super::post::{Answer, Failure, Post};
use super::schedule::{Schedule, Work};
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

/// What is shown of work that is being done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shown {
    /// Nothing yet.
    #[default]
    Nothing,
    /// The client was asked to show something, under this number.
    Asked(i32),
    /// It shows something.
    Begun(i32),
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
    pub(super) errands: Sender<Errand>,
    /// What was found in the documents that were judged last.
    pub(super) studied: Option<Arc<Studied>>,
    /// The questions that are being answered.
    open: HashSet<RequestId>,
    asked: HashMap<i32, Asked>,
    last_asked: i32,
    /// What is wrong with configuration files, by what was judged when it was found.
    pub(super) rules: HashMap<Context, BTreeMap<PathBuf, Vec<Diagnostic>>>,
    /// The same, as the client knows it.
    pub(super) told: BTreeMap<PathBuf, Vec<Diagnostic>>,
    /// What the user has been told last.
    pub(super) message: Option<String>,
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
