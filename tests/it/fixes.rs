//! Fixes of checks: each example that fails is mended, and only the lines that must change do.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use ravelin::check::{Check, Registry};
use ravelin::engine::fix_example;

use crate::runner::Project;

/// The fixed examples of one check: the first of each language, before and after.
type Shown = Vec<(&'static str, String, String)>;

/// Fixes all examples of all checks, each once; gives what is not as it should be, and what became of the first example of each
/// language.
fn fix_all(registry: &Registry) -> (Vec<String>, BTreeMap<&'static str, Shown>) {
    let checks: Vec<&'static Check> =
        registry.checks().iter().copied().filter(|check| !check.text.fix.is_empty()).collect();
    let failures: Mutex<Vec<String>> = Mutex::default();
    let shown: Mutex<BTreeMap<&'static str, Shown>> = Mutex::default();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(check) = checks.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut first = Shown::new();
            for (index, example) in check.text.examples.iter().enumerate() {
                let platform = example.platform.as_str();
                match fix_example(check, example, registry) {
                    Ok(Some((before, after))) if !first.iter().any(|(known, ..)| *known == platform) => {
                        let text = |files: Vec<(String, String)>| {
                            files
                                .into_iter()
                                .map(|(name, text)| format!("# {name}\n{text}"))
                                .collect::<Vec<_>>()
                                .concat()
                        };
                        first.push((platform, text(before), text(after)));
                    }
                    Ok(_) => {}
                    Err(reason) => {
                        let line = format!("{} example {} ({platform}): {reason}", check.id, index + 1);
                        failures.lock().expect("no thread panics").push(line);
                    }
                }
            }
            shown.lock().expect("no thread panics").insert(check.id, first);
        }
    };
    std::thread::scope(|scope| {
        let count = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        (0..count).for_each(|_| _ = scope.spawn(work));
    });
    (failures.into_inner().expect("no thread panics"), shown.into_inner().expect("no thread panics"))
}

/// The lines that change, without those around them.
fn changed_lines(before: &str, after: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    // The longest lines in common from each place on.
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for (i, left) in old.iter().enumerate().rev() {
        for (j, right) in new.iter().enumerate().rev() {
            common[i][j] = match left == right {
                true => common[i + 1][j + 1] + 1,
                false => common[i + 1][j].max(common[i][j + 1]),
            };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, String::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if i < old.len() && (j == new.len() || common[i + 1][j] >= common[i][j + 1]) {
            writeln!(out, "-{}", old[i]).expect("a text takes it");
            i += 1;
        } else {
            writeln!(out, "+{}", new[j]).expect("a text takes it");
            j += 1;
        }
    }
    out
}

/// Fixed once, the finding of each example is gone, nothing new is found, and the file reads well. The snapshots, one for each
/// provider, show the lines that change.
#[test]
fn every_example_that_fails_is_fixed() {
    let registry = Registry::embedded();
    let (failures, shown) = fix_all(&registry);
    let mut by_provider: BTreeMap<&str, String> = BTreeMap::new();
    for check in registry.checks() {
        for (platform, before, after) in shown.get(check.id).into_iter().flatten() {
            let recipe = format!("{} ({platform})\n{}\n", check.id, changed_lines(before, after));
            by_provider.entry(check.provider).or_default().push_str(&recipe);
        }
    }
    for (provider, diffs) in by_provider {
        insta::assert_snapshot!(format!("fixes_{provider}"), diffs);
    }
    assert!(failures.is_empty(), "{} examples:\n{}", failures.len(), failures.join("\n"));
}

/// The numbers are floors that only rise.
#[test]
fn many_checks_say_how_they_are_mended() {
    let registry = Registry::embedded();
    let count = registry.checks().iter().filter(|check| !check.text.fix.is_empty()).count();
    assert!(count >= 300, "{count} checks have a fix");
}

const OWN: &str = r#"id: own-public
title: The database is public
severity: high
category: network-exposure
on: {kinds: [aws_db_instance]}
deny: "?@.publicly_accessible == true"
message: "{address} is public"
why: Because.
remedy: Write something else.
FIX
references: [https://example.com/]
examples:
  - fails:
      terraform: |
        resource "aws_db_instance" "main" {
          publicly_accessible = true # here
        }
  - passes: {terraform: "resource \"aws_db_instance\" \"main\" {}"}
"#;

/// What `checks test` says of a check of the user's own with this fix.
fn tested(fix: &str) -> String {
    let files = [("own/own-public.yaml", &*OWN.replace("FIX", fix)), (".git/HEAD", "ref: refs/heads/main\n")];
    let run = Project::new(&files).run(&["checks", "test", "--check-dir", "own", "own-public"]);
    format!("{}{}", run.stdout, run.stderr)
}

#[test]
fn own_checks_are_held_to_their_fixes() {
    let cases = [
        ("fix: {safety: review, set: {path: $.publicly_accessible, value: false}}", "2 examples passed, 0 failed"),
        ("fix: {safety: review, set: {path: $.multi_az, value: true}}", "still fails after its fix"),
        ("fix: {safety: review, remove: $.password}", "is not fixed: everything is as the fix would have it"),
        (
            "fix: {safety: review, in: [kubernetes], remove: $.a}",
            "is not fixed: no fix of the check is for what is written",
        ),
        (
            "fix: {safety: review, steps: [{remove: $.publicly_accessible}, {set: {path: $.performance_insights_enabled, value: true}}]}",
            "has new findings after its fix",
        ),
    ];
    for (fix, expected) in cases {
        let said = tested(fix);
        assert!(said.contains(expected), "{fix}: {said}");
    }
}
