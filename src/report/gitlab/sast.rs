//! The `gitlab-sast` format, by GitLab's schema of security reports.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use super::super::markdown::escape;
use super::super::place::Spot;
use super::super::text::{cut, one_line};
use super::super::tool::{INFORMATION_URI, TOOL_NAME, TOOL_VERSION};
use super::super::writer::{Options, Writer};
use super::super::{fix, minor};
use super::uuid;
use crate::check::{Check, Severity, Wording};
use crate::diagnostic::Level;
use crate::finding::{Finding, Outcome};
use crate::source::Shown;

/// The version of the schema: one that also old instances know, and that new ones still accept.
const SCHEMA_VERSION: &str = "15.0.7";

/// Most characters of a name.
const NAME_LIMIT: usize = 254;

/// Most characters of a solution.
const SOLUTION_LIMIT: usize = 6_999;

/// Most characters of a message in a description.
const MESSAGE_LIMIT: usize = 10_000;

/// Most resources and places that one vulnerability lists.
const LISTED: usize = 100;

/// The `gitlab-sast` format.
pub(in super::super) struct Sast;

impl Writer for Sast {
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let report = Report {
            version: SCHEMA_VERSION,
            scan: scan(outcome, options),
            vulnerabilities: outcome
                .open_from(options.min_severity)
                .map(|finding| vulnerability(finding, sources))
                .collect(),
            remediations: outcome
                .open_from(options.min_severity)
                .filter_map(|finding| remediation(finding, sources, &outcome.root))
                .collect(),
        };
        serde_json::to_writer_pretty(&mut *out, &report)?;
        writeln!(out)
    }

    fn leaves_out_minor(&self) -> bool {
        true
    }

    fn shows_fixes(&self) -> bool {
        true
    }
}

#[derive(Serialize)]
struct Report<'a> {
    version: &'static str,
    scan: Scan<'a>,
    vulnerabilities: Vec<Vulnerability<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remediations: Vec<Remediation>,
}

#[derive(Serialize)]
struct Scan<'a> {
    analyzer: Tool,
    scanner: Tool,
    start_time: &'a str,
    end_time: &'a str,
    status: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    messages: Vec<Message>,
}

#[derive(Serialize)]
struct Tool {
    id: &'static str,
    name: &'static str,
    url: &'static str,
    version: &'static str,
    vendor: Vendor,
}

#[derive(Serialize)]
struct Vendor {
    name: &'static str,
}

#[derive(Serialize)]
struct Message {
    level: &'static str,
    value: String,
}

#[derive(Serialize)]
struct Vulnerability<'a> {
    id: String,
    name: Cow<'a, str>,
    description: String,
    severity: &'static str,
    solution: Cow<'a, str>,
    identifiers: Vec<Identifier<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<Link<'a>>,
    location: Location<'a>,
    tracking: Tracking<'a>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    details: BTreeMap<&'static str, Detail<'a>>,
}

#[derive(Serialize)]
struct Identifier<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    name: Cow<'a, str>,
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Cow<'a, str>>,
}

#[derive(Serialize)]
struct Link<'a> {
    url: &'a str,
}

#[derive(Serialize)]
struct Location<'a> {
    file: &'a str,
    start_line: u32,
    end_line: u32,
}

/// By what GitLab knows a finding again.
#[derive(Serialize)]
struct Tracking<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    items: [TrackingItem<'a>; 1],
}

#[derive(Serialize)]
struct TrackingItem<'a> {
    #[serde(flatten)]
    location: Location<'a>,
    signatures: [Signature<'a>; 1],
}

#[derive(Serialize)]
struct Signature<'a> {
    algorithm: &'static str,
    value: &'a str,
}

/// A list with a heading.
#[derive(Serialize)]
struct Detail<'a> {
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Item<'a> {
    Text { value: &'a str },
    FileLocation { file_name: &'a str, line_start: u32, line_end: u32 },
}

/// What GitLab makes a merge request of.
#[derive(Serialize)]
struct Remediation {
    fixes: [Reference; 1],
    summary: String,
    /// In base64, as `git apply` takes it.
    diff: String,
}

#[derive(Serialize)]
struct Reference {
    id: String,
}

fn scan<'a>(outcome: &Outcome, options: &'a Options) -> Scan<'a> {
    // The schema wants a time in UTC that does not say so.
    let time = options.timestamp.get(..19).unwrap_or("1970-01-01T00:00:00");
    let summary = Message { level: "info", value: minor::line(outcome, options.min_severity) };
    let problems = outcome.diagnostics.iter().map(|diagnostic| Message {
        level: if diagnostic.level == Level::Note { "info" } else { "warn" },
        value: format!("{} [{}]", one_line(&diagnostic.message), diagnostic.code),
    });
    Scan {
        analyzer: tool(),
        scanner: tool(),
        start_time: time,
        end_time: time,
        status: "success",
        kind: "sast",
        messages: std::iter::once(summary).chain(problems).collect(),
    }
}

fn tool() -> Tool {
    Tool {
        id: TOOL_NAME,
        name: "Ravelin",
        url: INFORMATION_URI,
        version: TOOL_VERSION,
        vendor: Vendor { name: "Ravelin" },
    }
}

