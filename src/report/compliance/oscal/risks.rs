//! Findings of the scan as risks, and exceptions as deviations from them.

use std::collections::{BTreeMap, BTreeSet};

use super::super::writer::lines;
use super::evidence::{Evidences, origin};
use super::ids::{self, uuid};
use super::model::{Characterization, Facet, LoggedBy, Prop, Remediation, Risk, RiskLog, RiskLogEntry};
use crate::compliance::{Assessment, Report};
use crate::finding::{Exception, Finding};
use crate::source::Shown;

/// The role of those who grant exceptions.
pub(super) const APPROVER: &str = "exception-approver";

/// The system in which NIST defines the facet `severity`.
const FACETS: &str = "http://csrc.nist.gov/ns/oscal";

/// The owners of the exceptions in a report.
pub(super) fn owners<'a>(report: &'a Report<'_>) -> BTreeSet<&'a str> {
    let exceptions = report.outcome.findings.iter().filter_map(|finding| finding.exception.as_ref());
    exceptions.filter_map(|exception| exception.owner.as_deref()).collect()
}

/// The UUID of somebody who grants exceptions.
pub(super) fn party(name: &str) -> String {
    uuid(&["party", name])
}

/// The risks behind the failures of a framework, and the UUIDs of those of each check.
pub(super) fn risks(
    assessment: &Assessment<'_>,
    evidences: &Evidences,
    report: &Report<'_>,
    sources: Shown<'_>,
    tool: &str,
) -> (Vec<Risk>, BTreeMap<&'static str, Vec<String>>) {
    let mut risks = Vec::new();
    let mut by_check: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    let mut known = BTreeSet::new();
    for check in &assessment.checks {
        for finding in check.evidence.iter().filter_map(|it| it.observed.finding()) {
            let id = uuid(&["risk", assessment.framework.id, &finding.fingerprint]);
            if known.insert(id.clone()) {
                by_check.entry(check.check.id).or_default().push(id.clone());
                risks.push(risk(id, finding, evidences, report, sources, tool));
            }
        }
    }
    (risks, by_check)
}

fn risk(
    id: String,
    finding: &Finding,
    evidences: &Evidences,
    report: &Report<'_>,
    sources: Shown<'_>,
    tool: &str,
) -> Risk {
    let check = finding.check;
    let exception = finding.exception.as_ref();
    let mut props = vec![Prop::own("check-id", check.id), Prop::own("fingerprint", &finding.fingerprint)];
    props.extend(exception.map(|_| Prop::nist("accepted", "true")));
    Risk {
        title: check.title.to_owned(),
        description: ids::value(&finding.message),
        statement: ids::value(if check.text.why.is_empty() { check.title } else { check.text.why }),
        props,
        status: if exception.is_some() { "deviation-approved" } else { "open" },
        origins: [origin(tool)],
        characterizations: [Characterization {
            origin: origin(tool),
            facets: [Facet { name: "severity", system: FACETS, value: finding.severity.as_str() }],
        }],
        deadline: exception.and_then(end),
        remediations: [Remediation {
            uuid: uuid(&["remediation", &id]),
            lifecycle: "recommendation",
            title: "What to write instead",
            description: ids::value(check.text.remedy),
        }],
        risk_log: exception.map(|exception| log(&id, exception, report, sources)),
        related_observations: evidences.of_finding(&finding.fingerprint).to_vec(),
        uuid: id,
    }
}

/// The last second on which an exception holds.
fn end(exception: &Exception) -> Option<String> {
    exception.until.as_ref().map(|day| format!("{day}T23:59:59Z"))
}

fn log(risk: &str, exception: &Exception, report: &Report<'_>, sources: Shown<'_>) -> RiskLog {
    let place = lines(&exception.place, sources).map(|lines| format!(" Written in {}.", lines.text()));
    let reason = exception.reason.as_deref().map_or_else(|| "No reason was given".to_owned(), ids::value);
    let by = |owner: &String| LoggedBy { party_uuid: party(owner), role_id: APPROVER };
    RiskLog {
        entries: [RiskLogEntry {
            uuid: uuid(&["exception", risk]),
            title: "Exception",
            description: format!("Reason: {reason}.{}", place.unwrap_or_default()),
            // Files do not say since when an exception holds: this is when it was seen.
            start: report.run.time.clone(),
            end: end(exception),
            props: [Prop::nist("type", "dr-approved")],
            status_change: "deviation-approved",
            logged_by: exception.owner.iter().map(by).collect(),
        }],
    }
}
