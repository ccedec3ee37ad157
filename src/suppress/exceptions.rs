//! Which findings the exceptions of a scan cover.

use std::collections::HashMap;

use super::directive::{self, Directive};
use crate::check::Registry;
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::finding::{self, ExceptionState, Finding, Origin, Suppression};
use crate::model::Document;
use crate::source::{FileId, SourceFile, SourceMap, Span, TextRange};

/// All exceptions that are written in the scanned files.
#[derive(Debug)]
pub struct Exceptions {
    exceptions: Vec<Exception>,
}

/// What came of applying them.
#[derive(Debug, Default)]
pub struct Applied {
    /// Every exception with what became of it.
    pub exceptions: Vec<finding::Exception>,
    /// Exceptions that are expired, malformed or cover nothing.
    pub diagnostics: Vec<Diagnostic>,
}

#[derive(Debug)]
struct Exception {
    file: FileId,
    /// Findings whose place starts in here are covered.
    scope: TextRange,
    directive: Directive,
}

impl Exceptions {
    /// Reads the exceptions in the comments of `documents`.
    pub fn read(documents: &[Document], sources: &SourceMap) -> Self {
        let mut exceptions = Vec::new();
        for document in documents {
            let file = sources.get(document.file);
            for (index, comment) in document.comments.iter().enumerate() {
                let text = comment.range.slice(file.text());
                let Some(directive) = directive::parse(text, comment.range.start) else { continue };
                let scope = match directive.whole_file {
                    true => file.whole().range,
                    false => scope(file, document, index),
                };
                exceptions.push(Exception { file: document.file, scope, directive });
            }
        }
        Self { exceptions }
    }

    /// Marks the findings that an exception covers, and reports exceptions that are expired, malformed or cover nothing.
    /// `today` is `YYYY-MM-DD`.
    pub fn apply(&self, findings: &mut [Finding], registry: &Registry, today: &str) -> Applied {
        let mut by_file: HashMap<FileId, Vec<usize>> = HashMap::new();
        for (index, finding) in findings.iter().enumerate() {
            by_file.entry(finding.place.file).or_default().push(index);
        }
        let mut applied = Applied::default();
        for exception in &self.exceptions {
            let candidates = by_file.get(&exception.file).map_or(&[][..], Vec::as_slice);
            let record = exception.apply(candidates, findings, registry, today, &mut applied.diagnostics);
            applied.exceptions.push(record);
        }
        applied
    }
}

impl Exception {
    fn apply(
        &self,
        candidates: &[usize],
        findings: &mut [Finding],
        registry: &Registry,
        today: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> finding::Exception {
        let mut warn = |code, range: TextRange, message: String| {
            diagnostics.push(Diagnostic::at(Level::Warning, code, range.in_file(self.file), message));
        };
        for &range in &self.directive.strange {
            warn(
                "exception-syntax",
                range,
                "is not part of an exception: expected `until=`, `owner=` or `reason=`".into(),
            );
        }
        if self.directive.checks.is_empty() {
            warn("exception-syntax", self.directive.range, "the exception names no check".into());
        }
        let mut state = ExceptionState::Unmatched;
        if let Some((date, range)) = &self.directive.until {
            if !is_date(date) {
                warn("exception-syntax", *range, format!("`{date}` is not a date of the form YYYY-MM-DD"));
                state = ExceptionState::Refused;
            } else if date.as_str() < today {
                warn("exception-expired", *range, format!("the exception ended on {date}"));
                state = ExceptionState::Expired;
            }
        }
        let mut covered = 0;
        for (name, range) in self.directive.checks.iter().filter(|_| state == ExceptionState::Unmatched) {
            let before = covered;
            for &index in candidates {
                let finding = &mut findings[index];
                let start = TextRange::empty(finding.place.range.start as usize);
                if self.scope.contains(start) && finding.check.is_named(name) {
                    covered += 1;
                    finding.suppression.get_or_insert_with(|| self.suppression());
                }
            }
            let known = !registry.find(name).is_empty();
            if !known {
                warn("exception-unknown-check", *range, format!("there is no check `{name}` in this run"));
            } else if covered == before {
                warn("exception-unmatched", *range, format!("`{name}` finds nothing here that could be excepted"));
            }
        }
        if covered > 0 {
            state = ExceptionState::Active;
        }
        let checks = self.directive.checks.iter().map(|(name, _)| name.clone()).collect();
        finding::Exception { suppression: self.suppression(), checks, state, findings: covered }
    }

    fn suppression(&self) -> Suppression {
        Suppression {
            origin: Origin::Comment,
            syntax: "ravelin",
            place: Place::Text(Span { file: self.file, range: self.directive.range }),
            reason: self.directive.reason.clone(),
            owner: self.directive.owner.clone(),
            until: self.directive.until.as_ref().map(|(date, _)| date.clone()),
        }
    }
}

/// What a comment stands for: the largest block that starts on its line, otherwise that line. A comment on a line of
/// its own stands for the next line that is neither blank nor such a comment.
fn scope(file: &SourceFile, document: &Document, comment: usize) -> TextRange {
    let lines = file.lines();
    let text = file.text();
    let comments = &document.comments;
    let mut line = lines.line_of(comments[comment].range.start);
    if comments[comment].own_line {
        let mut next = comment;
        line = lines.line_of(comments[comment].range.end) + 1;
        while line < lines.len() {
            while comments.get(next).is_some_and(|other| lines.line_of(other.range.start) < line) {
                next += 1;
            }
            let own_comment =
                comments.get(next).filter(|other| other.own_line && lines.line_of(other.range.start) == line);
            match own_comment {
                Some(other) => line = lines.line_of(other.range.end) + 1,
                None if lines.line_range(text, line).slice(text).trim().is_empty() => line += 1,
                None => break,
            }
        }
    }
    if line >= lines.len() {
        return TextRange::empty(text.len());
    }
    let range = lines.line_range(text, line);
    let starts_here = |block: &&TextRange| range.start <= block.start && block.start <= range.end;
    document.blocks.iter().filter(starts_here).copied().fold(range, TextRange::cover)
}

fn is_date(text: &str) -> bool {
    text.parse::<jiff::civil::Date>().is_ok() && text.len() == "YYYY-MM-DD".len()
}
