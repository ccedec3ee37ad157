//! What is said when a scan did not judge what it was asked for.

use crate::cli::exit::Exit;
use crate::cli::terminal;
use crate::finding::Outcome;

/// Warns on standard error of a scan that judged nothing, or not all that the user named.
pub(super) fn warn(outcome: &Outcome) {
    if let Some(nothing) = &outcome.coverage.nothing_judged {
        terminal::say(&format!("warning: nothing was judged: {}", nothing.reason));
    }
    say_errors(outcome);
}

/// Says on standard error what the user named and the scan did not judge.
pub(super) fn say_errors(outcome: &Outcome) {
    for path in &outcome.unjudged {
        terminal::say(&format!("error: {}{path}: was named and not judged", outcome.root));
    }
}

/// Warns likewise, and gives how a command without a gate ends.
pub(super) fn exit(outcome: &Outcome) -> Exit {
    warn(outcome);
    if outcome.unjudged.is_empty() { Exit::Clean } else { Exit::Incomplete }
}
