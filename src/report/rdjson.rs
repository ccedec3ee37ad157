//! The `rdjson` format: reviewdog's diagnostic format, which it turns into comments on the changed lines of any forge.
//!
//! The definition: <https://github.com/reviewdog/reviewdog/blob/master/proto/rdf/reviewdog.proto>. Related locations need reviewdog
//! 0.18, which refuses no report for them as older ones do.

use std::borrow::Cow;
use std::io;

use serde::Serialize;

use super::fix::{self, Replaced};
use super::place::Located;
use super::summary;
use super::text::{cut, one_line};
use super::tool::{INFORMATION_URI, TOOL_NAME};
use super::writer::{Options, Writer};
use crate::diagnostic::{self, Level, Place};
use crate::finding::{Finding, Outcome};
use crate::source::{Shown, Span};

/// Most characters of a message: comments have a limit.
const MESSAGE_LIMIT: usize = 2_000;

/// Most places that explain one finding.
const RELATED_LIMIT: usize = 20;

/// The `rdjson` format.
pub(super) struct Rdjson;

impl Writer for Rdjson {
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let texts = Texts { sources, root: &outcome.root };
        let findings = summary::worst_first(outcome.active_from(options.min_severity));
        let findings = findings.into_iter().map(|finding| texts.finding(finding));
        let problems = outcome.diagnostics.iter().filter_map(|diagnostic| texts.problem(diagnostic));
        let report = DiagnosticResult {
            source: Source { name: TOOL_NAME, url: INFORMATION_URI },
            diagnostics: findings.chain(problems).collect(),
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
struct DiagnosticResult<'a> {
    source: Source,
    diagnostics: Vec<Diagnostic<'a>>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
    url: &'static str,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<RelatedLocation>,
}

/// Lines in the place of others.
#[derive(Serialize)]
struct Suggestion {
    range: Lines,
    text: String,
}

/// Whole lines, both ends included.
#[derive(Serialize)]
struct Lines {
    start: Line,
    end: Line,
}

#[derive(Serialize)]
struct Line {
    line: usize,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct RelatedLocation {
    message: String,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    /// Relative to the folder in which reviewdog runs.
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

/// The end is one past the last byte.
#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

/// Lines and columns from 1, columns in bytes of UTF-8.
#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

struct Texts<'a> {
    sources: Shown<'a>,
    root: &'a str,
}

impl Texts<'_> {
    fn finding<'a>(&self, finding: &'a Finding) -> Diagnostic<'a> {
        let related = finding.related.iter().take(RELATED_LIMIT);
        Diagnostic {
            message: message(&finding.message),
            location: self.location(finding.place),
            severity: word(Level::of(finding.severity)),
            code: Code { value: finding.check.id, url: finding.check.text.references.first().copied() },
            suggestions: self.suggestion(finding).into_iter().collect(),
            related_locations: related
                .map(|label| RelatedLocation { message: message(&label.text), location: self.location(label.span) })
                .collect(),
        }
    }

    /// How a finding is mended; none where that is elsewhere, or a person must fill in something.
    fn suggestion(&self, finding: &Finding) -> Option<Suggestion> {
        let proposed = finding.fix.as_ref().filter(|fix| fix.placeholders.is_empty())?;
        let Replaced { path, lines: (start, end), text } = fix::replaced(proposed, self.sources)?;
        let is_here = path == self.sources.get(finding.place.file).path();
        let range = Lines { start: Line { line: start }, end: Line { line: end } };
        is_here.then_some(Suggestion { range, text })
    }

    /// A problem of the input; none where it has no place, without which nothing is shown.
    fn problem<'a>(&self, diagnostic: &'a diagnostic::Diagnostic) -> Option<Diagnostic<'a>> {
        let location = match &diagnostic.place {
            Place::Text(span) => self.location(*span),
            Place::File(path) => Location { path: self.path(path), range: None },
            Place::None => return None,
        };
        Some(Diagnostic {
            message: message(&diagnostic.message),
            location,
            severity: word(diagnostic.level),
            code: Code { value: diagnostic.code, url: None },
            suggestions: Vec::new(),
            related_locations: Vec::new(),
        })
    }

    fn location(&self, span: Span) -> Location {
        let located = Located::new(self.sources, span);
        let (start, end) = located.byte_columns();
        let range = Range {
            start: Position { line: located.start.line, column: start },
            end: Position { line: located.end.line, column: end },
        };
        Location { path: self.path(located.file.path()), range: Some(range) }
    }

    fn path(&self, path: &str) -> String {
        format!("{}{path}", self.root)
    }
}

fn message(text: &str) -> String {
    let line: Cow<'_, str> = one_line(text);
    cut(&line, MESSAGE_LIMIT).into_owned()
}

const fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "ERROR",
        Level::Warning => "WARNING",
        Level::Note => "INFO",
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{PLAIN, hostile, judged, write};

    #[test]
    fn columns_count_bytes() {
        let mut sample = judged();
        sample.outcome.findings.iter_mut().for_each(|finding| finding.baseline = None);
        let report = write("rdjson", &sample.outcome, &sample.sources, &PLAIN);
        let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
        let list = report["diagnostics"].as_array().expect("a list");
        let root = list.iter().find(|it| it["code"]["value"] == "k8s-run-as-root").expect("a finding");
        // The line is `spec: {note: "é😀", runAsUser: 0}`.
        let range = &root["location"]["range"];
        assert_eq!(range["start"], serde_json::json!({ "line": 2, "column": 24 }));
        assert_eq!(range["end"], serde_json::json!({ "line": 2, "column": 36 }));
    }

    #[test]
    fn hostile_text_is_one_harmless_line() {
        let sample = hostile();
        let report = write("rdjson", &sample.outcome, &sample.sources, &PLAIN);
        let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
        let list = report["diagnostics"].as_array().expect("a list");
        assert_eq!(list.len(), 3);
        for message in list.iter().map(|it| it["message"].as_str().expect("a text")) {
            assert!(message.chars().all(|char| !char.is_control()) && message.chars().count() <= 2_001, "{message}");
        }
    }
}
