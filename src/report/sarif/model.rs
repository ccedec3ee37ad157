//! The parts of SARIF 2.1.0 that Ravelin writes, with the names and the order of the standard.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::fixes::Fix;
use super::parts::{ArtifactLocation, Message, Region};

/// Where the schema of this version is published.
pub(super) const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The version of the standard.
pub(super) const VERSION: &str = "2.1.0";

/// `sarifLog`: the whole document.
#[derive(Serialize)]
pub(super) struct Log<'a> {
    #[serde(rename = "$schema")]
    pub(super) schema: &'static str,
    pub(super) version: &'static str,
    pub(super) runs: [Run<'a>; 1],
}

/// `run`: one scan.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run<'a> {
    pub(super) tool: Tool<'a>,
    pub(super) automation_details: AutomationDetails,
    pub(super) column_kind: &'static str,
    pub(super) original_uri_base_ids: BTreeMap<&'static str, UriBase>,
    pub(super) invocations: [Invocation<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) taxonomies: Vec<Component>,
    pub(super) results: Vec<SarifResult<'a>>,
    pub(super) properties: RunProperties<'a>,
}

/// `runAutomationDetails`. Services take what stands before the last `/` as the category: of one category they keep the
/// newest run for a commit.
#[derive(Serialize)]
pub(super) struct AutomationDetails {
    pub(super) id: &'static str,
}

/// An `artifactLocation` that others are relative to. It names no folder of the machine that ran the scan.
#[derive(Serialize)]
pub(super) struct UriBase {
    pub(super) description: Message<'static>,
}

/// `tool`
#[derive(Serialize)]
pub(super) struct Tool<'a> {
    pub(super) driver: Driver<'a>,
}

/// `toolComponent`
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Driver<'a> {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
    pub(super) semantic_version: &'static str,
    pub(super) information_uri: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) supported_taxonomies: Vec<ComponentReference>,
    pub(super) rules: Vec<Rule<'a>>,
}

/// `toolComponent`: a classification of rules.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Component {
    pub(super) name: &'static str,
    pub(super) organization: &'static str,
    pub(super) short_description: Message<'static>,
    pub(super) information_uri: &'static str,
    pub(super) is_comprehensive: bool,
    pub(super) taxa: Vec<Taxon>,
}

/// `reportingDescriptor`: a class of a classification.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Taxon {
    pub(super) id: &'static str,
    pub(super) help_uri: String,
}

/// `toolComponentReference`
#[derive(Serialize)]
pub(super) struct ComponentReference {
    pub(super) name: &'static str,
    pub(super) index: usize,
}

/// `reportingDescriptorRelationship`: from a rule to a class.
#[derive(Serialize)]
pub(super) struct Relationship {
    pub(super) target: TaxonReference,
    pub(super) kinds: [&'static str; 1],
}

/// `reportingDescriptorReference` to a class.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TaxonReference {
    pub(super) id: &'static str,
    pub(super) index: usize,
    pub(super) tool_component: ComponentReference,
}

/// `reportingDescriptor`: a check.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule<'a> {
    pub(super) id: &'a str,
    pub(super) name: String,
    pub(super) short_description: Message<'a>,
    pub(super) full_description: Message<'a>,
    pub(super) help: Help,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) help_uri: Option<&'a str>,
    pub(super) default_configuration: Configuration,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) relationships: Vec<Relationship>,
    pub(super) properties: RuleProperties<'a>,
}

/// `multiformatMessageString`
#[derive(Serialize)]
pub(super) struct Help {
    pub(super) text: String,
    pub(super) markdown: String,
}

/// `reportingConfiguration`
#[derive(Serialize)]
pub(super) struct Configuration {
    pub(super) level: &'static str,
}

/// Properties that code scanning services read, and what other tools call the check.
#[derive(Serialize)]
pub(super) struct RuleProperties<'a> {
    pub(super) tags: Vec<Cow<'a, str>>,
    pub(super) precision: &'static str,
    #[serde(rename = "security-severity")]
    pub(super) security_severity: &'static str,
    pub(super) aliases: &'a [&'a str],
}

/// `result`: a finding.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifResult<'a> {
    pub(super) rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rule_index: Option<usize>,
    /// `fail` where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<&'static str>,
    pub(super) level: &'static str,
    pub(super) message: Message<'a>,
    pub(super) locations: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) code_flows: Vec<CodeFlow<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) related_locations: Vec<Location<'a>>,
    pub(super) partial_fingerprints: Fingerprints<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) suppressions: Vec<Suppression<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) fixes: Vec<Fix<'a>>,
    pub(super) properties: ResultProperties<'a>,
}

