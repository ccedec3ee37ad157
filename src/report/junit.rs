//! The `junit` format: a suite for each check, a test case for each finding, as Jenkins, GitLab and Azure DevOps read
//! it.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::io;

use quick_xml::events::BytesText;

use super::place::Spot;
use super::summary;
use super::text::one_line;
use super::tool::{TOOL_NAME, TOOL_VERSION};
use super::writer::{Options, Writer};
use super::xml::{self, Xml};
use crate::check::Check;
use crate::diagnostic::{Diagnostic, Level};
use crate::finding::{BaselineState, Finding, NotAssessed, Outcome, Pass};
use crate::source::Shown;

/// Most further addresses of one finding that are listed.
const ADDRESSES: usize = 100;

/// The `junit` format.
pub(super) struct Junit;

impl Writer for Junit {
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        _options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let suites = suites(outcome, sources);
        xml::document(out, |xml| {
            let tests: usize = suites.iter().map(|suite| suite.cases.len()).sum();
            let failures: usize = suites.iter().map(Suite::failures).sum();
            let errors: usize = suites.iter().map(Suite::errors).sum();
            let counts = [tests, failures, errors].map(|count| count.to_string());
            let attributes = ["tests", "failures", "errors"].into_iter().zip(counts.iter().map(String::as_str));
            let root = xml.create_element("testsuites").with_attribute(("name", TOOL_NAME)).with_attributes(attributes);
            root.write_inner_content(|xml| suites.iter().try_for_each(|suite| write_suite(xml, suite)))?;
            Ok(())
        })
    }
}

struct Suite<'a> {
    name: &'a str,
    properties: Vec<(&'static str, String)>,
    cases: Vec<Case<'a>>,
    /// Names of the cases, since reports over time know a case by its class and name.
    names: HashSet<String>,
}

struct Case<'a> {
    name: String,
    end: End<'a>,
}

/// How a case ended.
enum End<'a> {
    Passed,
    Failed { kind: &'a str, message: &'a str, details: String },
    Broken { kind: &'a str, message: &'a str, details: String },
    Skipped { message: String },
}

impl<'a> Suite<'a> {
    fn new(name: &'a str) -> Self {
        Self { name, properties: Vec::new(), cases: Vec::new(), names: HashSet::new() }
    }

    /// Adds a case; of several with one name all but the first get a mark, which must not depend on the others.
    fn add(&mut self, name: &str, mark: &str, end: End<'a>) {
        let mut name = xml::text(name).into_owned();
        if !self.names.insert(name.clone()) {
            name = format!("{name} ({mark})");
        }
        self.cases.push(Case { name, end });
    }

    fn failures(&self) -> usize {
        self.cases.iter().filter(|case| matches!(case.end, End::Failed { .. })).count()
    }

    fn errors(&self) -> usize {
        self.cases.iter().filter(|case| matches!(case.end, End::Broken { .. })).count()
    }

    fn skipped(&self) -> usize {
        self.cases.iter().filter(|case| matches!(case.end, End::Skipped { .. })).count()
    }
}

/// The suite of the scan itself, then one for each check that has anything to say, by id.
fn suites<'a>(outcome: &'a Outcome, sources: Shown<'a>) -> Vec<Suite<'a>> {
    let mut scan = Suite::new("scan");
    scan.properties = properties(outcome);
    for diagnostic in outcome.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error) {
        add_diagnostic(&mut scan, diagnostic, outcome, sources);
    }
    let mut by_check: BTreeMap<&str, Suite<'_>> = BTreeMap::new();
    let mut suite = |check: &'static Check, name: &str, mark: &str, end| {
        by_check.entry(check.id).or_insert_with(|| Suite::new(check.id)).add(name, mark, end);
    };
    for finding in &outcome.findings {
        let name = finding.addresses.first().map_or(finding.kind.as_str(), String::as_str);
        let mark = finding.fingerprint.get(..8).unwrap_or_default();
        suite(finding.check, name, mark, end_of(finding, outcome, sources));
    }
    for NotAssessed { check, address, reason, .. } in &outcome.not_assessed {
        suite(check, address, "not assessed", End::Skipped { message: format!("not assessed: {reason}") });
    }
    for Pass { check, address, .. } in &outcome.passes {
        suite(check, address, "passed", End::Passed);
    }
    std::iter::once(scan).chain(by_check.into_values()).collect()
}

/// What was covered, and the answer of the gate.
fn properties(outcome: &Outcome) -> Vec<(&'static str, String)> {
    let mut properties = vec![("version", TOOL_VERSION.to_owned())];
    if let Some(gate) = &outcome.gate {
        properties.push(("gate", if gate.closed { "closed" } else { "open" }.to_owned()));
        properties.push(("gate-reason", gate.reason.clone()));
    }
    properties.extend(summary::coverage(outcome));
    properties
}

/// A finding fails its case, unless an exception covers it or the baseline has it.
fn end_of<'a>(finding: &'a Finding, outcome: &Outcome, sources: Shown<'_>) -> End<'a> {
    if let Some(exception) = &finding.exception {
        let reason = exception.reason.as_deref().unwrap_or("no reason given");
        return End::Skipped { message: format!("excepted: {reason}") };
    }
    if finding.baseline == Some(BaselineState::Unchanged) {
        return End::Skipped { message: format!("in the baseline: {}", finding.message) };
    }
    let details = details(finding, outcome, sources);
    End::Failed { kind: finding.severity.as_str(), message: &finding.message, details }
}

