//! The edits that the exceptions of all targets make.

use std::collections::BTreeMap;

use anyhow::Context as _;

use super::super::super::changes::Change;
use super::target::{Above, Spot, Target};
use super::trial::Trial;
use crate::config;
use crate::engine::Scan;
use crate::exception::write::{Edited, Entry, Ground, NewComment, Terms, with_comments, with_entries};
use crate::finding::Finding;
use crate::source::{FileId, SourceMap};

/// All edits, and which target each is for.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) files: Vec<File>,
    /// With the targets that each is for.
    pub(super) entries: Vec<(Entry, Vec<usize>)>,
}

/// A file with comments in it.
pub(super) struct File {
    /// Relative to the scan root.
    pub(super) path: String,
    pub(super) before: String,
    pub(super) text: String,
    pub(super) comments: Vec<Comment>,
}

/// A comment that was written.
pub(super) struct Comment {
    /// The zero-based line in the new text.
    pub(super) line: usize,
    pub(super) targets: Vec<usize>,
}

/// The paths and the resources of an entry.
type Limits = (Vec<String>, Vec<String>);

/// The checks of an entry, and the targets that it is for.
type Meant = (Vec<String>, Vec<usize>);

impl Draft {
    /// The edits of `targets`, of which `scan` has the texts.
    pub(super) fn of(targets: &[Target], scan: &Scan, trial: &Trial<'_>, terms: &Terms) -> Self {
        let mut lines: BTreeMap<(FileId, usize), Vec<usize>> = BTreeMap::new();
        let mut entries: BTreeMap<(&str, String), Vec<usize>> = BTreeMap::new();
        for (index, target) in targets.iter().enumerate() {
            match target.spot() {
                Spot::Comment(Above { span, line }) => lines.entry((span.file, line)).or_default().push(index),
                Spot::Configuration => {
                    let path = finding(target, scan).map(|finding| finding.place.file);
                    let path = path.map(|file| scan.sources.get(file).path().to_owned()).unwrap_or_default();
                    entries.entry((target.check, path)).or_default().push(index);
                }
                Spot::Nowhere => {}
            }
        }
        let mut files: BTreeMap<FileId, Vec<(usize, Vec<usize>)>> = BTreeMap::new();
        for ((file, line), indices) in lines {
            files.entry(file).or_default().push((line, indices));
        }
        let files = files.into_iter().filter_map(|(file, comments)| edit(file, comments, targets, scan, terms));
        let mut merged: BTreeMap<Limits, Meant> = BTreeMap::new();
        for ((check, path), indices) in entries {
            let findings = indices.iter().filter_map(|&index| finding(&targets[index], scan));
            let mut resources: Vec<String> = findings.flat_map(|finding| finding.addresses.clone()).collect();
            resources.sort();
            resources.dedup();
            let (checks, meant) = merged.entry((trial.pattern(&path).into_iter().collect(), resources)).or_default();
            checks.push(check.to_owned());
            meant.extend(indices);
        }
        let entry = |((paths, resources), (checks, indices))| {
            (Entry { checks, paths, resources, terms: terms.clone() }, indices)
        };
        Self { files: files.collect(), entries: merged.into_iter().map(entry).collect() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.entries.is_empty()
    }

    /// Scans with the edits in the place of what is on disk.
    pub(super) fn scan(&self, trial: &Trial<'_>) -> anyhow::Result<Scan> {
        let edited: Vec<(&str, &str)> =
            self.files.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect();
        let entries: Vec<&Entry> = self.entries.iter().map(|(entry, _)| entry).collect();
        trial.scan(&edited, &entries)
    }

    /// How many files get comments.
    pub(super) fn files(&self) -> usize {
        self.files.len()
    }

    /// How many comments are written.
    pub(super) fn comments(&self) -> usize {
        self.files.iter().map(|file| file.comments.len()).sum()
    }

    /// How many entries are written.
    pub(super) fn entries(&self) -> usize {
        self.entries.len()
    }

    /// The targets whose exceptions stand in the configuration.
    pub(super) fn in_configuration(&self) -> impl Iterator<Item = usize> {
        self.entries.iter().flat_map(|(_, targets)| targets.iter().copied())
    }

    /// The text of the configuration with the entries.
    fn configuration(&self, trial: &Trial<'_>) -> Result<(Option<String>, String), String> {
        let before = trial.configuration()?;
        let entries: Vec<Entry> = self.entries.iter().map(|(entry, _)| entry.clone()).collect();
        let text = with_entries(before.as_deref().unwrap_or_default(), &entries).map_err(|why| why.to_string())?;
        let count = |text: &str| {
            let sources = SourceMap::new();
            config::read(sources.add("", text)).ok().map(|file| file.exceptions.len())
        };
        let known = count(before.as_deref().unwrap_or_default());
        if known.is_none() || count(&text) != known.map(|known| known + entries.len()) {
            return Err("leaves no place for further exceptions: add them by hand".to_owned());
        }
        Ok((before, text))
    }

    /// Why the entries cannot be written.
    pub(super) fn unwritable(&self, trial: &Trial<'_>) -> Option<String> {
        let why = if self.entries.is_empty() { None } else { self.configuration(trial).err() };
        why.map(|why| format!("{} {why}", trial.shown_home()))
    }

    /// Every file that is to be written.
    pub(super) fn changes(&self, trial: &Trial<'_>) -> anyhow::Result<Vec<Change>> {
        let mut changes: Vec<Change> = self
            .files
            .iter()
            .map(|file| Change {
                path: trial.absolute(&file.path),
                shown: trial.shown(&file.path),
                before: Some(file.before.clone()),
                after: file.text.clone(),
            })
            .collect();
        if !self.entries.is_empty() {
            let (before, after) = self.configuration(trial).map_err(anyhow::Error::msg).context(trial.shown_home())?;
            changes.push(Change { path: trial.home.path.clone(), shown: trial.shown_home(), before, after });
        }
        Ok(changes)
    }

    /// Where the exception of a target is written: the path and the line, from 1; nowhere if it is not.
    pub(super) fn place_of(&self, target: usize, trial: &Trial<'_>) -> Option<(String, u32)> {
        for file in &self.files {
            if let Some(comment) = file.comments.iter().find(|comment| comment.targets.contains(&target)) {
                return Some((trial.shown(&file.path), comment.line as u32 + 1));
            }
        }
        let entry = self.entries.iter().position(|(_, targets)| targets.contains(&target))?;
        let (_, text) = self.configuration(trial).ok()?;
        let sources = SourceMap::new();
        let source = sources.add("", text);
        let exceptions = config::read(source).ok()?.exceptions;
        let place = exceptions.len().checked_sub(self.entries.len()).and_then(|first| exceptions.get(first + entry))?;
        Some((trial.shown_home(), source.position(place.range.start).line))
    }
}

/// The finding of a target.
pub(super) fn finding<'s>(target: &Target, scan: &'s Scan) -> Option<&'s Finding> {
    scan.outcome.findings.iter().find(|finding| finding.fingerprint == target.fingerprint)
}

/// A file with the comments for these lines.
fn edit(
    file: FileId,
    comments: Vec<(usize, Vec<usize>)>,
    targets: &[Target],
    scan: &Scan,
    terms: &Terms,
) -> Option<File> {
    let source = scan.sources.get(file);
    let ground = Ground::new(source, &scan.documents).ok()?;
    let new: Vec<NewComment<'_>> = comments
        .iter()
        .map(|(line, indices)| {
            let mut checks: Vec<&str> = indices.iter().map(|&index| targets[index].check).collect();
            checks.sort_unstable();
            checks.dedup();
            NewComment { line: *line, checks }
        })
        .collect();
    let Edited { text, lines } = with_comments(&ground, &new, terms);
    let written = comments.into_iter().zip(lines).map(|((_, targets), line)| Comment { line, targets });
    Some(File {
        path: source.path().to_owned(),
        before: format!("{}{}", source.byte_order_mark(), source.text()),
        text,
        comments: written.collect(),
    })
}
