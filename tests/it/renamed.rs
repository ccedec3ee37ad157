//! Ids that checks had before: they mean the check wherever an id is read.

use ravelin::check::{Check, Registry};

use crate::runner::Project;

const OLD: &str = "own-thing";
const NEW: &str = "own-word-not-allowed";

const CHECK: &str = r#"id: own-word-not-allowed
title: A word is not allowed
severity: high
category: maintenance
on: {kinds: [thing]}
deny: $.words[*]
allow: {parameter: words, about: Words that may be used, example: [good]}
message: "{address} uses {value}"
why: It is.
remedy: Use another one.
references: [https://example.com/]
formerly: [own-thing]
examples:
  - fails: {terraform: "resource \"thing\" \"a\" {\n  words = [\"bad\"] # here\n}\n"}
  - passes: {terraform: "resource \"thing\" \"a\" {\n  words = [\"good\"]\n}\n"}
"#;

/// A project with a finding of the check, unless `configuration` or `comment`, on the resource, prevent it. A check with a
/// parameter runs only where its list is given, which is given by the old id.
fn project(configuration: &str, comment: &str) -> Project {
    let parameters = format!("{configuration}  parameters: {{{OLD}: {{words: [good]}}}}\n");
    Project::new(&[
        ("main.tf", &format!("{comment}\nresource \"thing\" \"a\" {{\n  words = [\"good\", \"bad\"]\n}}\n")),
        (".ravelin/checks/own-word-not-allowed.yaml", CHECK),
        (".ravelin.yaml", &parameters),
    ])
}

#[test]
fn an_old_id_holds_wherever_an_id_is_read() {
    let cases = [
        ("checks:\n", "", &[][..], true),
        ("checks:\n", "", &["--checks", OLD], true),
        ("checks:\n", "", &["--checks", "own-th*"], true),
        ("checks:\n", "", &["--skip-checks", OLD], false),
        ("checks:\n  only: [own-thing]\n", "", &[], true),
        ("checks:\n  skip: [own-thing]\n", "", &[], false),
        ("checks:\n  severity: {own-thing: low}\n", "", &["--min-severity", "medium"], false),
        ("checks:\n", "# ravelin:ignore own-thing", &[], false),
        ("checks:\n", "# ravelin:ignore-file own-thing", &[], false),
        ("exceptions: [{checks: [own-thing], reason: It may}]\nchecks:\n", "", &[], false),
    ];
    for (configuration, comment, arguments, found) in cases {
        let scan = [&["scan", ".", "--format", "concise"], arguments].concat();
        let run = project(configuration, comment).run(&scan);
        let expected = if found { vec![NEW] } else { vec![] };
        assert_eq!(run.ids(), expected, "{configuration}{comment}{arguments:?}: {}{}", run.stdout, run.stderr);
    }
    let project = project("checks:\n", "");
    for command in [&["explain", OLD][..], &["explain", OLD, "."], &["checks", "show", OLD], &["checks", "test", OLD]] {
        let run = project.run(&[command, &["--check-dir", ".ravelin/checks"]].concat());
        let expected = if command[1] == "test" { "1 checks: 2 examples passed, 0 failed\n" } else { NEW };
        assert!(run.stdout.contains(expected), "{command:?}: {}{}", run.stdout, run.stderr);
    }
}

/// What was known under the old id is known, and has its fingerprint.
#[test]
fn a_baseline_outlives_a_new_id() {
    let project = project("checks:\n", "");
    let before = CHECK.replace(NEW, OLD).replace("formerly: [own-thing]\n", "");
    let file = project.path().join(".ravelin/checks/own-word-not-allowed.yaml");
    std::fs::remove_file(file).expect("was written");
    project.write(".ravelin/checks/own-thing.yaml", before.as_bytes());
    assert_eq!(project.run(&["baseline", "write", "."]).code, 0);
    let scan = ["scan", ".", "--format", "json", "--baseline", "ravelin-baseline.json"];
    let known = project.run(&scan).json();
    std::fs::remove_file(project.path().join(".ravelin/checks/own-thing.yaml")).expect("was written");
    project.write(".ravelin/checks/own-word-not-allowed.yaml", CHECK.as_bytes());
    let renamed = project.run(&scan).json();
    assert_eq!((&known["findings"][0]["checkId"], &renamed["findings"][0]["checkId"]), (&OLD.into(), &NEW.into()));
    for member in ["fingerprint", "baseline"] {
        assert_eq!(known["findings"][0][member], renamed["findings"][0][member]);
    }
    assert_eq!(renamed["findings"][0]["baseline"], "unchanged");
}

/// An old id means the checks that had it, several where one was taken apart, and no other: neither one that has it today, nor one that another tool calls so.
/// A check that others were merged into has its own id first, by which its findings are known.
#[test]
fn every_old_id_means_its_check() {
    let registry = Registry::embedded();
    let mut count = 0;
    for check in registry.checks() {
        for old in check.text.formerly {
            let found = registry.find(old);
            let had_it = |found: &&'static Check| found.id == *old || found.text.formerly.contains(old);
            assert!(found.iter().all(had_it) && found.iter().any(|found| found.id == check.id), "{old}");
            let is_free = registry.checks().iter().all(|other| other.id != *old || other.id == check.id);
            assert!(check.is_named(old) && is_free, "{old}");
            count += 1;
        }
    }
    assert!(count > 500, "{count}");
}

/// Users replace a check by one of its id, also when that was its id before.
#[test]
fn an_own_check_replaces_one_that_had_its_id() {
    let embedded = Registry::embedded();
    let renamed = embedded.checks().iter().find(|check| !check.text.formerly.is_empty()).expect("there are some");
    let old = renamed.text.formerly[0];
    let own = CHECK.replace(NEW, old).replace("formerly: [own-thing]\n", "");
    let project = Project::new(&[(&format!("own/{old}.yaml"), &own)]);
    let list = |arguments: &[&str]| project.run(&[&["checks", "list"], arguments].concat()).stdout;
    assert_eq!(list(&[]).lines().count(), list(&["--check-dir", "own"]).lines().count());
    let show = |id: &str| project.run(&["checks", "show", id, "--check-dir", "own"]);
    assert!(show(old).stdout.contains("A word is not allowed"), "{}", show(old).stdout);
    assert_eq!(show(renamed.id).code, 2);
}