/// What a result is known by in the next run.
#[derive(Serialize)]
pub(super) struct Fingerprints<'a> {
    /// For GitHub code scanning, which reads no other.
    #[serde(rename = "primaryLocationLineHash", skip_serializing_if = "Option::is_none")]
    pub(super) line_hash: Option<String>,
    #[serde(rename = "ravelin/v1")]
    pub(super) own: &'a str,
}

/// `codeFlow`: the way of a value.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CodeFlow<'a> {
    pub(super) thread_flows: [ThreadFlow<'a>; 1],
}

/// `threadFlow`
#[derive(Serialize)]
pub(super) struct ThreadFlow<'a> {
    pub(super) locations: Vec<FlowLocation<'a>>,
}

/// `threadFlowLocation`
#[derive(Serialize)]
pub(super) struct FlowLocation<'a> {
    pub(super) location: Location<'a>,
}

/// What is known of a finding beyond the standard.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResultProperties<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) resource: Option<&'a str>,
    pub(super) addresses: &'a [String],
    /// Number of all addresses, when the list does not hold them all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) address_count: Option<usize>,
    pub(super) severity: &'static str,
    pub(super) path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) subsumed_by: Option<Subsuming<'a>>,
}

/// The result that says this one already.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Subsuming<'a> {
    pub(super) rule_id: &'a str,
    pub(super) fingerprint: &'a str,
}

/// `suppression`
#[derive(Serialize)]
pub(super) struct Suppression<'a> {
    pub(super) kind: &'static str,
    pub(super) status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) justification: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) location: Option<Location<'a>>,
    pub(super) properties: SuppressionProperties<'a>,
}

/// Who granted an exception, and until when.
#[derive(Serialize)]
pub(super) struct SuppressionProperties<'a> {
    /// The tool in whose syntax it is written.
    pub(super) syntax: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) owner: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) until: Option<&'a str>,
}

/// `location`
#[derive(Default, Serialize)]
pub(super) struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<Message<'a>>,
    #[serde(rename = "physicalLocation", skip_serializing_if = "Option::is_none")]
    pub(super) physical: Option<PhysicalLocation<'a>>,
    #[serde(rename = "logicalLocations", skip_serializing_if = "Vec::is_empty")]
    pub(super) logical: Vec<LogicalLocation<'a>>,
}

impl<'a> Location<'a> {
    pub(super) fn with_message(self, message: Message<'a>) -> Self {
        Self { message: Some(message), ..self }
    }
}

/// `physicalLocation`
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhysicalLocation<'a> {
    pub(super) artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) region: Option<Region<'a>>,
}

/// `logicalLocation`: a resource.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LogicalLocation<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    pub(super) fully_qualified_name: &'a str,
    pub(super) kind: &'static str,
}

/// `invocation`
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation<'a> {
    pub(super) execution_successful: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) exit_code: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) exit_code_description: Option<String>,
    pub(super) tool_execution_notifications: Vec<Notification<'a>>,
}

/// `notification`: a diagnostic.
#[derive(Serialize)]
pub(super) struct Notification<'a> {
    pub(super) level: &'static str,
    pub(super) descriptor: DescriptorReference<'a>,
    pub(super) message: Message<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) locations: Vec<Location<'a>>,
}

/// `reportingDescriptorReference`
#[derive(Serialize)]
pub(super) struct DescriptorReference<'a> {
    pub(super) id: &'a str,
}

/// What a run says beyond the standard.
#[derive(Serialize)]
pub(super) struct RunProperties<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) gate: Option<Gate<'a>>,
    /// What files of the repository switch off, in one line.
    #[serde(rename = "switchedOff", skip_serializing_if = "Option::is_none")]
    pub(super) switched_off: Option<String>,
    pub(super) coverage: Coverage<'a>,
}

/// Whether the change is stopped, and why.
#[derive(Serialize)]
pub(super) struct Gate<'a> {
    pub(super) closed: bool,
    pub(super) incomplete: bool,
    pub(super) reason: &'a str,
}

/// What was covered.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Coverage<'a> {
    pub(super) files_found: BTreeMap<&'a str, usize>,
    pub(super) files_complete: BTreeMap<&'a str, usize>,
    pub(super) files_skipped: BTreeMap<&'a str, usize>,
    pub(super) resources: BTreeMap<&'a str, usize>,
    pub(super) checks: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) nothing_judged: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(super) unjudged: &'a [String],
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) not_assessed: usize,
    pub(super) suppressed: usize,
}
