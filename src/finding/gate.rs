//! The gate: whether a scan lets the change pass.

use std::collections::BTreeMap;

use super::outcome::{GateVerdict, Outcome};
use crate::check::Severity;

/// What closes the gate. Only findings that count (see [`Outcome::active`]) are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    /// Any finding of this severity or above closes it; never when there is none.
    pub fail_on: Option<Severity>,
    /// How many findings of a severity are allowed. Where a severity has a budget, the budget holds instead of `fail_on`.
    pub budgets: BTreeMap<Severity, usize>,
    /// Whether it closes when part of the input was not assessed.
    pub fail_on_incomplete: bool,
}

impl Default for Gate {
    fn default() -> Self {
        Self { fail_on: Some(Severity::Medium), budgets: BTreeMap::new(), fail_on_incomplete: false }
    }
}

impl Gate {
    /// The least severity of which a finding can close the gate.
    pub fn least(&self) -> Option<Severity> {
        self.budgets.keys().copied().chain(self.fail_on).min()
    }

    /// Judges an outcome.
    pub fn judge(&self, outcome: &Outcome) -> GateVerdict {
        let mut reasons = Vec::new();
        for severity in Severity::ALL {
            let count = outcome.active().filter(|finding| finding.severity == severity).count();
            let allowed = match self.budgets.get(&severity) {
                Some(&budget) => budget,
                None if self.fail_on.is_some_and(|least| severity >= least) => 0,
                None => continue,
            };
            if count > allowed {
                let allowed = if allowed > 0 { format!(" (at most {allowed} allowed)") } else { String::new() };
                reasons.push(format!("{count} {severity}{allowed}"));
            }
        }
        if !reasons.is_empty() {
            return GateVerdict { closed: true, incomplete: false, reason: reasons.join(", ") };
        }
        match self.why_incomplete(outcome) {
            Some(reason) => GateVerdict { closed: true, incomplete: true, reason },
            None => GateVerdict { closed: false, incomplete: false, reason: self.why_open(outcome) },
        }
    }

    /// Whether too little was judged, whatever was found.
    pub fn is_incomplete(&self, outcome: &Outcome) -> bool {
        self.why_incomplete(outcome).is_some()
    }

    /// Why an outcome without too many findings does not open it. What the user named is always asked for.
    fn why_incomplete(&self, outcome: &Outcome) -> Option<String> {
        if !outcome.unjudged.is_empty() {
            return Some(format!("{} was named and not judged", outcome.unjudged.join(", ")));
        }
        if !self.fail_on_incomplete || !outcome.is_incomplete() {
            return None;
        }
        let nothing = outcome.coverage.nothing_judged.as_ref();
        Some(nothing.map_or("part of the input was not assessed", |_| "nothing was judged").to_owned())
    }

    fn why_open(&self, outcome: &Outcome) -> String {
        match (self.fail_on, self.budgets.is_empty()) {
            _ if outcome.coverage.nothing_judged.is_some() => "nothing was judged".to_owned(),
            (None, true) => "it never closes".to_owned(),
            (Some(severity), true) => format!("nothing of severity {severity} or above"),
            (_, false) => "every severity is within its budget".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_outcome_opens_every_gate_and_says_why() {
        let outcome = Outcome::default();
        let gate = |fail_on, budgets: &[(Severity, usize)]| Gate {
            fail_on,
            budgets: budgets.iter().copied().collect(),
            fail_on_incomplete: false,
        };
        let cases = [
            (gate(None, &[]), "it never closes"),
            (gate(Some(Severity::High), &[]), "nothing of severity high or above"),
            (gate(None, &[(Severity::Low, 3)]), "every severity is within its budget"),
        ];
        for (gate, reason) in cases {
            assert_eq!(gate.judge(&outcome), GateVerdict { closed: false, incomplete: false, reason: reason.into() });
        }
    }

    #[test]
    fn the_least_severity_that_can_close_is_known() {
        let gate =
            Gate { fail_on: Some(Severity::High), budgets: BTreeMap::from([(Severity::Low, 2)]), ..Gate::default() };
        assert_eq!(gate.least(), Some(Severity::Low));
        assert_eq!(Gate::default().least(), Some(Severity::Medium));
    }
}
