//! Carries what a file says over to what is gathered.

use super::migration::{FailOn, Migration};
use super::settings::{Setting, Word};
use super::tool::Reader;
use super::{formats, paths};
use crate::check::Severity;
use crate::config::is_date;
use crate::exception::write::{Entry, Terms};
use crate::exception::{Listed, importable};
use crate::source::{self, TextRange};

/// Adds a text to a list, once.
fn add(list: &mut Vec<String>, text: String) {
    if !list.contains(&text) {
        list.push(text);
    }
}

const NO_CHECK: &str = "no check has this name";

impl Reader<'_> {
    /// What a name of theirs is called here: ids, or the pattern itself. None, and a note, where no check has it.
    fn ours(&mut self, (name, at): &Word) -> Vec<String> {
        let found = self.vocabulary.registry.find(name);
        if found.is_empty() {
            self.note(*at, name, NO_CHECK);
        }
        match name.contains('*') && !found.is_empty() {
            true => vec![name.clone()],
            false => found.into_iter().map(|check| check.id.to_owned()).collect(),
        }
    }

    /// Leaves out the checks of these names.
    pub(super) fn skip(&mut self, words: &[Word]) {
        for word in words {
            for ours in self.ours(word) {
                Migration::pick(&mut self.gathered.skip, &ours, &word.0);
            }
        }
    }

    /// Runs the checks of these names alone.
    pub(super) fn only(&mut self, words: &[Word]) {
        for word in words {
            for ours in self.ours(word) {
                Migration::pick(&mut self.gathered.only, &ours, &word.0);
            }
        }
    }

    /// Leaves out a category or severity.
    pub(super) fn skip_group(&mut self, group: &str, from: &str) {
        Migration::pick(&mut self.gathered.skip, group, from);
    }

    /// Runs a severity and those above alone.
    pub(super) fn only_from(&mut self, least: Severity, from: &str) {
        for severity in Severity::ALL.into_iter().filter(|severity| *severity >= least) {
            Migration::pick(&mut self.gathered.only, severity.as_str(), from);
        }
    }

    /// Leaves out the checks of these names in the files of `paths`, of which their tool speaks; everywhere, where their ids start
    /// with `own` and so speak of these files alone.
    pub(super) fn except(&mut self, words: &[Word], own: Option<&str>, paths: &[&str]) {
        let (mut checks, mut names) = (Vec::new(), Vec::new());
        for word in words {
            for id in self.ours(word) {
                if own.is_some_and(|start| id.starts_with(start)) {
                    Migration::pick(&mut self.gathered.skip, &id, &word.0);
                    continue;
                }
                add(&mut checks, id);
                add(&mut names, word.0.clone());
            }
        }
        if !checks.is_empty() {
            let reason = format!("{} in {}", names.join(", "), self.name);
            let terms = Terms { reason, owner: None, until: None };
            let paths = paths.iter().map(|path| (*path).to_owned()).collect();
            self.gathered.exceptions.push(Entry { checks, paths, resources: Vec::new(), terms });
        }
    }

    /// Takes over the exceptions in a list of another tool.
    pub(super) fn exceptions(&mut self) {
        for listed in importable(self.file).unwrap_or_default() {
            self.exception(&listed);
        }
    }

    fn exception(&mut self, listed: &Listed) {
        let checks: Vec<String> = listed.checks.iter().flat_map(|word| self.ours(word)).collect();
        if checks.is_empty() {
            return;
        }
        let mut paths = Vec::new();
        for path in &listed.paths {
            match paths::of_glob(path, false) {
                Ok(path) => paths.push(path),
                Err(why) => self.note(listed.place.range, path, why),
            }
        }
        // Without paths it would hold everywhere.
        if paths.is_empty() && !listed.paths.is_empty() {
            return;
        }
        let names: Vec<&str> = listed.checks.iter().map(|(name, _)| name.as_str()).collect();
        let reason = listed.reason.clone().unwrap_or_else(|| format!("{} in {}", names.join(", "), self.name));
        let until = listed.until.as_ref().map(|(date, _)| date.clone());
        if let Some(date) = until.as_ref().filter(|date| !is_date(date)) {
            return self.note(listed.place.range, date, "it is not a date of the form YYYY-MM-DD");
        }
        let terms = Terms { reason, owner: listed.owner.clone(), until };
        self.gathered.exceptions.push(Entry { checks, paths, resources: listed.resources.clone(), terms });
    }

    /// Gives the check of this name a severity.
    pub(super) fn severity(&mut self, word: &Word, severity: Severity) {
        for ours in self.ours(word) {
            self.gathered.severity.insert(ours, (severity, word.0.clone()));
        }
    }

    /// Sets the least severity that fails; none never fails. Of several, the strictest holds.
    pub(super) fn fail_on(&mut self, setting: &Setting, severity: Option<Severity>) {
        let new = FailOn(severity);
        let known = *self.gathered.fail_on.get_or_insert(new);
        if known != new {
            let stricter = if new.is_stricter_than(known) { new } else { known };
            self.gathered.fail_on = Some(stricter);
            let why =
                format!("another file says otherwise, and the stricter `gate.fail-on: {}` holds", stricter.as_str());
            self.lost(setting, why);
        }
    }

    /// Lists findings of this severity and above; of several, the lowest holds.
    pub(super) fn list_from(&mut self, severity: Severity) {
        let least = self.gathered.min_severity.map_or(severity, |known| known.min(severity));
        self.gathered.min_severity = Some(least);
    }

    /// Leaves out the files that fit patterns.
    pub(super) fn exclude(&mut self, words: Vec<Word>, read: impl Fn(&str) -> Result<String, &'static str>) {
        for (text, at) in words {
            match read(&text) {
                Ok(pattern) => add(&mut self.gathered.exclude, pattern),
                Err(why) => self.note(at, &text, why),
            }
        }
    }

    /// Reads values of Terraform's variables from files.
    pub(super) fn variable_files(&mut self, words: Vec<Word>) {
        for (path, at) in words {
            let local = path.trim_start_matches("./").to_owned();
            match (self.entry)(&local) == Some(source::Entry::File) {
                true => add(&mut self.gathered.variable_files, local),
                false => self.note(at, &path, "there is no such file in this folder"),
            }
        }
    }

    /// Writes reports. `names` are pairs of theirs and ours; a file makes it `FORMAT=FILE`.
    pub(super) fn formats(
        &mut self,
        words: Vec<Word>,
        names: &[(&str, &str)],
        file: impl Fn(usize, &str) -> Option<String>,
    ) {
        for (index, (name, at)) in words.into_iter().enumerate() {
            match formats::ours(&name, names, self.vocabulary) {
                Some(format) => {
                    let destination = file(index, format).map(|file| format!("={file}")).unwrap_or_default();
                    self.report(format, &destination, &name, at);
                }
                None => {
                    self.note(at, &name, "there is no such format; `ravelin scan --help` lists those that there are");
                }
            }
        }
    }

    /// Only one format can go to standard output, and a scan makes no folders.
    fn report(&mut self, format: &str, destination: &str, name: &str, at: TextRange) {
        let is_taken = self.gathered.formats.iter().any(|known| !known.contains('=') && known != format);
        if destination.is_empty() && is_taken {
            return self.note(
                at,
                name,
                "only one format can go to standard output; give it a file, as in `sarif=FILE`",
            );
        }
        if let Some((folder, _)) = destination.trim_start_matches('=').rsplit_once('/')
            && (self.entry)(folder) != Some(source::Entry::Folder)
        {
            self.note(at, name, format!("make the folder `{folder}` before a scan, which makes none"));
        }
        add(&mut self.gathered.formats, format!("{format}{destination}"));
    }
}
