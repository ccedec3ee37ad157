//! Runs the examples of every check, and holds all checks to their rules.

use std::collections::{BTreeMap, BTreeSet};

use ravelin::check::{Expectation, Registry, Target};
use ravelin::engine::run_example;

#[test]
fn every_example_gets_its_verdict() {
    let mut failures = Vec::new();
    for check in Registry::embedded().checks() {
        for (index, example) in check.text.examples.iter().enumerate() {
            if let Err(reason) = run_example(check, example) {
                failures.push(format!("{} example {} ({}): {reason}", check.id, index + 1, example.platform));
            }
        }
    }
    assert!(failures.is_empty(), "{} examples:\n{}", failures.len(), failures.join("\n"));
}

/// A `fails` example without marks says that something is found, and not where.
#[test]
fn every_failing_example_says_where() {
    let mut silent = Vec::new();
    for check in Registry::embedded().checks() {
        let mut failing = check.text.examples.iter().filter(|example| example.expect == Expectation::Fails);
        if failing.any(|example| example.lines.is_empty()) {
            silent.push(check.id);
        }
    }
    assert!(silent.is_empty(), "{silent:?}");
}

/// The library serves each platform that Ravelin speaks of. The numbers are a floor that only rises: checks do not go unnoticed.
#[test]
fn every_provider_has_checks() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for check in Registry::embedded().checks() {
        *counts.entry(check.provider).or_default() += 1;
    }
    for (provider, least) in [("aws", 600), ("azure", 300), ("gcp", 200), ("kubernetes", 200), ("docker", 80)] {
        let count = counts.get(provider).copied().unwrap_or(0);
        assert!(count >= least, "{provider} has {count} checks");
    }
}

#[test]
fn ids_start_with_their_provider() {
    let registry = Registry::embedded();
    let strays: Vec<_> = registry
        .checks()
        .iter()
        .filter(|check| !check.id.starts_with(&format!("{}-", check.provider)))
        .map(|check| check.id)
        .collect();
    assert!(strays.is_empty(), "{strays:?}");
}

/// A check on a shape that several languages or clouds feed shows that it works for more than one of them.
#[test]
fn shared_checks_have_examples_of_each_language() {
    for check in Registry::embedded().checks() {
        if check.provider != "container" || !matches!(check.target, Target::Shape(..)) {
            continue;
        }
        let languages: BTreeSet<_> = check
            .text
            .examples
            .iter()
            .filter(|example| example.expect == Expectation::Fails)
            .map(|example| example.platform.as_str())
            .collect();
        assert!(languages.len() > 1, "{} fails only for {languages:?}", check.id);
    }
}
