//! The `junit` format: a suite for each check, a test case for each file that it says something of.
//!
//! Only what closes the gate is a failure: a viewer of tests turns red, and stops a merge, when the exit code does. What else
//! was found is the output of a case that passed, which viewers show on demand. A case is known by check and file, so that its
//! history goes on when lines move or findings come and go. Read by Jenkins, GitLab, Azure Pipelines, `CircleCI` and Bitbucket.

mod case;
mod suite;
mod write;

use std::io;

use self::suite::Suite;
use super::tool::TOOL_NAME;
use super::writer::{Options, Writer};
use super::xml;
use crate::finding::Outcome;
use crate::source::Shown;

/// The `junit` format.
pub(super) struct Junit;

impl Writer for Junit {
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let suites = suite::suites(outcome, sources, options);
        xml::document(out, |xml| {
            let tests: usize = suites.iter().map(|suite| suite.cases.len()).sum();
            let failures: usize = suites.iter().map(Suite::failures).sum();
            let errors: usize = suites.iter().map(Suite::errors).sum();
            let counts = [tests, failures, errors].map(|count| count.to_string());
            let attributes = ["tests", "failures", "errors"].into_iter().zip(counts.iter().map(String::as_str));
            let root = xml.create_element("testsuites").with_attribute(("name", TOOL_NAME)).with_attributes(attributes);
            root.write_inner_content(|xml| suites.iter().try_for_each(|suite| write::suite(xml, suite)))?;
            Ok(())
        })
    }

    fn leaves_out_minor(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{HOSTILE, NO_CHECK, OPEN_PORT, PLAIN, Sample, finding, hostile, judged, write};
    use super::*;
    use crate::check::{Check, Severity};
    use crate::finding::{Finding, GateVerdict};
    use crate::source::{SourceMap, TextRange};

    /// The start tags of a document, and its text, as a parser of XML understands them.
    fn parse(report: &str) -> (Vec<String>, String) {
        use quick_xml::events::Event;
        let mut reader = quick_xml::Reader::from_str(report);
        let (mut tags, mut text) = (Vec::new(), String::new());
        loop {
            match reader.read_event().expect("well-formed") {
                Event::Start(tag) | Event::Empty(tag) => tags.push(tag.to_string()),
                Event::Text(part) => text += &part,
                Event::GeneralRef(name) => {
                    text += quick_xml::escape::resolve_predefined_entity(&name).expect("a known entity");
                }
                Event::Eof => return (tags, text),
                _ => {}
            }
        }
    }

    fn report(sample: &Sample, options: &Options) -> (Vec<String>, String) {
        parse(&write("junit", &sample.outcome, &sample.sources, options))
    }

    #[test]
    fn only_what_closes_the_gate_fails() {
        let mut sample = judged();
        let (tags, text) = report(&sample, &PLAIN);
        let count = |name: &str| tags.iter().filter(|tag| tag.starts_with(name)).count();
        // The findings of low severity are output of cases that passed; the known root user and what is not assessed are
        // skipped.
        assert_eq!((count("failure"), count("error"), count("skipped"), count("system-out")), (2, 2, 1, 4));
        assert_eq!(tags[0], r#"testsuites name="ravelin" tests="7" failures="2" errors="2""#);
        assert!(text.contains("infra/main.tf:15:1: low: no owner"), "{text}");
        sample.outcome.gate = None;
        assert_eq!(report(&sample, &PLAIN).0[0], r#"testsuites name="ravelin" tests="7" failures="0" errors="2""#);
    }

    #[test]
    fn a_gate_that_is_closed_for_another_reason_is_an_error() {
        let mut sample = judged();
        let reason = "nothing was judged".to_owned();
        sample.outcome.gate = Some(GateVerdict { closed: true, incomplete: true, reason, closing: Vec::new() });
        let (tags, _) = report(&sample, &PLAIN);
        assert!(tags.contains(&r#"error message="nothing was judged" type="incomplete""#.to_owned()), "{tags:#?}");
    }

    #[test]
    fn a_case_is_a_check_in_a_file() {
        static OTHER: Check = Check { id: "other", ..NO_CHECK };
        let sources = SourceMap::new();
        let (file, second) = (sources.add("a.tf", "x y"), sources.add("b.tf", "z"));
        let at = |start| file.span(TextRange::new(start, start + 1));
        let findings = vec![
            finding(&OPEN_PORT, &["a"], at(0), "one"),
            finding(&OPEN_PORT, &["b"], at(2), "two"),
            finding(&OTHER, &["b"], at(2), "three"),
            finding(&OPEN_PORT, &["c"], second.whole(), "four"),
        ];
        let gate =
            GateVerdict { closed: true, incomplete: false, reason: String::new(), closing: vec![Severity::Critical] };
        let outcome = Outcome { findings, gate: Some(gate), ..Outcome::default() };
        let sample = Sample { sources, outcome };
        let (tags, text) = report(&sample, &PLAIN);
        let cases: Vec<_> = tags.iter().filter_map(|tag| tag.strip_prefix("testcase ")).collect();
        let case = |check: &str, file: &str| format!("classname=\"ravelin.{check}\" name=\"{file}\"");
        assert_eq!(cases, [case("aws-ec2-open-ssh", "a.tf"), case("aws-ec2-open-ssh", "b.tf"), case("other", "a.tf")]);
        assert!(tags.contains(&r#"failure message="one (and 1 more)" type="critical""#.to_owned()), "{tags:#?}");
        assert_eq!(text.matches("why: ").count(), 2, "once in each case: {text}");
        // Below the least severity there is no case either.
        let (tags, _) = report(&sample, &Options { min_severity: Severity::Low, ..PLAIN });
        assert!(!tags.iter().any(|tag| tag.contains("other")), "{tags:#?}");
    }

    #[test]
    fn a_file_with_many_findings_lists_the_worst() {
        let sources = SourceMap::new();
        let file = sources.add("a.tf", "x");
        let low = || Finding { severity: Severity::Low, ..finding(&OPEN_PORT, &["a"], file.whole(), "low") };
        let findings = (0..300).map(|_| low()).chain([finding(&OPEN_PORT, &["b"], file.whole(), "worst")]);
        let outcome = Outcome { findings: findings.collect(), ..Outcome::default() };
        let (_, text) = report(&Sample { sources, outcome }, &PLAIN);
        assert!(text.contains("worst") && text.contains("and 201 more"), "{text}");
    }

    #[test]
    fn hostile_text_stays_text() {
        let sample = hostile();
        let report = write("junit", &sample.outcome, &sample.sources, &PLAIN);
        let (tags, text) = parse(&report);
        assert_eq!(tags.iter().filter(|tag| tag.starts_with("testcase")).count(), 2, "{tags:#?}");
        assert!(!report.contains(['\u{1b}', '\u{ffff}']) && !report.contains("]]>"));
        assert!(text.contains(&*xml::text(HOSTILE)), "{text}");
    }
}
