//! Lists of words that a configuration gives to a check: what is no failure, what alone is one, and what must be there.

use std::sync::Arc;

use super::verdict::{self, Failure, NotAssessed, Verdict};
use super::{Check, ListUse, WordList};
use crate::model::Resource;
use crate::value::{Entry, Unknown, Value, fits};

impl WordList {
    /// The check's own words with those of the configuration; `None` where there are none, so that it does not run.
    pub fn words<'w>(&self, given: Option<impl IntoIterator<Item = &'w str>>) -> Option<Vec<String>> {
        if given.is_none() && self.default.is_empty() {
            return None;
        }
        let own = self.default.iter().copied();
        Some(own.chain(given.into_iter().flatten()).map(str::to_owned).collect())
    }

    /// The verdict of the check, whose list this is, on the subjects of one resource by the words.
    pub fn judge(&self, check: &Check, resource: &Resource, subjects: &[Value], words: &[String]) -> Verdict {
        let reduced: Vec<Value> = subjects.iter().filter_map(|subject| self.reduced(subject, words)).collect();
        let subjects = if reduced.len() == subjects.len() { &reduced } else { subjects };
        self.apply(verdict::judge_each(check, resource, subjects), words)
    }

    /// The subject without those items of the list of which the words say nothing: what is not known of them does not matter.
    fn reduced(&self, subject: &Value, words: &[String]) -> Option<Value> {
        let mut subject = subject.clone();
        let list = subject.as_map_mut()?.get_mut(self.list)?.as_list_mut()?;
        list.items.retain(|item| {
            let compared = if self.member.is_empty() { Some(item) } else { item.member(self.member) };
            compared.and_then(Value::as_str).is_none_or(|text| words.iter().any(|word| fits(word, text)))
        });
        Some(subject)
    }

    /// The verdict by the words, in each of which `*` stands for any text. A failure of which the value is not known leaves the
    /// verdict open.
    fn apply(&self, verdict: Verdict, words: &[String]) -> Verdict {
        let Verdict::Fail(failures) = verdict else { return verdict };
        let mut not_assessed = None;
        let mut left = Vec::with_capacity(failures.len());
        for failure in failures {
            if self.role == ListUse::Demand {
                self.demand(&failure, words, &mut left, &mut not_assessed);
                continue;
            }
            match self.counts(&failure, words) {
                Some(true) => left.push(failure),
                Some(false) => {}
                None => not_assessed = not_assessed.or_else(|| self.not_assessed(&failure)),
            }
        }
        match (left.is_empty(), not_assessed) {
            (false, _) => Verdict::Fail(left),
            (true, Some(not_assessed)) => Verdict::NotAssessed(not_assessed),
            (true, None) => Verdict::Pass,
        }
    }

    /// Whether a failure is one; `None` when that cannot be known.
    fn counts(&self, failure: &Failure, words: &[String]) -> Option<bool> {
        let is_named = match self.compared(failure) {
            None => words.iter().any(|word| fits(word, self.otherwise)),
            Some(value) if value.as_map().is_some() => {
                let found: Vec<_> = words.iter().map(|word| is_among(value, word)).collect();
                let is_named = found.iter().any(|(found, _)| *found);
                // One name that fits decides; that none does is known only where all of them are.
                if !is_named && found.iter().any(|(_, unknown)| unknown.is_some()) {
                    return None;
                }
                is_named
            }
            Some(value) => {
                let text = value.as_str()?;
                words.iter().any(|word| fits(word, text))
            }
        };
        Some(is_named == (self.role == ListUse::Among))
    }

    /// Adds a failure for each word that nothing of the member fits, which is a list or a map; the word is its value.
    fn demand(&self, failure: &Failure, words: &[String], left: &mut Vec<Failure>, open: &mut Option<NotAssessed>) {
        let there = self.compared(failure);
        for word in words {
            let (found, unknown) = there.map_or((false, None), |value| is_among(value, word));
            if found {
                continue;
            }
            if let Some(unknown) = unknown {
                let (reason, span) = (unknown.reason.clone(), failure.place);
                open.get_or_insert_with(|| NotAssessed { reason, span, way: Vec::new() });
                continue;
            }
            let path = format!("{}.{}[{word}]", failure.path, self.member);
            left.push(Failure { path, value: Some(Value::string(word.as_str(), failure.place)), ..failure.clone() });
        }
    }

    fn compared<'f>(&self, failure: &'f Failure) -> Option<&'f Value> {
        let value = failure.value.as_ref()?;
        if self.member.is_empty() { Some(value) } else { value.member(self.member) }
    }

    fn not_assessed(&self, failure: &Failure) -> Option<NotAssessed> {
        let value = self.compared(failure)?;
        let unknown = value.first_unknown()?;
        Some(NotAssessed { reason: unknown.reason.clone(), span: value.span, way: Vec::new() })
    }
}

/// Whether a word fits an item of a list, or a name of a map, also with its value (`owner=shop`); and where it does not, what
/// is not known of them and might fit.
fn is_among<'v>(value: &'v Value, word: &str) -> (bool, Option<&'v Arc<Unknown>>) {
    match (value.as_list(), value.as_map()) {
        (Some(list), _) => {
            let found = list.items.iter().filter_map(Value::as_str).any(|item| fits(word, item));
            (found, list.items.iter().find_map(Value::first_unknown).or(list.rest.as_ref()))
        }
        (_, Some(map)) => {
            let pair = |entry: &Entry| entry.value.as_str().map(|value| format!("{}={value}", entry.key));
            let has = |entry: &Entry| fits(word, &entry.key) || pair(entry).is_some_and(|pair| fits(word, &pair));
            let values = map.entries().filter(|_| word.contains('=')).find_map(|entry| entry.value.first_unknown());
            (map.entries().any(has), map.rest().or(values))
        }
        _ => (false, value.first_unknown()),
    }
}
