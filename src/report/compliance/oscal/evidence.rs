//! What checks saw, as observations, and the resources that they saw.

use std::collections::BTreeMap;

use super::super::writer::{Lines, detail};
use super::ids::{self, file_resource, repository, uuid};
use super::model::{
    Actor, ComponentReference, InventoryItem, Observation, Origin, Prop, RelatedObservation, RelevantEvidence, Subject,
};
use crate::compliance::{Assessment, CheckEvidence, Evidence, Observed};
use crate::source::Shown;

/// The observations of one framework.
pub(super) struct Evidences {
    pub(super) observations: Vec<Observation>,
    /// By address and file.
    pub(super) inventory: BTreeMap<(String, String), InventoryItem>,
    by_check: BTreeMap<&'static str, Vec<RelatedObservation>>,
    by_finding: BTreeMap<String, Vec<RelatedObservation>>,
}

/// What all observations of one framework share.
struct Context<'c> {
    assessment: &'c Assessment<'c>,
    sources: Shown<'c>,
    time: &'c str,
    tool: &'c str,
}

impl Evidences {
    /// Passes are one observation for each check with all its subjects, everything else one for each resource and place.
    pub(super) fn of(assessment: &Assessment<'_>, sources: Shown<'_>, time: &str, tool: &str) -> Self {
        let context = Context { assessment, sources, time, tool };
        let mut all = Self {
            observations: Vec::new(),
            inventory: BTreeMap::new(),
            by_check: BTreeMap::new(),
            by_finding: BTreeMap::new(),
        };
        for check in &assessment.checks {
            let (passes, others): (Vec<&Evidence<'_>>, Vec<_>) =
                check.evidence.iter().partition(|it| matches!(it.observed, Observed::Pass));
            if !passes.is_empty() {
                all.add(&context, check, &passes);
            }
            for evidence in others {
                all.add(&context, check, &[evidence]);
            }
        }
        all
    }

    /// The observations of a check.
    pub(super) fn of_check(&self, check: &str) -> &[RelatedObservation] {
        self.by_check.get(check).map_or(&[], Vec::as_slice)
    }

    /// The observations of a finding, by its fingerprint.
    pub(super) fn of_finding(&self, fingerprint: &str) -> &[RelatedObservation] {
        self.by_finding.get(fingerprint).map_or(&[], Vec::as_slice)
    }

    /// Adds one observation of several subjects, which are all of one result.
    fn add(&mut self, context: &Context<'_>, check: &CheckEvidence<'_>, seen: &[&Evidence<'_>]) {
        let Some(first) = seen.first() else { return };
        let (id, framework) = (check.check.id, context.assessment.framework.id);
        let finding = first.observed.finding();
        let lines = Lines::of(context.sources, first.place);
        let uuid = match first.observed {
            Observed::Pass => uuid(&["passes", framework, id]),
            Observed::Fail(finding) | Observed::Excepted(finding, _) => {
                uuid(&["failure", framework, id, first.address, &finding.fingerprint])
            }
            Observed::Unknown(reason) => {
                let range = format!("{:?}", first.place.range);
                uuid(&["unknown", framework, id, first.address, lines.path, &range, &reason.to_string()])
            }
        };
        let mut props = vec![Prop::own("check-id", id), Prop::own("result", first.observed.as_str())];
        props.extend(finding.map(|finding| Prop::own("fingerprint", &finding.fingerprint)));
        let reference = RelatedObservation { observation_uuid: uuid.clone() };
        self.by_check.entry(id).or_default().push(reference.clone());
        if let Some(finding) = finding {
            self.by_finding.entry(finding.fingerprint.clone()).or_default().push(reference);
        }
        let subjects = seen.iter().map(|it| self.subject(context, it)).collect();
        self.observations.push(Observation {
            uuid,
            title: format!("{id}: {}", first.observed.as_str()),
            description: description(check, seen),
            props,
            methods: ["TEST"],
            types: [if finding.is_some() { "finding" } else { "control-objective" }],
            origins: [origin(context.tool)],
            subjects,
            relevant_evidence: seen.iter().map(|it| relevant(context, it)).collect(),
            collected: context.time.to_owned(),
        });
    }

    fn subject(&mut self, context: &Context<'_>, seen: &Evidence<'_>) -> Subject {
        let path = Lines::of(context.sources, seen.place).path;
        let id = uuid(&["resource", context.assessment.framework.id, seen.address, path]);
        let key = (seen.address.to_owned(), path.to_owned());
        let item = self.inventory.entry(key).or_insert_with(|| InventoryItem {
            uuid: id.clone(),
            description: ids::value(seen.address),
            props: vec![Prop::own("resource-type", seen.kind), Prop::own("file", path)],
            implemented_components: [ComponentReference { component_uuid: repository(context.assessment) }],
        });
        Subject { subject_uuid: item.uuid.clone(), kind: "inventory-item", title: ids::value(seen.address) }
    }
}

/// The tool as the origin of what it says.
pub(super) fn origin(tool: &str) -> Origin {
    Origin { actors: [Actor { kind: "tool", actor_uuid: tool.to_owned() }] }
}

fn description(check: &CheckEvidence<'_>, seen: &[&Evidence<'_>]) -> String {
    match seen {
        [one] if !matches!(one.observed, Observed::Pass) => ids::value(&detail(one)),
        _ => format!("{} passed. The check looks for: {}", seen.len(), check.check.title),
    }
}

fn relevant(context: &Context<'_>, seen: &Evidence<'_>) -> RelevantEvidence {
    let lines = Lines::of(context.sources, seen.place);
    let value = seen.observed.finding().and_then(|finding| finding.value.as_deref());
    let value = value.map(|value| format!(", value {}", ids::value(value))).unwrap_or_default();
    RelevantEvidence {
        href: format!("#{}", file_resource(lines.path)),
        description: format!("{}{value}", lines.text()),
    }
}
