//! One outcome that every format writes in its tests.

mod checks;
mod fixes;

use std::collections::BTreeMap;

pub(super) use checks::{NO_CHECK, OPEN_PORT};
pub(super) use fixes::mendable;

use super::{Display, FORMATS, Format, Options};
use crate::check::{Check, Severity};
use crate::diagnostic::{Diagnostic, Label, Level, Place};
use crate::finding::{
    Absent, BaselineState, Coverage, Exception, ExceptionRecord, ExceptionState, FileCount, Finding, GateVerdict,
    NotAssessed, Origin, Outcome, Subsumed, SwitchedOff, SwitchedOffKind, fingerprint,
};
use crate::model::Platform;
use crate::source::{Changes, Provenance, SourceMap, Span, TextRange};
use crate::value::Reason;
use checks::{NO_OWNER, PUBLIC_BUCKET, ROOT_USER};

const MAIN: &str = r#"variable "name" {}

resource "aws_security_group" "ssh" {
  ingress {
    from_port   = 22
    cidr_blocks = var.cidrs
  }
}

resource "aws_s3_bucket" "logs" {
  count = 8
  acl   = "public-read"
}

resource "aws_s3_bucket" "site" {
  # ravelin:ignore aws-s3-public-acl: it is a public web site
  acl = "public-read"
}
"#;

const VARIABLES: &str = "variable \"cidrs\" {\n  default = [\"10.0.0.0/8\", \"0.0.0.0/0\"]\n}\n";

/// CRLF line endings, and characters of two and four bytes before the culprit.
const POD: &str = "kind: Pod\r\nspec: {note: \"é😀\", runAsUser: 0}\r\nbroken: [\r\n";

/// Where a text with one long line has its culprit.
const LONG_AT: usize = 4_000;

/// A text and what was found in it.
pub(super) struct Sample {
    pub(super) sources: SourceMap,
    pub(super) outcome: Outcome,
}

/// The sample in the format of this name.
pub(super) fn render(format: &str, options: &Options) -> String {
    let sample = sample();
    write(format, &sample.outcome, &sample.sources, options)
}

