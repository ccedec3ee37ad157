//! What is not a finding: verdicts that are not known, and problems of the input.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::text::one_line;
use super::card::{Texts, short};
use super::prose::Prose;
use crate::check::Check;
use crate::finding::{NotAssessed, Outcome};

/// Most verdicts that are listed one by one.
const UNKNOWN_LIMIT: usize = 5_000;

/// Most problems that are listed.
const PROBLEM_LIMIT: usize = 1_000;

/// Most reasons that the overview counts.
const REASON_LIMIT: usize = 8;

/// Verdicts that are not known, by check.
pub(super) struct Unknown<'a> {
    pub(super) total: usize,
    pub(super) groups: Vec<UnknownGroup<'a>>,
    pub(super) more: usize,
}

/// Those of one check.
pub(super) struct UnknownGroup<'a> {
    pub(super) check: &'static Check,
    pub(super) entries: Vec<UnknownEntry<'a>>,
}

/// One of them.
pub(super) struct UnknownEntry<'a> {
    pub(super) address: Cow<'a, str>,
    pub(super) reason: Prose<'a>,
    pub(super) place: String,
}

/// A reason with how many verdicts wait for it.
pub(super) struct ReasonCount {
    pub(super) text: Prose<'static>,
    pub(super) count: usize,
}

/// What could not be read or understood.
pub(super) struct Problems<'a> {
    pub(super) total: usize,
    pub(super) entries: Vec<Problem<'a>>,
    pub(super) more: usize,
}

/// One of them.
pub(super) struct Problem<'a> {
    pub(super) level: &'static str,
    pub(super) message: Prose<'a>,
    pub(super) place: String,
    pub(super) help: Option<Prose<'a>>,
}

impl<'a> Unknown<'a> {
    pub(super) fn new(entries: &'a [NotAssessed], texts: &Texts<'a>) -> Self {
        let mut groups: BTreeMap<&str, UnknownGroup> = BTreeMap::new();
        for entry in entries.iter().take(UNKNOWN_LIMIT) {
            let group = groups.entry(entry.check.id);
            let group = group.or_insert_with(|| UnknownGroup { check: entry.check, entries: Vec::new() });
            group.entries.push(UnknownEntry {
                address: short(&entry.address),
                reason: Prose(one_line(&entry.reason.to_string()).into_owned().into()),
                place: texts.place(entry.span),
            });
        }
        let more = entries.len().saturating_sub(UNKNOWN_LIMIT);
        Self { total: entries.len(), groups: groups.into_values().collect(), more }
    }
}

/// The commonest reasons for not knowing.
pub(super) fn reasons(entries: &[NotAssessed]) -> Vec<ReasonCount> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for entry in entries {
        *counts.entry(one_line(&entry.reason.to_string()).into_owned()).or_default() += 1;
    }
    let mut reasons: Vec<ReasonCount> =
        counts.into_iter().map(|(text, count)| ReasonCount { text: Prose(text.into()), count }).collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.count));
    if let Some(others) = reasons.get(REASON_LIMIT..).filter(|others| !others.is_empty()) {
        let count = others.iter().map(|reason| reason.count).sum();
        reasons.truncate(REASON_LIMIT);
        reasons.push(ReasonCount { text: Prose("other reasons".into()), count });
    }
    reasons
}

impl<'a> Problems<'a> {
    pub(super) fn new(outcome: &'a Outcome, texts: &Texts<'a>) -> Self {
        let entries = outcome.diagnostics.iter().take(PROBLEM_LIMIT).map(|diagnostic| Problem {
            level: diagnostic.level.as_str(),
            message: Prose(short(&diagnostic.message)),
            place: texts.place_of(&diagnostic.place),
            help: diagnostic.help.as_deref().map(|help| Prose(short(help))),
        });
        let total = outcome.diagnostics.len();
        Self { total, entries: entries.collect(), more: total.saturating_sub(PROBLEM_LIMIT) }
    }
}
