//! What one check asks for and another one refuses.

use super::specimen::{Class, Specimen};
use crate::check::verdict::Verdict;
use crate::check::{Check, Target};
use crate::source::Span;

/// The checks that refuse, in an example which passes, the very place at which this one fails in its failing examples, and do
/// not refuse it there.
pub(super) fn contradicting(
    check: &Check,
    specimens: &[Specimen],
    checks: &[&'static Check],
) -> Vec<(&'static str, String)> {
    let Target::Kinds(own) = check.target else { return Vec::new() };
    let shares = |other: &&&'static Check| match other.target {
        Target::Kinds(kinds) => other.id != check.id && kinds.iter().any(|kind| own.contains(kind)),
        Target::Shape(..) => false,
    };
    let attributes = |specimen: &Specimen| -> Vec<String> {
        specimen
            .failures
            .iter()
            .filter(|failure| failure.value.is_some())
            .map(|failure| attribute(&failure.path))
            .collect()
    };
    let failing: Vec<&Specimen> = specimens.iter().filter(|specimen| specimen.base.has(Class::Fail)).collect();
    let passing: Vec<&Specimen> =
        specimens.iter().filter(|specimen| specimen.base.has(Class::Pass) && !specimen.base.has(Class::Fail)).collect();
    let wrong: Vec<String> = failing.iter().flat_map(|specimen| attributes(specimen)).collect();
    let mut found = Vec::new();
    for other in checks.iter().filter(shares) {
        let refused = passing.iter().find_map(|specimen| {
            let places = refused(specimen, other).into_iter().find(|(path, _)| wrong.contains(path))?;
            Some((specimen.number, places.0))
        });
        let Some((number, path)) = refused else { continue };
        let is_refused_there = failing.iter().any(|specimen| refused_paths(specimen, other).contains(&path));
        if !is_refused_there {
            found.push((other.id, format!("example {number} passes by what {} refuses, at {path}", other.id)));
        }
    }
    found
}

/// What another check refuses in an example: where a value is wrong.
fn refused(specimen: &Specimen, other: &Check) -> Vec<(String, Span)> {
    let failures = specimen.by(other).into_iter().flatten().flat_map(|verdict| match verdict {
        Verdict::Fail(failures) => failures,
        _ => Vec::new(),
    });
    let wrong = failures.filter(|failure| failure.value.is_some());
    wrong.map(|failure| (attribute(&failure.path), failure.place)).collect()
}

fn refused_paths(specimen: &Specimen, other: &Check) -> Vec<String> {
    refused(specimen, other).into_iter().map(|(path, _)| path).collect()
}

/// A path without its indexes.
fn attribute(path: &str) -> String {
    let mut names = String::new();
    for part in path.split(['[', ']']).filter(|part| part.starts_with('\'')) {
        names.push_str(if names.is_empty() { "" } else { "." });
        names.push_str(part.trim_matches('\''));
    }
    names
}