/// An outcome in the format of this name.
pub(super) fn write(format: &str, outcome: &Outcome, sources: &SourceMap, options: &Options) -> String {
    let format = Format::named(FORMATS, format).expect("a format");
    let mut out = Vec::new();
    format.writer.write(outcome, sources.shown(), options, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("text")
}

/// Options for output without colour.
pub(super) const PLAIN: Options = Options {
    color: false,
    width: 100,
    display: Display::PLAIN,
    min_severity: Severity::Info,
    all_rules: false,
    show_unknown: false,
    show_exceptions: false,
    timestamp: String::new(),
    paths: Vec::new(),
    origin: Provenance::UNKNOWN,
    template: None,
};

/// A finding of `check` at a place, with nothing around it.
pub(super) fn finding(check: &'static Check, addresses: &[&str], place: Span, message: &str) -> Finding {
    Finding {
        check,
        severity: check.severity,
        platform: Platform::Terraform,
        kind: "aws_s3_bucket".to_owned(),
        addresses: addresses.iter().map(|&address| address.to_owned()).collect(),
        resources: vec![place; addresses.len()],
        part: None,
        linked: Vec::new(),
        place,
        named_by: place,
        name: None,
        more: Vec::new(),
        path: String::new(),
        message: message.to_owned(),
        value: None,
        read_at: None,
        related: Vec::new(),
        affected: Vec::new(),
        ways: vec![Vec::new()],
        cause: String::new(),
        fingerprint: fingerprint(&[check.id, addresses.first().copied().unwrap_or_default()]),
        exception: None,
        baseline: None,
        fix: None,
        unfixable: None,
    }
}

/// One of each: a simple finding, related places in another file, several addresses, an exception, characters outside
/// ASCII, a long line, a span of several lines, a file without text, a syntax error, verdicts that are not known.
pub(super) fn sample() -> Sample {
    let sources = SourceMap::new();
    let texts = Texts {
        main: sources.add("main.tf", MAIN).whole(),
        variables: sources.add("net/my vars#1.tf", VARIABLES).whole(),
        pod: sources.add("k8s/pod é.yaml", POD).whole(),
        long: sources.add("long.tf", format!("{:1$}needle{2}\n", "x = ", LONG_AT, "-".repeat(1_000))).whole(),
    };
    let outcome = Outcome {
        findings: findings(&sources, &texts),
        not_assessed: vec![
            NotAssessed {
                check: &PUBLIC_BUCKET,
                platform: Platform::Terraform,
                kind: "aws_s3_bucket".to_owned(),
                address: "module.web[\"a\"].aws_s3_bucket.b".to_owned(),
                reason: Reason::UnsetVariable("name".into()),
                span: find(&sources, texts.main, "variable \"name\""),
                way: Vec::new(),
            },
            NotAssessed {
                check: &NO_OWNER,
                platform: Platform::Terraform,
                kind: "aws_s3_bucket".to_owned(),
                address: "aws_s3_bucket.logs[0]".to_owned(),
                reason: Reason::Condition,
                span: find(&sources, texts.main, "count = 8"),
                way: Vec::new(),
            },
        ],
        switched_off: vec![
            switched_off(SwitchedOffKind::Check, "checks.skip: low", 3, true),
            switched_off(SwitchedOffKind::File, "vendor/", 41, false),
        ],
        diagnostics: diagnostics(&sources, &texts),
        coverage: coverage(),
        checks: vec![&ROOT_USER, &OPEN_PORT, &PUBLIC_BUCKET, &NO_OWNER],
        root: "infra/".to_owned(),
        ..Outcome::default()
    };
    Sample { sources, outcome }
}

/// The sample with the answer of a gate, and compared with a baseline: one finding is in it, one of its own is gone.
pub(super) fn judged() -> Sample {
    let mut sample = sample();
    let outcome = &mut sample.outcome;
    for finding in &mut outcome.findings {
        let known = finding.check.id == ROOT_USER.id;
        finding.baseline = Some(if known { BaselineState::Unchanged } else { BaselineState::New });
    }
    outcome.absent = vec![Absent {
        check: NO_OWNER.id.to_owned(),
        fingerprint: fingerprint(&["gone"]),
        address: "aws_s3_bucket.gone".to_owned(),
        path: "net/my vars#1.tf".to_owned(),
    }];
    let exceptions = outcome.findings.iter().filter_map(|finding| finding.exception.clone());
    let exception = |exception| ExceptionRecord {
        exception,
        checks: vec![PUBLIC_BUCKET.id.to_owned()],
        state: ExceptionState::Active,
        findings: 1,
    };
    outcome.exceptions = exceptions.map(exception).collect();
    let place = outcome.findings[1].place;
    outcome.subsumed = vec![Subsumed {
        finding: finding(&NO_OWNER, &["aws_s3_bucket.logs[0]"], place, "nobody owns aws_s3_bucket.logs[0]"),
        by: &PUBLIC_BUCKET,
        fingerprint: fingerprint(&["other"]),
    }];
    outcome.gate = Some(GateVerdict {
        closed: true,
        incomplete: false,
        reason: "1 critical, 1 high".to_owned(),
        closing: vec![Severity::Critical, Severity::High],
    });
    sample
}

/// Where the sample comes from: a working tree that is not clean.
pub(super) fn provenance() -> Provenance {
    Provenance {
        name: Some("shop".to_owned()),
        remote: Some("https://git.example.com/team/shop.git".to_owned()),
        folder: Some(String::new()),
        revision: Some("3f9c2d1e0b7a4c55d1e9a0b2c3d4e5f60718293a".to_owned()),
        changes: Some(Changes { changed: 1, untracked: 2 }),
    }
}

/// The judged sample in the format of this name, at a fixed time.
pub(super) fn render_judged(format: &str) -> String {
    let sample = judged();
    let options = Options {
        timestamp: "2026-01-15T10:00:42Z".to_owned(),
        paths: vec!["infra".to_owned()],
        origin: provenance(),
        ..PLAIN
    };
    write(format, &sample.outcome, &sample.sources, &options)
}

/// Text that every format must keep from meaning anything.
pub(super) const HOSTILE: &str =
    "a\u{1b}[31m]]>\r\n::error::x|`y`<b>&amp; ##vso[task.x]z ##[add-mask]q,%0A;@all #1 =1+1 \u{202e}\u{ffff}é😀";

/// A finding of which every text and the path of its file are hostile, and a diagnostic of that kind.
pub(super) fn hostile() -> Sample {
    let sources = SourceMap::new();
    let place = sources.add(format!("{HOSTILE}/=x.tf"), format!("{HOSTILE}\n")).whole();
    let first = sources.slice(place).len() as u32 - 1;
    let place = Span { range: TextRange { start: 0, end: first }, ..place };
    let finding = Finding {
        value: Some(HOSTILE.to_owned()),
        path: HOSTILE.to_owned(),
        kind: HOSTILE.to_owned(),
        related: vec![label(place, HOSTILE)],
        ..finding(&OPEN_PORT, &[HOSTILE, HOSTILE], place, HOSTILE)
    };
    let exception = Exception {
        origin: Origin::Configuration,
        syntax: "ravelin",
        place: Place::None,
        reason: Some(HOSTILE.to_owned()),
        owner: Some(HOSTILE.to_owned()),
        until: None,
    };
    let long = Finding { message: HOSTILE.repeat(5_000), ..finding.clone() };
    let outcome = Outcome {
        findings: vec![finding.clone(), Finding { exception: Some(exception), ..finding }, long],
        diagnostics: vec![Diagnostic::at(Level::Error, "syntax", place, HOSTILE)],
        checks: vec![&OPEN_PORT],
        ..Outcome::default()
    };
    Sample { sources, outcome }
}

fn switched_off(kind: SwitchedOffKind, what: &str, count: usize, holds: bool) -> SwitchedOff {
    SwitchedOff { kind, what: what.to_owned(), place: Place::File(".ravelin.yaml".to_owned()), count, holds }
}

struct Texts {
    main: Span,
    variables: Span,
    pod: Span,
    long: Span,
}

fn findings(sources: &SourceMap, texts: &Texts) -> Vec<Finding> {
    let buckets: Vec<String> = (0..8).map(|at| format!("aws_s3_bucket.logs[{at}]")).collect();
    let buckets: Vec<&str> = buckets.iter().map(String::as_str).collect();
    let pod = find(sources, texts.pod, "runAsUser: 0");
    vec![
        Finding {
            kind: "aws_security_group".to_owned(),
            path: "$.ingress[0].cidr_blocks[1]".to_owned(),
            value: Some("\"0.0.0.0/0\"".to_owned()),
            related: vec![
                label(find(sources, texts.variables, "\"0.0.0.0/0\""), "written here, default of variable cidrs"),
                label(find(sources, texts.main, "resource \"aws_security_group\" \"ssh\""), "in this resource"),
            ],
            ..finding(
                &OPEN_PORT,
                &["aws_security_group.ssh"],
                find(sources, texts.main, "var.cidrs"),
                "port 22 is open to 0.0.0.0/0",
            )
        },
        Finding {
            path: "$.acl".to_owned(),
            value: Some("\"public-read\"".to_owned()),
            ..finding(&PUBLIC_BUCKET, &buckets, find(sources, texts.main, "\"public-read\""), "the ACL is\npublic")
        },
        finding(
            &NO_OWNER,
            &["aws_s3_bucket.site"],
            tail(sources, texts.main, "resource \"aws_s3_bucket\" \"site\""),
            "no owner",
        ),
        Finding {
            exception: Some(Exception {
                origin: Origin::Comment,
                syntax: "ravelin",
                place: Place::Text(find(
                    sources,
                    texts.main,
                    "# ravelin:ignore aws-s3-public-acl: it is a public web site",
                )),
                reason: Some("it is a public web site".to_owned()),
                owner: Some("web team".to_owned()),
                until: Some("2030-01-31".to_owned()),
            }),
            ..finding(
                &PUBLIC_BUCKET,
                &["aws_s3_bucket.site"],
                find(sources, texts.main, "acl = \"public-read\""),
                "the ACL is public",
            )
        },
        Finding {
            platform: Platform::Kubernetes,
            kind: "Pod".to_owned(),
            ..finding(&ROOT_USER, &["default/Pod/é"], pod, "user 0 is root")
        },
        finding(&NO_OWNER, &["x.long"], find(sources, texts.long, "needle"), "no \u{1b}[31mowner"),
    ]
}

fn diagnostics(sources: &SourceMap, texts: &Texts) -> Vec<Diagnostic> {
    vec![
        Diagnostic::on_file(Level::Error, "not-utf8", "bin/data.tf", "the file is not UTF-8 text"),
        Diagnostic::at(Level::Error, "yaml-syntax", find(sources, texts.pod, "["), "the list is never closed")
            .with_help("Add a `]`"),
        Diagnostic::at(Level::Warning, "unused", find(sources, texts.variables, "\"cidrs\""), "nothing uses it")
            .with_related(find(sources, texts.main, "\"name\""), "nor this"),
        Diagnostic::new(Level::Note, "remote-module", crate::diagnostic::Place::None, "a remote module was left out"),
    ]
}

fn coverage() -> Coverage {
    Coverage {
        files: BTreeMap::from([
            (Platform::Terraform, FileCount { found: 3, complete: 3 }),
            (Platform::Kubernetes, FileCount { found: 1, complete: 0 }),
        ]),
        skipped: BTreeMap::from([("binary", 1), ("too large", 2)]),
        resources: BTreeMap::from([(Platform::Terraform, 11), (Platform::Kubernetes, 1)]),
        checks: 4,
        passed: 20,
        failed: 12,
        not_assessed: 2,
        excepted: 1,
        nothing_judged: None,
    }
}

fn label(span: Span, text: &str) -> Label {
    Label { span, text: text.to_owned() }
}

/// Where `needle` first stands in the text of `within`.
fn find(sources: &SourceMap, within: Span, needle: &str) -> Span {
    let at = sources.slice(within).find(needle).expect("the text has it");
    TextRange::new(at, at + needle.len()).in_file(within.file)
}

/// From where `needle` first stands to the end of the text, without its last line ending.
fn tail(sources: &SourceMap, within: Span, needle: &str) -> Span {
    let start = find(sources, within, needle).range.start;
    TextRange { start, end: within.range.end - 1 }.in_file(within.file)
}
