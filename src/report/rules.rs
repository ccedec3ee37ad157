//! The checks that a report refers to, for formats that describe them beside what was found.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::check::{Check, Severity};
use crate::finding::Finding;

/// A check that has findings.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    pub(super) check: &'static Check,
    /// The worst of its findings: a configuration may say otherwise than the check.
    pub(super) severity: Severity,
}

/// The checks of findings, by id.
pub(super) fn of<'o>(findings: impl Iterator<Item = &'o Finding>) -> BTreeMap<&'static str, Rule> {
    let mut rules: BTreeMap<&str, Rule> = BTreeMap::new();
    for finding in findings {
        let new = Rule { check: finding.check, severity: finding.severity };
        let rule = rules.entry(finding.check.id).or_insert(new);
        rule.severity = finding.severity.max(rule.severity);
    }
    rules
}

/// Why a check matters. Platforms refuse an empty text, which a check of the user may have.
pub(super) fn why(check: &Check) -> &'static str {
    if check.text.why.is_empty() { check.title } else { check.text.why }
}

/// Why a check matters, what to do, and where to read more, as plain text.
pub(super) fn help(check: &Check) -> String {
    let mut help = format!("{}\n\nRemedy: {}", why(check), check.text.remedy);
    for reference in check.text.references {
        // Writing to a string does not fail.
        let _ = write!(help, "\n{reference}");
    }
    help
}

#[cfg(test)]
mod tests {
    use super::super::samples::{OPEN_PORT, finding};
    use super::*;
    use crate::source::SourceMap;

    #[test]
    fn a_rule_is_as_bad_as_the_worst_of_its_findings() {
        let sources = SourceMap::new();
        let place = sources.add("a.tf", "x").whole();
        let of_severity = |severity| Finding { severity, ..finding(&OPEN_PORT, &["a.b"], place, "open") };
        let findings = [Severity::Low, Severity::High, Severity::Info].map(of_severity);
        let rules = of(findings.iter());
        let rules: Vec<_> = rules.iter().map(|(id, rule)| (*id, rule.check.id, rule.severity)).collect();
        assert_eq!(rules, [("aws-ec2-open-ssh", "aws-ec2-open-ssh", Severity::High)]);
    }
}
