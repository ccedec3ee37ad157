//! What `--verbose` adds: how long it took, and what was left out. On standard error, so that reports stay the same bytes.

use std::time::Duration;

use crate::cli::terminal;
use crate::diagnostic::Place;
use crate::engine::{self, Phase};
use crate::finding::{Outcome, SwitchedOff};
use crate::model::Unread;
use crate::source::Shown;

/// Says it all.
pub(super) fn say(outcome: &Outcome, sources: Shown<'_>, times: &[(Phase, Duration)], reports: Duration) {
    let time = |(phase, time): &(Phase, Duration)| format!("{} ms {}", time.as_millis(), named(*phase));
    let times: Vec<String> = times.iter().map(time).collect();
    let threads = match engine::threads() {
        1 => "1 thread".to_owned(),
        count => format!("{count} threads"),
    };
    terminal::say(&format!("time: {}, {} ms writing reports; {threads}", times.join(", "), reports.as_millis()));
    for line in left_out(outcome, sources) {
        terminal::say(&line);
    }
}

const fn named(phase: Phase) -> &'static str {
    match phase {
        Phase::Discover => "looking for files",
        Phase::Load => "reading",
        Phase::Evaluate => "evaluating",
        Phase::Check => "judging",
    }
}

/// What was left out, a line each: files by reason, those that may matter by name, and what files of the repository switch
/// off.
fn left_out(outcome: &Outcome, sources: Shown<'_>) -> Vec<String> {
    let counted = outcome.coverage.skipped.iter().map(|(reason, count)| format!("left out: {count} {reason}"));
    let unread = |Unread { path, reason }: &Unread| format!("not read: {}{path}: {reason}", outcome.root);
    let switched_off = outcome.switched_off.iter().map(|entry| switched_off(entry, &outcome.root, sources));
    counted.chain(outcome.unread.iter().map(unread)).chain(switched_off).collect()
}

/// `silenced: .ravelin.yaml:3:5: 41 files ignored by vendor/`
fn switched_off(entry: &SwitchedOff, root: &str, sources: Shown<'_>) -> String {
    let SwitchedOff { kind, what, place, count, holds } = entry;
    let place = match place {
        Place::Text(span) => {
            let file = sources.get(span.file);
            let start = file.position(span.range.start);
            format!("{root}{}:{}:{}: ", file.path(), start.line, start.column)
        }
        Place::File(path) => format!("{root}{path}: "),
        Place::None => String::new(),
    };
    let word = if *holds { "silenced" } else { "untrusted" };
    format!("{word}: {place}{} by {what}", kind.counted(*count))
}
