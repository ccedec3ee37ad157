//! Lists of words that a configuration gives to a check: what is no failure, what alone is one, and what must be there.

use super::verdict::{self, Failure, NotAssessed, Verdict};
use super::{Check, ListUse, WordList};
use crate::model::Resource;
use crate::value::{Value, fits};

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
        let text = match self.compared(failure) {
            None => self.otherwise,
            Some(value) => value.as_str()?,
        };
        Some(words.iter().any(|word| fits(word, text)) == (self.role == ListUse::Among))
    }

    /// Adds a failure for each word that nothing of the member fits, which is a list; the word is its value.
    fn demand(&self, failure: &Failure, words: &[String], left: &mut Vec<Failure>, open: &mut Option<NotAssessed>) {
        let there = self.compared(failure).and_then(Value::as_list);
        let items = there.map_or(&[][..], |list| &list.items);
        let unknown = items.iter().find_map(Value::first_unknown).or_else(|| there.and_then(|list| list.rest.as_ref()));
        for word in words {
            if items.iter().filter_map(Value::as_str).any(|item| fits(word, item)) {
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
