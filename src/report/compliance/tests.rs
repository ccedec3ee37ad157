//! One small outcome, with a control of each status, in every format.

use super::super::html::tests::without_constants;
use super::super::samples::{NO_CHECK, OPEN_PORT, Sample, hostile, provenance, sample};
use super::*;
use crate::check::Check;
use crate::compliance::{
    Assessable, Basis, Control, Framework, Grade, InputFile, Inputs, Report, Run, Scope, assess, frameworks,
};
use crate::diagnostic::Place;
use crate::finding::{ExceptionRecord, ExceptionState, Outcome, Pass};
use crate::model::Platform;
use crate::source::{Provenance, SourceMap};

static NEVER: Check = Check { id: "aws-never-judged", ..NO_CHECK };

static CONTROLS: [Control; 8] = [
    Control {
        basis: Some(Basis::Part),
        lacks: &["tapes"],
        ..control("1.1", "No | open ports", Assessable::Yes, &["aws-ec2-open-ssh"])
    },
    control("1.2", "No public data", Assessable::Yes, &["aws-s3-public-acl"]),
    control("1.3", "Everything has an owner", Assessable::Yes, &["aws-tags-owner"]),
    control("1.4", "Nothing runs as root", Assessable::Yes, &["k8s-run-as-root"]),
    Control {
        reason: Some("The rest is elsewhere"),
        ..control("1.5", "Least privilege", Assessable::Partly, &["k8s-run-as-root"])
    },
    control("1.6", "Nothing of the other kind", Assessable::Yes, &["aws-never-judged"]),
    control("1.7", "Future", Assessable::Yes, &[]),
    Control { reason: Some("A matter of people"), ..control("2(a)", "Training", Assessable::No, &[]) },
];

const fn control(
    id: &'static str,
    title: &'static str,
    assessable: Assessable,
    checks: &'static [&'static str],
) -> Control {
    let basis = if checks.is_empty() { None } else { Some(Basis::Whole) };
    Control { id, section: "All", title, assessable, reason: None, basis, lacks: &[], checks }
}

static FRAMEWORK: Framework = Framework {
    id: "own-1",
    title: "Own rules",
    version: "1",
    publisher: "Us",
    link: "https://example.com/",
    grade: Grade::B,
    mapping: "By hand.",
    scope: &[Scope::Aws],
    controls: &CONTROLS,
};

/// The sample of the other formats, cut down so that each status is there.
fn outcome() -> (SourceMap, Outcome) {
    let sample = sample();
    let (sources, mut outcome) = (sample.sources, sample.outcome);
    let is = |check: &Check, id: &str| check.id == id;
    outcome.findings.retain(|it| is(it.check, OPEN_PORT.id) || it.exception.is_some());
    outcome.not_assessed.retain(|it| is(it.check, "aws-tags-owner"));
    // A file of an unknown language would leave every pass in doubt.
    outcome.diagnostics.retain(|it| !matches!(it.place, Place::File(_)));
    let root = outcome.checks.iter().find(|check| is(check, "k8s-run-as-root")).copied().expect("in the sample");
    outcome.passes = vec![Pass {
        check: root,
        platform: Platform::Terraform,
        kind: "aws_ecs_task_definition".to_owned(),
        address: "aws_ecs_task_definition.web".to_owned(),
        place: outcome.findings[0].place,
        settings: Vec::new(),
    }];
    let exceptions = outcome.findings.iter().filter_map(|finding| finding.exception.clone());
    outcome.exceptions = exceptions
        .map(|exception| ExceptionRecord {
            exception,
            checks: vec!["aws-s3-public-acl".to_owned()],
            state: ExceptionState::Active,
            findings: 1,
        })
        .collect();
    outcome.checks.push(&NEVER);
    outcome.checks.sort_by_key(|check| check.id);
    (sources, outcome)
}

