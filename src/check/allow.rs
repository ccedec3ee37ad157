//! What the configuration allows: failures that are none.

use super::AllowList;
use super::verdict::{Failure, NotAssessed, Verdict};
use crate::value::{Value, fits};

impl AllowList {
    /// A verdict without the failures that `words` allow; in each, `*` stands for any text. A failure of which the value is
    /// not known leaves the verdict open.
    pub fn apply(&self, verdict: Verdict, words: &[String]) -> Verdict {
        let Verdict::Fail(failures) = verdict else { return verdict };
        let mut not_assessed = None;
        let mut left = Vec::with_capacity(failures.len());
        for failure in failures {
            match self.allows(&failure, words) {
                Some(true) => {}
                Some(false) => left.push(failure),
                None => not_assessed = not_assessed.or_else(|| self.not_assessed(&failure)),
            }
        }
        match (left.is_empty(), not_assessed) {
            (false, _) => Verdict::Fail(left),
            (true, Some(not_assessed)) => Verdict::NotAssessed(not_assessed),
            (true, None) => Verdict::Pass,
        }
    }

    /// Whether a failure is allowed; `None` when that cannot be known.
    fn allows(&self, failure: &Failure, words: &[String]) -> Option<bool> {
        let text = match self.compared(failure) {
            None => self.otherwise,
            Some(value) => value.as_str()?,
        };
        Some(words.iter().any(|word| fits(word, text)))
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
