//! From the outcome of a scan to a SARIF log.

use std::collections::BTreeMap;

use super::super::place::Located;
use super::super::text::cut;
use super::super::{TOOL_NAME, TOOL_VERSION};
use super::model::{
    ArtifactLocation, Coverage, DescriptorReference, Driver, Invocation, Location, Log, LogicalLocation, Message,
    Notification, PhysicalLocation, Region, ResultProperties, Run, RunProperties, SCHEMA, SarifResult, Suppression,
    SuppressionProperties, Tool, UriBase, VERSION,
};
use super::{rules, uri};
use crate::check::Check;
use crate::diagnostic::{Diagnostic, Label, Place};
use crate::finding::{self, Finding, Outcome};
use crate::model::Platform;
use crate::source::{SourceMap, Span};

/// Home of the program.
const INFORMATION_URI: &str = "https://github.com/ravelin-scanner/ravelin";

/// Stands for the scan root, which is not named.
const ROOT: &str = "SRCROOT";

/// Most characters of a region that are quoted.
const SNIPPET_LIMIT: usize = 300;

/// The log of one run.
pub(super) fn log<'a>(outcome: &'a Outcome, sources: &'a SourceMap) -> Log<'a> {
    let checks = checks(outcome);
    let root = UriBase { description: "The folder that was scanned.".into() };
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: TOOL_NAME,
                semantic_version: TOOL_VERSION,
                information_uri: INFORMATION_URI,
                rules: checks.iter().map(|&check| rules::rule(check)).collect(),
            },
        },
        column_kind: "utf16CodeUnits",
        original_uri_base_ids: BTreeMap::from([(ROOT, root)]),
        invocations: [Invocation {
            execution_successful: true,
            tool_execution_notifications: outcome.diagnostics.iter().map(|it| notification(it, sources)).collect(),
        }],
        results: outcome.findings.iter().map(|finding| result(finding, &checks, sources)).collect(),
        properties: RunProperties { coverage: coverage(&outcome.coverage) },
    };
    Log { schema: SCHEMA, version: VERSION, runs: [run] }
}

/// The checks of the run by id, whatever their order in the outcome, since results refer to them by their position.
fn checks(outcome: &Outcome) -> Vec<&'static Check> {
    let mut checks = outcome.checks.clone();
    checks.sort_unstable_by_key(|check| check.id);
    checks.dedup_by_key(|check| check.id);
    checks
}

fn result<'a>(finding: &'a Finding, checks: &[&Check], sources: &'a SourceMap) -> SarifResult<'a> {
    let check = finding.check;
    let place =
        Location { logical: logical_location(finding).into_iter().collect(), ..location(finding.place, sources) };
    SarifResult {
        rule_id: check.id,
        rule_index: checks.binary_search_by_key(&check.id, |check| check.id).ok(),
        level: rules::level(finding.severity),
        message: finding.message.as_str().into(),
        locations: [place],
        related_locations: related(&finding.related, sources),
        partial_fingerprints: BTreeMap::from([("ravelin/v1", finding.fingerprint.as_str())]),
        suppressions: finding.suppression.iter().map(|it| suppression(it, sources)).collect(),
        properties: ResultProperties {
            resource: finding.addresses.first().map(String::as_str),
            addresses: &finding.addresses,
            severity: finding.severity.as_str(),
            path: &finding.path,
        },
    }
}

fn suppression<'a>(suppression: &'a finding::Suppression, sources: &'a SourceMap) -> Suppression<'a> {
    Suppression {
        kind: if suppression.origin.is_in_source() { "inSource" } else { "external" },
        justification: suppression.reason.as_deref(),
        location: place(&suppression.place, sources),
        properties: SuppressionProperties { owner: suppression.owner.as_deref(), until: suppression.until.as_deref() },
    }
}

