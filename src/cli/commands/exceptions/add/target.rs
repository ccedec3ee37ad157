//! One finding that is to be excepted.

use super::granted::exception;
use super::trial::Trial;
use crate::engine::Scan;
use crate::exception::Policy;
use crate::exception::write::{Ground, Terms};
use crate::finding::Finding;
use crate::source::Span;

/// A finding with the places at which its exception may stand.
pub(super) struct Target {
    pub(super) fingerprint: String,
    pub(super) check: &'static str,
    /// Where the finding is, as the user writes it.
    pub(super) path: String,
    /// From 1.
    pub(super) line: u32,
    /// Where a comment may stand, best first.
    comments: Vec<Above>,
    /// Why it is not where it was before.
    why: Option<String>,
    has_failed: bool,
}

/// A place for a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Above {
    /// A place in the file.
    pub(super) span: Span,
    /// Zero-based.
    pub(super) line: usize,
}

/// Where an exception stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    Comment(Above),
    Configuration,
    Nowhere,
}

impl Target {
    /// Looks for the places. What the policy wants in the configuration alone, or the user, has none in the file.
    pub(super) fn new(finding: &Finding, scan: &Scan, trial: &Trial<'_>, policy: &Policy<'_>, in_config: bool) -> Self {
        let file = scan.sources.get(finding.place.file);
        let mut target = Self {
            fingerprint: finding.fingerprint.clone(),
            check: finding.check.id,
            path: format!("{}{}", scan.outcome.root, file.path()),
            line: file.position(finding.place.range.start).line,
            comments: Vec::new(),
            why: None,
            has_failed: false,
        };
        if in_config {
            return target;
        }
        let terms = Terms { reason: String::new(), owner: None, until: None };
        if !policy.allows(&exception(&terms), finding.check.id) {
            target.why = Some("`exception-policy` wants it in the configuration".to_owned());
            return target;
        }
        for span in [Some(finding.place), finding.read_at].into_iter().flatten() {
            match comments(finding, span, scan, trial) {
                Ok(found) => target.comments.extend(found),
                Err(why) => target.why = target.why.or(Some(why)),
            }
        }
        if !target.comments.is_empty() {
            target.why = None;
        } else if target.why.is_none() {
            target.why = Some("no comment can stand there".to_owned());
        }
        target.comments.reverse();
        target
    }

    /// Where its exception stands now.
    pub(super) fn spot(&self) -> Spot {
        match self.comments.last() {
            _ if self.has_failed => Spot::Nowhere,
            Some(above) => Spot::Comment(*above),
            None => Spot::Configuration,
        }
    }

    /// Why it stands in the configuration although that was not asked for, or nowhere.
    pub(super) fn why(&self) -> Option<&str> {
        self.why.as_deref().filter(|_| !matches!(self.spot(), Spot::Comment(_)))
    }

    /// Takes the next place.
    pub(super) fn move_on(&mut self, why: &str) {
        match self.spot() {
            Spot::Comment(_) => drop(self.comments.pop()),
            Spot::Configuration | Spot::Nowhere => self.has_failed = true,
        }
        self.why = Some(why.to_owned());
    }

    /// Gives it up.
    pub(super) fn fail(&mut self, why: &str) {
        self.comments.clear();
        self.move_on(why);
    }
}

/// The places for a comment that covers what is at `span`.
fn comments(finding: &Finding, span: Span, before: &Scan, trial: &Trial<'_>) -> Result<Vec<Above>, String> {
    let file = before.sources.get(span.file);
    let name = || format!("{}{}", before.outcome.root, file.path());
    trial.writable(file).map_err(|why| format!("{} {why}", name()))?;
    let ground = Ground::new(file, &before.documents).map_err(|why| format!("{} {why}", name()))?;
    let lines = ground.lines(span.range.start, finding.platform.is_file());
    Ok(lines.into_iter().map(|line| Above { span, line }).collect())
}
