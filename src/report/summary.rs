//! What reports say of a scan as a whole: one line each on findings, gate and coverage.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::text::counted;
use crate::check::Severity;
use crate::diagnostic::Level;
use crate::finding::{FileCount, Finding, Outcome, SwitchedOffKind};

/// `3 findings: 1 critical, 2 low`, of the findings that count.
pub(super) fn headline(outcome: &Outcome) -> String {
    let counts: Vec<_> = counts(outcome).into_iter().map(|(severity, count)| format!("{count} {severity}")).collect();
    match counts.is_empty() {
        true => none(outcome),
        false => format!("{}: {}", counted(outcome.active().count(), "finding"), counts.join(", ")),
    }
}

/// What is said where no finding counts.
pub(super) fn none(outcome: &Outcome) -> String {
    match (outcome.known().count(), &outcome.coverage.nothing_judged) {
        (0, None) => "no findings".to_owned(),
        (0, Some(_)) => "nothing was judged".to_owned(),
        (known, _) => format!("no new findings; {known} known"),
    }
}

/// The findings that count, by severity, the worst first; severities without any are left out.
pub(super) fn counts(outcome: &Outcome) -> Vec<(Severity, usize)> {
    let count = |severity| outcome.active().filter(|finding| finding.severity == severity).count();
    let counts = Severity::ALL.into_iter().map(|severity| (severity, count(severity)));
    counts.filter(|(_, count)| *count > 0).collect()
}

/// `gate closed: 1 critical`, when there is a gate.
pub fn gate(outcome: &Outcome) -> Option<String> {
    let gate = outcome.gate.as_ref()?;
    Some(format!("gate {}: {}", if gate.closed { "closed" } else { "open" }, gate.reason))
}

/// `silenced: 3 checks off, 41 files ignored; untrusted: 1 finding excepted, without effect`, when there is any.
pub fn switched_off_line(outcome: &Outcome) -> Option<String> {
    let parts = [("silenced", true), ("untrusted", false)];
    let parts = parts.map(|(name, holds)| (name, switched_off(outcome, holds)));
    let parts: Vec<_> = parts.into_iter().filter(|(_, text)| !text.is_empty()).collect();
    let parts: Vec<String> = parts.into_iter().map(|(name, text)| format!("{name}: {text}")).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// How many things of each kind files switch off, or would if they were trusted.
fn switched_off(outcome: &Outcome, holds: bool) -> String {
    let count = |kind| match (kind, holds) {
        // Several exceptions may cover one finding.
        (SwitchedOffKind::Finding, true) => outcome.findings.iter().filter(|it| it.exception.is_some()).count(),
        _ => {
            let entries = outcome.switched_off.iter().filter(|entry| entry.kind == kind && entry.holds == holds);
            entries.map(|entry| entry.count).sum()
        }
    };
    let counts = SwitchedOffKind::ALL.into_iter().map(|kind| (kind, count(kind)));
    let parts = counts.filter(|(_, count)| *count > 0).map(|(kind, count)| kind.counted(count));
    let mut parts: Vec<String> = parts.collect();
    parts.extend((!holds && !parts.is_empty()).then(|| "without effect".to_owned()));
    parts.join(", ")
}

/// What was covered, by name: what was asked for and not judged, files, skipped, problems, resources, checks, verdicts. Where there is nothing to say, the
/// row is left out.
pub(super) fn coverage(outcome: &Outcome) -> Vec<(&'static str, String)> {
    let coverage = &outcome.coverage;
    let verdicts = format!(
        "{} passed, {} failed, {} not assessed, {} excepted",
        coverage.passed, coverage.failed, coverage.not_assessed, coverage.excepted
    );
    let rows = [
        ("judged", nothing_judged(outcome)),
        ("files", files(&coverage.files)),
        ("skipped", numbers(&coverage.skipped)),
        ("subsumed", subsumed(outcome)),
        ("silenced", switched_off(outcome, true)),
        ("untrusted", switched_off(outcome, false)),
        ("problems", problems(outcome)),
        ("resources", numbers(&coverage.resources)),
        ("checks", coverage.checks.to_string()),
        ("verdicts", verdicts),
    ];
    rows.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

/// Everything above in one line.
pub(super) fn line(outcome: &Outcome) -> String {
    let coverage = coverage(outcome).into_iter().map(|(name, text)| format!("{name}: {text}"));
    let parts: Vec<String> = std::iter::once(headline(outcome)).chain(gate(outcome)).chain(coverage).collect();
    parts.join("; ")
}

/// Findings with the most severe first, otherwise in their order.
pub(super) fn worst_first<'o>(findings: impl Iterator<Item = &'o Finding>) -> Vec<&'o Finding> {
    let mut findings: Vec<_> = findings.collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}

