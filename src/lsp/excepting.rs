//! Exceptions that are written into a document, as `ravelin exceptions add` writes them.

use serde::{Deserialize, Serialize};

use super::setup::Setup;
use super::studied::View;
use crate::config::ExceptionPolicy;
use crate::diagnostic::Place;
use crate::exception::Policy;
use crate::exception::write::{Ground, NewComment, Terms, with_comments, with_file_comment};
use crate::finding::{Exception, Finding, Origin};

/// What stands for an owner who must be named.
const OWNER: &str = "TODO";

/// After how many days an exception ends that must end, where nobody says more.
const DAYS: u32 = 90;

/// For what an exception stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Reach {
    /// The line; in a Dockerfile the instruction.
    Line,
    /// The resource.
    Block,
    /// The file.
    File,
}

impl Reach {
    /// In words that stand behind the name of a check.
    pub(super) fn words(self, finding: &Finding) -> &'static str {
        match self {
            Self::Line if finding.platform.is_file() => "for this instruction",
            Self::Line => "on this line",
            Self::Block => "in this block",
            Self::File => "in this file",
        }
    }
}

/// For what a finding can be excepted in its document.
pub(super) fn reaches(view: &View, finding: &Finding) -> Vec<Reach> {
    let Some(setup) = view.setup() else { return Vec::new() };
    let today = (view.snapshot().host.today)();
    let policy = Policy::new(&setup.policy, setup.registry(), &today);
    let Some(lines) = places(view, finding).filter(|_| policy.allows(&written(), finding.check.id)) else {
        return Vec::new();
    };
    let block = block(view, finding);
    let has = |reach| match reach {
        // A comment above the header of a block stands for the block.
        Reach::Line => lines.first().is_some_and(|line| Some(*line) != block),
        Reach::Block => block.is_some_and(|block| lines.contains(&block)) && !finding.platform.is_file(),
        Reach::File => true,
    };
    [Reach::Line, Reach::Block, Reach::File].into_iter().filter(|reach| has(*reach)).collect()
}

/// The text of the document with the exception. With `is_tried`, the comment stands at the narrowest place at which a scan shows that it covers
/// the finding. None where there is no such place.
pub(super) fn text(view: &View, finding: &Finding, reach: Reach, is_tried: bool) -> Option<String> {
    let (terms, id) = (terms(view)?, finding.check.id);
    let ground = ground(view)?;
    let covers = |text: &str| {
        let scan = view.scan_with(text)?;
        let found = scan.outcome.findings.iter().find(|other| other.fingerprint == finding.fingerprint)?;
        found.exception.as_ref().map(|_| ())
    };
    let is_good = |text: &String| !is_tried || covers(text).is_some();
    if reach == Reach::File {
        return Some(with_file_comment(&ground, &[id], &terms)).filter(is_good);
    }
    let lines = places(view, finding)?;
    let first = match reach {
        Reach::Line | Reach::File => lines.first().copied(),
        Reach::Block => block(view, finding),
    }?;
    let lines = lines.into_iter().skip_while(|line| *line != first);
    let mut texts = lines.map(|line| with_comments(&ground, &[NewComment { line, checks: vec![id] }], &terms).text);
    texts.find(is_good)
}

fn ground(view: &View) -> Option<Ground<'_>> {
    Ground::new(view.source()?, &view.study().scan.documents).ok()
}

/// The zero-based lines above which a comment may except a finding, the narrowest first. None where the document takes no comments.
fn places(view: &View, finding: &Finding) -> Option<Vec<usize>> {
    Some(ground(view)?.lines(finding.place.range.start, finding.platform.is_file()))
}

/// The zero-based line on which the resource of a finding starts, if that is in this document.
fn block(view: &View, finding: &Finding) -> Option<usize> {
    let header = finding.resources.iter().find(|header| view.has(**header))?;
    Some(view.source()?.lines().line_of(header.range.start))
}

/// What an exception says: what the user has set, and what else the policy of the repository wants.
fn terms(view: &View) -> Option<Terms> {
    let settings = &view.snapshot().settings.exceptions;
    let Setup { policy, .. } = view.setup()?;
    let ExceptionPolicy { require_owner, require_until, max_days, .. } = policy;
    let owner = settings.owner.clone().or_else(|| (*require_owner == Some(true)).then(|| OWNER.to_owned()));
    let must_end = *require_until == Some(true) || max_days.is_some();
    let days = settings.days.or_else(|| must_end.then_some(DAYS));
    let days = days.map(|days| days.min(max_days.unwrap_or(days)));
    let until = days.and_then(|days| last_day(&(view.snapshot().host.today)(), days));
    Some(Terms { reason: settings.reason.clone(), owner, until })
}

/// The day that is so many days after `today`.
fn last_day(today: &str, days: u32) -> Option<String> {
    let today: jiff::civil::Date = today.parse().ok()?;
    let days = jiff::Span::new().try_days(days).ok()?;
    today.checked_add(days).ok().map(|day| day.to_string())
}

/// A comment, as the policy sees it.
fn written() -> Exception {
    let place = Place::None;
    Exception { origin: Origin::Comment, syntax: "ravelin", place, reason: None, owner: None, until: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_today() {
        assert_eq!(last_day("2028-02-28", 2).as_deref(), Some("2028-03-01"));
        assert_eq!(last_day("2028-02-28", u32::MAX), None);
    }
}
