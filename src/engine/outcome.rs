//! What the stages gave, put together: counts, and diagnostics in order.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Reported;
use super::load::Loaded;
use crate::conceal::Concealed;
use crate::diagnostic::{Diagnostic, Place};
use crate::finding::{Coverage, Finding, NotAssessed};
use crate::model::{Resource, Unread};
use crate::source::{FileId, SourceFile, SourceMap};

/// Counts files that were left alone.
pub(super) fn skip(skipped: &mut BTreeMap<&'static str, usize>, reason: &'static str, count: usize) {
    if count > 0 {
        *skipped.entry(reason).or_default() += count;
    }
}

/// What counts as covered.
pub(super) struct Counted<'c> {
    pub(super) reported: &'c Reported,
    pub(super) sources: &'c SourceMap,
}

impl Counted<'_> {
    fn has(&self, file: FileId) -> bool {
        self.reported.has_file(file, self.sources)
    }

    /// All files that were left alone, by reason. Of those that were read for others, none is counted.
    pub(super) fn skipped<const N: usize>(
        &self,
        mut counts: BTreeMap<&'static str, usize>,
        unread: &[Unread],
        others: [(&'static str, usize); N],
    ) -> BTreeMap<&'static str, usize> {
        if !self.reported.is_all() {
            counts.clear();
        }
        for unread in unread.iter().filter(|unread| self.reported.has(&unread.path)) {
            skip(&mut counts, unread.reason, 1);
        }
        for (reason, count) in others.into_iter().filter(|_| self.reported.is_all()) {
            skip(&mut counts, reason, count);
        }
        counts
    }
}

/// The files that may declare something and were left alone, by path. Of the `templates` some were read, by what a
/// configuration calls.
pub(super) fn unread(files: &[Vec<Unread>; 2], templates: Vec<Unread>, sources: &SourceMap) -> Vec<Unread> {
    let mut unread = files.concat();
    let read: BTreeSet<&str> = sources.iter().map(SourceFile::path).collect();
    unread.extend(templates.into_iter().filter(|template| !read.contains(template.path.as_str())));
    unread.sort();
    unread
}

/// How many verdicts of each kind there are. A check on a resource counts once, however many places fail, and as failed
/// while any of them has no exception.
pub(super) struct Verdicts {
    passed: usize,
    not_assessed: usize,
    failed: usize,
    excepted: usize,
}

impl Verdicts {
    /// The verdicts of a scan with these findings.
    pub(super) fn of(passed: usize, not_assessed: &[NotAssessed], findings: &[Finding], counted: &Counted<'_>) -> Self {
        let mut failing: BTreeMap<(&str, &str), bool> = BTreeMap::new();
        for finding in findings.iter().filter(|finding| counted.has(finding.place.file)) {
            for address in finding.addresses.iter().chain(finding.affected.iter().map(|other| &other.text)) {
                *failing.entry((finding.check.id, address)).or_default() |= finding.exception.is_none();
            }
        }
        let failed = failing.values().filter(|active| **active).count();
        let not_assessed = not_assessed.iter().filter(|verdict| counted.has(verdict.span.file)).count();
        Self { passed, not_assessed, failed, excepted: failing.len() - failed }
    }

    /// With what was read, and resources by language without variables, outputs and the like.
    pub(super) fn coverage(
        self,
        loaded: &Loaded,
        skipped: BTreeMap<&'static str, usize>,
        resources: &[Resource],
        checks: usize,
        counted: &Counted<'_>,
    ) -> Coverage {
        let mut counts = BTreeMap::new();
        let is_counted = |resource: &&Resource| resource.is_deployed() && counted.has(resource.declaration.file);
        for resource in resources.iter().filter(is_counted) {
            *counts.entry(resource.platform).or_default() += 1;
        }
        let Self { passed, not_assessed, failed, excepted } = self;
        Coverage {
            files: loaded.files(|file| counted.has(file)),
            skipped,
            resources: counts,
            checks,
            passed,
            failed,
            not_assessed,
            excepted,
            nothing_judged: None,
        }
    }
}

/// Diagnostics by place, each once and without credentials.
pub(super) fn in_order(
    mut diagnostics: Vec<Diagnostic>,
    concealed: &Concealed,
    sources: &SourceMap,
) -> Vec<Diagnostic> {
    for diagnostic in &mut diagnostics {
        concealed.mask(&mut diagnostic.message);
        if let Some(help) = &mut diagnostic.help {
            concealed.mask(help);
        }
    }
    diagnostics.sort_by_cached_key(|diagnostic| {
        let (path, offset) = match &diagnostic.place {
            Place::Text(span) => (sources.get(span.file).path().to_owned(), span.range.start),
            Place::File(path) => (path.clone(), 0),
            Place::None => (String::new(), 0),
        };
        (path, offset, diagnostic.code, diagnostic.message.clone())
    });
    let mut seen = BTreeSet::new();
    diagnostics
        .retain(|diagnostic| seen.insert((diagnostic.place.clone(), diagnostic.code, diagnostic.message.clone())));
    diagnostics
}
