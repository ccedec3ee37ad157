//! What is gathered from all files.

use std::collections::BTreeMap;

use crate::check::Severity;
use crate::diagnostic::Diagnostic;
use crate::exception::write::Entry;

/// What other tools' files say, in our words.
#[derive(Debug, Default)]
pub struct Migration {
    /// The files that were read, as they are named.
    pub files: Vec<String>,
    /// What is not carried over.
    pub notes: Vec<Note>,
    /// Files that are not as their tools have them.
    pub mistakes: Vec<Diagnostic>,
    pub(super) only: Vec<Picked>,
    pub(super) skip: Vec<Picked>,
    pub(super) severity: BTreeMap<String, (Severity, String)>,
    pub(super) parameters: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    pub(super) exclude: Vec<String>,
    pub(super) variable_files: Vec<String>,
    pub(super) fail_on: Option<FailOn>,
    pub(super) min_severity: Option<Severity>,
    pub(super) formats: Vec<String>,
    pub(super) exceptions: Vec<Entry>,
    pub(super) not_inline: Vec<String>,
}

/// Something that is not carried over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The file, as it is named.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// The key, or the name in a list.
    pub what: String,
    /// Why.
    pub why: String,
}

/// The least severity that fails a scan; none never does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FailOn(pub(super) Option<Severity>);

impl FailOn {
    /// The word of the configuration.
    pub(super) fn as_str(self) -> &'static str {
        self.0.map_or("none", Severity::as_str)
    }

    /// Whether more fails.
    pub(super) fn is_stricter_than(self, other: Self) -> bool {
        match (self.0, other.0) {
            (Some(own), Some(other)) => own < other,
            (own, other) => own.is_some() && other.is_none(),
        }
    }
}

/// A check or a group of checks, with what it was called before.
#[derive(Clone, Debug)]
pub(super) struct Picked {
    pub(super) word: String,
    pub(super) from: String,
}

impl Migration {
    pub(super) fn note(&mut self, file: &str, line: u32, what: &str, why: impl Into<String>) {
        let note = Note { file: file.to_owned(), line, what: what.to_owned(), why: why.into() };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Adds a check to a list, once.
    pub(super) fn pick(list: &mut Vec<Picked>, word: &str, from: &str) {
        match list.iter_mut().find(|known| known.word == word) {
            Some(known) if known.from.split(", ").any(|name| name == from) => {}
            Some(known) => known.from = format!("{}, {from}", known.from),
            None => list.push(Picked { word: word.to_owned(), from: from.to_owned() }),
        }
    }
}
