//! What a compliance report says about its scope: what was examined, how, and what of it was not.

use super::super::text::counted;
use super::super::tool::{TOOL_NAME, TOOL_VERSION};
use super::super::{origin, summary};
use crate::compliance::{Report, Run};
use crate::diagnostic::Level;
use crate::finding::{ExceptionState, FileCount, Outcome};
use crate::model::Platform;

/// The title of a report, with the repository where it is known.
pub(super) fn title(run: &Run) -> String {
    match &run.origin.name {
        Some(name) => format!("Compliance report: {name}"),
        None => "Compliance report".to_owned(),
    }
}

/// What was scanned, and where it comes from.
pub(super) fn origin(run: &Run) -> Vec<(&'static str, String)> {
    origin::rows(&run.paths, &run.origin)
}

/// All of it: names and values, in order.
pub(super) fn scope(report: &Report<'_>) -> Vec<(&'static str, String)> {
    let mut scope = origin(report.run);
    scope.extend(method(report));
    scope
}

/// How it was examined, and what of it was not.
pub(super) fn method(report: &Report<'_>) -> Vec<(&'static str, String)> {
    let Run { options, command, time, checks, inputs, .. } = report.run;
    let outcome = report.outcome;
    let rows = [
        ("Command", command.clone()),
        ("Options", options.join("; ")),
        ("Date", time.clone()),
        ("Tool", format!("{TOOL_NAME} {TOOL_VERSION}")),
        ("Checks", format!("{}, SHA-256 {checks}", outcome.checks.len())),
        ("Files", files(outcome)),
        ("Skipped", summary::numbers(&outcome.coverage.skipped)),
        ("Not read", not_read(outcome)),
        ("Resources", resources(outcome)),
        ("Not judged", not_judged(outcome).join("; ")),
        ("Exceptions", exceptions(outcome)),
        ("Input", format!("{} read, SHA-256 {}", counted(inputs.files.len(), "file"), inputs.digest)),
    ];
    rows.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

/// What was asked for and not judged: what an auditor must see before anything else.
pub(super) fn not_judged(outcome: &Outcome) -> Vec<String> {
    let nothing =
        outcome.coverage.nothing_judged.as_ref().map(|nothing| format!("Nothing was judged: {}", nothing.reason));
    let unjudged = (!outcome.unjudged.is_empty())
        .then(|| format!("Named on the command line and not judged: {}", outcome.unjudged.join(", ")));
    nothing.into_iter().chain(unjudged).collect()
}

/// How many exceptions became what.
pub(super) fn exceptions_by_state(outcome: &Outcome) -> impl Iterator<Item = (&'static str, usize)> {
    let states = [ExceptionState::Active, ExceptionState::Expired, ExceptionState::Unmatched, ExceptionState::Refused];
    let count = |state| outcome.exceptions.iter().filter(|exception| exception.state == state).count();
    states.into_iter().map(move |state| (state.as_str(), count(state)))
}

fn exceptions(outcome: &Outcome) -> String {
    let counts = exceptions_by_state(outcome).filter(|(_, count)| *count > 0);
    or_none(&counts.map(|(state, count)| format!("{count} {state}")).collect::<Vec<_>>())
}

/// What stands in the list of what could not be read.
fn not_read(outcome: &Outcome) -> String {
    match outcome.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error).count() {
        0 => "none".to_owned(),
        count => counted(count, "place"),
    }
}

fn files(outcome: &Outcome) -> String {
    let count = |(platform, count): (&Platform, &FileCount)| match count.found - count.complete {
        0 => format!("{} {platform}", count.found),
        partly => format!("{} {platform} ({partly} not read to the end)", count.found),
    };
    or_none(&outcome.coverage.files.iter().map(count).collect::<Vec<_>>())
}

fn resources(outcome: &Outcome) -> String {
    let count = |(platform, count): (&Platform, &usize)| format!("{count} {platform}");
    or_none(&outcome.coverage.resources.iter().map(count).collect::<Vec<_>>())
}

fn or_none(parts: &[String]) -> String {
    if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
}
