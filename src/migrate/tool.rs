//! What becomes of each key of a tool.

use super::migration::Migration;
use super::settings::{self, Setting, Word};
use crate::check::nearest;
use crate::config::Vocabulary;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{Entry, SourceFile, TextRange};

/// A tool whose configuration is read.
pub(super) struct Tool {
    /// As it calls itself.
    pub(super) name: &'static str,
    /// Its files, relative to the folder; each holds for itself.
    pub(super) files: &'static [&'static str],
    /// Keys with `.` between sections, each with what becomes of it. Of a section that has none, its keys are asked.
    pub(super) keys: &'static [(&'static str, Fate)],
    /// Reads its lists of exceptions, which have no keys: those whose names start so.
    pub(super) lists: Option<(&'static str, ReadList)>,
}

/// Reads a file that is a list.
type ReadList = fn(&mut Reader<'_>);

/// What becomes of a key.
pub(super) enum Fate {
    /// It is carried over; what of it is not, is noted. The third argument is all that the file says, for keys of which one says
    /// how another is meant.
    Carried(fn(&mut Reader<'_>, &Setting, &[Setting])),
    /// There is no equivalent, or no need for one: why.
    Lost(&'static str),
}

/// A file of a tool while it is read.
pub(super) struct Reader<'r> {
    /// Relative to the folder.
    pub(super) name: &'static str,
    pub(super) file: &'r SourceFile,
    pub(super) vocabulary: &'r Vocabulary<'r>,
    /// What a path relative to the folder is.
    pub(super) entry: &'r dyn Fn(&str) -> Option<Entry>,
    pub(super) gathered: &'r mut Migration,
}

/// Reads a file of a tool.
pub(super) fn read(tool: &Tool, mut reader: Reader<'_>) {
    let file = reader.file;
    reader.gathered.files.push(reader.name.to_owned());
    if let Some((_, read)) = tool.lists.iter().find(|(start, _)| file.name().starts_with(start)) {
        read(&mut reader);
        return;
    }
    match settings::read(file.text()) {
        Ok(settings) => {
            let settings = flattened(settings, tool);
            for setting in &settings {
                reader.apply(tool, setting, &settings);
            }
        }
        Err(error) => {
            let message = format!("the file of {} cannot be read: {}", tool.name, error.message);
            let mistake = Diagnostic::at(Level::Error, "configuration", file.span(error.range), message);
            reader.gathered.mistakes.push(mistake);
        }
    }
}

/// The settings, with those of sections in their place where the table has them.
fn flattened(settings: Vec<Setting>, tool: &Tool) -> Vec<Setting> {
    let mut flat = Vec::new();
    for setting in settings {
        let section = format!("{}.", setting.key);
        let is_section = tool.keys.iter().any(|(key, _)| key.starts_with(&section));
        let children = setting.children();
        match is_section && !children.is_empty() {
            true => flat.extend(flattened(children, tool)),
            false => flat.push(setting),
        }
    }
    flat
}

impl Reader<'_> {
    fn apply(&mut self, tool: &Tool, setting: &Setting, all: &[Setting]) {
        let fate = tool.keys.iter().find(|(key, _)| *key == setting.key);
        match fate {
            // Where it says nothing, nothing is lost.
            Some(_) if setting.is_empty() => {}
            Some((_, Fate::Carried(carry))) => carry(self, setting, all),
            Some((_, Fate::Lost(why))) => self.lost(setting, *why),
            None => {
                let meant = nearest(&setting.key, tool.keys.iter().map(|(key, _)| *key));
                let meant = meant.map(|key| format!("; did you mean `{key}`?")).unwrap_or_default();
                self.lost(setting, format!("{} documents no such key{meant}", tool.name));
            }
        }
    }

    /// Notes that a setting is not carried over.
    pub(super) fn lost(&mut self, setting: &Setting, why: impl Into<String>) {
        self.note(setting.at, &setting.key, why);
    }

    /// Notes that none of these words is carried over.
    pub(super) fn notes(&mut self, words: &[Word], why: &str) {
        for (word, at) in words {
            self.note(*at, word, why);
        }
    }

    /// Notes that what stands at `at` is not carried over; `what` names it.
    pub(super) fn note(&mut self, at: TextRange, what: &str, why: impl Into<String>) {
        let line = self.file.position(at.start).line;
        self.gathered.note(self.name, line, what, why);
    }
}

/// The setting of this key.
pub(super) fn get<'s>(all: &'s [Setting], key: &str) -> Option<&'s Setting> {
    all.iter().find(|setting| setting.key == key && !setting.is_empty())
}
