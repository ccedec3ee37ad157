//! What is shown while a scan runs.

use std::io::{self, IsTerminal as _};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::engine::{Phase, Progress};

/// A scan that takes less than this shows no progress.
const PATIENCE: Duration = Duration::from_millis(500);

/// Time between two looks at how far it is.
const INTERVAL: Duration = Duration::from_millis(100);

/// Whose progress is shown, and whether it is.
#[derive(Clone, Copy)]
pub(super) struct Watch<'a> {
    /// Whether the user wants to see nothing of it.
    pub(super) quiet: bool,
    /// What is scanned, where that is not what the user named, such as a revision.
    pub(super) of: Option<&'a str>,
}

impl Watch<'_> {
    /// Runs `work`; while it lasts longer than [`PATIENCE`] and standard error is a terminal, shows how far it is. Leaves
    /// nothing on the screen.
    pub(super) fn during<T>(self, progress: &Progress, work: impl FnOnce() -> T) -> T {
        if self.quiet || !io::stderr().is_terminal() {
            return work();
        }
        std::thread::scope(|scope| {
            let (done, waiting) = mpsc::channel::<()>();
            scope.spawn(move || {
                let lasts = |time| waiting.recv_timeout(time) == Err(RecvTimeoutError::Timeout);
                if lasts(PATIENCE) {
                    let bar = ProgressBar::new(0);
                    self.show(&bar, progress);
                    while lasts(INTERVAL) {
                        self.show(&bar, progress);
                    }
                    bar.finish_and_clear();
                }
            });
            let result = work();
            // Dropping the sender wakes the thread.
            drop(done);
            result
        })
    }

    fn show(self, bar: &ProgressBar, progress: &Progress) {
        let (phase, done, total) = progress.get();
        let is_measured = total > 0 && phase != Phase::Evaluate;
        // Only signs that every terminal has.
        let style = ProgressStyle::with_template(if is_measured { "{msg} [{wide_bar}]" } else { "{msg}" });
        if let Ok(style) = style {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_length(total as u64);
        bar.set_position(done as u64);
        bar.set_message(self.text(phase, done, total));
    }

    /// The phase and its counts, such as `reading files: 12 of 80`.
    fn text(self, phase: Phase, done: usize, total: usize) -> String {
        let text = match phase {
            Phase::Discover => format!("looking for files: {done}"),
            Phase::Load => format!("reading files: {done} of {total}"),
            Phase::Evaluate => format!("evaluating {total} files"),
            Phase::Check => format!("judging resources: {done} of {total}"),
        };
        self.of.map_or_else(|| text.clone(), |of| format!("{of}: {text}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phase_is_named_with_its_counts() {
        let watch = Watch { quiet: false, of: None };
        let since = Watch { of: Some("origin/main"), ..watch };
        let table = [
            (watch, Phase::Discover, 7, 0, "looking for files: 7"),
            (watch, Phase::Load, 12, 80, "reading files: 12 of 80"),
            (watch, Phase::Evaluate, 0, 80, "evaluating 80 files"),
            (watch, Phase::Check, 3, 9, "judging resources: 3 of 9"),
            (since, Phase::Load, 12, 80, "origin/main: reading files: 12 of 80"),
        ];
        for (watch, phase, done, total, expected) in table {
            assert_eq!(watch.text(phase, done, total), expected);
        }
    }

    #[test]
    fn work_that_nobody_watches_is_done_all_the_same() {
        assert_eq!(Watch { quiet: true, of: None }.during(&Progress::default(), || 7), 7);
    }
}
