//! The `bitbucket` format: a report with annotations for Code Insights, as Bitbucket Cloud's API takes them.
//!
//! The API: <https://developer.atlassian.com/cloud/bitbucket/rest/api-group-reports/>. A pipeline sends `report` with one request,
//! and `annotations` with one for every 100.

use std::borrow::Cow;
use std::io;

use serde::Serialize;

use super::place::Spot;
use super::text::{counted, cut, one_line};
use super::tool::{INFORMATION_URI, TOOL_NAME};
use super::writer::{Options, Writer};
use super::{minor, summary};
use crate::check::Severity;
use crate::finding::{Finding, Outcome};
use crate::source::Shown;

/// Most annotations of a report.
const ANNOTATIONS: usize = 1_000;

/// Most characters of a title or a summary, less one for `…`.
const SUMMARY_LIMIT: usize = 449;

/// Most characters of details, less one for `…`.
const DETAILS_LIMIT: usize = 1_999;

/// The `bitbucket` format.
pub(super) struct Bitbucket;

impl Writer for Bitbucket {
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let mut findings = summary::worst_first(outcome.active_from(options.min_severity));
        let left_out = findings.len().saturating_sub(ANNOTATIONS);
        findings.truncate(ANNOTATIONS);
        let insights = Insights {
            report: report(outcome, options, left_out),
            annotations: findings.into_iter().map(|finding| annotation(finding, outcome, sources)).collect(),
        };
        serde_json::to_writer_pretty(&mut *out, &insights)?;
        writeln!(out)
    }

    fn leaves_out_minor(&self) -> bool {
        true
    }
}

#[derive(Serialize)]
struct Insights<'a> {
    report: Report,
    annotations: Vec<Annotation<'a>>,
}

#[derive(Serialize)]
struct Report {
    title: &'static str,
    details: String,
    #[serde(rename = "report_type")]
    kind: &'static str,
    reporter: &'static str,
    link: &'static str,
    result: &'static str,
    data: Vec<Datum>,
}

/// A number beside the report.
#[derive(Serialize)]
struct Datum {
    title: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    value: usize,
}

#[derive(Serialize)]
struct Annotation<'a> {
    external_id: String,
    #[serde(rename = "annotation_type")]
    kind: &'static str,
    title: Cow<'a, str>,
    summary: String,
    details: String,
    severity: &'static str,
    path: String,
    line: u32,
    /// Whether the gate is closed because of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<&'a str>,
}

fn report(outcome: &Outcome, options: &Options, left_out: usize) -> Report {
    let mut details = minor::line(outcome, options.min_severity);
    if left_out > 0 {
        let findings = counted(left_out, "finding");
        details =
            format!("{findings} of the least severe are left out: a report has {ANNOTATIONS} annotations. {details}");
    }
    let count = |severity| outcome.active().filter(|finding| finding.severity == severity).count();
    let numbers = [
        ("Critical", count(Severity::Critical)),
        ("High", count(Severity::High)),
        ("Medium", count(Severity::Medium)),
        ("Low", count(Severity::Low)),
        ("Known", outcome.known().count()),
    ];
    Report {
        title: "Ravelin",
        details: cut(&one_line(&details), DETAILS_LIMIT).into_owned(),
        kind: "SECURITY",
        reporter: TOOL_NAME,
        link: INFORMATION_URI,
        result: if outcome.gate.as_ref().is_some_and(|gate| gate.closed) { "FAILED" } else { "PASSED" },
        data: numbers.into_iter().map(|(title, value)| Datum { title, kind: "NUMBER", value }).collect(),
    }
}

fn annotation<'a>(finding: &'a Finding, outcome: &Outcome, sources: Shown<'_>) -> Annotation<'a> {
    let spot = Spot::at(sources, finding.place);
    let wording = finding.wording();
    Annotation {
        external_id: format!("{TOOL_NAME}-{}", finding.fingerprint),
        kind: "VULNERABILITY",
        title: cut(wording.title, SUMMARY_LIMIT),
        summary: cut(&one_line(&finding.message), SUMMARY_LIMIT).into_owned(),
        details: cut(&format!("{} Remedy: {} [{}]", wording.why, wording.remedy, finding.check.id), DETAILS_LIMIT)
            .into_owned(),
        severity: match finding.severity {
            Severity::Critical => "CRITICAL",
            Severity::High => "HIGH",
            Severity::Medium => "MEDIUM",
            // There is none below.
            Severity::Low | Severity::Info => "LOW",
        },
        path: format!("{}{}", outcome.root, spot.path),
        line: spot.line_range().0,
        result: outcome.is_closed_by(finding).then_some("FAILED"),
        link: finding.check.text.references.first().copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{OPEN_PORT, PLAIN, finding, hostile, judged, write};
    use super::*;
    use crate::source::SourceMap;

    fn insights(outcome: &Outcome, sources: &SourceMap) -> serde_json::Value {
        serde_json::from_str(&write("bitbucket", outcome, sources, &PLAIN)).expect("JSON")
    }

    #[test]
    fn the_worst_thousand_are_sent() {
        let sources = SourceMap::new();
        let file = sources.add("a.tf", "x");
        let low = || Finding { severity: Severity::Low, ..finding(&OPEN_PORT, &["a"], file.whole(), "low") };
        let findings = (0..1_100).map(|_| low()).chain([finding(&OPEN_PORT, &["b"], file.whole(), "the worst")]);
        let outcome = Outcome { findings: findings.collect(), ..Outcome::default() };
        let insights = insights(&outcome, &sources);
        let annotations = insights["annotations"].as_array().expect("a list");
        assert_eq!((annotations.len(), &annotations[0]["summary"]), (ANNOTATIONS, &"the worst".into()));
        let details = insights["report"]["details"].as_str().expect("a text");
        assert!(details.starts_with("101 findings of the least severe are left out"), "{details}");
    }

    #[test]
    fn the_result_is_that_of_the_gate() {
        let mut sample = judged();
        let results = |sample: &super::super::samples::Sample| {
            let insights = insights(&sample.outcome, &sample.sources);
            let annotations = insights["annotations"].as_array().expect("a list").clone();
            let failed = annotations.iter().filter(|annotation| annotation["result"] == "FAILED").count();
            (insights["report"]["result"].clone(), failed)
        };
        assert_eq!(results(&sample), ("FAILED".into(), 2));
        sample.outcome.gate = None;
        assert_eq!(results(&sample), ("PASSED".into(), 0));
    }

    #[test]
    fn hostile_text_is_short_and_harmless() {
        let sample = hostile();
        let insights = insights(&sample.outcome, &sample.sources);
        for annotation in insights["annotations"].as_array().expect("a list") {
            for (name, limit) in [("title", 450), ("summary", 450), ("details", 2_000)] {
                let text = annotation[name].as_str().expect("a text");
                assert!(text.chars().count() <= limit && text.chars().all(|char| !char.is_control()), "{name}: {text}");
            }
        }
    }
}