fn vulnerability<'a>(finding: &'a Finding, sources: Shown<'a>) -> Vulnerability<'a> {
    let check = finding.check;
    let Wording { title, why, remedy, .. } = finding.wording();
    Vulnerability {
        id: uuid::of(&finding.fingerprint),
        name: cut(title, NAME_LIMIT),
        description: format!("{}\n\n{}", escape(&cut(&finding.message, MESSAGE_LIMIT)), why),
        severity: match finding.severity {
            Severity::Critical => "Critical",
            Severity::High => "High",
            Severity::Medium => "Medium",
            Severity::Low => "Low",
            Severity::Info => "Info",
        },
        solution: cut(remedy, SOLUTION_LIMIT),
        identifiers: identifiers(check),
        links: check.text.references.iter().map(|url| Link { url }).collect(),
        location: location(finding, sources),
        tracking: Tracking {
            kind: "source",
            items: [TrackingItem {
                location: location(finding, sources),
                signatures: [Signature { algorithm: "hash", value: &finding.fingerprint }],
            }],
        },
        details: details(finding, sources),
    }
}

/// How a vulnerability is mended, where a program can do it alone and nothing that must not be shown is in the way.
fn remediation(finding: &Finding, sources: Shown<'_>, root: &str) -> Option<Remediation> {
    let proposed = finding.fix.as_ref().filter(|fix| fix.placeholders.is_empty())?;
    let caution = fix::caution(proposed).map(|caution| format!(": {caution}")).unwrap_or_default();
    Some(Remediation {
        fixes: [Reference { id: uuid::of(&finding.fingerprint) }],
        summary: format!("{}{caution}", fix::title(proposed)),
        diff: STANDARD.encode(fix::patch(proposed, sources, root)?),
    })
}

/// The check, by which GitLab groups, then its weaknesses.
fn identifiers(check: &'static Check) -> Vec<Identifier<'static>> {
    let own = Identifier {
        kind: "ravelin_check",
        name: Cow::Owned(format!("Ravelin {}", check.id)),
        value: check.id,
        url: check.text.references.first().map(|url| Cow::Borrowed(*url)),
    };
    let weaknesses = check.text.cwe.iter().filter_map(|cwe| {
        let number = cwe.strip_prefix("CWE-")?;
        let url = format!("https://cwe.mitre.org/data/definitions/{number}.html");
        Some(Identifier { kind: "cwe", name: Cow::Borrowed(*cwe), value: number, url: Some(url.into()) })
    });
    std::iter::once(own).chain(weaknesses).collect()
}

fn location<'a>(finding: &Finding, sources: Shown<'a>) -> Location<'a> {
    let spot = Spot::at(sources, finding.place);
    let (start_line, end_line) = spot.line_range();
    Location { file: spot.path, start_line, end_line }
}

fn details<'a>(finding: &'a Finding, sources: Shown<'a>) -> BTreeMap<&'static str, Detail<'a>> {
    let resources = finding.addresses.iter().map(|address| Item::Text { value: address });
    let way = finding.related.iter().map(|label| {
        let spot = Spot::at(sources, label.span);
        let (line_start, line_end) = spot.line_range();
        Item::FileLocation { file_name: spot.path, line_start, line_end }
    });
    let lists = [
        ("resources", "Resources", resources.take(LISTED).collect::<Vec<_>>()),
        ("way", "Where the value comes from", way.take(LISTED).collect()),
    ];
    let lists = lists.into_iter().filter(|(.., items)| !items.is_empty());
    lists.map(|(id, name, items)| (id, Detail { name, kind: "list", items })).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::samples::{PLAIN, hostile, judged, write};
    use super::*;
    use crate::source::SourceMap;

    fn report(outcome: &Outcome, sources: &SourceMap) -> serde_json::Value {
        let options = Options { timestamp: "2026-01-15T10:00:42Z".to_owned(), ..PLAIN };
        serde_json::from_str(&write("gitlab-sast", outcome, sources, &options)).expect("JSON")
    }

    #[test]
    fn times_have_no_zone() {
        let sample = judged();
        let scan = &report(&sample.outcome, &sample.sources)["scan"];
        assert_eq!(scan["start_time"], "2026-01-15T10:00:42");
        assert_eq!(scan["end_time"], "2026-01-15T10:00:42");
    }

    #[test]
    fn exceptions_are_left_out_and_ids_are_unique() {
        let sample = judged();
        let report = report(&sample.outcome, &sample.sources);
        let list = report["vulnerabilities"].as_array().expect("a list");
        let ids: std::collections::BTreeSet<_> = list.iter().map(|entry| entry["id"].as_str()).collect();
        assert_eq!((list.len(), ids.len()), (5, 5));
    }

    #[test]
    fn hostile_text_stays_text() {
        let sample = hostile();
        let report = report(&sample.outcome, &sample.sources);
        for entry in report["vulnerabilities"].as_array().expect("a list") {
            let description = entry["description"].as_str().expect("a text");
            assert!(description.len() < 200_000);
            assert!(!description.contains(['\u{1b}', '`', '<', '|']) && !description.contains("@all"), "{description}");
        }
    }
}
