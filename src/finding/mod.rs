//! Layer 4: verdicts become findings, and findings with coverage become the outcome of a scan.

mod baseline;
mod exception;
mod fingerprint;
mod fix;
mod gate;
mod outcome;
mod subsumed;
mod switched_off;

pub use baseline::{Baseline, BaselineError};
pub use exception::{Exception, ExceptionRecord, ExceptionState, Origin};
pub use fingerprint::{EXCEPTION_MARKER, fingerprint, squeeze};
pub use fix::{Edit, Fix};
pub use gate::Gate;
pub use outcome::{Absent, Coverage, FileCount, GateVerdict, NotAssessed, NothingJudged, Outcome, Pass};
pub use subsumed::Subsumed;
pub use switched_off::{SwitchedOff, SwitchedOffKind};

use std::collections::HashSet;
use std::sync::Arc;

use crate::check::{Check, Severity, Wording};
use crate::diagnostic::{Diagnostic, Label, Level, Place};
use crate::model::Platform;
use crate::source::Span;

/// One written cause of harm. Forty instances of a module that share one bad line are one finding with forty addresses.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What is wrong with it.
    pub check: &'static Check,
    /// How bad it is here: as the check says, unless the configuration says otherwise.
    pub severity: Severity,
    /// The language.
    pub platform: Platform,
    /// The kind of the resources, such as `aws_s3_bucket`.
    pub kind: String,
    /// Addresses of the resources that share the cause, sorted.
    pub addresses: Vec<String>,
    /// The headers of these resources, sorted, one for each: instances and copies have one header.
    pub resources: Vec<Span>,
    /// Which part of the resource it is in, where a check looks at several.
    pub part: Option<Arc<str>>,
    /// The headers and addresses of the linked resources that have part in it.
    pub linked: Vec<Label>,
    /// Where to point.
    pub place: Span,
    /// The expression of the resource by which the fingerprint knows it; the same as the place, unless that is where a value
    /// of a module was written.
    pub named_by: Span,
    /// The ways to these resources: the headers of the module calls, outermost first. Resources on one way are as one.
    pub ways: Vec<Vec<Span>>,
    /// The expression of the resource that reads the text in which the place is, or uses what is written there, where that is
    /// elsewhere.
    pub read_at: Option<Span>,
    /// Normalized path of the failing node; empty when something is missing.
    pub path: String,
    /// The message of the check with its fields filled in.
    pub message: String,
    /// The failing value as text; none when something is missing, `(sensitive)` where it must not be shown.
    pub value: Option<String>,
    /// What the message calls the failing value, where that tells it from others.
    pub name: Option<String>,
    /// What fails beside it in the same way: further elements that one expression gives, or that stand on one line.
    pub more: Vec<Further>,
    /// Where the value was written and what it went through, then the settings of the account that do not help, the
    /// module calls, outermost last, and some affected.
    pub related: Vec<Label>,
    /// Other resources for which it holds, because what has the cause is attached to them: their headers and addresses.
    pub affected: Vec<Label>,
    /// 32 hexadecimal digits that stay the same while the cause does; no other finding of the scan has them.
    pub fingerprint: String,
    /// As the fingerprint, but the same for findings that only their places tell apart.
    pub cause: String,
    /// Set when an exception covers it.
    pub exception: Option<Exception>,
    /// How it stands to the baseline; none when the scan has no baseline.
    pub baseline: Option<BaselineState>,
    /// How it is mended; none where the check does not say it, it cannot be done here, or nobody asks for it.
    pub fix: Option<Fix>,
    /// Why it cannot be mended here although its check says how: a sentence without a full stop.
    pub unfixable: Option<String>,
}

/// A further failing node of a finding.
#[derive(Clone, Debug)]
pub struct Further {
    /// Its normalized path.
    pub path: String,
    /// Where to point.
    pub place: Span,
    /// The failing value as text; none when something is missing.
    pub value: Option<String>,
    /// What the message calls it, where that tells it from others.
    pub name: Option<String>,
}

/// How a finding stands to the baseline, in the words of SARIF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaselineState {
    /// The baseline does not have it.
    New,
    /// The baseline has it.
    Unchanged,
}

impl Finding {
    /// Whether it counts: no exception covers it, and the baseline does not have it.
    pub fn is_active(&self) -> bool {
        self.exception.is_none() && self.baseline != Some(BaselineState::Unchanged)
    }

    /// All failing values as texts, each once.
    pub fn values(&self) -> Vec<&str> {
        let mut seen = HashSet::new();
        let values = self.value.as_deref().into_iter().chain(self.more.iter().filter_map(|it| it.value.as_deref()));
        values.filter(|value| seen.insert(*value)).collect()
    }

    /// What its check says of resources of its language.
    pub fn wording(&self) -> Wording {
        self.check.wording(self.platform)
    }

    /// The form in which people read it.
    pub fn to_diagnostic(&self) -> Diagnostic {
        Diagnostic {
            code: self.check.id,
            level: Level::of(self.severity),
            message: self.message.clone(),
            place: Place::Text(self.place),
            related: self.related.clone(),
            help: Some(self.wording().remedy.to_owned()),
        }
    }
}
