//! The `html` format: one file for auditors, on screen and on paper, in the style of the `html` format of scans.

mod chart;
mod controls;
mod evidence;

use std::io;

use askama::Template;

use super::super::html::{Script, Shell};
use super::super::text::one_line;
use super::scope::{method, not_judged, origin, title};
use super::writer::{CAVEAT, Writer, unread};
use crate::compliance::{Assessment, Report};
use crate::source::Shown;
use chart::{Part, STATUSES, parts};
use controls::{Listed, SectionView, listed, sections};
use evidence::{CheckView, ExceptionText, evidence_view, exception_text, text};

/// The `html` format.
pub(super) struct Html;

impl Writer for Html {
    fn write(&self, report: &Report<'_>, sources: Shown<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        Page::new(report, sources).write_into(out)?;
        writeln!(out)
    }
}

#[derive(Template)]
#[template(path = "compliance.html")]
struct Page<'a> {
    shell: Shell,
    time: &'a str,
    caveat: &'static str,
    statuses: &'static [(&'static str, &'static str)],
    origin: Vec<(&'static str, String)>,
    not_judged: Vec<String>,
    method: Vec<(&'static str, String)>,
    unread: Vec<Unread>,
    exceptions: Vec<ExceptionRow>,
    frameworks: Vec<FrameworkView>,
}

struct Unread {
    place: String,
    message: String,
}

/// An exception that the scan read.
struct ExceptionRow {
    state: &'static str,
    checks: String,
    findings: usize,
    text: ExceptionText,
}

struct FrameworkView {
    /// Anchor.
    id: String,
    framework_id: &'static str,
    name: String,
    publisher: &'static str,
    link: &'static str,
    grade: &'static str,
    meaning: &'static str,
    mapping: &'static str,
    controls: usize,
    parts: Vec<Part>,
    /// What fails and what is excepted, each with what counts against it.
    listed: Vec<Listed>,
    sections: Vec<SectionView>,
    evidence: Vec<CheckView>,
}

impl FrameworkView {
    /// The chart in words.
    fn chart_title(&self) -> String {
        let parts = self.parts.iter().filter(|part| part.count > 0);
        let parts: Vec<String> = parts.map(|part| format!("{} {}", part.count, part.name)).collect();
        format!("Of {} controls: {}", self.controls, parts.join(", "))
    }
}

impl<'a> Page<'a> {
    fn new(report: &'a Report<'_>, sources: Shown<'_>) -> Self {
        let exceptions = report.outcome.exceptions.iter().map(|exception| ExceptionRow {
            state: exception.state.as_str(),
            checks: text(&exception.checks.join(", ")),
            findings: exception.findings,
            text: exception_text(&exception.exception, sources),
        });
        let unread = unread(report, sources).map(|(lines, diagnostic)| Unread {
            place: lines.map(|lines| text(&lines.text())).unwrap_or_default(),
            message: text(&diagnostic.message),
        });
        let footnote = "The same input, checks, date and command line give the same report.";
        Self {
            shell: Shell::new(text(&title(report.run)), footnote, Script::Compliance),
            time: &report.run.time,
            caveat: CAVEAT,
            statuses: &STATUSES,
            origin: harmless(origin(report.run)),
            not_judged: not_judged(report.outcome).iter().map(|problem| text(problem)).collect(),
            method: harmless(method(report)),
            unread: unread.collect(),
            exceptions: exceptions.collect(),
            frameworks: report.assessments.iter().map(|assessment| framework_view(assessment, sources)).collect(),
        }
    }
}

fn framework_view(assessment: &Assessment<'_>, sources: Shown<'_>) -> FrameworkView {
    let framework = assessment.framework;
    FrameworkView {
        id: format!("framework-{}", framework.id),
        framework_id: framework.id,
        name: format!("{} {}", framework.title, framework.version),
        publisher: framework.publisher,
        link: framework.link,
        grade: framework.grade.as_str(),
        meaning: framework.grade.about(),
        mapping: framework.mapping,
        controls: assessment.results.len(),
        parts: parts(&assessment.summary()),
        listed: listed(assessment, sources),
        sections: sections(assessment, sources),
        evidence: assessment.checks.iter().map(|check| evidence_view(framework.id, check, sources)).collect(),
    }
}

/// Values on one line each, whole: a command that is cut off could not be typed.
fn harmless(rows: Vec<(&'static str, String)>) -> Vec<(&'static str, String)> {
    rows.into_iter().map(|(name, value)| (name, one_line(&value).into_owned())).collect()
}
