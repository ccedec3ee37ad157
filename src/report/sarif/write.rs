//! From the outcome of a scan to a SARIF log.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::rules::{self, Rule};
use super::super::tool::{INFORMATION_URI, TOOL_NAME, TOOL_VERSION};
use super::super::writer::Options;
use super::super::{minor, summary};
use super::limits::Selection;
use super::line_hash::LineHashes;
use super::model::{
    AutomationDetails, Coverage, DescriptorReference, Driver, Gate, Invocation, Log, Notification, Run, RunProperties,
    SCHEMA, Tool, UriBase, VERSION,
};
use super::parts::ROOT;
use super::results::{Results, place};
use super::taxonomies::Taxonomies;
use super::{descriptors, text};
use crate::check::{Check, Severity};
use crate::diagnostic::Diagnostic;
use crate::finding::Outcome;
use crate::source::Shown;

/// Category of the run, without an id of its own.
const CATEGORY: &str = "ravelin/";

/// The log of one run, as GitHub code scanning should show it when `for_github` is set.
pub(super) fn log<'a>(outcome: &'a Outcome, sources: Shown<'a>, for_github: bool, options: &Options) -> Log<'a> {
    let selection = match for_github {
        true => Selection::for_github(outcome, options.min_severity),
        false => Selection::all(outcome),
    };
    let rules = rules(outcome, &selection, options.all_rules);
    let checks: Vec<&'static Check> = rules.iter().map(|rule| rule.check).collect();
    let taxonomies = Taxonomies::of(&checks);
    let results =
        Results { checks, sources, first_lines: for_github, line_hashes: LineHashes::of(&selection.findings, sources) };
    let found = selection.findings.iter().map(|finding| results.of(finding));
    let others = selection.subsumed.iter().map(|it| results.of_subsumed(it));
    let others = others.chain(selection.absent.iter().map(|absent| results.of_absent(absent)));
    let minor = for_github.then(|| minor::left_out(outcome.open_from(Severity::Info), options.min_severity)).flatten();
    let notices = limit_notice(selection.left_out).into_iter().chain(minor.map(minor_notice));
    let run = Run {
        tool: Tool { driver: driver(&rules, &taxonomies) },
        automation_details: AutomationDetails { id: CATEGORY },
        column_kind: "utf16CodeUnits",
        original_uri_base_ids: BTreeMap::from([(ROOT, UriBase { description: "The folder that was scanned.".into() })]),
        invocations: [invocation(outcome, sources, notices)],
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

/// The checks that results refer to by their position, or all that ran, by id.
fn rules(outcome: &Outcome, selection: &Selection<'_>, all: bool) -> Vec<Rule> {
    let subsumed = selection.subsumed.iter().map(|it| &it.finding);
    let mut rules = rules::of(selection.findings.iter().copied().chain(subsumed));
    let is_absent = |check: &Check| selection.absent.iter().any(|absent| absent.check == check.id);
    for &check in outcome.checks.iter().filter(|check| all || is_absent(check)) {
        rules.entry(check.id).or_insert(Rule { check, severity: check.severity });
    }
    rules.into_values().collect()
}

fn driver(rules: &[Rule], taxonomies: &Taxonomies) -> Driver<'static> {
    Driver {
        name: TOOL_NAME,
        version: TOOL_VERSION,
        semantic_version: TOOL_VERSION,
        information_uri: INFORMATION_URI,
        supported_taxonomies: taxonomies.references(),
        rules: rules.iter().map(|rule| descriptors::rule(rule.check, rule.severity, taxonomies)).collect(),
    }
}

fn invocation<'a>(
    outcome: &'a Outcome,
    sources: Shown<'a>,
    notices: impl Iterator<Item = Notification<'a>>,
) -> Invocation<'a> {
    let notifications = outcome.diagnostics.iter().map(|diagnostic| notification(diagnostic, sources));
    Invocation {
        execution_successful: true,
        exit_code: exit_code(outcome),
        exit_code_description: summary::gate(outcome),
        tool_execution_notifications: notices.chain(notifications).collect(),
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

/// What is said where there are more results than services accept.
fn limit_notice<'a>(count: usize) -> Option<Notification<'a>> {
    let message = format!(
        "{count} results are left out, the least severe first: code scanning services accept no more in one run. The \
         json format holds them all."
    );
    (count > 0).then(|| notice("warning", "result-limit", message))
}

/// What is said of the findings that are not severe enough to be alerts.
fn minor_notice<'a>(left_out: String) -> Notification<'a> {
    notice("note", "minor-findings", left_out + ". The option --min-severity says which are.")
}

fn notice<'a>(level: &'static str, id: &'static str, message: String) -> Notification<'a> {
    let message = Cow::<str>::Owned(message).into();
    Notification { level, descriptor: DescriptorReference { id }, message, locations: Vec::new() }
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
        assert!(limit_notice(0).is_none());
        let notice = limit_notice(3).expect("a notice");
        assert_eq!((notice.level, notice.descriptor.id), ("warning", "result-limit"));
        assert!(notice.message.text.starts_with("3 results are left out"), "{}", notice.message.text);
    }

    #[test]
    fn the_exit_code_is_stated_where_it_is_known() {
        let mut outcome = judged().outcome;
        let mut code = |gate: Option<(bool, bool)>| {
            outcome.gate = gate.map(|(closed, incomplete)| GateVerdict {
                closed,
                incomplete,
                reason: String::new(),
                closing: Vec::new(),
            });
            exit_code(&outcome)
        };
        let codes = [code(Some((true, false))), code(Some((true, true))), code(Some((false, false))), code(None)];
        assert_eq!(codes, [Some(1), Some(3), Some(0), None]);
    }
}
