//! What the client tells.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use lsp_server::ErrorCode;
use lsp_server::{Notification, RequestId};
use lsp_types::notification::{
    Cancel, DidChangeConfiguration, DidChangeTextDocument, DidChangeWatchedFiles, DidChangeWorkspaceFolders,
    DidCloseTextDocument, DidOpenTextDocument, DidSaveTextDocument, Initialized, Notification as Notified,
    PublishDiagnostics, SetTrace,
};
use lsp_types::{MessageType, NumberOrString, PublishDiagnosticsParams, TraceValue};

use super::documents::{self, Document};
use super::library::Change;
use super::lifecycle;
use super::post::Failure;
use super::settings::{SECTION, Trace};
use super::state::State;
use super::uri;

/// What is done about a notification.
type Handler = fn(&mut State, Notification, Instant) -> Result<(), serde_json::Error>;

/// Every notification that the server knows.
const HANDLERS: [(&str, Handler); 10] = [
    (Initialized::METHOD, |state, _, _| {
        lifecycle::initialized(state);
        Ok(())
    }),
    (DidOpenTextDocument::METHOD, opened),
    (DidChangeTextDocument::METHOD, changed),
    (DidSaveTextDocument::METHOD, saved),
    (DidCloseTextDocument::METHOD, closed),
    (DidChangeWatchedFiles::METHOD, watched),
    (DidChangeWorkspaceFolders::METHOD, moved),
    (DidChangeConfiguration::METHOD, configured),
    (SetTrace::METHOD, traced),
    (Cancel::METHOD, cancelled),
];

/// Does what a notification asks for. One that is not understood is a line in the log.
pub(super) fn handle(state: &mut State, notification: Notification, now: Instant) {
    let method = notification.method.clone();
    let handler = HANDLERS.iter().find(|(known, _)| *known == method);
    match handler {
        Some((_, handler)) => {
            if let Err(error) = handler(state, notification, now) {
                state.post.log(MessageType::WARNING, format!("`{method}` is not what it must be: {error}"));
            }
        }
        // Those may be left alone by whoever does not know them.
        None if method.starts_with("$/") => {}
        None => state.trace(Trace::Messages, || format!("`{method}` is not known")),
    }
}

fn params<N: Notified>(notification: Notification) -> Result<N::Params, serde_json::Error> {
    serde_json::from_value(notification.params)
}

fn opened(state: &mut State, notification: Notification, now: Instant) -> Result<(), serde_json::Error> {
    let item = params::<DidOpenTextDocument>(notification)?.text_document;
    let uri = item.uri.clone();
    state.documents.open(item);
    let Some(document) = state.documents.get(uri.as_str()) else { return Ok(()) };
    let (context, path) = (state.context(document), other_than_disk(document));
    let laid = document.path.clone().map(|path| (path, Arc::clone(&document.text)));
    if let Some(context) = context {
        state.schedule.open(&uri, context, now);
    }
    if let Some((path, text)) = laid {
        state.note(Change::Laid(path, text));
        unwatched(state);
    }
    if let Some(path) = path {
        state.schedule.touch(&path, now);
    }
    Ok(())
}

/// A client that watches no files says when it opens, saves or closes one, which is when others may have changed as well.
fn unwatched(state: &mut State) {
    if !state.client.watches {
        state.note(Change::Unknown);
    }
}

/// The file of a document that does not hold the text of the document.
fn other_than_disk(document: &Document) -> Option<std::path::PathBuf> {
    let path = document.path.clone()?;
    let is_same = std::fs::read(&path).is_ok_and(|bytes| bytes == document.text.as_bytes());
    (!is_same).then_some(path)
}

fn changed(state: &mut State, notification: Notification, now: Instant) -> Result<(), serde_json::Error> {
    let change = params::<DidChangeTextDocument>(notification)?;
    let document = change.text_document;
    if !state.documents.change(&document.uri, document.version, change.content_changes, state.client.encoding) {
        state.post.log(MessageType::WARNING, format!("`{}` was changed and is not open", document.uri.as_str()));
        return Ok(());
    }
    let changed = state.documents.get(document.uri.as_str());
    if let Some((path, text)) = changed.and_then(|changed| Some((changed.path.clone()?, Arc::clone(&changed.text)))) {
        state.schedule.touch(&path, now);
        state.note(Change::Laid(path, text));
    }
    state.schedule.edit(&document.uri, now);
    Ok(())
}

