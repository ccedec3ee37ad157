//! Which files the ignore files of a repository leave out, and by which of their lines.
//!
//! The rules are those of git: of two lines that fit, the later and the deeper one holds, and below a folder that is left
//! out nothing comes back. What git tracks is not ignored by `.gitignore`.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::discover::Found;
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::finding::{SwitchedOff, SwitchedOffKind};
use crate::frontend::FRONTENDS;
use crate::source::{Root, SourceMap, Storage, TextRange, path_text, tracked_files};

/// Names of ignore files, the strongest first. The last one is git's.
const NAMES: [&str; 3] = [".ravelinignore", ".ignore", GIT];
const GIT: &str = ".gitignore";

/// The files that are left, and what was left out.
#[derive(Default)]
pub(super) struct Remaining {
    pub(super) files: Vec<Found>,
    pub(super) switched_off: Vec<SwitchedOff>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// An ignore file.
struct IgnoreFile {
    name: &'static str,
    /// Its folder, absolute.
    folder: PathBuf,
    text: Arc<str>,
    patterns: Gitignore,
}

/// A line of an ignore file, by the place of the file among all, and its text.
type Rule = (usize, String);

/// What holds in a folder.
#[derive(Clone, Default)]
struct Folder {
    /// The ignore files in it and above, outermost first.
    files: Vec<usize>,
    /// The line that leaves it out.
    left_out: Option<Rule>,
    /// The same for what git tracks.
    left_out_if_tracked: Option<Rule>,
}

struct Ignoring<'s> {
    root: &'s Root,
    inputs: &'s [PathBuf],
    rules: Storage<'s>,
    files: Vec<IgnoreFile>,
    folders: HashMap<PathBuf, Rc<Folder>>,
}

/// Leaves out of `found` what the ignore files in `rules` name. Inputs themselves are never left out.
pub(super) fn leave_out(
    found: Vec<Found>,
    inputs: &[PathBuf],
    root: &Root,
    scanned: Storage<'_>,
    rules: Storage<'_>,
    sources: &SourceMap,
) -> Remaining {
    let mut ignoring = Ignoring { root, inputs, rules, files: Vec::new(), folders: HashMap::new() };
    let mut remaining = Remaining::default();
    let mut left_out: BTreeMap<Rule, usize> = BTreeMap::new();
    let mut tracked: Option<HashSet<String>> = None;
    for found in found {
        // All that a commit has is tracked.
        let mut rule = ignoring.rule(&found, scanned.revision().is_some());
        if rule.as_ref().is_some_and(|(file, _)| ignoring.files[*file].name == GIT) {
            let tracked = tracked.get_or_insert_with(|| tracked_files(root.fence()).unwrap_or_default());
            if tracked.contains(&relative(root.fence(), &found.path)) {
                rule = ignoring.rule(&found, true);
            }
        }
        match rule {
            None => remaining.files.push(found),
            Some(rule) => {
                let matters = FRONTENDS.iter().any(|frontend| frontend.may_claim(&found.relative));
                *left_out.entry(rule).or_default() += usize::from(matters);
            }
        }
    }
    ignoring.report(left_out, sources, &mut remaining);
    remaining
}

