//! What files of the repository switch off.

use std::collections::HashSet;

use super::discover::Found;
use crate::check::{Check, Registry, Severity};
use crate::config::{Configuration, File};
use crate::diagnostic::Place;
use crate::finding::{ExceptionRecord, ExceptionState, Gate, SwitchedOff, SwitchedOffKind};
use crate::frontend::FRONTENDS;
use crate::source::{SourceFile, SourceMap, TextRange};
use crate::value::Spanned;

/// What a configuration file says to leave out, or to take less seriously.
pub(super) fn by_configuration(file: &File, source: &SourceFile, registry: &Registry) -> Vec<SwitchedOff> {
    let one = |kind, what: String, range: TextRange, count| SwitchedOff {
        kind,
        what,
        place: Place::Text(source.span(range)),
        count,
        holds: true,
    };
    let mut all = Vec::new();
    if let Some(first) = file.checks.only.first() {
        let kept: HashSet<&str> = ids(&file.checks.only, registry);
        let count = registry.checks().iter().filter(|check| !kept.contains(check.id)).count();
        all.push(one(SwitchedOffKind::Check, "checks.only".to_owned(), first.range, count));
    }
    let mut off: HashSet<&str> = HashSet::new();
    for name in &file.checks.skip {
        let count = registry.select(&name.value).into_iter().filter(|check| off.insert(check.id)).count();
        all.push(one(SwitchedOffKind::Check, format!("checks.skip: {}", name.value), name.range, count));
    }
    for (name, word) in &file.checks.severity {
        let Ok(severity) = word.value.parse::<Severity>() else { continue };
        let is_lower = |check: &&Check| severity < check.severity;
        let count = registry.select(&name.value).into_iter().filter(|check| is_lower(check)).count();
        all.push(one(
            SwitchedOffKind::Severity,
            format!("checks.severity: {}: {severity}", name.value),
            word.range,
            count,
        ));
    }
    all.retain(|entry| entry.count > 0);
    all
}

/// What configuration files above the scan say to let pass, of which the nearest holds.
pub(super) fn by_gate(file: &File, source: &SourceFile, all: &mut Vec<SwitchedOff>) {
    let mut add = |what: String, range: TextRange, loosens: bool| {
        let (key, _) = what.rsplit_once(": ").unwrap_or_default();
        all.retain(|entry| entry.what.rsplit_once(": ").is_none_or(|(other, _)| other != key));
        let place = Place::Text(source.span(range));
        all.extend(loosens.then_some(SwitchedOff { kind: SwitchedOffKind::Gate, what, place, count: 1, holds: true }));
    };
    if let Some(word) = &file.gate.fail_on {
        let severity = word.value.parse::<Severity>().ok();
        let is_lower = severity.is_none_or(|severity| Some(severity) > Gate::default().fail_on);
        add(format!("gate.fail-on: {}", word.value), word.range, is_lower);
    }
    for (severity, count) in &file.gate.max {
        add(format!("gate.max: {}: {count}", severity.value), severity.range, *count > 0);
    }
}

fn ids(names: &[Spanned<String>], registry: &Registry) -> HashSet<&'static str> {
    names.iter().flat_map(|name| registry.select(&name.value)).map(|check| check.id).collect()
}

/// Takes out of `files` what the configuration excludes. Gives how many that are, and by what, where they are of a kind
/// that is scanned.
pub(super) fn by_paths(
    files: &mut Vec<Found>,
    configuration: &Configuration,
    sources: &SourceMap,
) -> (usize, Vec<SwitchedOff>) {
    let mut all: Vec<SwitchedOff> = Vec::new();
    let before = files.len();
    files.retain(|found| {
        let excluded = (!found.explicit).then(|| configuration.excluded_by(&found.relative)).flatten();
        let Some((file, pattern)) = excluded else { return true };
        if FRONTENDS.iter().any(|frontend| frontend.may_claim(&found.relative)) {
            let source = sources.get(file);
            let start = source.text().find(pattern).unwrap_or_default();
            let place = Place::Text(source.span(TextRange::new(start, start + pattern.len())));
            let what = format!("paths.exclude: {pattern}");
            match all.iter_mut().find(|entry| entry.place == place && entry.what == what) {
                Some(entry) => entry.count += 1,
                None => all.push(SwitchedOff { kind: SwitchedOffKind::File, what, place, count: 1, holds: true }),
            }
        }
        false
    });
    (before - files.len(), all)
}

/// What exceptions cover, or would.
pub(super) fn by_exceptions(records: &[ExceptionRecord]) -> impl Iterator<Item = SwitchedOff> {
    let counts = records.iter().filter(|record| record.findings > 0);
    counts.map(|record| SwitchedOff {
        kind: SwitchedOffKind::Finding,
        what: record.checks.join(", "),
        place: record.exception.place.clone(),
        count: record.findings,
        holds: record.state != ExceptionState::NotTrusted,
    })
}
