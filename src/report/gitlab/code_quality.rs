//! The `gitlab-codequality` format: the subset of the Code Climate format that GitLab reads.

use std::borrow::Cow;
use std::io;

use serde::Serialize;

use super::super::place::Spot;
use super::super::text::{cut, one_line};
use super::super::writer::{Options, Writer};
use crate::check::Severity;
use crate::finding::{Finding, Outcome};
use crate::source::Shown;

/// Most characters of a description.
const DESCRIPTION_LIMIT: usize = 2_000;

/// The `gitlab-codequality` format.
pub(in super::super) struct CodeQuality;

impl Writer for CodeQuality {
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let issues: Vec<_> = outcome.open_from(options.min_severity).map(|finding| issue(finding, sources)).collect();
        serde_json::to_writer_pretty(&mut *out, &issues)?;
        writeln!(out)
    }

    fn leaves_out_minor(&self) -> bool {
        true
    }
}

#[derive(Serialize)]
struct Issue<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    check_name: &'a str,
    description: String,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

fn issue<'a>(finding: &'a Finding, sources: Shown<'a>) -> Issue<'a> {
    let spot = Spot::at(sources, finding.place);
    let (begin, end) = spot.line_range();
    let address = finding.addresses.first().map_or(Cow::Borrowed(""), |address| one_line(address));
    let separator = if address.is_empty() { "" } else { ": " };
    let description = format!("{address}{separator}{}", one_line(&finding.message));
    Issue {
        kind: "issue",
        check_name: finding.check.id,
        description: cut(&description, DESCRIPTION_LIMIT).into_owned(),
        fingerprint: &finding.fingerprint,
        severity: match finding.severity {
            Severity::Critical => "blocker",
            Severity::High => "critical",
            Severity::Medium => "major",
            Severity::Low => "minor",
            Severity::Info => "info",
        },
        location: Location { path: spot.path, lines: Lines { begin, end } },
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::samples::{PLAIN, hostile, judged, write};

    #[test]
    fn exceptions_are_left_out_and_fingerprints_stay() {
        let sample = judged();
        let report = write("gitlab-codequality", &sample.outcome, &sample.sources, &PLAIN);
        let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
        let found: Vec<_> =
            report.as_array().expect("a list").iter().map(|issue| issue["fingerprint"].as_str()).collect();
        let expected = sample.outcome.findings.iter().filter(|finding| finding.exception.is_none());
        assert_eq!(found, expected.map(|finding| Some(finding.fingerprint.as_str())).collect::<Vec<_>>());
    }

    #[test]
    fn hostile_text_is_one_harmless_line() {
        let sample = hostile();
        let report = write("gitlab-codequality", &sample.outcome, &sample.sources, &PLAIN);
        let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
        for issue in report.as_array().expect("a list") {
            let description = issue["description"].as_str().expect("a text");
            assert!(description.chars().all(|char| !char.is_control()), "{description}");
            assert!(description.chars().count() <= 2_001);
        }
    }
}
