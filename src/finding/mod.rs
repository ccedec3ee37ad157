//! Layer 4: verdicts become findings, and findings with coverage become the outcome of a scan.

mod fingerprint;
mod message;
mod outcome;

pub use fingerprint::fingerprint;
pub use message::fill;
pub use outcome::{Coverage, FileCount, NotAssessed, Outcome};

use crate::check::Check;
use crate::diagnostic::{Diagnostic, Label, Level, Place};
use crate::model::Platform;
use crate::source::Span;

/// One written cause of harm. Forty instances of a module that share one bad line are one finding with forty addresses.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What is wrong with it.
    pub check: &'static Check,
    /// The language.
    pub platform: Platform,
    /// The kind of the resources, such as `aws_s3_bucket`.
    pub kind: String,
    /// Addresses of the resources that share the cause, sorted.
    pub addresses: Vec<String>,
    /// Where to point.
    pub place: Span,
    /// Normalized path of the failing node; empty when something is missing.
    pub path: String,
    /// The message of the check with its fields filled in.
    pub message: String,
    /// The failing value as text; none when something is missing, `(sensitive)` where its author marked it.
    pub value: Option<String>,
    /// Where the value was written and what it went through, then the module calls, outermost last.
    pub related: Vec<Label>,
    /// 32 hexadecimal digits that stay the same while the cause does.
    pub fingerprint: String,
    /// Set when an exception covers it.
    pub suppression: Option<Suppression>,
}

/// An exception that covers a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// Where it is written.
    pub span: Span,
    /// Why, in its author's words.
    pub reason: Option<String>,
    /// Who granted it.
    pub owner: Option<String>,
    /// The last day on which it holds, `YYYY-MM-DD`.
    pub until: Option<String>,
}

impl Finding {
    /// The form in which people read it.
    pub fn to_diagnostic(&self) -> Diagnostic {
        use crate::check::Severity;
        let level = match self.check.severity {
            Severity::Critical | Severity::High => Level::Error,
            Severity::Medium => Level::Warning,
            Severity::Low | Severity::Info => Level::Note,
        };
        Diagnostic {
            code: self.check.id,
            level,
            message: self.message.clone(),
            place: Place::Text(self.place),
            related: self.related.clone(),
            help: Some(self.check.text.remedy.to_owned()),
        }
    }
}
