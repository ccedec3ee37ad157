//! How far a scan is, for whoever watches from another thread, and how long it took.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What a scan is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Looking for files.
    Discover,
    /// Reading them.
    Load,
    /// Evaluating them.
    Evaluate,
    /// Judging resources.
    Check,
}

/// Counters that the scan advances and others read.
#[derive(Debug, Default)]
pub struct Progress {
    phase: AtomicU8,
    done: AtomicUsize,
    total: AtomicUsize,
    is_cancelled: AtomicBool,
    /// When each phase began.
    began: Mutex<Vec<(Phase, Instant)>>,
}

impl Progress {
    /// The phase, and how many of how many units of it are done; a total of 0 means that it is not known.
    pub fn get(&self) -> (Phase, usize, usize) {
        let phase = match self.phase.load(Ordering::Relaxed) {
            0 => Phase::Discover,
            1 => Phase::Load,
            2 => Phase::Evaluate,
            _ => Phase::Check,
        };
        (phase, self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }

    /// How long each phase took that has begun, in their order; the last until now.
    pub fn times(&self) -> Vec<(Phase, Duration)> {
        let began = self.began.lock().unwrap_or_else(PoisonError::into_inner);
        let ends = began.iter().skip(1).map(|(_, next)| *next).chain([Instant::now()]);
        began.iter().zip(ends).map(|((phase, start), end)| (*phase, end.duration_since(*start))).collect()
    }

    /// Calls the scan off: nobody wants its outcome any more. It ends soon, and what it gives means nothing.
    pub fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether the scan is called off.
    pub fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::Relaxed)
    }

    pub(super) fn start(&self, phase: Phase, total: usize) {
        self.began.lock().unwrap_or_else(PoisonError::into_inner).push((phase, Instant::now()));
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        self.phase.store(phase as u8, Ordering::Relaxed);
    }

    pub(super) fn advance(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_are_counted_and_timed_in_their_order() {
        let progress = Progress::default();
        assert_eq!((progress.get(), progress.times()), ((Phase::Discover, 0, 0), vec![]));
        for (phase, total) in [(Phase::Discover, 0), (Phase::Load, 3), (Phase::Evaluate, 3), (Phase::Check, 9)] {
            progress.start(phase, total);
            progress.advance();
            assert_eq!(progress.get(), (phase, 1, total));
        }
        let phases: Vec<Phase> = progress.times().into_iter().map(|(phase, _)| phase).collect();
        assert_eq!(phases, [Phase::Discover, Phase::Load, Phase::Evaluate, Phase::Check]);
    }
}
