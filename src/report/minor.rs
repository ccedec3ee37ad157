//! What is below the severity from which a format lists findings, in the words of every report.

use super::summary;
use super::text::counted;
use crate::check::Severity;
use crate::finding::{Finding, Outcome};

/// `3 findings below low are not listed`, where there are any such among `findings`.
pub(super) fn left_out<'o>(findings: impl Iterator<Item = &'o Finding>, least: Severity) -> Option<String> {
    let count = findings.filter(|finding| finding.severity < least).count();
    let are = if count == 1 { "is" } else { "are" };
    (count > 0).then(|| format!("{} below {least} {are} not listed", counted(count, "finding")))
}

/// Everything on a scan in one line, with how many of the findings that count are not listed.
pub(super) fn line(outcome: &Outcome, least: Severity) -> String {
    let left_out = left_out(outcome.active(), least).map(|text| format!("; {text}"));
    summary::line(outcome) + &left_out.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::samples::judged;
    use super::*;

    #[test]
    fn what_is_not_listed_is_counted() {
        let outcome = judged().outcome;
        let said = |least| left_out(outcome.active(), least);
        assert_eq!(said(Severity::Low), None);
        assert_eq!(said(Severity::Medium).as_deref(), Some("2 findings below medium are not listed"));
        assert_eq!(line(&outcome, Severity::Low), summary::line(&outcome));
        assert!(line(&outcome, Severity::Critical).ends_with("; 3 findings below critical are not listed"));
    }
}