fn written(format: &dyn Writer) -> String {
    let (sources, outcome) = outcome();
    // Digests of the sample would change with every word of it.
    let files: Vec<InputFile> = Inputs::of(&sources).files;
    let files = files.into_iter().map(|file| InputFile { sha256: "f".repeat(64), ..file }).collect();
    let run = Run {
        paths: vec!["infra".to_owned()],
        origin: provenance(),
        command: "ravelin compliance report infra --var 'region=***'".to_owned(),
        options: vec!["variable `region` from the command line".to_owned()],
        time: "2026-01-15T00:00:00Z".to_owned(),
        checks: "c".repeat(64),
        inputs: Inputs { digest: "d".repeat(64), files },
    };
    let report = Report { run: &run, outcome: &outcome, assessments: assess(&[&FRAMEWORK], &outcome, &sources) };
    let mut out = Vec::new();
    format.write(&report, sources.shown(), &mut out).expect("memory takes everything");
    // Versions change, and are masked before they reach a snapshot.
    String::from_utf8(out).expect("UTF-8").replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

#[test]
fn every_format_is_as_it_was() {
    for Format { name, writer, .. } in FORMATS {
        let text = written(*writer);
        let text = if *name == "html" { without_constants(&text) } else { text };
        // The UUID of an OSCAL document changes with the version of the tool.
        let uuid = text.split("\"uuid\": \"").nth(1).and_then(|rest| rest.split('"').next());
        insta::assert_snapshot!(*name, uuid.map_or(text.clone(), |uuid| text.replacen(uuid, "DOCUMENT", 1)));
    }
}

/// What is most easily forgotten in a new format: the scope, each control, the evidence, and that it ends in a newline.
#[test]
fn every_format_says_what_an_auditor_asks() {
    let needles = [
        "2026-01-15",
        "3f9c2d1e0b7a4c55d1e9a0b2c3d4e5f60718293a",
        "region",
        "https://git.example.com/team/shop.git",
        "ravelin compliance report infra --var",
        &"c".repeat(64),
        &"d".repeat(64),
        "1.4",
        "A matter of people",
        "aws_ecs_task_definition.web",
        "main.tf",
        "0.0.0.0/0",
        "web team",
        "2030-01-31",
        "it is a public web site",
        "the list is never closed",
    ];
    for Format { name, writer, .. } in FORMATS {
        let text = written(*writer);
        for needle in needles {
            assert!(text.contains(needle), "{name} lacks {needle}");
        }
        assert!(text.ends_with('\n') && !text.contains('\u{1b}'), "{name}");
        assert_eq!(text, written(*writer), "{name}");
    }
}

/// The evidence of one check that fails, with hostile texts wherever an input can put them.
#[test]
fn no_text_from_an_input_becomes_html() {
    let Sample { sources, mut outcome } = hostile();
    let exceptions = outcome.findings.iter().filter_map(|finding| finding.exception.clone());
    let exception = |exception| ExceptionRecord {
        exception,
        checks: vec!["<d>".to_owned()],
        state: ExceptionState::Active,
        findings: 1,
    };
    outcome.exceptions = exceptions.map(exception).collect();
    for finding in &mut outcome.findings {
        finding.kind = "aws_security_group".to_owned();
    }
    let run = Run {
        paths: vec!["<d>".to_owned()],
        origin: Provenance {
            name: Some("<d>".to_owned()),
            remote: Some("<d>".to_owned()),
            folder: Some("<d>".to_owned()),
            revision: Some("<d>".to_owned()),
            changes: None,
        },
        command: "<d>".to_owned(),
        options: vec!["<d>".to_owned()],
        time: "2026-01-15T00:00:00Z".to_owned(),
        checks: "c".repeat(64),
        inputs: Inputs::of(&sources),
    };
    let report = Report { run: &run, outcome: &outcome, assessments: assess(&[&FRAMEWORK], &outcome, &sources) };
    let mut page = Vec::new();
    html::Html.write(&report, sources.shown(), &mut page).expect("memory takes everything");
    let page = String::from_utf8(page).expect("UTF-8");
    assert!(page.contains("&#60;d&#62;") && page.contains("data-status=\"fail\""), "{page}");
    assert!(!page.contains("<d>") && !page.contains("<b>") && !page.contains('\u{1b}'));
    assert_eq!((page.matches("<script").count(), page.matches("</script").count()), (1, 1));
}

#[test]
fn lists_name_every_framework() {
    for Format { name, writer, .. } in LIST_FORMATS {
        let mut out = Vec::new();
        writer(frameworks(), &mut out).expect("memory takes everything");
        let text = String::from_utf8(out).expect("UTF-8");
        assert!(frameworks().iter().all(|framework| text.contains(framework.id)), "{name}");
    }
}