fn saved(state: &mut State, notification: Notification, now: Instant) -> Result<(), serde_json::Error> {
    let uri = params::<DidSaveTextDocument>(notification)?.text_document.uri;
    if let Some(path) = uri::path(uri.as_str()) {
        on_disk(state, &path, now);
        unwatched(state);
    }
    Ok(())
}

fn closed(state: &mut State, notification: Notification, now: Instant) -> Result<(), serde_json::Error> {
    let uri = params::<DidCloseTextDocument>(notification)?.text_document.uri;
    let Some(document) = state.documents.close(&uri) else { return Ok(()) };
    if let Some(entry) = state.schedule.close(&uri) {
        let questions = entry.questions.into_iter().map(|question| question.id);
        for id in entry.waiting.into_iter().map(|(id, _)| id).chain(questions) {
            state.post.answer(id, Err(Failure::new(ErrorCode::RequestCanceled, "the document was closed")));
        }
        if !state.client.pulls {
            let params = PublishDiagnosticsParams { uri, diagnostics: Vec::new(), version: None };
            state.post.notify::<PublishDiagnostics>(&params);
        }
    }
    if let Some(path) = &document.path {
        // It may be open under another name as well.
        let other = state.documents.buffers().get(path).map(|buffer| Arc::clone(&buffer.text));
        state.note(match other {
            Some(text) => Change::Laid(path.clone(), text),
            None => Change::Lifted(path.clone()),
        });
        unwatched(state);
        let rules = state.rules_of(path);
        if !rules.is_empty() {
            state.tell_of_file(path, rules);
        }
    }
    if let Some(path) = other_than_disk(&document) {
        state.schedule.touch(&path, now);
    }
    state.forget_rules();
    Ok(())
}

fn watched(state: &mut State, notification: Notification, now: Instant) -> Result<(), serde_json::Error> {
    for change in params::<DidChangeWatchedFiles>(notification)?.changes {
        if let Some(path) = uri::path(change.uri.as_str()) {
            on_disk(state, &path, now);
        }
    }
    Ok(())
}

/// A file came, vanished, or is another one than before.
fn on_disk(state: &mut State, path: &Path, now: Instant) {
    let path = documents::real(path);
    state.schedule.touch(&path, now);
    state.note(Change::OnDisk(path));
}

fn moved(state: &mut State, notification: Notification, now: Instant) -> Result<(), serde_json::Error> {
    let event = params::<DidChangeWorkspaceFolders>(notification)?.event;
    Arc::make_mut(&mut state.workspace).change(&event.added, &event.removed);
    state.judge_all(now);
    Ok(())
}

/// A client that can be asked sends nothing here that counts.
fn configured(state: &mut State, notification: Notification, now: Instant) -> Result<(), serde_json::Error> {
    let settings = params::<DidChangeConfiguration>(notification)?.settings;
    match settings.get(SECTION) {
        Some(own) => state.set(own, now),
        None => lifecycle::ask_for_settings(state),
    }
    Ok(())
}

fn traced(state: &mut State, notification: Notification, _: Instant) -> Result<(), serde_json::Error> {
    state.trace = match params::<SetTrace>(notification)?.value {
        TraceValue::Off => Trace::Off,
        TraceValue::Messages => Trace::Messages,
        TraceValue::Verbose => Trace::Verbose,
    };
    Ok(())
}

fn cancelled(state: &mut State, notification: Notification, _: Instant) -> Result<(), serde_json::Error> {
    let id = match params::<Cancel>(notification)?.id {
        NumberOrString::Number(number) => RequestId::from(number),
        NumberOrString::String(text) => RequestId::from(text),
    };
    state.cancel(id);
    Ok(())
}
