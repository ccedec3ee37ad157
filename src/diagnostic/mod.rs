//! Layer 1: what Ravelin says about an input, a configuration or a check file that is not as it should be, and the form
//! in which findings are printed. One type for all, so that every writer handles them alike.

use crate::source::Span;
use crate::vocabulary::Severity;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Part of the input was not assessed, or the configuration is wrong.
    Error,
    /// The input was read, but probably does not mean what its author thinks.
    Warning,
    /// Worth knowing, such as a remote module that is not there.
    Note,
}

impl Level {
    /// How much a finding of this severity matters.
    pub const fn of(severity: Severity) -> Self {
        match severity {
            Severity::Critical | Severity::High => Self::Error,
            Severity::Medium => Self::Warning,
            Severity::Low | Severity::Info => Self::Note,
        }
    }

    /// The word that people read.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Where a diagnostic points.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// At text that was read.
    Text(Span),
    /// At a file that could not be read, by its path relative to the scan root.
    File(String),
    /// At nothing in particular, such as a command line argument.
    None,
}

/// A place with a few words on what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A short noun phrase, such as `set here`.
    pub text: String,
}

/// One message to the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable kebab-case name of the kind of message, such as `hcl-syntax`.
    pub code: &'static str,
    /// How much it matters.
    pub level: Level,
    /// One sentence without a final full stop.
    pub message: String,
    /// The culprit.
    pub place: Place,
    /// Other places that explain it.
    pub related: Vec<Label>,
    /// How to mend it, if that is known.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic at a place in a text.
    pub fn at(level: Level, code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(level, code, Place::Text(span), message)
    }

    /// A diagnostic about a whole file that has no text, by its path relative to the scan root.
    pub fn on_file(level: Level, code: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(level, code, Place::File(path.into()), message)
    }

    /// A diagnostic at any place.
    pub fn new(level: Level, code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { code, level, message: message.into(), place, related: Vec::new(), help: None }
    }

    /// Adds how to mend it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a place that explains it.
    #[must_use]
    pub fn with_related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Label { span, text: text.into() });
        self
    }
}
