//! Tests of the whole front end, by what it makes of files.

mod data;
mod expressions;
mod functions;
mod identities;
mod json_texts;
mod limits;
mod modules;
mod opentofu;
mod policies;
mod project;
mod rendered;
mod sources;
mod types;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Terraform;
use crate::frontend::api::{Context, Frontend, Output, Settings};
use crate::model::Resource;
use crate::source::{Files, SourceMap, Span, Unreadable};
use crate::value::Value;

/// Files in memory.
struct Memory(BTreeMap<String, String>);

impl Files for Memory {
    fn list(&self, folder: &str) -> Vec<String> {
        let inside = |path: &String| match path.rsplit_once('/') {
            Some((parent, name)) => (parent == folder).then(|| name.to_owned()),
            None => folder.is_empty().then(|| path.clone()),
        };
        self.0.keys().filter_map(inside).collect()
    }

    fn folders(&self, folder: &str) -> Vec<String> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let below = self.0.keys().filter_map(|path| path.strip_prefix(&prefix)?.split_once('/'));
        below.map(|(name, _)| name.to_owned()).collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn read(&self, path: &str) -> Result<Arc<str>, Unreadable> {
        self.0.get(path).map(|text| text.as_str().into()).ok_or(Unreadable::Absent)
    }
}

/// What came of some files.
pub(crate) struct Loaded {
    pub(super) sources: SourceMap,
    pub(crate) output: Output,
}

impl Loaded {
    /// Loads files; those whose path starts with `+` are on disk only.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        Self::with(files, &Settings::default())
    }

    fn with(files: &[(&str, &str)], settings: &Settings) -> Self {
        let sources = SourceMap::new();
        let memory = Memory(
            files.iter().map(|(path, text)| (path.trim_start_matches('+').to_owned(), (*text).to_owned())).collect(),
        );
        let given: Vec<_> = files
            .iter()
            .filter(|(path, _)| !path.starts_with('+'))
            .map(|(path, text)| sources.add(*path, *text))
            .collect();
        let context = Context { sources: &sources, files: &memory, settings };
        let output = Terraform.load(&given, &context).into_iter().collect();
        Self { sources, output }
    }

    pub(super) fn resource(&self, address: &str) -> &Resource {
        let found = self.output.resources.iter().find(|resource| &*resource.address == address);
        found.unwrap_or_else(|| panic!("no {address} in {:?}", self.addresses()))
    }

    pub(super) fn addresses(&self) -> Vec<&str> {
        self.output.resources.iter().map(|resource| &*resource.address).collect()
    }

    /// An argument of a resource.
    pub(super) fn value(&self, address: &str, name: &str) -> &Value {
        let body = &self.resource(address).body;
        body.member(name).unwrap_or_else(|| panic!("no {name} in {}", body.render()))
    }

    pub(super) fn text(&self, span: Span) -> &str {
        self.sources.slice(span)
    }

    /// The expression of a value and the texts on its way to the literal.
    pub(super) fn way(&self, value: &Value) -> Vec<(String, &str)> {
        let mut way = vec![(String::new(), self.text(value.span))];
        let steps = value.origin.iter().flat_map(|origin| origin.steps());
        way.extend(steps.map(|step| (step.label.to_string(), self.text(step.span))));
        way
    }

    pub(super) fn codes(&self) -> Vec<&str> {
        self.output.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
    }
}