fn notification<'a>(diagnostic: &'a Diagnostic, sources: &'a SourceMap) -> Notification<'a> {
    Notification {
        level: diagnostic.level.as_str(),
        descriptor: DescriptorReference { id: diagnostic.code },
        message: diagnostic.message.as_str().into(),
        locations: place(&diagnostic.place, sources).into_iter().collect(),
    }
}

fn related<'a>(labels: &'a [Label], sources: &'a SourceMap) -> Vec<Location<'a>> {
    labels
        .iter()
        .zip(1..)
        .map(|(label, id)| Location {
            id: Some(id),
            message: Some(label.text.as_str().into()),
            ..location(label.span, sources)
        })
        .collect()
}

fn place<'a>(place: &'a Place, sources: &'a SourceMap) -> Option<Location<'a>> {
    match place {
        Place::Text(span) => Some(location(*span, sources)),
        Place::File(path) => Some(Location {
            physical: PhysicalLocation { artifact_location: artifact(path), region: None },
            ..Location::default()
        }),
        Place::None => None,
    }
}

fn location(span: Span, sources: &SourceMap) -> Location<'_> {
    let located = Located::new(sources, span);
    let quoted = located.on_first_line();
    let region = Region {
        start_line: located.start.line,
        start_column: located.start.utf16_column,
        end_line: located.end.line,
        end_column: located.end.utf16_column,
        snippet: (!quoted.is_empty()).then(|| Message::from(cut(quoted, SNIPPET_LIMIT))),
    };
    Location {
        physical: PhysicalLocation { artifact_location: artifact(located.file.path()), region: Some(region) },
        ..Location::default()
    }
}

fn artifact(path: &str) -> ArtifactLocation {
    ArtifactLocation { uri: uri::from_path(path), uri_base_id: ROOT }
}

fn logical_location(finding: &Finding) -> Option<LogicalLocation<'_>> {
    let address = finding.addresses.first()?;
    Some(LogicalLocation {
        name: last_part(finding.platform, address),
        fully_qualified_name: address,
        kind: "resource",
    })
}

/// The name of a resource within its address: `x[0]` of `module.net["a.b"].aws_subnet.x[0]`, `web` of
/// `prod/Deployment/web`.
fn last_part(platform: Platform, address: &str) -> &str {
    if platform != Platform::Terraform {
        return address.rsplit_once('/').map_or(address, |(_, name)| name);
    }
    let mut start = 0;
    let mut quoted = false;
    for (at, char) in address.char_indices() {
        match char {
            '"' => quoted = !quoted,
            '.' if !quoted => start = at + 1,
            _ => {}
        }
    }
    &address[start..]
}

fn coverage(coverage: &finding::Coverage) -> Coverage<'_> {
    let files = || coverage.files.iter().map(|(platform, count)| (platform.as_str(), count));
    Coverage {
        files_found: files().map(|(name, count)| (name, count.found)).collect(),
        files_complete: files().map(|(name, count)| (name, count.complete)).collect(),
        files_skipped: coverage.skipped.iter().map(|(reason, count)| (*reason, *count)).collect(),
        resources: coverage.resources.iter().map(|(platform, count)| (platform.as_str(), *count)).collect(),
        checks: coverage.checks,
        passed: coverage.passed,
        failed: coverage.failed,
        not_assessed: coverage.unknown,
        suppressed: coverage.suppressed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_resource_is_the_last_part_of_its_address() {
        let cases = [
            (Platform::Terraform, "aws_s3_bucket.logs", "logs"),
            (Platform::Terraform, "module.net[\"a.b\"].aws_subnet.x[0]", "x[0]"),
            (Platform::Terraform, "aws_subnet.x[\"10.0.0.0/8\"]", "x[\"10.0.0.0/8\"]"),
            (Platform::Kubernetes, "prod/Deployment/web", "web"),
            (Platform::Dockerfile, "Dockerfile", "Dockerfile"),
        ];
        for (platform, address, expected) in cases {
            assert_eq!(last_part(platform, address), expected, "{address}");
        }
    }
}
