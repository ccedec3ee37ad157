//! The bar while a scan runs.

use std::io::{self, IsTerminal as _};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::engine::{Phase, Progress};

/// A scan that takes less than this shows no progress.
const PATIENCE: Duration = Duration::from_millis(500);

/// Runs `work`; while it lasts longer than [`PATIENCE`] and standard error is a terminal, shows how far it is.
pub(super) fn with_progress_bar<T>(progress: &Progress, work: impl FnOnce() -> T) -> T {
    if !io::stderr().is_terminal() {
        return work();
    }
    std::thread::scope(|scope| {
        let (done, waiting) = mpsc::channel::<()>();
        scope.spawn(move || {
            if waiting.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::new(0);
            if let Ok(style) = ProgressStyle::with_template("{msg:12} {wide_bar} {pos}/{len}") {
                bar.set_style(style);
            }
            loop {
                let (phase, position, total) = progress.get();
                bar.set_message(phase_name(phase));
                bar.set_length(total as u64);
                bar.set_position(position as u64);
                if waiting.recv_timeout(Duration::from_millis(100)) != Err(RecvTimeoutError::Timeout) {
                    break;
                }
            }
            bar.finish_and_clear();
        });
        let result = work();
        // Dropping the sender wakes the thread.
        drop(done);
        result
    })
}

fn phase_name(phase: Phase) -> &'static str {
    match phase {
        Phase::Discover => "looking",
        Phase::Load => "reading",
        Phase::Check => "checking",
    }
}
