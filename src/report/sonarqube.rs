//! The `sonarqube` format: generic issues, as `SonarQube` imports them from analysers that it does not know.
//!
//! The format, with rules and impacts:
//! <https://docs.sonarsource.com/sonarqube-server/analyzing-source-code/importing-external-issues/generic-issue-import-format>. The five
//! severities of impacts need `SonarQube` Server 10.8, Community Build 24.12 or Cloud. What a baseline has stays in: `SonarQube` compares
//! branches itself.

use std::collections::HashMap;
use std::io;

use serde::Serialize;

use super::place::Located;
use super::rules::{self, Rule};
use super::summary;
use super::text::{cut, one_line};
use super::tool::TOOL_NAME;
use super::writer::{Options, Writer};
use crate::check::{Category, Severity};
use crate::diagnostic::Label;
use crate::finding::{Finding, Outcome};
use crate::source::{FileId, Shown, Span};

/// Most characters of a message.
const MESSAGE_LIMIT: usize = 1_000;

/// Most further places of an issue.
const SECONDARY: usize = 20;

/// The `sonarqube` format.
pub(super) struct SonarQube;

impl Writer for SonarQube {
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let findings = summary::worst_first(outcome.open_from(options.min_severity));
        let mut texts = Texts { sources, root: &outcome.root, odd: HashMap::new() };
        let report = Report {
            rules: rules::of(findings.iter().copied()).into_values().map(descriptor).collect(),
            issues: findings.into_iter().map(|finding| texts.issue(finding)).collect(),
        };
        serde_json::to_writer_pretty(&mut *out, &report)?;
        writeln!(out)
    }

    fn leaves_out_minor(&self) -> bool {
        true
    }
}

#[derive(Serialize)]
struct Report<'a> {
    rules: Vec<Descriptor>,
    issues: Vec<Issue<'a>>,
}

/// A rule. Type and severity are what the Standard Experience shows, attribute and impacts what the other mode does.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    name: &'static str,
    description: String,
    engine_id: &'static str,
    clean_code_attribute: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    severity: &'static str,
    impacts: [Impact; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Impact {
    software_quality: &'static str,
    severity: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Issue<'a> {
    rule_id: &'a str,
    primary_location: Location,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    secondary_locations: Vec<Location>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    message: String,
    /// Relative to `sonar.projectBaseDir`.
    file_path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text_range: Option<TextRange>,
}

/// Lines from 1, columns in UTF-16 code units from 0.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TextRange {
    start_line: u32,
    end_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<u32>,
}

fn descriptor(rule: Rule) -> Descriptor {
    let Rule { check, severity } = rule;
    let (kind, software_quality, clean_code_attribute) = match check.category {
        Category::Maintenance => ("CODE_SMELL", "MAINTAINABILITY", "CONVENTIONAL"),
        Category::Resilience => ("BUG", "RELIABILITY", "COMPLETE"),
        Category::NetworkExposure
        | Category::Encryption
        | Category::AccessControl
        | Category::Logging
        | Category::Secrets
        | Category::SupplyChain
        | Category::Isolation => ("VULNERABILITY", "SECURITY", "TRUSTWORTHY"),
    };
    let (standard, impact) = match severity {
        Severity::Critical => ("BLOCKER", "BLOCKER"),
        Severity::High => ("CRITICAL", "HIGH"),
        Severity::Medium => ("MAJOR", "MEDIUM"),
        Severity::Low => ("MINOR", "LOW"),
        Severity::Info => ("INFO", "INFO"),
    };
    Descriptor {
        id: check.id,
        name: check.title,
        description: rules::help(check),
        engine_id: TOOL_NAME,
        clean_code_attribute,
        kind,
        severity: standard,
        impacts: [Impact { software_quality, severity: impact }],
    }
}

struct Texts<'a> {
    sources: Shown<'a>,
    root: &'a str,
    /// Whether a file has line endings that `SonarQube` counts and nobody else does: a place that is not in a file ends its
    /// whole analysis.
    odd: HashMap<FileId, bool>,
}

impl Texts<'_> {
    fn issue<'a>(&mut self, finding: &'a Finding) -> Issue<'a> {
        let related = finding.related.iter().take(SECONDARY).filter_map(|label| self.secondary(label));
        let secondary_locations = related.collect();
        Issue {
            rule_id: finding.check.id,
            primary_location: self.location(&finding.message, finding.place),
            secondary_locations,
        }
    }

    /// A further place, which must have lines.
    fn secondary(&mut self, label: &Label) -> Option<Location> {
        Some(self.location(&label.text, label.span)).filter(|location| location.text_range.is_some())
    }

    fn location(&mut self, message: &str, span: Span) -> Location {
        let located = Located::new(self.sources, span);
        let text = located.file.text();
        let is_odd = *self.odd.entry(span.file).or_insert_with(|| text.replace("\r\n", "").contains('\r'));
        Location {
            message: cut(&one_line(message), MESSAGE_LIMIT).into_owned(),
            file_path: format!("{}{}", self.root, located.file.path()),
            text_range: (!is_odd).then(|| first_line(&located)),
        }
    }
}

/// The part of a place that is on its first line. An empty one has no columns, since `SonarQube` refuses it.
fn first_line(located: &Located<'_>) -> TextRange {
    let line = located.start.line;
    let length = located.on_first_line().encode_utf16().count() as u32;
    let start = located.start.utf16_column - 1;
    let columns = (length > 0).then_some((start, start + length));
    TextRange {
        start_line: line,
        end_line: line,
        start_column: columns.map(|(start, _)| start),
        end_column: columns.map(|(_, end)| end),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{OPEN_PORT, PLAIN, finding, hostile, judged, write};
    use super::*;
    use crate::source::{self, SourceMap};

    fn report(outcome: &Outcome, sources: &SourceMap) -> serde_json::Value {
        serde_json::from_str(&write("sonarqube", outcome, sources, &PLAIN)).expect("JSON")
    }

    #[test]
    fn issues_have_rules_and_ranges_that_are_in_their_file() {
        for sample in [judged(), hostile()] {
            let report = report(&sample.outcome, &sample.sources);
            let rules = report["rules"].as_array().expect("a list");
            for issue in report["issues"].as_array().expect("a list") {
                assert!(rules.iter().any(|rule| rule["id"] == issue["ruleId"]), "{issue}");
                let range = &issue["primaryLocation"]["textRange"];
                assert_eq!(range["startLine"], range["endLine"]);
                assert!(range["startColumn"].as_u64() < range["endColumn"].as_u64(), "{range}");
            }
        }
    }

    #[test]
    fn what_could_end_an_analysis_is_left_out() {
        let sources = SourceMap::new();
        let file = |name: &str, text: &str| sources.add(name, text.to_owned()).span(source::TextRange::new(2, 2));
        let places = [file("empty.tf", "a\n\nb"), file("mac.tf", "a\rb\r"), file("dos.tf", "a\r\nb\r\n")];
        let findings = places.into_iter().map(|place| finding(&OPEN_PORT, &["a"], place, "open")).collect();
        let report = report(&Outcome { findings, ..Outcome::default() }, &sources);
        let range = |at: usize| &report["issues"][at]["primaryLocation"]["textRange"];
        assert_eq!(*range(0), serde_json::json!({ "startLine": 2, "endLine": 2 }));
        assert!(range(1).is_null());
        assert_eq!(range(2)["startLine"], 1);
    }
}
