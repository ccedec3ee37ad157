//! Runs the examples of checks.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::{Input, Progress, Request, Scan, scan, told};
use crate::check::{Check, Example, Expectation, Registry};
use crate::diagnostic::Level;
use crate::source::{SourceMap, Span};
use crate::vocabulary::Platform;

/// Scans the text of one example.
pub fn scan_example(example: &Example, registry: &Registry) -> Scan {
    let progress = Progress::default();
    let request = request(example.platform, example.text, example.beside, registry, &progress);
    scan(&request, SourceMap::new())
}

/// What a scan of the text of an example is asked for.
pub(super) fn request<'r>(
    platform: Platform,
    text: &str,
    beside: &'r [(&'r str, &'r str)],
    registry: &'r Registry,
    progress: &'r Progress,
) -> Request<'r> {
    let input = Input::Text { name: platform.file_name().into(), text: text.into() };
    // No such folder: an example must not depend on the files around it.
    Request {
        example_parameters: true,
        beside,
        ..Request::new(vec![input], PathBuf::from("/nonexistent"), registry, progress)
    }
}

/// Why an example is not as it should be: a fault of the check, or of the example.
#[derive(Debug, thiserror::Error)]
pub enum ExampleError {
    /// The text is no proper file of its language.
    #[error("does not read well: {0}")]
    Text(String),
    /// The check says something else.
    #[error("expected {expected}, got {findings} findings, {unknown} unknown, {passed} passed")]
    Verdict {
        /// The verdict that the example asks for, in words.
        expected: &'static str,
        /// Number of findings.
        findings: usize,
        /// Number of resources that could not be assessed.
        unknown: usize,
        /// Number of resources that passed.
        passed: usize,
    },
    /// Its message asks for a member that the failing value does not have.
    #[error("the message says {0}: the failing value has no such member")]
    Message(String),
    /// It fails, but elsewhere than the example says.
    #[error("is found on {found}, and marked on {marked}")]
    Place {
        /// The lines of the findings, in words.
        found: String,
        /// The lines that the example marks, in words.
        marked: String,
    },
}

/// Judges one example by its check alone. One that says where it fails must have its findings on just those lines.
///
/// # Errors
/// What came instead of the expected verdict.
pub fn run_example(check: &'static Check, example: &Example) -> Result<(), ExampleError> {
    let Scan { sources, outcome, .. } = scan_example(example, &Registry::new([check]));
    let mut diagnostics = outcome.diagnostics.iter().filter(|diagnostic| diagnostic.level != Level::Note);
    if let Some(diagnostic) = diagnostics.next() {
        return Err(ExampleError::Text(diagnostic.message.clone()));
    }
    let (findings, unknown, passed) = (outcome.findings.len(), outcome.not_assessed.len(), outcome.coverage.passed);
    let as_expected = match example.expect {
        Expectation::Fails => findings > 0,
        // What the check does not apply to passes as well.
        Expectation::Passes => findings == 0 && unknown == 0,
        Expectation::Unknown => findings == 0 && unknown > 0,
    };
    let expected = match example.expect {
        Expectation::Fails => "a finding",
        Expectation::Passes => "no finding and nothing unknown",
        Expectation::Unknown => "something unknown and no finding",
    };
    if !as_expected {
        return Err(ExampleError::Verdict { expected, findings, unknown, passed });
    }
    if let Some(placeholder) = outcome.findings.iter().flat_map(told::unfilled).next() {
        return Err(ExampleError::Message(placeholder));
    }
    let line = |place: Span| sources.get(place.file).position(place.range.start).line;
    let found: BTreeSet<u32> = outcome.findings.iter().map(|finding| line(finding.place)).collect();
    match example.lines.is_empty() || found.iter().eq(example.lines) {
        true => Ok(()),
        false => Err(ExampleError::Place { found: lines(&found), marked: lines(example.lines) }),
    }
}

/// Such as `line 3` and `lines 3, 5`.
fn lines<'a>(numbers: impl IntoIterator<Item = &'a u32>) -> String {
    let numbers: Vec<String> = numbers.into_iter().map(ToString::to_string).collect();
    format!("{} {}", if numbers.len() == 1 { "line" } else { "lines" }, numbers.join(", "))
}
