//! From the outcome of a scan to a SARIF log.

use std::collections::BTreeMap;

use super::super::summary;
use super::super::tool::{INFORMATION_URI, TOOL_NAME, TOOL_VERSION};
use super::limits::Selection;
use super::line_hash::LineHashes;
use super::model::{
    AutomationDetails, Coverage, DescriptorReference, Driver, Gate, Invocation, Log, Notification, Run, RunProperties,
    SCHEMA, Tool, UriBase, VERSION,
};
use super::results::{ROOT, Results, place};
use super::taxonomies::Taxonomies;
use super::{rules, text};
use crate::check::{Check, Severity};
use crate::diagnostic::Diagnostic;
use crate::finding::Outcome;
use crate::source::Shown;

/// Category of the run, without an id of its own.
const CATEGORY: &str = "ravelin/";

/// The log of one run, as GitHub code scanning should show it when `for_github` is set.
pub(super) fn log<'a>(outcome: &'a Outcome, sources: Shown<'a>, for_github: bool) -> Log<'a> {
    let checks = checks(outcome);
    let taxonomies = Taxonomies::of(&checks);
    let selection = Selection::of(outcome, for_github);
    let results =
        Results { checks, sources, first_lines: for_github, line_hashes: LineHashes::of(&selection.findings, sources) };
    let found = selection.findings.iter().map(|finding| results.of(finding));
    let others = selection.subsumed.iter().map(|it| results.of_subsumed(it));
    let others = others.chain(selection.absent.iter().map(|absent| results.of_absent(absent)));
    let run = Run {
        tool: Tool { driver: driver(&results.checks, outcome, &taxonomies) },
        automation_details: AutomationDetails { id: CATEGORY },
        column_kind: "utf16CodeUnits",
        original_uri_base_ids: BTreeMap::from([(ROOT, UriBase { description: "The folder that was scanned.".into() })]),
        invocations: [invocation(outcome, sources, selection.left_out)],
        taxonomies: taxonomies.components(),
        results: found.chain(others).collect(),
        properties: RunProperties {
            gate: outcome.gate.as_ref().map(|gate| Gate {
                closed: gate.closed,
                incomplete: gate.incomplete,
                reason: &gate.reason,
            }),
            switched_off: summary::switched_off_line(outcome),
            coverage: coverage(outcome),
        },
    };
    Log { schema: SCHEMA, version: VERSION, runs: [run] }
}

/// The checks of the run by id, whatever their order in the outcome, since results refer to them by their position.
fn checks(outcome: &Outcome) -> Vec<&'static Check> {
    let mut checks = outcome.checks.clone();
    checks.sort_unstable_by_key(|check| check.id);
    checks.dedup_by_key(|check| check.id);
    checks
}

fn driver(checks: &[&'static Check], outcome: &Outcome, taxonomies: &Taxonomies) -> Driver<'static> {
    let mut severities: BTreeMap<&str, Severity> = BTreeMap::new();
    for finding in &outcome.findings {
        let severity = severities.entry(finding.check.id).or_insert(finding.severity);
        *severity = finding.severity.max(*severity);
    }
    let severity = |check: &Check| severities.get(check.id).copied().unwrap_or(check.severity);
    Driver {
        name: TOOL_NAME,
        version: TOOL_VERSION,
        semantic_version: TOOL_VERSION,
        information_uri: INFORMATION_URI,
        supported_taxonomies: taxonomies.references(),
        rules: checks.iter().map(|&check| rules::rule(check, severity(check), taxonomies)).collect(),
    }
}

fn invocation<'a>(outcome: &'a Outcome, sources: Shown<'a>, left_out: usize) -> Invocation<'a> {
    let notifications = outcome.diagnostics.iter().map(|diagnostic| notification(diagnostic, sources));
    Invocation {
        execution_successful: true,
        exit_code: exit_code(outcome),
        exit_code_description: summary::gate(outcome),
        tool_execution_notifications: left_out_notice(left_out).into_iter().chain(notifications).collect(),
    }
}

/// The exit code, where there is a gate.
fn exit_code(outcome: &Outcome) -> Option<u8> {
    let gate = outcome.gate.as_ref()?;
    match (gate.closed, gate.incomplete) {
        (true, true) => Some(3),
        (true, false) => Some(1),
        (false, _) => Some(0),
    }
}

fn notification<'a>(diagnostic: &'a Diagnostic, sources: Shown<'a>) -> Notification<'a> {
    Notification {
        level: diagnostic.level.as_str(),
        descriptor: DescriptorReference { id: diagnostic.code },
        message: text::plain(&diagnostic.message).into(),
        locations: place(&diagnostic.place, sources).into_iter().collect(),
    }
}

fn left_out_notice<'a>(count: usize) -> Option<Notification<'a>> {
    let message = format!(
        "{count} results are left out, the least severe first: code scanning services accept no more in one run. The \
         json format holds them all."
    );
    (count > 0).then(|| Notification {
        level: "warning",
        descriptor: DescriptorReference { id: "result-limit" },
        message: std::borrow::Cow::<str>::Owned(message).into(),
        locations: Vec::new(),
    })
}

fn coverage(outcome: &Outcome) -> Coverage<'_> {
    let coverage = &outcome.coverage;
    let files = || coverage.files.iter().map(|(platform, count)| (platform.as_str(), count));
    Coverage {
        files_found: files().map(|(name, count)| (name, count.found)).collect(),
        files_complete: files().map(|(name, count)| (name, count.complete)).collect(),
        files_skipped: coverage.skipped.iter().map(|(reason, count)| (*reason, *count)).collect(),
        resources: coverage.resources.iter().map(|(platform, count)| (platform.as_str(), *count)).collect(),
        checks: coverage.checks,
        nothing_judged: coverage.nothing_judged.as_ref().map(|nothing| nothing.reason.as_str()),
        unjudged: &outcome.unjudged,
        passed: coverage.passed,
        failed: coverage.failed,
        not_assessed: coverage.not_assessed,
        suppressed: coverage.excepted,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::samples::judged;
    use super::*;
    use crate::finding::GateVerdict;

    #[test]
    fn what_is_left_out_is_said() {
        assert!(left_out_notice(0).is_none());
        let notice = left_out_notice(3).expect("a notice");
        assert_eq!((notice.level, notice.descriptor.id), ("warning", "result-limit"));
        assert!(notice.message.text.starts_with("3 results are left out"), "{}", notice.message.text);
    }

    #[test]
    fn the_exit_code_is_stated_where_it_is_known() {
        let mut outcome = judged().outcome;
        let mut code = |gate: Option<(bool, bool)>| {
            outcome.gate = gate.map(|(closed, incomplete)| GateVerdict { closed, incomplete, reason: String::new() });
            exit_code(&outcome)
        };
        let codes = [code(Some((true, false))), code(Some((true, true))), code(Some((false, false))), code(None)];
        assert_eq!(codes, [Some(1), Some(3), Some(0), None]);
    }
}