fn add_diagnostic<'a>(suite: &mut Suite<'a>, diagnostic: &'a Diagnostic, outcome: &Outcome, sources: Shown<'_>) {
    let spot = Spot::of(sources, &diagnostic.place);
    let path = spot.as_ref().map_or(diagnostic.code, |spot| spot.path);
    let place = spot.as_ref().map_or_else(String::new, |spot| format!("{}\n", spot.display(&outcome.root)));
    let details = format!("{place}{}", diagnostic.help.as_deref().unwrap_or_default());
    let number = suite.cases.len() + 1;
    let end = End::Broken { kind: diagnostic.code, message: &diagnostic.message, details };
    suite.add(path, &number.to_string(), end);
}

/// What the viewer shows of a failed case: the format has no field for a place.
fn details(finding: &Finding, outcome: &Outcome, sources: Shown<'_>) -> String {
    let place = |span| Spot::at(sources, span).display(&outcome.root);
    let (check, wording) = (finding.check, finding.wording());
    let mut details = format!("{}: {} [{}]\n", place(finding.place), one_line(&finding.message), check.id);
    // Writing to a string does not fail.
    for label in &finding.related {
        let _ = writeln!(details, "{}: {}", place(label.span), label.text);
    }
    if let [_, others @ ..] = finding.addresses.as_slice()
        && !others.is_empty()
    {
        let listed = &others[..others.len().min(ADDRESSES)];
        let more = others.len() - listed.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let _ = writeln!(details, "also: {}{more}", listed.join(", "));
    }
    let texts = [("why", wording.why), ("remedy", wording.remedy)];
    for (name, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        let _ = writeln!(details, "{name}: {text}");
    }
    for reference in check.text.references {
        let _ = writeln!(details, "{reference}");
    }
    details
}

fn write_suite(xml: &mut Xml<'_>, suite: &Suite<'_>) -> io::Result<()> {
    let counts = [suite.cases.len(), suite.failures(), suite.errors(), suite.skipped()].map(|count| count.to_string());
    let names = ["tests", "failures", "errors", "skipped"];
    let element = xml
        .create_element("testsuite")
        .with_attribute(("name", suite.name))
        .with_attributes(names.into_iter().zip(counts.iter().map(String::as_str)));
    element.write_inner_content(|xml| {
        if !suite.properties.is_empty() {
            xml.create_element("properties").write_inner_content(|xml| {
                for (name, value) in &suite.properties {
                    let element = xml.create_element("property");
                    element.with_attributes([("name", *name), ("value", &xml::text(value))]).write_empty()?;
                }
                Ok(())
            })?;
        }
        suite.cases.iter().try_for_each(|case| write_case(xml, suite.name, case))
    })?;
    Ok(())
}

fn write_case(xml: &mut Xml<'_>, suite: &str, case: &Case<'_>) -> io::Result<()> {
    let class = format!("{TOOL_NAME}.{suite}");
    let element =
        xml.create_element("testcase").with_attributes([("classname", class.as_str()), ("name", case.name.as_str())]);
    match &case.end {
        End::Passed => element.write_empty()?,
        End::Failed { kind, message, details } => {
            element.write_inner_content(|xml| write_end(xml, "failure", kind, message, details))?
        }
        End::Broken { kind, message, details } => {
            element.write_inner_content(|xml| write_end(xml, "error", kind, message, details))?
        }
        End::Skipped { message } => element.write_inner_content(|xml| {
            xml.create_element("skipped").with_attribute(("message", &*xml::text(message))).write_empty()?;
            Ok(())
        })?,
    };
    Ok(())
}

fn write_end(xml: &mut Xml<'_>, name: &str, kind: &str, message: &str, details: &str) -> io::Result<()> {
    let lines: Vec<_> = details.lines().map(xml::text).collect();
    xml.create_element(name)
        .with_attributes([("message", &*xml::text(message)), ("type", kind)])
        .write_text_content(BytesText::new(&lines.join("\n")))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::samples::{HOSTILE, OPEN_PORT, PLAIN, finding, hostile, judged, write};
    use super::*;
    use crate::source::SourceMap;
    use crate::source::TextRange;

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

    #[test]
    fn excepted_and_known_findings_are_skipped() {
        let sample = judged();
        let (tags, _) = parse(&write("junit", &sample.outcome, &sample.sources, &PLAIN));
        let count = |name: &str| tags.iter().filter(|tag| tag.starts_with(name)).count();
        assert_eq!((count("failure"), count("error"), count("skipped")), (4, 2, 4));
        assert_eq!(tags[0], r#"testsuites name="ravelin" tests="10" failures="4" errors="2""#);
    }

    #[test]
    fn cases_of_one_name_are_told_apart() {
        let sources = SourceMap::new();
        let file = sources.add("a.tf", "x y");
        let at = |start| file.span(TextRange::new(start, start + 1));
        let second = Finding { fingerprint: "0123456789".to_owned(), ..finding(&OPEN_PORT, &["a"], at(2), "") };
        let outcome = Outcome { findings: vec![finding(&OPEN_PORT, &["a"], at(0), ""), second], ..Outcome::default() };
        let (tags, _) = parse(&write("junit", &outcome, &sources, &PLAIN));
        let names: Vec<_> = tags.iter().filter_map(|tag| tag.strip_prefix("testcase ")).collect();
        let class = "classname=\"ravelin.aws-ec2-open-ssh\"";
        assert_eq!(names, [format!("{class} name=\"a\""), format!("{class} name=\"a (01234567)\"")]);
    }

    #[test]
    fn hostile_text_stays_text() {
        let sample = hostile();
        let report = write("junit", &sample.outcome, &sample.sources, &PLAIN);
        let (tags, text) = parse(&report);
        assert_eq!(tags.iter().filter(|tag| tag.starts_with("testcase")).count(), 4, "{tags:#?}");
        assert!(!report.contains(['\u{1b}', '\u{ffff}']) && !report.contains("]]>"));
        assert!(text.contains(&*xml::text(HOSTILE)), "{text}");
    }
}
