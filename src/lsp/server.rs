//! The loop of the server. It waits for what comes in, for work that is done, and for the time at which work is given out; it does
//! nothing itself that takes long.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use lsp_server::{ErrorCode, Message, RequestId, Response};
use lsp_types::MessageType;
use lsp_types::notification::{Exit, Notification as _};

use super::asking::Errand;
use super::judging::{Job, Judged};
use super::parent::Parent;
use super::post::{self, Answer, Failure, Letter, Post};
use super::state::{Asked, Phase, State};
use super::transport::{Incoming, Reader};
use super::{End, Host, lifecycle, notifications, progress, requests};

/// How often it is looked whether the client still runs.
const LOOK: Duration = Duration::from_secs(3);

/// Stack of the threads that walk values, in bytes: as deep as the parsers allow.
const STACK: usize = 16 << 20;

/// How long the client has for reading the last answers.
const LAST: Duration = Duration::from_secs(2);

/// Something that happened.
pub(super) enum Event {
    /// The client says something.
    Came(Incoming),
    /// The client says no more, or does not read any more.
    Ended,
    /// Work is done.
    Judged(Judged),
    /// A question is answered.
    Resolved(RequestId, Answer),
}

/// Serves on standard input and output until the client ends it or is gone.
///
/// # Errors
/// The system gives no threads.
pub fn serve(host: Host) -> io::Result<End> {
    let (events, happened) = mpsc::channel();
    let (letters, delivered) = mpsc::channel::<Letter>();
    let (jobs, given_out) = mpsc::channel();
    let (errands, sent) = mpsc::channel();
    let (reading, working, answering, ended) = (events.clone(), events.clone(), events.clone(), events);
    thread::Builder::new().name("reader".to_owned()).spawn(move || read(&reading))?;
    let deep = |name: &str| thread::Builder::new().name(name.to_owned()).stack_size(STACK);
    deep("judge").spawn(move || judge(&given_out, &working))?;
    deep("answer").spawn(move || answer(&sent, &answering))?;
    let (finished, written) = mpsc::channel::<()>();
    thread::Builder::new().name("writer".to_owned()).spawn(move || {
        if post::deliver(&delivered).is_err() {
            // Whoever reads the events may be gone as well.
            let _ = ended.send(Event::Ended);
        }
        drop(finished);
    })?;
    let mut state = State::new(host, Post::new(letters), jobs, errands);
    let end = attend(&mut state, &happened);
    // The last answers are written before the process ends, if the client reads them.
    drop(state);
    let _ = written.recv_timeout(LAST);
    Ok(end)
}

/// Reads what the client says.
fn read(events: &Sender<Event>) {
    let mut reader = Reader::new(io::stdin().lock());
    while let Ok(Some(incoming)) = reader.read() {
        if events.send(Event::Came(incoming)).is_err() {
            return;
        }
    }
    // The server may have ended already.
    let _ = events.send(Event::Ended);
}

/// Does the work that is given out, one after the other.
fn judge(jobs: &Receiver<Job>, events: &Sender<Event>) {
    for job in jobs {
        if events.send(Event::Judged(job.judge())).is_err() {
            return;
        }
    }
}

/// Answers questions, one after the other.
fn answer(errands: &Receiver<Errand>, events: &Sender<Event>) {
    for errand in errands {
        match errand {
            Errand::Answer(question, studied) => {
                let answer = question.answer(&studied);
                // The server may have ended already.
                let _ = events.send(Event::Resolved(question.id, answer));
            }
            Errand::Drop(studied) => drop(studied),
        }
    }
}

fn attend(state: &mut State, happened: &Receiver<Event>) -> End {
    let mut parent = Parent::default();
    loop {
        let now = Instant::now();
        state.give_out(now);
        progress::show(state, now);
        let look = if state.schedule.running().is_some() { progress::INTERVAL } else { LOOK };
        let wait = state.schedule.due().map_or(look, |due| due.saturating_duration_since(now).min(look));
        match happened.recv_timeout(wait) {
            Ok(Event::Came(incoming)) => {
                if let Incoming::Message(Message::Request(request)) = &incoming
                    && state.phase == Phase::Before
                {
                    parent = Parent::of(&request.params);
                }
                if let Some(end) = came(state, incoming) {
                    return end;
                }
            }
            Ok(Event::Judged(judged)) => {
                progress::end(state);
                state.take(judged);
            }
            Ok(Event::Resolved(id, answer)) => state.resolved(id, answer),
            Ok(Event::Ended) | Err(RecvTimeoutError::Disconnected) => return end(state),
            Err(RecvTimeoutError::Timeout) if parent.is_gone() => return end(state),
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// How the server ends now: as it should, when the client has asked it to before.
fn end(state: &State) -> End {
    if state.phase == Phase::Closing { End::Asked } else { End::Abandoned }
}

/// Takes up what the client says; gives the end, when that is it.
fn came(state: &mut State, incoming: Incoming) -> Option<End> {
    let garbage = match incoming {
        Incoming::Message(Message::Notification(notification)) if notification.method == Exit::METHOD => {
            return Some(end(state));
        }
        Incoming::Message(message) => {
            attended(state, message);
            return None;
        }
        Incoming::Garbage(garbage) => garbage,
    };
    state.post.log(MessageType::WARNING, garbage.why.clone());
    if let Some(code) = garbage.code {
        state.post.refuse(garbage.id, code, garbage.why);
    }
    None
}

/// Does what a message asks for. A bug in that costs this message.
fn attended(state: &mut State, message: Message) {
    let id = if let Message::Request(request) = &message { Some(request.id.clone()) } else { None };
    let done = catch_unwind(AssertUnwindSafe(|| match message {
        Message::Request(request) => requests::handle(state, request),
        Message::Notification(notification) if state.phase == Phase::Open => {
            notifications::handle(state, notification, Instant::now());
        }
        // Neither before the beginning nor after the end does it count.
        Message::Notification(_) => {}
        Message::Response(response) => answered(state, response),
    }));
    if done.is_err() {
        let why = "a bug in Ravelin; standard error says more";
        match id {
            Some(id) => state.post.answer(id, Err(Failure::new(ErrorCode::InternalError, why))),
            None => state.post.log(MessageType::ERROR, why),
        }
    }
}

fn answered(state: &mut State, response: Response) {
    match (state.answered(&response.id), response.response_result) {
        (Some(Asked::Settings), result) => lifecycle::configured(state, result.ok().as_ref(), Instant::now()),
        (Some(Asked::Progress), result) if result.is_ok() => progress::begin(state),
        (Some(Asked::Progress | Asked::Nothing), _) => {}
        (None, _) => {
            state.post.log(MessageType::WARNING, format!("an answer to `{}`, which was not asked", response.id));
        }
    }
}
