//! Statuses of controls, from small outcomes.

use super::*;
use crate::check::{Check, Registry, Severity};
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::finding::{Exception, FileCount, Finding, NotAssessed, Origin, Outcome, Pass};
use crate::model::Platform;
use crate::source::{SourceMap, Span};
use crate::value::Reason;

static CONTROLS: [Control; 7] = [
    control("1", Assessable::Yes, None, &["aws-s3-policy-http"]),
    control("2", Assessable::Partly, Some("The rest is elsewhere"), &["aws-kms-no-rotation"]),
    control("3", Assessable::No, Some("A matter of people"), &[]),
    control("4", Assessable::Yes, None, &[]),
    control("5", Assessable::Yes, None, &["aws-s3-policy-http", "aws-kms-no-rotation"]),
    control("6", Assessable::Yes, None, &["no-such-check"]),
    Control {
        basis: Some(Basis::Part),
        lacks: &["tapes"],
        ..control("7", Assessable::Yes, None, &["aws-kms-no-rotation"])
    },
];

static FRAMEWORK: Framework = Framework {
    id: "own-1",
    title: "Own",
    version: "1",
    publisher: "Us",
    link: "https://example.com/",
    grade: Grade::A,
    mapping: "By hand.",
    scope: &[Scope::Aws],
    controls: &CONTROLS,
};

const fn control(
    id: &'static str,
    assessable: Assessable,
    reason: Option<&'static str>,
    checks: &'static [&'static str],
) -> Control {
    let basis = if checks.is_empty() { None } else { Some(Basis::Whole) };
    Control { id, section: "All", title: "A control", assessable, reason, basis, lacks: &[], checks }
}

fn check(id: &str) -> &'static Check {
    Registry::embedded().find(id).first().copied().expect("an embedded check")
}

/// What a check saw, in short: the check, the address, and what it saw.
type Short = (&'static str, &'static str, char);

/// `+` passes, `-` fails, `x` fails with an exception, `?` is not known.
fn outcome(sources: &SourceMap, seen: &[Short]) -> Outcome {
    let place = sources.add("main.tf", "resource").whole();
    let mut outcome = Outcome { checks: Registry::embedded().checks().to_vec(), ..Outcome::default() };
    for &(id, address, what) in seen {
        let (check, platform, kind) = (check(id), Platform::Terraform, kind(address));
        let address = address.to_owned();
        match what {
            '+' => outcome.passes.push(Pass { check, platform, kind, address, place, settings: Vec::new() }),
            '?' => {
                outcome.not_assessed.push(NotAssessed {
                    check,
                    platform,
                    kind,
                    address,
                    reason: Reason::Condition,
                    span: place,
                    way: Vec::new(),
                });
            }
            _ => outcome.findings.push(finding(check, kind, address, place, what == 'x')),
        }
    }
    outcome
}

fn kind(address: &str) -> String {
    address.split('.').next().unwrap_or_default().to_owned()
}

fn finding(check: &'static Check, kind: String, address: String, place: Span, excepted: bool) -> Finding {
    let exception = Exception {
        origin: Origin::Comment,
        syntax: "ravelin",
        place: Place::Text(place),
        reason: None,
        owner: None,
        until: None,
    };
    Finding {
        check,
        severity: Severity::Medium,
        platform: Platform::Terraform,
        kind,
        addresses: vec![address],
        resources: vec![place],
        part: None,
        linked: Vec::new(),
        place,
        named_by: place,
        name: None,
        more: Vec::new(),
        path: String::new(),
        message: String::new(),
        value: None,
        read_at: None,
        related: Vec::new(),
        affected: Vec::new(),
        ways: vec![Vec::new()],
        cause: String::new(),
        fingerprint: if excepted { "e".repeat(32) } else { "f".repeat(32) },
        exception: excepted.then_some(exception),
        baseline: None,
        fix: None,
        unfixable: None,
    }
}

/// The words for each control.
fn words(outcome: &Outcome, sources: &SourceMap) -> Vec<String> {
    let assessments = assess(&[&FRAMEWORK], outcome, sources);
    let summary = assessments[0].summary();
    let sum = summary.passed + summary.passed_in_part + summary.failed + summary.excepted;
    assert_eq!(sum + summary.not_assessed.values().sum::<usize>(), summary.controls);
    assessments[0].results.iter().map(ControlResult::words).collect()
}

const TLS: &str = "aws-s3-policy-http";
const ROTATION: &str = "aws-kms-no-rotation";

