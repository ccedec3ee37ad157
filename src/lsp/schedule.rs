//! Which documents must be judged, and what came of it. An edit makes older answers stale; work that was given out before it is called
//! off, and what comes of it all the same is let go.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use lsp_server::RequestId;
use lsp_types::{Diagnostic, Uri};

use super::asking::Question;
use super::context::Context;
use super::judging::Judged;
use crate::engine::Progress;

/// How long nothing must change before work is given out: edits that come as one are judged as one.
const QUIET: Duration = Duration::from_millis(10);

/// How long work waits at most while things go on changing.
const PATIENCE: Duration = Duration::from_millis(200);

/// A document that is open.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) uri: Uri,
    context: Context,
    /// The last change that may matter for it.
    touched: u64,
    /// The last change of its own text.
    edited: u64,
    /// The change up to which it is judged; none before it is judged at all.
    judged: Option<u64>,
    /// What is said of it.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Counts how often something else was said of it.
    pub(super) result: u64,
    /// Requests for what is said of it, each with the result that its client has.
    pub(super) waiting: Vec<(RequestId, Option<String>)>,
    /// What else is asked of it.
    pub(super) questions: Vec<Question>,
}

impl Entry {
    /// Whether what is said of it is of the newest texts.
    pub(super) fn is_fresh(&self) -> bool {
        self.judged.is_some_and(|judged| judged >= self.touched)
    }

    /// The last change that may matter for it.
    pub(super) const fn touched(&self) -> u64 {
        self.touched
    }

    /// Whether somebody waits for it to be judged.
    fn is_awaited(&self) -> bool {
        !self.waiting.is_empty() || !self.questions.is_empty()
    }
}

/// Work to be given out.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) context: Context,
    /// The documents.
    pub(super) uris: Vec<Uri>,
    /// The files that changed since all of the documents were judged, where they were and no more is asked of them.
    pub(super) changed: Option<Vec<PathBuf>>,
    /// Whether somebody wants to know how findings are mended.
    pub(super) with_fixes: bool,
    pub(super) progress: Arc<Progress>,
}

/// Work that was given out.
#[derive(Debug)]
pub(super) struct Running {
    context: Context,
    revision: u64,
    pub(super) progress: Arc<Progress>,
    pub(super) began: Instant,
}

/// Which documents must be judged.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    /// Counts what changed.
    revision: u64,
    entries: BTreeMap<String, Entry>,
    running: Option<Running>,
    /// The files that changed, each with the change that it was.
    log: Vec<(u64, PathBuf)>,
    /// When the first and the last of the changes came that nobody has judged.
    changes: Option<(Instant, Instant)>,
}

/// What came of a document.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct News {
    pub(super) uri: Uri,
    /// Whether it was this document that changed, and not only one that it depends on.
    pub(super) is_edited: bool,
    /// Whether something else is said of it than before.
    pub(super) is_other: bool,
    /// Whether it was judged, and not only found to be as it was.
    pub(super) is_judged: bool,
}

impl Schedule {
    /// The last change.
    pub(super) const fn revision(&self) -> u64 {
        self.revision
    }

    /// Takes up a document; `context` is what it is judged with.
    pub(super) fn open(&mut self, uri: &Uri, context: Context, now: Instant) {
        self.revision += 1;
        let entry = Entry {
            uri: uri.clone(),
            context,
            touched: self.revision,
            edited: self.revision,
            judged: None,
            diagnostics: Vec::new(),
            result: 0,
            waiting: Vec::new(),
            questions: Vec::new(),
        };
        if let Some(known) = self.entries.insert(uri.as_str().to_owned(), entry)
            && let Some(entry) = self.entries.get_mut(uri.as_str())
        {
            entry.waiting = known.waiting;
            entry.questions = known.questions;
        }
        self.note(now);
    }

    /// Lets a document go.
    pub(super) fn close(&mut self, uri: &Uri) -> Option<Entry> {
        self.entries.remove(uri.as_str())
    }

    /// The text of an open document is another one.
    pub(super) fn edit(&mut self, uri: &Uri, now: Instant) {
        self.revision += 1;
        if let Some(entry) = self.entries.get_mut(uri.as_str()) {
            entry.edited = self.revision;
            entry.touched = self.revision;
            self.note(now);
        }
    }

    /// The file at a path is another one for those who read it.
    pub(super) fn touch(&mut self, path: &Path, now: Instant) {
        self.revision += 1;
        self.log.push((self.revision, path.to_path_buf()));
        let mut any = false;
        for entry in self.entries.values_mut().filter(|entry| entry.context.may_have(path)) {
            entry.touched = self.revision;
            any = true;
        }
        if any {
            self.note(now);
        }
    }

    /// Everything may be other than before; `contexts` gives what a document is judged with from now on.
    pub(super) fn touch_all(&mut self, now: Instant, contexts: impl Fn(&Uri) -> Option<Context>) {
        self.revision += 1;
        for entry in self.entries.values_mut() {
            entry.touched = self.revision;
            entry.judged = None;
            if let Some(context) = contexts(&entry.uri) {
                entry.context = context;
            }
        }
        self.note(now);
    }

