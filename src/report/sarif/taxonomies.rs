//! Classifications of checks that others maintain, and the way from rules to them.

use std::collections::BTreeSet;

use super::model::{Component, ComponentReference, Relationship, Taxon, TaxonReference};
use super::parts::Message;
use crate::check::Check;

/// A classification: where it comes from, and what of it a check has to do with. A further one is one more row in
/// [`CLASSIFICATIONS`].
struct Classification {
    name: &'static str,
    organization: &'static str,
    description: &'static str,
    information_uri: &'static str,
    /// Ids of the classes that hold a check, as the classification writes them.
    classes: fn(&'static Check) -> Vec<&'static str>,
    /// The page of a class.
    page: fn(&str) -> String,
}

const CLASSIFICATIONS: &[Classification] = &[Classification {
    name: "CWE",
    organization: "MITRE",
    description: "Common Weakness Enumeration.",
    information_uri: "https://cwe.mitre.org/",
    classes: |check| check.text.cwe.iter().filter_map(|cwe| cwe.strip_prefix("CWE-")).collect(),
    page: |id| format!("https://cwe.mitre.org/data/definitions/{id}.html"),
}];

/// The classifications of a run, with the classes that its checks have to do with.
pub(super) struct Taxonomies {
    used: Vec<(&'static Classification, Vec<&'static str>)>,
}

impl Taxonomies {
    pub(super) fn of(checks: &[&'static Check]) -> Self {
        let used = CLASSIFICATIONS.iter().filter_map(|classification| {
            let classes: BTreeSet<_> = checks.iter().flat_map(|check| (classification.classes)(check)).collect();
            (!classes.is_empty()).then(|| (classification, classes.into_iter().collect()))
        });
        Self { used: used.collect() }
    }

    pub(super) fn components(&self) -> Vec<Component> {
        let component = |(classification, classes): &(&'static Classification, Vec<&'static str>)| Component {
            name: classification.name,
            organization: classification.organization,
            short_description: Message::from(classification.description),
            information_uri: classification.information_uri,
            is_comprehensive: false,
            taxa: classes.iter().map(|&id| Taxon { id, help_uri: (classification.page)(id) }).collect(),
        };
        self.used.iter().map(component).collect()
    }

    pub(super) fn references(&self) -> Vec<ComponentReference> {
        let named = self.used.iter().enumerate();
        named.map(|(index, (classification, _))| ComponentReference { name: classification.name, index }).collect()
    }

    /// The classes that hold a check.
    pub(super) fn relationships(&self, check: &'static Check) -> Vec<Relationship> {
        let mut relationships = Vec::new();
        for (component, (classification, classes)) in self.used.iter().enumerate() {
            for id in (classification.classes)(check) {
                let Ok(index) = classes.binary_search(&id) else { continue };
                let tool_component = ComponentReference { name: classification.name, index: component };
                let target = TaxonReference { id, index, tool_component };
                relationships.push(Relationship { target, kinds: ["superset"] });
            }
        }
        relationships
    }
}
