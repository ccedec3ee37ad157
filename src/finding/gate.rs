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
}

impl Default for Gate {
    fn default() -> Self {
        Self { fail_on: Some(Severity::Medium), budgets: BTreeMap::new() }
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
        match reasons.is_empty() {
            false => GateVerdict { closed: true, reason: reasons.join(", ") },
            true => GateVerdict { closed: false, reason: self.why_open() },
        }
    }

    fn why_open(&self) -> String {
        match (self.fail_on, self.budgets.is_empty()) {
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
        let gate =
            |fail_on, budgets: &[(Severity, usize)]| Gate { fail_on, budgets: budgets.iter().copied().collect() };
        let cases = [
            (gate(None, &[]), "it never closes"),
            (gate(Some(Severity::High), &[]), "nothing of severity high or above"),
            (gate(None, &[(Severity::Low, 3)]), "every severity is within its budget"),
        ];
        for (gate, reason) in cases {
            assert_eq!(gate.judge(&outcome), GateVerdict { closed: false, reason: reason.into() });
        }
    }

    #[test]
    fn the_least_severity_that_can_close_is_known() {
        let gate = Gate { fail_on: Some(Severity::High), budgets: BTreeMap::from([(Severity::Low, 2)]) };
        assert_eq!(gate.least(), Some(Severity::Low));
        assert_eq!(Gate::default().least(), Some(Severity::Medium));
    }
}
