//! From a report to OSCAL: one result for each framework.

use std::collections::BTreeMap;

use super::super::super::sarif::uri;
use super::super::super::tool::{TOOL_NAME, TOOL_VERSION};
use super::super::scope::{self, exceptions_by_state, not_judged};
use super::super::writer::{CAVEAT, explanation, unread};
use super::evidence::{Evidences, origin};
use super::ids::{self, file_resource, repository, uuid};
use super::model::{
    AssessmentAssets, AssessmentPlatform, AssessmentResult, AssessmentResults, BackMatter, Component,
    ComponentReference, ControlReference, ControlSelection, Document, Finding, Hash, ImportAp, InventoryItem,
    LocalDefinitions, Metadata, Party, Prop, RelatedRisk, Resource, ResourceLink, ReviewedControls, Role, State,
    Target, TargetStatus, VERSION,
};
use super::risks::{self, APPROVER};
use crate::compliance::{Assessment, ControlResult, Report, Run, Status};
use crate::source::{Provenance, Shown};

/// The document for a report.
pub(super) fn document(report: &Report<'_>, sources: Shown<'_>) -> Document {
    let Run { checks, inputs, .. } = report.run;
    let configuration = uuid(&["configuration", checks, &inputs.digest]);
    let scope = scope::scope(report);
    let mut identity = vec!["document"];
    identity.extend(scope.iter().map(|(_, value)| value.as_str()));
    identity.extend(report.assessments.iter().map(|assessment| assessment.framework.id));
    Document {
        assessment_results: AssessmentResults {
            uuid: uuid(&identity),
            metadata: metadata(report),
            import_ap: ImportAp {
                href: format!("#{configuration}"),
                remarks: "There is no assessment plan; the resource is the configuration of the scan.",
            },
            results: report.assessments.iter().map(|assessment| result(report, assessment, sources)).collect(),
            back_matter: BackMatter { resources: resources(report, configuration) },
        },
    }
}

fn metadata(report: &Report<'_>) -> Metadata {
    let run = report.run;
    let parties: Vec<Party> = risks::owners(report)
        .into_iter()
        .map(|name| Party { uuid: risks::party(name), kind: "person", name: ids::value(name) })
        .collect();
    Metadata {
        title: "Assessment of configuration",
        last_modified: run.time.clone(),
        version: run.time.clone(),
        oscal_version: VERSION,
        props: run_props(run),
        roles: match parties.is_empty() {
            true => Vec::new(),
            false => vec![Role { id: APPROVER, title: "Approver of exceptions" }],
        },
        parties,
        remarks: CAVEAT,
    }
}

fn run_props(run: &Run) -> Vec<Prop> {
    let mut props = vec![
        Prop::own("tool-version", TOOL_VERSION),
        Prop::own("checks-sha256", &run.checks),
        Prop::own("inputs-sha256", &run.inputs.digest),
    ];
    props.extend(origin_props(run));
    props
}

/// Where what was scanned comes from, as far as that is known.
fn origin_props(run: &Run) -> Vec<Prop> {
    let Provenance { name, remote, folder, revision, changes } = &run.origin;
    // A property has no empty value.
    let folder = &folder.as_ref().map(|folder| if folder.is_empty() { ".".to_owned() } else { folder.clone() });
    let texts = [("repository", name), ("address", remote), ("folder", folder), ("revision", revision)];
    let texts = texts.into_iter().filter_map(|(name, text)| text.as_deref().map(|text| Prop::own(name, text)));
    let counts = changes.map(|changes| {
        [("changed-files", changes.changed), ("untracked-files", changes.untracked)]
            .map(|(name, count)| Prop::own(name, &count.to_string()))
    });
    texts.chain(counts.into_iter().flatten()).collect()
}

