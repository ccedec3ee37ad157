//! The kustomization file: its fields, and what its entries lead to.

use std::sync::Arc;

use super::paths;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{SourceFile, Span};
use crate::value::{Kind, Value};

/// The names of kustomization files.
pub(super) const FILE_NAMES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// Fields that are not evaluated, with what that means for the objects. Where there may be others, or where these may come
/// out other than they are judged, the scan is incomplete; validators change nothing.
const NOT_EVALUATED: [(&str, Level, &str); 5] = [
    ("helmCharts", Level::Error, "what these Helm charts give was not assessed"),
    ("helmChartInflationGenerator", Level::Error, "what these Helm charts give was not assessed"),
    ("helmGlobals", Level::Note, "Helm charts are not rendered"),
    ("validators", Level::Note, "validators are not run"),
    ("openapi", Level::Error, "the merge keys of an own schema are not known"),
];

/// One kustomization file.
#[derive(Debug)]
pub(super) struct Kustomization<'s> {
    pub(super) file: &'s SourceFile,
    /// Its folder, relative to the scan root.
    pub(super) folder: String,
    /// Everything in it. Always a map.
    pub(super) body: Value,
    /// What it builds on: `resources`, then `bases`.
    pub(super) resources: Vec<Entry>,
    /// The components that it uses.
    pub(super) components: Vec<Entry>,
    /// Configurations of what makes objects.
    pub(super) generators: Vec<Entry>,
    /// Configurations of what changes objects.
    pub(super) transformers: Vec<Entry>,
    /// Configurations of what only looks at objects.
    pub(super) validators: Vec<Entry>,
    /// Which fields of which kinds transformations are about, beside those that Kustomize knows.
    pub(super) configurations: Vec<Value>,
}

/// One entry of a list of resources or components.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) text: Arc<str>,
    pub(super) span: Span,
    pub(super) target: Target,
}

/// What an entry leads to.
#[derive(Clone, Debug)]
pub(super) enum Target {
    /// A file of manifests.
    File(String),
    /// A folder with a kustomization.
    Folder(String),
    /// What is written in the entry itself.
    Inline(Vec<Value>),
    /// Something that is not on this machine.
    Remote,
    /// Nothing, with the reason.
    Missing(String),
}

impl Kustomization<'_> {
    /// Whether it is part of others.
    pub(super) fn is_component(&self) -> bool {
        self.body.member("kind").and_then(Value::as_str) == Some("Component")
    }

    /// How messages call it.
    pub(super) fn title(&self) -> &str {
        if self.folder.is_empty() { "." } else { &self.folder }
    }

    /// Everything that it leads to.
    pub(super) fn entries(&self) -> impl Iterator<Item = &Entry> {
        let plugins = self.generators.iter().chain(&self.transformers).chain(&self.validators);
        self.resources.iter().chain(&self.components).chain(plugins)
    }

    /// What this file says that is not evaluated.
    pub(super) fn notes(&self) -> Vec<Diagnostic> {
        let mut notes = Vec::new();
        for (name, level, why) in NOT_EVALUATED {
            let entry = self.body.as_map().and_then(|body| body.entry(name));
            if let Some(entry) = entry.filter(|entry| !is_empty(&entry.value)) {
                let message = format!("`{name}` is not evaluated: {why}");
                notes.push(Diagnostic::at(level, "kustomize-not-evaluated", entry.key_span, message));
            }
        }
        notes
    }
}

/// Whether a field says nothing.
fn is_empty(value: &Value) -> bool {
    match &value.kind {
        Kind::Null => true,
        Kind::List(list) => list.items.is_empty(),
        Kind::Map(map) => map.is_empty(),
        _ => false,
    }
}

/// The values of a list; none where there is no list.
pub(super) fn items<'v>(value: &'v Value, key: &str) -> std::slice::Iter<'v, Value> {
    value.member(key).and_then(Value::as_list).map_or(&[][..], |list| list.items.as_slice()).iter()
}

/// The texts of a list.
pub(super) fn strings<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    items(value, key).filter(|item| item.as_str().is_some())
}

/// A text that is not empty.
pub(super) fn text<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    value.member(key).filter(|value| value.as_str().is_some_and(|text| !text.is_empty()))
}

/// Whether a path is that of a kustomization file.
pub(in crate::frontend) fn may_be_kustomization(path: &str) -> bool {
    FILE_NAMES.contains(&paths::name_of(path))
}

/// Whether a file is a kustomization. Manifests of the tools that run Kustomize in a cluster often have its name.
pub(in crate::frontend) fn is_kustomization(file: &SourceFile) -> bool {
    let is_other = |line: &str| {
        let version = line.strip_prefix("apiVersion:").map(|version| version.trim().trim_matches(['"', '\'']));
        version.is_some_and(|version| !version.is_empty() && !version.starts_with("kustomize.config.k8s.io/"))
    };
    may_be_kustomization(file.path()) && !file.text().lines().any(is_other)
}

/// The values that hold patches: of `patches` and `patchesJson6902` maps with `path` or `patch`, of
/// `patchesStrategicMerge` (and `patches` of old) the text itself.
pub(super) fn patch_sources(body: &Value) -> impl Iterator<Item = PatchSource<'_>> {
    let fields = ["patchesStrategicMerge", "patches", "patchesJson6902"];
    fields.into_iter().flat_map(move |field| items(body, field)).filter_map(PatchSource::read)
}

/// Where a patch is written.
#[derive(Clone, Copy, Debug)]
pub(super) enum PatchSource<'v> {
    /// In a file, relative to the kustomization's folder.
    Path(&'v Value),
    /// In the kustomization itself.
    Inline(&'v Value),
}

impl<'v> PatchSource<'v> {
    /// Reads one entry of a list of patches.
    pub(super) fn read(entry: &'v Value) -> Option<Self> {
        match entry.as_str() {
            Some(text) if text.contains(['\n', '{']) => Some(Self::Inline(entry)),
            Some(_) => Some(Self::Path(entry)),
            None => text(entry, "path").map(Self::Path).or_else(|| text(entry, "patch").map(Self::Inline)),
        }
    }

    /// The text that it is written as: the path, or the patch.
    pub(super) fn value(self) -> &'v Value {
        match self {
            Self::Path(value) | Self::Inline(value) => value,
        }
    }
}