/// How many findings others say already.
fn subsumed(outcome: &Outcome) -> String {
    match outcome.subsumed.len() {
        0 => String::new(),
        count => format!("{} said by others already", counted(count, "finding")),
    }
}

/// What was asked for and not judged.
fn nothing_judged(outcome: &Outcome) -> String {
    let unjudged = (!outcome.unjudged.is_empty()).then(|| format!("not {}", outcome.unjudged.join(", ")));
    let nothing = outcome.coverage.nothing_judged.as_ref().map(|nothing| format!("nothing: {}", nothing.reason));
    nothing.into_iter().chain(unjudged).collect::<Vec<_>>().join("; ")
}

fn files<K: Display>(counts: &BTreeMap<K, FileCount>) -> String {
    if counts.is_empty() {
        return "none".to_owned();
    }
    let counts = counts.iter().map(|(platform, &FileCount { found, complete })| match found.saturating_sub(complete) {
        0 => format!("{found} {platform}"),
        partial => format!("{found} {platform} ({partial} read in part)"),
    });
    counts.collect::<Vec<_>>().join(", ")
}

/// `1 binary, 2 too large`
pub(super) fn numbers<K: Display>(counts: &BTreeMap<K, usize>) -> String {
    counts.iter().map(|(name, count)| format!("{count} {name}")).collect::<Vec<_>>().join(", ")
}

fn problems(outcome: &Outcome) -> String {
    let levels = [Level::Error, Level::Warning, Level::Note].into_iter().filter_map(|level| {
        let count = outcome.diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count();
        (count > 0).then(|| counted(count, level.as_str()))
    });
    levels.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::samples::judged;
    use super::*;

    #[test]
    fn one_line_says_it_all() {
        assert_eq!(
            line(&judged().outcome),
            "4 findings: 1 critical, 1 high, 2 low; gate closed: 1 critical, 1 high; files: 3 terraform, 1 \
             kubernetes (1 read in part); skipped: 1 binary, 2 too large; subsumed: 1 finding said by others already; silenced: 3 checks off, 1 finding excepted; \
             untrusted: 41 files ignored, without effect; problems: 2 errors, 1 warning, 1 note; \
             resources: 11 terraform, 1 kubernetes; checks: 4; verdicts: 20 passed, 12 failed, 2 not assessed, 1 excepted"
        );
        assert_eq!(
            line(&Outcome::default()),
            "no findings; files: none; checks: 0; verdicts: 0 passed, 0 failed, 0 not assessed, 0 excepted"
        );
    }

    #[test]
    fn the_worst_come_first_and_equals_keep_their_order() {
        let outcome = judged().outcome;
        let severities: Vec<_> = worst_first(outcome.findings.iter()).iter().map(|finding| finding.severity).collect();
        assert!(severities.is_sorted_by(|left, right| left >= right));
        let low: Vec<_> =
            worst_first(outcome.active_from(Severity::Low)).iter().map(|it| it.addresses[0].as_str()).skip(2).collect();
        assert_eq!(low, ["aws_s3_bucket.site", "x.long"]);
    }
}