/// The configuration of the scan, and every file that it read.
fn resources(report: &Report<'_>, configuration: String) -> Vec<Resource> {
    let mut props = run_props(report.run);
    props.push(Prop::own("command", &report.run.command));
    props.extend(report.run.paths.iter().map(|path| Prop::own("path", path)));
    props.extend(report.run.options.iter().map(|option| Prop::own("option", option)));
    let first =
        Resource { uuid: configuration, title: "Configuration of the scan".to_owned(), props, rlinks: Vec::new() };
    let files = report.run.inputs.files.iter().map(|file| Resource {
        uuid: file_resource(&file.path),
        title: ids::value(&file.path),
        props: Vec::new(),
        rlinks: vec![ResourceLink {
            href: uri::from_path(&file.path),
            hashes: [Hash { algorithm: "SHA-256", value: file.sha256.clone() }],
        }],
    });
    std::iter::once(first).chain(files).collect()
}

fn result(report: &Report<'_>, assessment: &Assessment<'_>, sources: Shown<'_>) -> AssessmentResult {
    let framework = assessment.framework;
    let (time, tool) = (&report.run.time, tool(assessment));
    let evidences = Evidences::of(assessment, sources, time, &tool);
    let (risks, risks_of) = risks::risks(assessment, &evidences, report, sources, &tool);
    let findings = assessment
        .results
        .iter()
        .filter(|result| result.status.reason().is_none())
        .map(|result| finding(assessment, result, &evidences, &risks_of, &tool))
        .collect();
    let described: Vec<String> =
        scope::scope(report).into_iter().map(|(name, value)| format!("{name}: {}", ids::value(&value))).collect();
    let mapping = format!("Mapping of grade {}: {}", framework.grade.as_str(), framework.grade.about());
    AssessmentResult {
        uuid: uuid(&["result", framework.id, time, &report.run.checks, &report.run.inputs.digest]),
        title: format!("{} {}", framework.title, framework.version),
        description: described.join("\n\n"),
        start: time.clone(),
        end: time.clone(),
        props: result_props(report, assessment, sources),
        local_definitions: local_definitions(report, assessment, evidences.inventory, &tool),
        reviewed_controls: reviewed_controls(assessment),
        observations: evidences.observations,
        risks,
        findings,
        remarks: format!("{mapping} {} {CAVEAT}", framework.mapping),
    }
}

fn result_props(report: &Report<'_>, assessment: &Assessment<'_>, sources: Shown<'_>) -> Vec<Prop> {
    let summary = assessment.summary();
    let counts = [
        ("controls", summary.controls),
        ("controls-passed", summary.passed),
        ("controls-passed-in-part", summary.passed_in_part),
        ("controls-failed", summary.failed),
        ("controls-excepted", summary.excepted),
        ("controls-not-assessed", summary.not_assessed.values().sum()),
    ];
    let mut props = vec![Prop::own("mapping-grade", assessment.framework.grade.as_str())];
    props.extend(counts.iter().map(|(name, count)| Prop::own(name, &count.to_string())));
    props.extend(
        exceptions_by_state(report.outcome)
            .map(|(state, count)| Prop { class: Some(state), ..Prop::own("exceptions", &count.to_string()) }),
    );
    props.extend(not_judged(report.outcome).iter().map(|problem| Prop::own("not-judged", problem)));
    props.extend(unread(report, sources).map(|(lines, diagnostic)| {
        let place = lines.map_or_else(|| "input".to_owned(), |lines| lines.text());
        Prop { remarks: Some(ids::value(&diagnostic.message)), ..Prop::own("unread", &place) }
    }));
    props
}

/// The UUID of the tool. UUIDs are unique in the document, so each result has a tool of its own.
fn tool(assessment: &Assessment<'_>) -> String {
    uuid(&["tool", assessment.framework.id])
}

