//! Findings as results.

use std::borrow::Cow;

use super::super::place::Located;
use super::super::text::cut;
use super::limits::{ADDRESSES, AFFECTED, MESSAGE, PLACES};
use super::line_hash::LineHashes;
use super::model::{
    CodeFlow, Fingerprints, FlowLocation, Location, LogicalLocation, PhysicalLocation, ResultProperties, SarifResult,
    Subsuming, Suppression, SuppressionProperties, ThreadFlow,
};
use super::parts::{ArtifactLocation, Message, Region};
use super::{fixes, text};
use crate::check::{Check, Severity};
use crate::diagnostic::{Label, Level, Place};
use crate::finding::{self, Absent, BaselineState, Finding, Subsumed};
use crate::model::Platform;
use crate::source::{Shown, Span, TextRange};

/// Most characters of a region that are quoted.
const SNIPPET_LIMIT: usize = 300;

/// What results refer to.
pub(super) struct Results<'a> {
    /// The checks of the run by id; their positions are those of the rules.
    pub(super) checks: Vec<&'static Check>,
    pub(super) sources: Shown<'a>,
    pub(super) line_hashes: LineHashes,
    /// Whether the region of a result ends with its first line.
    pub(super) first_lines: bool,
}

impl<'a> Results<'a> {
    /// The result for a finding.
    pub(super) fn of(&self, finding: &'a Finding) -> SarifResult<'a> {
        let places = std::iter::once((finding.place, finding.addresses.first()));
        let affected = finding.affected.iter().take(AFFECTED).map(|other| (other.span, Some(&other.text)));
        let locations = places.chain(affected).map(|(span, address)| Location {
            logical: address.map(|address| logical_location(finding.platform, address)).into_iter().collect(),
            ..location(self.shown(span), self.sources)
        });
        let line = self.sources.get(finding.place.file).position(finding.place.range.start).line;
        let listed = finding.addresses.len().min(ADDRESSES);
        SarifResult {
            rule_id: finding.check.id,
            rule_index: self.rule_index(finding.check.id),
            kind: None,
            level: Level::of(finding.severity).as_str(),
            message: message(finding),
            locations: locations.collect(),
            code_flows: self.code_flow(finding).into_iter().collect(),
            related_locations: self.related(&finding.related),
            partial_fingerprints: Fingerprints {
                line_hash: self.line_hashes.get(finding.place, line),
                own: &finding.fingerprint,
            },
            baseline_state: finding.baseline.map(|state| match state {
                BaselineState::New => "new",
                BaselineState::Unchanged => "unchanged",
            }),
            suppressions: finding.exception.iter().map(|it| suppression(it, self.sources)).collect(),
            fixes: fixes::of(finding, self.sources).into_iter().collect(),
            properties: ResultProperties {
                resource: finding.addresses.first().map(String::as_str),
                addresses: &finding.addresses[..listed],
                address_count: (listed < finding.addresses.len()).then_some(finding.addresses.len()),
                severity: finding.severity.as_str(),
                path: &finding.path,
                subsumed_by: None,
            },
        }
    }

    /// The result for a finding that another one says: no problem of its own.
    pub(super) fn of_subsumed(&self, it: &'a Subsumed) -> SarifResult<'a> {
        let result = self.of(&it.finding);
        let subsumed_by = Some(Subsuming { rule_id: it.by.id, fingerprint: &it.fingerprint });
        let properties = ResultProperties { subsumed_by, ..result.properties };
        SarifResult { kind: Some("informational"), level: "none", properties, ..result }
    }

    /// The result for a finding of the baseline that is no longer there. It has no place in the text that was scanned.
    pub(super) fn of_absent(&self, absent: &'a Absent) -> SarifResult<'a> {
        let rule_index = self.rule_index(&absent.check);
        let severity = rule_index.map_or(Severity::Medium, |index| self.checks[index].severity);
        SarifResult {
            rule_id: &absent.check,
            rule_index,
            kind: None,
            level: Level::of(severity).as_str(),
            message: Cow::<str>::Owned(format!("No longer found in {}.", text::plain(&absent.path))).into(),
            locations: vec![Location {
                logical: vec![LogicalLocation { name: None, fully_qualified_name: &absent.address, kind: "resource" }],
                ..Location::default()
            }],
            code_flows: Vec::new(),
            related_locations: Vec::new(),
            partial_fingerprints: Fingerprints { line_hash: None, own: &absent.fingerprint },
            baseline_state: Some("absent"),
            suppressions: Vec::new(),
            fixes: Vec::new(),
            properties: ResultProperties {
                resource: Some(&absent.address),
                addresses: std::slice::from_ref(&absent.address),
                address_count: None,
                severity: severity.as_str(),
                path: "",
                subsumed_by: None,
            },
        }
    }

    /// What of the place of a finding is the region of its result.
    fn shown(&self, place: Span) -> Span {
        if !self.first_lines {
            return place;
        }
        let located = Located::new(self.sources, place);
        let start = located.range.start as usize;
        TextRange::new(start, start + located.on_first_line().len()).in_file(place.file)
    }

    fn rule_index(&self, id: &str) -> Option<usize> {
        self.checks.binary_search_by_key(&id, |check| check.id).ok()
    }

    /// The way of the value in the order in which it was gone: outermost module call, literal, references, the place.
    fn code_flow(&self, finding: &'a Finding) -> Option<CodeFlow<'a>> {
        if finding.related.is_empty() {
            return None;
        }
        let end = location(finding.place, self.sources).with_message(message(finding));
        let way = finding.related.iter().take(PLACES - 1).rev().map(|label| self.labelled(label));
        let locations = way.chain([end]).map(|location| FlowLocation { location }).collect();
        Some(CodeFlow { thread_flows: [ThreadFlow { locations }] })
    }

    fn related(&self, labels: &'a [Label]) -> Vec<Location<'a>> {
        let labels = labels.iter().take(PLACES).zip(1..);
        labels.map(|(label, id)| Location { id: Some(id), ..self.labelled(label) }).collect()
    }

    fn labelled(&self, label: &'a Label) -> Location<'a> {
        location(label.span, self.sources).with_message(text::plain(&label.text).into())
    }
}

fn message(finding: &Finding) -> Message<'_> {
    match cut(&finding.message, MESSAGE) {
        Cow::Borrowed(whole) => text::plain(whole).into(),
        Cow::Owned(part) => Cow::<str>::Owned(text::plain(&part).into_owned()).into(),
    }
}

fn suppression<'a>(exception: &'a finding::Exception, sources: Shown<'a>) -> Suppression<'a> {
    Suppression {
        kind: if exception.origin.is_in_source() { "inSource" } else { "external" },
        status: "accepted",
        justification: exception.reason.as_deref(),
        location: place(&exception.place, sources),
        properties: SuppressionProperties {
            syntax: exception.syntax,
            owner: exception.owner.as_deref(),
            until: exception.until.as_deref(),
        },
    }
}

/// A place as a location; none when there is nothing to point at.
pub(super) fn place<'a>(place: &Place, sources: Shown<'a>) -> Option<Location<'a>> {
    match place {
        Place::Text(span) => Some(location(*span, sources)),
        Place::File(path) => Some(file_location(path)),
        Place::None => None,
    }
}

fn file_location<'a>(path: &str) -> Location<'a> {
    let physical = PhysicalLocation { artifact_location: ArtifactLocation::of(path), region: None };
    Location { physical: Some(physical), ..Location::default() }
}

fn location(span: Span, sources: Shown<'_>) -> Location<'_> {
    let located = Located::new(sources, span);
    let quoted = located.on_first_line();
    let region = Region {
        start_line: located.start.line,
        start_column: located.start.utf16_column,
        end_line: located.end.line,
        end_column: located.end.utf16_column,
        snippet: (!quoted.is_empty()).then(|| Message::from(cut(quoted, SNIPPET_LIMIT))),
    };
    let physical =
        PhysicalLocation { artifact_location: ArtifactLocation::of(located.file.path()), region: Some(region) };
    Location { physical: Some(physical), ..Location::default() }
}

fn logical_location(platform: Platform, address: &str) -> LogicalLocation<'_> {
    let name = platform.address(address).last().as_str().to_owned();
    LogicalLocation { name: Some(name), fully_qualified_name: address, kind: "resource" }
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
            assert_eq!(logical_location(platform, address).name.as_deref(), Some(expected), "{address}");
        }
    }
}
