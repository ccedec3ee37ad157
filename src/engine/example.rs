//! Runs the examples of checks.

use std::path::PathBuf;

use super::{Input, Progress, Request, Scan, scan};
use crate::check::{Check, Example, Expectation, Registry};
use crate::diagnostic::Level;
use crate::model::Platform;
use crate::source::SourceMap;

/// Scans the text of one example.
pub fn scan_example(example: &Example, registry: &Registry) -> Scan {
    let name = match example.platform {
        Platform::Terraform => "main.tf",
        Platform::Kubernetes => "manifest.yaml",
        Platform::Dockerfile => "Dockerfile",
        Platform::Compose => "compose.yaml",
    };
    let progress = Progress::default();
    let input = Input::Text { name: name.into(), text: example.text.into() };
    // No such folder: an example must not depend on the files around it.
    let request = Request {
        example_parameters: true,
        ..Request::new(vec![input], PathBuf::from("/nonexistent"), registry, &progress)
    };
    scan(&request, SourceMap::new())
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
}

/// Judges one example by its check alone.
///
/// # Errors
/// What came instead of the expected verdict.
pub fn run_example(check: &'static Check, example: &Example) -> Result<(), ExampleError> {
    let outcome = scan_example(example, &Registry::new([check])).outcome;
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
    match as_expected {
        true => Ok(()),
        false => Err(ExampleError::Verdict { expected, findings, unknown, passed }),
    }
}