fn local_definitions(
    report: &Report<'_>,
    assessment: &Assessment<'_>,
    inventory: BTreeMap<(String, String), InventoryItem>,
    tool: &str,
) -> LocalDefinitions {
    let operational = || State { state: "operational" };
    LocalDefinitions {
        components: vec![Component {
            uuid: repository(assessment),
            kind: "software",
            title: ids::value(&report.run.paths.join(", ")),
            description: "The configuration that was examined.",
            props: origin_props(report.run),
            status: operational(),
        }],
        inventory_items: inventory.into_values().collect(),
        assessment_assets: AssessmentAssets {
            components: [Component {
                uuid: tool.to_owned(),
                kind: "software",
                title: TOOL_NAME.to_owned(),
                description: "The scanner that examined it.",
                props: vec![Prop::nist("version", TOOL_VERSION), Prop::own("checks-sha256", &report.run.checks)],
                status: operational(),
            }],
            assessment_platforms: [AssessmentPlatform {
                uuid: uuid(&["platform", assessment.framework.id]),
                title: "Where the scanner ran",
                uses_components: [ComponentReference { component_uuid: tool.to_owned() }],
            }],
        },
    }
}

fn reviewed_controls(assessment: &Assessment<'_>) -> ReviewedControls {
    let framework = assessment.framework;
    let mut assessed = Vec::new();
    let mut props = Vec::new();
    for result in &assessment.results {
        let control_id = ids::control(framework, result.control.id);
        match result.status.reason() {
            None => assessed.push(ControlReference { control_id }),
            Some(reason) => props.push(Prop {
                class: Some(reason.as_str()),
                remarks: Some(explanation(result)),
                ..Prop::own("not-assessed-control", &control_id)
            }),
        }
    }
    ReviewedControls {
        description: "The controls that were assessed. Those that were not are among the properties, each with the reason.",
        props,
        control_selections: [match assessed.is_empty() {
            true => ControlSelection::IncludeAll {},
            false => ControlSelection::IncludeControls(assessed),
        }],
    }
}

fn finding(
    assessment: &Assessment<'_>,
    result: &ControlResult,
    evidences: &Evidences,
    risks_of: &BTreeMap<&str, Vec<String>>,
    tool: &str,
) -> Finding {
    let (framework, control) = (assessment.framework, result.control);
    let control_id = ids::control(framework, control.id);
    let checks = || assessment.checks_of(result).map(|check| check.check.id);
    let tally = result.tally;
    let counts = [
        ("verdicts-passed", tally.passed),
        ("verdicts-failed", tally.failed),
        ("verdicts-excepted", tally.excepted),
        ("verdicts-unknown", tally.unknown),
    ];
    let mut props =
        vec![Prop::own("assessable", control.assessable.as_str()), Prop::own("status", result.status.as_str())];
    props.extend(control.basis.map(|basis| Prop::own("basis", basis.as_str())));
    props.extend(counts.iter().map(|(name, count)| Prop::own(name, &count.to_string())));
    let (state, reason) = match result.status {
        Status::Pass if result.is_complete() => ("satisfied", "pass"),
        // The remarks say what remains.
        Status::Pass => ("satisfied", "other"),
        Status::Excepted => ("not-satisfied", "other"),
        Status::Fail | Status::NotAssessed(_) => ("not-satisfied", "fail"),
    };
    let remarks = Some(explanation(result)).filter(|text| !text.is_empty());
    Finding {
        uuid: uuid(&["finding", framework.id, control.id]),
        title: format!("{}: {}", control.id, control.title),
        description: format!("{}: {}", control.title, result.words()),
        props,
        origins: [origin(tool)],
        target: Target {
            kind: "statement-id",
            target_id: format!("{control_id}_smt"),
            status: TargetStatus { state, reason, remarks },
        },
        related_observations: checks().flat_map(|check| evidences.of_check(check)).cloned().collect(),
        related_risks: checks()
            .flat_map(|check| risks_of.get(check).into_iter().flatten())
            .map(|risk_uuid| RelatedRisk { risk_uuid: risk_uuid.clone() })
            .collect(),
    }
}