#[test]
fn statuses_follow_the_weightiest_verdict() {
    const NO_PERSON: &str = "not assessed: not assessable from source";
    const NO_CHECK: &str = "not assessed: no check yet";
    const NO_RESOURCE: &str = "not assessed: no resource in scope";
    const UNKNOWN: &str = "not assessed: unknown values";
    let cases: [(&[Short], [&str; 4]); 7] = [
        (&[], [NO_RESOURCE, NO_RESOURCE, NO_RESOURCE, NO_RESOURCE]),
        (
            &[(TLS, "aws_s3_bucket.a", '+'), (ROTATION, "aws_kms_key.a", '+')],
            ["pass", "pass (in part)", "pass", "pass (in part)"],
        ),
        (&[(TLS, "aws_s3_bucket.a", '+'), (TLS, "aws_s3_bucket.b", '-')], ["fail", NO_RESOURCE, "fail", NO_RESOURCE]),
        (&[(TLS, "aws_s3_bucket.a", 'x'), (TLS, "aws_s3_bucket.b", '-')], ["fail", NO_RESOURCE, "fail", NO_RESOURCE]),
        (
            &[(TLS, "aws_s3_bucket.a", 'x'), (ROTATION, "aws_kms_key.a", '+')],
            ["excepted", "pass (in part)", "excepted", "pass (in part)"],
        ),
        (&[(TLS, "aws_s3_bucket.a", 'x'), (TLS, "aws_s3_bucket.b", '?')], [UNKNOWN, NO_RESOURCE, UNKNOWN, NO_RESOURCE]),
        (&[(TLS, "aws_s3_bucket.a", '+'), (ROTATION, "aws_kms_key.a", '?')], ["pass", UNKNOWN, UNKNOWN, UNKNOWN]),
    ];
    for (seen, [first, second, fifth, seventh]) in cases {
        let sources = SourceMap::new();
        let outcome = outcome(&sources, seen);
        let expected = [first, second, NO_PERSON, NO_CHECK, fifth, NO_CHECK, seventh];
        assert_eq!(words(&outcome, &sources), expected, "{seen:?}");
    }
}

#[test]
fn resources_of_other_providers_do_not_count() {
    let sources = SourceMap::new();
    let outcome = outcome(&sources, &[(TLS, "google_storage_bucket.a", '-'), (TLS, "aws_s3_bucket.a", '+')]);
    assert_eq!(words(&outcome, &sources)[0], "pass");
}

#[test]
fn a_check_on_a_resource_counts_once() {
    let sources = SourceMap::new();
    let outcome = outcome(
        &sources,
        &[(TLS, "aws_s3_bucket.a", '-'), (TLS, "aws_s3_bucket.a", 'x'), (TLS, "aws_s3_bucket.b", 'x')],
    );
    let assessments = assess(&[&FRAMEWORK], &outcome, &sources);
    assert_eq!(assessments[0].checks[0].evidence.len(), 3);
    assert_eq!(assessments[0].results[0].tally, Tally { failed: 1, excepted: 1, ..Tally::default() });
}

#[test]
fn what_could_not_be_read_leaves_a_doubt() {
    let sources = SourceMap::new();
    let mut outcome = outcome(&sources, &[(TLS, "aws_s3_bucket.a", '+')]);
    let unread = |outcome: &mut Outcome, platform| {
        outcome.coverage.files.insert(platform, FileCount { found: 2, complete: 1 });
    };
    // A Dockerfile declares nothing of a cloud.
    unread(&mut outcome, Platform::Dockerfile);
    assert_eq!(words(&outcome, &sources)[..2], ["pass", "not assessed: no resource in scope"]);
    unread(&mut outcome, Platform::Terraform);
    assert_eq!(words(&outcome, &sources)[..2], ["pass (in part)", "not assessed: input could not be read"]);
    outcome.coverage.files.clear();
    outcome.diagnostics.push(Diagnostic::on_file(Level::Error, "unreadable", "x", "cannot be read"));
    assert_eq!(words(&outcome, &sources)[..2], ["pass (in part)", "not assessed: input could not be read"]);
}

/// A check that is renamed must be renamed in the frameworks as well.
#[test]
fn frameworks_name_checks_that_are_there() {
    let registry = Registry::embedded();
    let mut missing = Vec::new();
    for framework in frameworks() {
        for control in framework.controls {
            let known = |id: &&&str| registry.checks().iter().any(|check| check.id == **id);
            let unknown = control.checks.iter().filter(|id| !known(id));
            missing.extend(unknown.map(|id| format!("{} {}: {id}", framework.id, control.id)));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(frameworks().is_sorted_by_key(|framework| framework.id));
    assert_eq!(framework("cis-aws-7.0").map(|framework| framework.grade), Some(Grade::A));
}
