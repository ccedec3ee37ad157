//! Shows how far work is that takes long.

use std::time::{Duration, Instant};

use lsp_types::notification::Progress as Told;
use lsp_types::request::WorkDoneProgressCreate;
use lsp_types::{
    NumberOrString, ProgressParams, ProgressParamsValue, WorkDoneProgress, WorkDoneProgressBegin,
    WorkDoneProgressCreateParams, WorkDoneProgressEnd, WorkDoneProgressReport,
};

use super::state::{Asked, Shown, State};
use crate::engine::{Phase, Progress};

/// Work that takes less than this shows no progress.
const PATIENCE: Duration = Duration::from_millis(500);

/// Time between two looks at how far it is.
pub(super) const INTERVAL: Duration = Duration::from_millis(200);

/// What the user reads.
const TITLE: &str = "Ravelin";

/// Shows how far the work is that is being done, if it takes long.
pub(super) fn show(state: &mut State, now: Instant) {
    let Some(running) = state.schedule.running().filter(|_| state.client.shows_progress) else { return };
    let message = message(&running.progress);
    match state.shown {
        Shown::Nothing if now.duration_since(running.began) >= PATIENCE => {
            state.progresses = state.progresses.wrapping_add(1);
            state.shown = Shown::Asked(state.progresses);
            let params = WorkDoneProgressCreateParams { token: NumberOrString::Number(state.progresses) };
            state.ask::<WorkDoneProgressCreate>(Asked::Progress, &params);
        }
        Shown::Nothing | Shown::Asked(_) => {}
        Shown::Begun(number) => {
            let report = WorkDoneProgressReport { message: Some(message), ..WorkDoneProgressReport::default() };
            tell(state, number, WorkDoneProgress::Report(report));
        }
    }
}

/// The client shows progress, unless the work is done by now.
pub(super) fn begin(state: &mut State) {
    if let Shown::Asked(number) = state.shown {
        state.shown = Shown::Begun(number);
        let begin = WorkDoneProgressBegin { title: TITLE.to_owned(), ..WorkDoneProgressBegin::default() };
        tell(state, number, WorkDoneProgress::Begin(begin));
    }
}

/// The work is done.
pub(super) fn end(state: &mut State) {
    if let Shown::Begun(number) = std::mem::take(&mut state.shown) {
        tell(state, number, WorkDoneProgress::End(WorkDoneProgressEnd { message: None }));
    }
}

fn tell(state: &State, number: i32, progress: WorkDoneProgress) {
    let value = ProgressParamsValue::WorkDone(progress);
    state.post.notify::<Told>(&ProgressParams { token: NumberOrString::Number(number), value });
}

/// The phase and its counts, such as `reading files: 12 of 80`.
fn message(progress: &Progress) -> String {
    let (phase, done, total) = progress.get();
    match phase {
        Phase::Discover => format!("looking for files: {done}"),
        Phase::Load => format!("reading files: {done} of {total}"),
        Phase::Evaluate => format!("evaluating {total} files"),
        Phase::Check => format!("judging resources: {done} of {total}"),
    }
}
