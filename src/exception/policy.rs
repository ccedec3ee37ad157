//! What the policy over exceptions, and the calendar, say of an exception.

use std::collections::HashSet;

use crate::check::Registry;
use crate::config::{ExceptionPolicy, is_date};
use crate::finding::{Exception, ExceptionState, Origin};

/// The policy of a scan.
pub struct Policy<'p> {
    rules: &'p ExceptionPolicy,
    /// Ids of the checks that can be excepted in the configuration only.
    not_inline: HashSet<&'static str>,
    today: &'p str,
}

/// Why an exception does not hold.
pub(super) struct Objection {
    pub(super) state: ExceptionState,
    /// Code of the diagnostic.
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl<'p> Policy<'p> {
    /// `today` is `YYYY-MM-DD`.
    pub fn new(policy: &'p ExceptionPolicy, registry: &Registry, today: &'p str) -> Self {
        let names = policy.not_inline.iter().flat_map(|name| registry.select(&name.value));
        Self { rules: policy, not_inline: names.map(|check| check.id).collect(), today }
    }

    /// Why an exception with these terms would not hold, wherever it stood.
    pub fn refusal(&self, exception: &Exception) -> Option<String> {
        self.objection(exception).map(|objection| objection.message)
    }

    /// Why an exception does not hold.
    pub(super) fn objection(&self, exception: &Exception) -> Option<Objection> {
        let object = |state, code, message| Some(Objection { state, code, message });
        let refused = |message| object(ExceptionState::Refused, "exception-refused", message);
        let until = exception.until.as_deref();
        if let Some(date) = until.filter(|date| !is_date(date)) {
            let message = format!("the exception does not hold: `{date}` is not a date of the form YYYY-MM-DD");
            return object(ExceptionState::Malformed, "exception-syntax", message);
        }
        if let Some(date) = until.filter(|date| *date < self.today) {
            let message = format!("the exception ended on {date}");
            return object(ExceptionState::Expired, "exception-expired", message);
        }
        let ExceptionPolicy { require_reason, require_owner, require_until, max_days, .. } = self.rules;
        let needed = [
            (require_reason, is_given(exception.reason.as_deref()), "a reason"),
            (require_owner, is_given(exception.owner.as_deref()), "an owner"),
            (require_until, until.is_some(), "a last day"),
            (&max_days.map(|_| true), until.is_some(), "a last day"),
        ];
        if let Some((.., what)) = needed.into_iter().find(|(needed, given, _)| **needed == Some(true) && !given) {
            return refused(format!("the exception does not hold: it needs {what}"));
        }
        let last = max_days.and_then(|days| self.in_days(days));
        match (last, until) {
            (Some(last), Some(until)) if until > last.as_str() => {
                refused(format!("the exception does not hold: its last day can be {last} at most"))
            }
            _ => None,
        }
    }

    /// Whether the check of this id can be excepted where `exception` stands. The policy is over all that is not in the
    /// configuration, whichever tool's syntax it has.
    pub fn allows(&self, exception: &Exception, id: &str) -> bool {
        exception.origin == Origin::Configuration || !self.not_inline.contains(id)
    }

    fn in_days(&self, days: u32) -> Option<String> {
        let today: jiff::civil::Date = self.today.parse().ok()?;
        let last = today.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
        Some(last.to_string())
    }
}

/// Whether there are words, and not only their quotes.
fn is_given(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;

    fn exception(reason: Option<&str>, until: Option<&str>) -> Exception {
        Exception {
            origin: Origin::Comment,
            syntax: "ravelin",
            place: Place::None,
            reason: reason.map(str::to_owned),
            owner: None,
            until: until.map(str::to_owned),
        }
    }

    #[test]
    fn the_policy_says_what_is_missing() {
        let strict = ExceptionPolicy { require_reason: Some(true), max_days: Some(30), ..ExceptionPolicy::default() };
        let lax = ExceptionPolicy::default();
        let cases = [
            (&lax, exception(None, None), None),
            (&lax, exception(None, Some("2026-01-01")), None),
            (&lax, exception(None, Some("2025-12-31")), Some("ended on 2025-12-31")),
            (&lax, exception(None, Some("soon")), Some("not a date")),
            (&strict, exception(None, Some("2026-01-15")), Some("needs a reason")),
            (&strict, exception(Some("x"), None), Some("needs a last day")),
            (&strict, exception(Some("x"), Some("2026-01-31")), None),
            (&strict, exception(Some("x"), Some("2026-02-01")), Some("can be 2026-01-31 at most")),
        ];
        let registry = Registry::default();
        for (policy, exception, expected) in cases {
            let objection = Policy::new(policy, &registry, "2026-01-01").objection(&exception);
            let message = objection.map(|objection| objection.message);
            match expected {
                None => assert_eq!(message, None, "{exception:?}"),
                Some(words) => assert!(message.is_some_and(|message| message.contains(words)), "{exception:?}"),
            }
        }
    }
}
