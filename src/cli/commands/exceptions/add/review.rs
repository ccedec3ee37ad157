//! Whether a draft covers what it should, and nothing else.

use std::collections::{BTreeMap, HashMap};

use super::draft::{Draft, File};
use super::target::{Spot, Target};
use super::trial::ENTRIES;
use crate::diagnostic::Place;
use crate::engine::Scan;
use crate::finding::Finding;
use crate::source::Span;

/// Targets whose exceptions must go elsewhere, with the reason. `before` is the scan without the draft, `after` the one with it.
/// When something is left, there is at least one, unless nothing of the draft has to do with it.
pub(super) fn review(targets: &[Target], before: &Scan, draft: &Draft, after: &Scan) -> Vec<(usize, String)> {
    let review = Review { targets, before, draft, after };
    // What is no comment changes its file: what follows from that is not looked at.
    for found in [Review::unread, Review::unwanted, Review::missed, Review::changed] {
        let objections = found(&review);
        if !objections.is_empty() {
            return objections.into_iter().collect();
        }
    }
    Vec::new()
}

struct Review<'r> {
    targets: &'r [Target],
    before: &'r Scan,
    draft: &'r Draft,
    after: &'r Scan,
}

/// By target, so that each moves once.
type Objections = BTreeMap<usize, String>;

impl Review<'_> {
    /// Comments that the language does not read as such.
    fn unread(&self) -> Objections {
        let mut objections = Objections::new();
        for file in &self.draft.files {
            let lines = comment_lines(file, self.after);
            for comment in file.comments.iter().filter(|comment| !lines.contains(&comment.line)) {
                object(&mut objections, &comment.targets, "a comment would not be read as one there");
            }
        }
        objections
    }

    /// Findings that are covered and were not meant.
    fn unwanted(&self) -> Objections {
        let mut objections = Objections::new();
        let is_covered = by_fingerprint(self.before);
        for finding in self.after.outcome.findings.iter().filter(|finding| !self.is_target(finding)) {
            let was_covered = is_covered.get(finding.fingerprint.as_str());
            if was_covered.is_none_or(|before| before.exception.is_some()) {
                continue;
            }
            let Some(exception) = &finding.exception else { continue };
            let Place::Text(place) = &exception.place else { continue };
            let named = self.targets_at(*place).filter(|&index| self.targets[index].check == finding.check.id);
            let indices: Vec<usize> = named.collect();
            let what = match indices.first().map(|&index| self.targets[index].spot()) {
                Some(Spot::Configuration) => "an entry in the configuration",
                _ => "a comment there",
            };
            let file = self.after.sources.get(finding.place.file);
            let line = file.position(finding.place.range.start).line;
            let other = format!("{} ({}:{line})", finding.fingerprint, file.path());
            object(&mut objections, &indices, &format!("{what} would cover {other} as well"));
        }
        objections
    }

    /// Targets that are not covered.
    fn missed(&self) -> Objections {
        let mut objections = Objections::new();
        let after = by_fingerprint(self.after);
        for (index, target) in self.targets.iter().enumerate().filter(|(_, target)| target.spot() != Spot::Nowhere) {
            match after.get(target.fingerprint.as_str()) {
                Some(finding) if finding.exception.is_some() => {}
                Some(_) => {
                    let what = if target.spot() == Spot::Configuration { "an entry" } else { "a comment there" };
                    object(&mut objections, &[index], &format!("{what} does not cover it"));
                }
                None => object(&mut objections, &[index], "a comment there would change what is found"),
            }
        }
        objections
    }

    /// Others that have come, gone, or lost their exception.
    fn changed(&self) -> Objections {
        let mut objections = Objections::new();
        let (before, after) = (by_fingerprint(self.before), by_fingerprint(self.after));
        let gone = self.before.outcome.findings.iter().filter(|finding| {
            let found = after.get(finding.fingerprint.as_str());
            found.is_none_or(|found| finding.exception.is_some() && found.exception.is_none())
        });
        for finding in gone.filter(|finding| !self.is_target(finding)) {
            let path = self.before.sources.get(finding.place.file).path();
            object(&mut objections, &self.targets_in(path), "a comment there would change what else is found");
        }
        for finding in &self.after.outcome.findings {
            if !before.contains_key(finding.fingerprint.as_str()) {
                let path = self.after.sources.get(finding.place.file).path();
                object(&mut objections, &self.targets_in(path), "a comment there would change what else is found");
            }
        }
        objections
    }

    fn is_target(&self, finding: &Finding) -> bool {
        let mut meant = self.targets.iter().filter(|target| target.spot() != Spot::Nowhere);
        meant.any(|target| target.fingerprint == finding.fingerprint)
    }

    /// The targets whose exception stands at this place of the scan with the draft.
    fn targets_at(&self, place: Span) -> impl Iterator<Item = usize> {
        let file = self.after.sources.get(place.file);
        let line = file.lines().line_of(place.range.start);
        let mut found: Vec<usize> = Vec::new();
        if file.path() == ENTRIES {
            let mut next = 1;
            for (entry, targets) in &self.draft.entries {
                let end = next + entry.lines().len();
                if (next..end).contains(&line) {
                    found.extend(targets);
                }
                next = end;
            }
        }
        let comments = self.draft.files.iter().filter(|edited| edited.path == file.path()).flat_map(|it| &it.comments);
        found.extend(comments.filter(|comment| comment.line == line).flat_map(|comment| &comment.targets));
        found.into_iter()
    }

    /// The targets whose comments stand in a file; all that have comments where it has none.
    fn targets_in(&self, path: &str) -> Vec<usize> {
        let of = |file: &File| file.comments.iter().flat_map(|comment| comment.targets.clone()).collect::<Vec<_>>();
        let own: Vec<usize> = self.draft.files.iter().filter(|file| file.path == path).flat_map(of).collect();
        if own.is_empty() { self.draft.files.iter().flat_map(of).collect() } else { own }
    }
}

fn object(objections: &mut Objections, indices: &[usize], why: &str) {
    for &index in indices {
        objections.entry(index).or_insert_with(|| why.to_owned());
    }
}

fn by_fingerprint(scan: &Scan) -> HashMap<&str, &Finding> {
    scan.outcome.findings.iter().map(|finding| (finding.fingerprint.as_str(), finding)).collect()
}

/// The zero-based lines on which a scan read comments in a file.
fn comment_lines(file: &File, scan: &Scan) -> Vec<usize> {
    let mut lines = Vec::new();
    for document in &scan.documents {
        let source = scan.sources.get(document.file);
        if source.path() == file.path {
            lines.extend(document.comments.iter().map(|comment| source.lines().line_of(comment.range.start)));
        }
    }
    lines
}
