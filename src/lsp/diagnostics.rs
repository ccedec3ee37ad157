//! What is said of documents, in the form of the protocol.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location,
    NumberOrString, Range, Uri,
};
use serde_json::json;

use super::client::Client;
use super::positions::Lined;
use super::workspace::Workspace;
use crate::check::Check;
use crate::diagnostic::{self, Label, Level, Place};
use crate::engine::Scan;
use crate::finding::Finding;
use crate::source::{Root, SourceMap, Span};
use crate::vocabulary::Severity;

/// The name under which an editor shows what the server says.
pub(super) const SOURCE: &str = "ravelin";

/// What is said to those who name files on a command line, and have not asked for what they are told here: an editor opens what it
/// likes.
const FOR_THE_COMMAND_LINE: [&str; 3] = ["not-recognised", "not-judged", "nothing-found"];

/// Checks of what its language calls deprecated. So are versions that a check looks up in a list of those that ended.
const DEPRECATED: [&str; 2] = ["docker-dockerfile-maintainer", "docker-dockerfile-legacy-key-value"];

/// Turns what a scan says into what the client shows.
#[derive(Clone, Copy)]
pub(super) struct Telling<'t> {
    pub(super) client: &'t Client,
    pub(super) workspace: &'t Workspace,
    /// To what the paths of the texts are relative.
    pub(super) root: &'t Root,
    pub(super) sources: &'t SourceMap,
    /// The document that is judged alone, which has no path.
    pub(super) alone: Option<&'t Uri>,
}

impl Telling<'_> {
    /// Everything that is said of each file, in the order of the places: findings from a severity on that count, and what could not be read.
    pub(super) fn all(&self, scan: &Scan, least: Severity) -> BTreeMap<PathBuf, Vec<Diagnostic>> {
        let mut all: BTreeMap<PathBuf, Vec<Diagnostic>> = BTreeMap::new();
        for finding in scan.outcome.active_from(least) {
            all.entry(self.path(finding.place)).or_default().push(self.finding(finding));
        }
        for (path, diagnostic) in scan.outcome.diagnostics.iter().filter_map(|said| self.said(said)) {
            all.entry(path).or_default().push(diagnostic);
        }
        for diagnostics in all.values_mut() {
            diagnostics.sort_by_key(|diagnostic| (diagnostic.range.start, diagnostic.range.end));
        }
        all
    }

    /// A finding.
    pub(super) fn finding(&self, finding: &Finding) -> Diagnostic {
        let related = if self.client.relates { self.related(&finding.related) } else { Vec::new() };
        let deprecated = self.client.tags && is_deprecated(finding.check);
        Diagnostic {
            range: self.range(finding.place),
            severity: Some(severity(finding.severity)),
            code: Some(NumberOrString::String(finding.check.id.to_owned())),
            code_description: page(finding.check)
                .filter(|_| self.client.links_codes)
                .map(|href| CodeDescription { href }),
            source: Some(SOURCE.to_owned()),
            message: finding.message.clone(),
            related_information: Some(related).filter(|related| !related.is_empty()),
            tags: deprecated.then(|| vec![DiagnosticTag::DEPRECATED]),
            data: self.client.keeps_data.then(|| json!({"fingerprint": finding.fingerprint})),
        }
    }

    /// What could not be read or understood, with the file that it is about; none where that is no file.
    pub(super) fn said(&self, said: &diagnostic::Diagnostic) -> Option<(PathBuf, Diagnostic)> {
        if FOR_THE_COMMAND_LINE.contains(&said.code) {
            return None;
        }
        let (path, range) = match &said.place {
            Place::Text(span) => (self.path(*span), self.range(*span)),
            Place::File(path) => (self.absolute(path), Range::default()),
            Place::None => return None,
        };
        let related = if self.client.relates { self.related(&said.related) } else { Vec::new() };
        let help = said.help.as_ref().map_or_else(String::new, |help| format!("\n{help}"));
        let diagnostic = Diagnostic {
            range,
            severity: Some(match said.level {
                Level::Error => DiagnosticSeverity::ERROR,
                Level::Warning => DiagnosticSeverity::WARNING,
                Level::Note => DiagnosticSeverity::INFORMATION,
            }),
            code: Some(NumberOrString::String(said.code.to_owned())),
            source: Some(SOURCE.to_owned()),
            message: format!("{}{help}", said.message),
            related_information: Some(related).filter(|related| !related.is_empty()),
            ..Diagnostic::default()
        };
        Some((path, diagnostic))
    }

    fn related(&self, labels: &[Label]) -> Vec<DiagnosticRelatedInformation> {
        let related = |label: &Label| {
            Some(DiagnosticRelatedInformation { location: self.location(label.span)?, message: label.text.clone() })
        };
        labels.iter().filter_map(related).collect()
    }

    /// A place with its file.
    pub(super) fn location(&self, span: Span) -> Option<Location> {
        let uri = match self.alone {
            Some(uri) => uri.clone(),
            None => self.workspace.uri(&self.path(span))?,
        };
        Some(Location { uri, range: self.range(span) })
    }

    /// A place in its file.
    pub(super) fn range(&self, span: Span) -> Range {
        let file = self.sources.get(span.file);
        Lined { text: file.text(), lines: file.lines(), encoding: self.client.encoding }.range(span.range)
    }

    /// The absolute path of the file of a place.
    pub(super) fn path(&self, span: Span) -> PathBuf {
        self.absolute(self.sources.get(span.file).path())
    }

    fn absolute(&self, relative: &str) -> PathBuf {
        absolute(self.root.path(), relative)
    }
}

/// A path below `root`, or beside it.
fn absolute(root: &Path, relative: &str) -> PathBuf {
    let mut path = root.to_path_buf();
    for part in relative.split('/').filter(|part| !part.is_empty()) {
        match part {
            ".." => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    path
}

/// How a severity is shown. The documentation has the same table.
pub(super) const fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Critical | Severity::High => DiagnosticSeverity::ERROR,
        Severity::Medium => DiagnosticSeverity::WARNING,
        Severity::Low => DiagnosticSeverity::INFORMATION,
        Severity::Info => DiagnosticSeverity::HINT,
    }
}

/// Whether what the check finds is out of use.
fn is_deprecated(check: &Check) -> bool {
    DEPRECATED.contains(&check.id) || !check.lists().is_empty()
}

/// The page to read on a check.
pub(super) fn page(check: &Check) -> Option<Uri> {
    check.text.references.first().and_then(|page| page.parse().ok())
}