    /// Somebody waits for a document to be judged.
    pub(super) fn want(&mut self, now: Instant) {
        self.changes.get_or_insert((now, now));
    }

    fn note(&mut self, now: Instant) {
        let first = self.changes.map_or(now, |(first, _)| first);
        self.changes = Some((first, now));
        // Who waits for it would get what is no longer true.
        let is_stale = |running: &&Running| {
            let mut entries = self.entries.values().filter(|entry| entry.context == running.context);
            entries.any(|entry| entry.touched > running.revision)
        };
        if let Some(running) = self.running.as_ref().filter(is_stale) {
            running.progress.cancel();
        }
    }

    /// When there is work to give out; none while there is none, or some is being done.
    pub(super) fn due(&self) -> Option<Instant> {
        let (first, last) = self.changes?;
        self.running.is_none().then(|| (last + QUIET).min(first + PATIENCE))
    }

    /// The documents to judge next: those that have the same context as one for which somebody waits, or that was edited last.
    pub(super) fn next(&mut self, now: Instant) -> Option<Work> {
        if self.due().is_none_or(|due| due > now) {
            return None;
        }
        let is_due = |entry: &&Entry| !entry.is_fresh() || entry.is_awaited();
        let due = self.entries.values().filter(is_due);
        let Some(first) = due.max_by_key(|entry| (entry.is_awaited(), entry.edited)) else {
            self.changes = None;
            return None;
        };
        let context = first.context.clone();
        let of_context = self.entries.values().filter(|entry| entry.context == context).filter(is_due);
        let with_fixes =
            of_context.clone().flat_map(|entry| &entry.questions).any(|question| question.ask.wants_fixes());
        let since = of_context.clone().map(|entry| entry.judged.filter(|_| entry.questions.is_empty())).min().flatten();
        let uris = of_context.map(|entry| entry.uri.clone()).collect();
        let changed = since.map(|since| self.changed_since(since));
        let progress = Arc::new(Progress::default());
        self.running = Some(Running {
            context: context.clone(),
            revision: self.revision,
            progress: Arc::clone(&progress),
            began: now,
        });
        Some(Work { context, uris, changed, with_fixes, progress })
    }

    /// The files that changed after a change. What nobody will ask for again is let go.
    fn changed_since(&mut self, since: u64) -> Vec<PathBuf> {
        let oldest = self.entries.values().filter_map(|entry| entry.judged).min().unwrap_or(self.revision);
        self.log.retain(|(revision, _)| *revision > oldest);
        let changed: BTreeSet<&PathBuf> =
            self.log.iter().filter(|(revision, _)| *revision > since).map(|(_, path)| path).collect();
        changed.into_iter().cloned().collect()
    }

    /// Takes what came of the work that was given out, as far as it is still true.
    pub(super) fn judged(&mut self, judged: &mut Judged) -> Vec<News> {
        self.running = None;
        let mut news = Vec::new();
        if judged.is_cancelled {
            return news;
        }
        for (uri, diagnostics) in judged.documents.drain(..) {
            let Some(entry) = self.entries.get_mut(uri.as_str()) else { continue };
            if entry.touched > judged.revision {
                continue;
            }
            let is_edited = entry.judged.is_none_or(|before| entry.edited > before);
            let is_other = entry.judged.is_none() || entry.diagnostics != diagnostics;
            if is_other {
                entry.diagnostics = diagnostics;
                entry.result += 1;
            }
            entry.judged = Some(judged.revision);
            news.push(News { uri, is_edited, is_other, is_judged: true });
        }
        for uri in judged.unchanged.drain(..) {
            if let Some(entry) = self.entries.get_mut(uri.as_str()).filter(|entry| entry.touched <= judged.revision) {
                entry.judged = Some(judged.revision);
                news.push(News { uri, is_edited: false, is_other: false, is_judged: false });
            }
        }
        news
    }

    /// The document of a URI.
    pub(super) fn get_mut(&mut self, uri: &str) -> Option<&mut Entry> {
        self.entries.get_mut(uri)
    }

    /// Lets nobody wait under this number any more, and says whether somebody did.
    pub(super) fn forget(&mut self, id: &RequestId) -> bool {
        let mut found = false;
        for entry in self.entries.values_mut() {
            let count = entry.waiting.len() + entry.questions.len();
            entry.waiting.retain(|(known, _)| known != id);
            entry.questions.retain(|question| question.id != *id);
            found |= entry.waiting.len() + entry.questions.len() < count;
        }
        found
    }

    /// Whether a document that is open is judged with this.
    pub(super) fn has(&self, context: &Context) -> bool {
        self.entries.values().any(|entry| entry.context == *context)
    }

    /// The work that is being done.
    pub(super) fn running(&self) -> Option<&Running> {
        self.running.as_ref()
    }
}
