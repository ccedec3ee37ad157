//! What goes out: answers, notifications and requests to the client. A thread writes them, so that nobody waits for a client that does
//! not read.

use std::io::{self, Write as _};
use std::sync::mpsc::{Receiver, Sender};

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{LogMessage, Notification as Notified, ShowMessage};
use lsp_types::request::Request as Requested;
use lsp_types::{LogMessageParams, MessageType, ShowMessageParams};
use serde::Serialize;
use serde_json::{Value, json};

/// Something that goes out.
pub(super) enum Letter {
    /// A message.
    Message(Message),
    /// An answer to what nobody can tell the request of.
    Unaddressed(Value),
}

/// Sends what goes out.
#[derive(Clone)]
pub(super) struct Post {
    letters: Sender<Letter>,
}

impl Post {
    /// Sends to whoever writes `letters`.
    pub(super) fn new(letters: Sender<Letter>) -> Self {
        Self { letters }
    }

    /// Answers a request.
    pub(super) fn answer(&self, id: RequestId, result: Answer) {
        let response_result = result.map_err(|failure| lsp_server::ResponseError {
            code: failure.code as i32,
            message: failure.why,
            data: failure.data,
        });
        self.send(Letter::Message(Message::Response(Response { id, response_result })));
    }

    /// Answers what is no request that could be told from others.
    pub(super) fn refuse(&self, id: Option<RequestId>, code: ErrorCode, why: String) {
        match id {
            Some(id) => self.answer(id, Err(Failure::new(code, why))),
            None => self.send(Letter::Unaddressed(
                json!({"jsonrpc": "2.0", "id": null, "error": {"code": code as i32, "message": why}}),
            )),
        }
    }

    /// Tells the client something.
    pub(super) fn notify<N: Notified<Params: Serialize>>(&self, params: &N::Params) {
        self.send(Letter::Message(Message::Notification(Notification {
            method: N::METHOD.to_owned(),
            params: value(params),
        })));
    }

    /// Asks the client something, under a number that its answer will have.
    pub(super) fn request<R: Requested<Params: Serialize>>(&self, number: i32, params: &R::Params) {
        let (id, method) = (RequestId::from(number), R::METHOD.to_owned());
        self.send(Letter::Message(Message::Request(Request { id, method, params: value(params) })));
    }

    /// Writes a line into the client's log.
    pub(super) fn log(&self, typ: MessageType, message: impl Into<String>) {
        self.notify::<LogMessage>(&LogMessageParams { typ, message: message.into() });
    }

    /// Shows the user a message.
    pub(super) fn show(&self, typ: MessageType, message: impl Into<String>) {
        self.notify::<ShowMessage>(&ShowMessageParams { typ, message: message.into() });
    }

    fn send(&self, letter: Letter) {
        // Nobody writes any more: the client is gone, and the end of its stream ends the server.
        let _ = self.letters.send(letter);
    }
}

/// The result of a request.
pub(super) type Answer = Result<Value, Failure>;

/// Why a request has no result.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) code: ErrorCode,
    /// A sentence without a full stop.
    pub(super) why: String,
    pub(super) data: Option<Value>,
}

impl Failure {
    pub(super) fn new(code: ErrorCode, why: impl Into<String>) -> Self {
        Self { code, why: why.into(), data: None }
    }
}

/// A result as JSON. The types of the protocol have no keys that are not texts, which alone could not be written.
pub(super) fn value(result: &impl Serialize) -> Value {
    serde_json::to_value(result).unwrap_or_default()
}

/// Writes letters to standard output until nobody sends any, or nobody reads them.
///
/// # Errors
/// What the system says.
pub(super) fn deliver(letters: &Receiver<Letter>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for letter in letters {
        match letter {
            Letter::Message(message) => message.write(&mut out)?,
            Letter::Unaddressed(answer) => {
                let body = answer.to_string();
                write!(out, "Content-Length: {}\r\n\r\n{body}", body.len())?;
                out.flush()?;
            }
        }
    }
    Ok(())
}
