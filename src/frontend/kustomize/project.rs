//! All kustomizations of a scan with the files that they lead to, each read once.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::definition::{Kustomization, Target};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceFile, SourceMap, Span};
use crate::value::Value;

/// A file of YAML documents, or why it could not be read.
pub(super) type Manifests<'s> = Result<(&'s SourceFile, Vec<Value>), String>;

/// Everything that the builds read.
pub(in crate::frontend) struct Project<'s> {
    sources: &'s SourceMap,
    /// By folder.
    pub(super) kustomizations: BTreeMap<String, Kustomization<'s>>,
    pub(super) manifests: BTreeMap<String, Manifests<'s>>,
    pub(super) texts: BTreeMap<String, Result<&'s SourceFile, String>>,
    /// The kustomization files themselves.
    pub(super) aside: BTreeSet<String>,
}

impl<'s> Project<'s> {
    /// One without anything.
    pub(super) fn new(sources: &'s SourceMap) -> Self {
        Self {
            sources,
            kustomizations: BTreeMap::new(),
            manifests: BTreeMap::new(),
            texts: BTreeMap::new(),
            aside: BTreeSet::new(),
        }
    }

    /// The file that a place lies in.
    pub(super) fn file(&self, span: Span) -> &'s SourceFile {
        self.sources.get(span.file)
    }

    /// The kustomization of a folder.
    pub(super) fn kustomization(&self, folder: &str) -> Option<&Kustomization<'s>> {
        self.kustomizations.get(folder)
    }

    /// The documents of a file that some kustomization names.
    pub(super) fn manifests(&self, path: &str) -> Result<&(&'s SourceFile, Vec<Value>), &str> {
        self.manifests.get(path).map_or(Err("was not read"), |file| file.as_ref().map_err(String::as_str))
    }

    /// A file that some generator names.
    pub(super) fn text(&self, path: &str) -> Result<&'s SourceFile, &str> {
        self.texts.get(path).map_or(Err("was not read"), |file| file.as_ref().copied().map_err(String::as_str))
    }

    /// Whether a file is part of some kustomization, so that it is not judged on its own.
    pub(in crate::frontend) fn reaches(&self, path: &str) -> bool {
        self.manifests.contains_key(path) || self.aside.contains(path)
    }

    /// What is said about the kustomization files themselves.
    pub(super) fn notes(&self) -> impl Iterator<Item = Diagnostic> {
        self.kustomizations.values().flat_map(Kustomization::notes)
    }

    /// The kustomizations that are built: those that no other one uses, and of those that only use each other the first.
    pub(super) fn roots(&self) -> Vec<&Kustomization<'s>> {
        let used: HashSet<&str> = self.kustomizations.values().flat_map(folders_of).collect();
        let mut reached: HashSet<&str> = HashSet::new();
        let mut roots = Vec::new();
        let is_free = |kustomization: &&Kustomization<'s>| !used.contains(kustomization.folder.as_str());
        for kustomization in self.kustomizations.values().filter(is_free).chain(self.kustomizations.values()) {
            let folder = kustomization.folder.as_str();
            if reached.contains(folder) {
                continue;
            }
            roots.push(kustomization);
            let mut open = vec![folder];
            while let Some(folder) = open.pop() {
                if reached.insert(folder) {
                    open.extend(self.kustomizations.get(folder).into_iter().flat_map(folders_of));
                }
            }
        }
        roots
    }
}

/// The folders that a kustomization leads to.
pub(super) fn folders_of<'k>(kustomization: &'k Kustomization<'_>) -> impl Iterator<Item = &'k str> {
    kustomization.entries().filter_map(|entry| match &entry.target {
        Target::Folder(folder) => Some(folder.as_str()),
        _ => None,
    })
}
