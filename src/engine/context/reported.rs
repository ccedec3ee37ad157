//! What of an outcome has its place in the files that were asked for.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Place};
use crate::engine::switched_off::by_exceptions;
use crate::finding::{ExceptionRecord, Finding, Outcome, SwitchedOffKind};
use crate::source::{FileId, SourceMap, Span};

/// What stands before the names of texts that are no files, such as the command line.
const NO_FILE: char = '<';

/// The files that are reported on, by their paths relative to the scan root: all, or those that were asked for and not what is
/// read for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::engine) struct Reported(Option<HashSet<String>>);

impl FromIterator<String> for Reported {
    fn from_iter<I: IntoIterator<Item = String>>(paths: I) -> Self {
        Self(Some(paths.into_iter().collect()))
    }
}

impl Reported {
    /// All that are read.
    pub(in crate::engine) const ALL: Self = Self(None);

    /// Whether that is all files.
    pub(in crate::engine) fn is_all(&self) -> bool {
        self.0.is_none()
    }

    /// Whether the file of this path is one.
    pub(in crate::engine) fn has(&self, path: &str) -> bool {
        self.0.as_ref().is_none_or(|paths| paths.contains(path))
    }

    /// Whether a file is one.
    pub(in crate::engine) fn has_file(&self, file: FileId, sources: &SourceMap) -> bool {
        self.has(sources.get(file).path())
    }

    /// Leaves in an outcome what has its place in these files. How it was covered is that of these files already.
    pub(in crate::engine) fn narrow(&self, outcome: &mut Outcome, sources: &SourceMap) {
        if self.is_all() {
            return;
        }
        let is_here = |span: Span| self.has_file(span.file, sources);
        outcome.findings.retain(|finding| is_here(finding.place));
        outcome.subsumed.retain(|subsumed| is_here(subsumed.finding.place));
        outcome.not_assessed.retain(|verdict| is_here(verdict.span));
        outcome.passes.retain(|pass| is_here(pass.place));
        outcome.absent.retain(|absent| self.has(&absent.path));
        outcome.unread.retain(|unread| self.has(&unread.path));
        outcome.diagnostics.retain(|diagnostic| self.has_diagnostic(diagnostic, sources));
        self.narrow_exceptions(outcome, sources);
    }

    /// What is written elsewhere, such as in a configuration, stays as far as it covers what is left.
    fn narrow_exceptions(&self, outcome: &mut Outcome, sources: &SourceMap) {
        let subsumed = outcome.subsumed.iter().map(|subsumed| &subsumed.finding);
        let findings: Vec<&Finding> = outcome.findings.iter().chain(subsumed).collect();
        let is_covered = |finding: &&&Finding, record: &ExceptionRecord| {
            finding.exception.as_ref().is_some_and(|exception| exception.place == record.exception.place)
        };
        let mut exceptions = std::mem::take(&mut outcome.exceptions);
        exceptions.retain_mut(|record| {
            let is_here = match &record.exception.place {
                Place::Text(span) => self.has_file(span.file, sources),
                Place::File(path) => self.has(path),
                Place::None => false,
            };
            if !is_here {
                record.findings = findings.iter().filter(|finding| is_covered(finding, record)).count();
            }
            is_here || record.findings > 0
        });
        // Files are left out by name, and those that are named are not.
        let is_kept = |kind| !matches!(kind, SwitchedOffKind::File | SwitchedOffKind::Finding);
        outcome.switched_off.retain(|entry| is_kept(entry.kind));
        outcome.switched_off.extend(by_exceptions(&exceptions));
        outcome.exceptions = exceptions;
    }

    fn has_diagnostic(&self, diagnostic: &Diagnostic, sources: &SourceMap) -> bool {
        let is_here = |path: &str| self.has(path) || path.starts_with(NO_FILE);
        match &diagnostic.place {
            Place::Text(span) => is_here(sources.get(span.file).path()),
            Place::File(path) => is_here(path),
            Place::None => true,
        }
    }
}
