//! What files of a repository keep from being judged, counted or stopped. None of it may go without a word.

use crate::diagnostic::Place;

/// One thing that a file of the repository switches off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwitchedOff {
    /// What kind of thing.
    pub kind: SwitchedOffKind,
    /// The words that do it.
    pub what: String,
    /// Where they stand.
    pub place: Place,
    /// How many things of this kind that are.
    pub count: usize,
    /// Whether it is so; otherwise the file is not trusted, and they count all the same.
    pub holds: bool,
}

/// What is switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SwitchedOffKind {
    /// Checks that do not run.
    Check,
    /// Checks of a lower severity than their own.
    Severity,
    /// Files that are not scanned.
    File,
    /// Findings that exceptions cover.
    Finding,
    /// Findings that a baseline has.
    Known,
    /// Severities for which the gate is opened.
    Gate,
}

impl SwitchedOffKind {
    /// Every kind, in the order in which people read of them.
    pub const ALL: [Self; 6] = [Self::Check, Self::Severity, Self::File, Self::Finding, Self::Known, Self::Gate];

    /// The word of programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Severity => "severity",
            Self::File => "file",
            Self::Finding => "finding",
            Self::Known => "known-finding",
            Self::Gate => "gate",
        }
    }

    /// `12 severities lowered`.
    pub fn counted(self, count: usize) -> String {
        let (one, many, done) = match self {
            Self::Check => ("check", "checks", "off"),
            Self::Severity => ("severity", "severities", "lowered"),
            Self::File => ("file", "files", "ignored"),
            Self::Finding => ("finding", "findings", "excepted"),
            Self::Known => ("finding", "findings", "known"),
            Self::Gate => ("rule", "rules", "of the gate loosened"),
        };
        format!("{count} {} {done}", if count == 1 { one } else { many })
    }
}