impl Ignoring<'_> {
    /// The line that leaves a file out.
    fn rule(&mut self, found: &Found, tracked: bool) -> Option<Rule> {
        if found.explicit {
            return None;
        }
        let folder = self.folder(found.path.parent()?);
        let inherited = if tracked { &folder.left_out_if_tracked } else { &folder.left_out };
        inherited.clone().or_else(|| self.matching(&folder.files, &found.path, false, tracked))
    }

    fn folder(&mut self, path: &Path) -> Rc<Folder> {
        if let Some(folder) = self.folders.get(path) {
            return Rc::clone(folder);
        }
        let mut folder = Folder::default();
        if let Some(parent) = path.parent().filter(|parent| parent.starts_with(self.root.fence())) {
            let above = self.folder(parent);
            folder.files.clone_from(&above.files);
            let is_input = self.inputs.iter().any(|input| path == input);
            if !is_input && self.inputs.iter().any(|input| path.starts_with(input)) {
                let rule = |inherited: &Option<Rule>, tracked| {
                    inherited.clone().or_else(|| self.matching(&above.files, path, true, tracked))
                };
                folder.left_out = rule(&above.left_out, false);
                folder.left_out_if_tracked = rule(&above.left_out_if_tracked, true);
            }
        }
        for name in NAMES {
            folder.files.extend(self.read(path, name));
        }
        let folder = Rc::new(folder);
        self.folders.insert(path.to_path_buf(), Rc::clone(&folder));
        folder
    }

    /// Reads an ignore file. Links are not followed, as git does not follow them either.
    fn read(&mut self, folder: &Path, name: &'static str) -> Option<usize> {
        let path = folder.join(name);
        let is_link = || path.symlink_metadata().is_ok_and(|entry| entry.is_symlink());
        let text = self.rules.text(&path).ok().filter(|_| self.rules.revision().is_some() || !is_link())?;
        let mut builder = GitignoreBuilder::new("");
        for line in text.lines() {
            // A line that is no pattern leaves nothing out, and is reported where it stands.
            let _ = builder.add_line(None, line);
        }
        let patterns = builder.build().unwrap_or_else(|_| Gitignore::empty());
        self.files.push(IgnoreFile { name, folder: folder.to_path_buf(), text, patterns });
        Some(self.files.len() - 1)
    }

    /// The line of `files` that leaves `path` out, if the strongest that fits it does.
    fn matching(&self, files: &[usize], path: &Path, is_folder: bool, tracked: bool) -> Option<Rule> {
        for name in NAMES.into_iter().filter(|name| !(tracked && *name == GIT)) {
            for &index in files.iter().rev().filter(|index| self.files[**index].name == name) {
                let file = &self.files[index];
                let Ok(local) = path.strip_prefix(&file.folder) else { continue };
                match file.patterns.matched(local, is_folder) {
                    Match::Ignore(glob) => return Some((index, glob.original().to_owned())),
                    Match::Whitelist(_) => return None,
                    Match::None => {}
                }
            }
        }
        None
    }

    fn report(&self, left_out: BTreeMap<Rule, usize>, sources: &SourceMap, remaining: &mut Remaining) {
        let name = |file: &IgnoreFile| self.root.relative(&file.folder.join(file.name));
        let mut added = HashMap::new();
        for ((index, what), count) in left_out.into_iter().filter(|(_, count)| *count > 0) {
            let file = &self.files[index];
            let source = *added.entry(index).or_insert_with(|| sources.add(name(file), Arc::clone(&file.text)));
            let place = Place::Text(source.span(line_of(source.text(), &what)));
            let kind = SwitchedOffKind::File;
            remaining.switched_off.push(SwitchedOff { kind, what, place, count, holds: true });
        }
        for file in &self.files {
            for (number, line) in file.text.lines().enumerate() {
                if GitignoreBuilder::new("").add_line(None, line).is_err() {
                    let message = format!("line {} is not a pattern, and leaves nothing out", number + 1);
                    remaining.diagnostics.push(Diagnostic::on_file(
                        Level::Warning,
                        "ignore-syntax",
                        name(file),
                        message,
                    ));
                }
            }
        }
    }
}

/// A path as git writes it.
fn relative(top: &Path, path: &Path) -> String {
    path_text(path.strip_prefix(top).unwrap_or(path))
}

/// The last line with this pattern: the one that holds.
fn line_of(text: &str, pattern: &str) -> TextRange {
    let mut at = 0;
    let mut found = TextRange::empty(0);
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        if content.trim() == pattern.trim() {
            found = TextRange::new(at, at + content.len());
        }
        at += line.len();
    }
    found
}
