//! Exceptions: who granted them, and what became of them.

use crate::diagnostic::Place;

/// An exception that covers a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// How it was granted.
    pub origin: Origin,
    /// The tool in whose syntax it is written, such as `ravelin` or `checkov`.
    pub syntax: &'static str,
    /// Where it is written.
    pub place: Place,
    /// Why, in its author's words.
    pub reason: Option<String>,
    /// Who granted it.
    pub owner: Option<String>,
    /// The last day on which it holds, `YYYY-MM-DD`.
    pub until: Option<String>,
}

/// How an exception was granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In a comment of the scanned file.
    Comment,
    /// In an annotation of the object.
    Annotation,
    /// In Ravelin's own configuration.
    Configuration,
    /// In a list beside the scanned files that another tool reads.
    List,
}

impl Origin {
    /// Whether it stands in the file of the finding.
    pub const fn is_in_source(self) -> bool {
        matches!(self, Self::Comment | Self::Annotation)
    }
}

/// An exception that a scan read, with what became of it.
#[derive(Clone, Debug)]
pub struct ExceptionRecord {
    /// The exception as findings carry it.
    pub exception: Exception,
    /// Ids, aliases or patterns of the checks that it names.
    pub checks: Vec<String>,
    /// What became of it.
    pub state: ExceptionState,
    /// Number of findings that it covers.
    pub findings: usize,
}

/// What became of an exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExceptionState {
    /// It covers findings.
    Active,
    /// Its last day is over.
    Expired,
    /// It covers nothing.
    Unmatched,
    /// The policy over exceptions does not allow it.
    Refused,
    /// It is part of what is scanned, which is not trusted.
    NotTrusted,
    /// It is not of the form that its syntax asks for, and excepts nothing.
    Malformed,
}

impl ExceptionState {
    /// The word that people read.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Expired => "expired",
            Self::Unmatched => "unmatched",
            Self::Refused => "refused",
            Self::NotTrusted => "not trusted",
            Self::Malformed => "malformed",
        }
    }
}
