//! What is made of work that is done: what the client is told, and what is kept.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lsp_server::RequestId;
use lsp_types::notification::PublishDiagnostics;
use lsp_types::request::WorkspaceDiagnosticRefresh;
use lsp_types::{
    Diagnostic, DocumentDiagnosticReport, FullDocumentDiagnosticReport, PublishDiagnosticsParams,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
    Uri,
};
use serde_json::Value;

use super::asking::{Errand, Question};
use super::judging::Judged;
use super::post::value;
use super::schedule::{Entry, News};
use super::settings::Trace;
use super::state::{Asked, State};
use super::studied::Studied;

impl State {
    /// Takes what came of work.
    pub(super) fn take(&mut self, mut judged: Judged) {
        let news = self.schedule.judged(&mut judged);
        if judged.is_cancelled {
            return;
        }
        if judged.is_new {
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
        if judged.is_new {
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
            self.post.answer(id, Ok(report(entry, known.as_deref())));
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

    /// Answers who asks what is said of a document, or lets him wait until that is known.
    pub(super) fn pull(&mut self, id: RequestId, uri: &Uri, known: Option<String>) {
        match self.schedule.get_mut(uri.as_str()) {
            Some(entry) if entry.is_fresh() => self.post.answer(id, Ok(report(entry, known.as_deref()))),
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
}

/// The answer to who asks what is said of a document and has the result `known`.
fn report(entry: &Entry, known: Option<&str>) -> Value {
    let result = entry.result.to_string();
    if known == Some(result.as_str()) {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id: result };
        let report =
            RelatedUnchangedDocumentDiagnosticReport { related_documents: None, unchanged_document_diagnostic_report };
        return value(&DocumentDiagnosticReport::Unchanged(report));
    }
    value(&full(Some(result), entry.diagnostics.clone()))
}

fn full(result_id: Option<String>, items: Vec<Diagnostic>) -> DocumentDiagnosticReport {
    let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id, items };
    DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report,
    })
}
