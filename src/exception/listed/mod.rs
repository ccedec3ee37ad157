//! Exceptions that stand in files beside the scanned ones: in Ravelin's configuration, and in the files in which other
//! tools keep theirs.

mod entry;
mod foreign;

pub use entry::Listed;

use std::collections::HashSet;

use ignore::gitignore::Gitignore;

use foreign::{BASELINES, FILES};

use crate::check::Registry;
use crate::config::{self, Configuration, Layer, Scope};
use crate::finding::Finding;
use crate::source::{Files, SourceFile, SourceMap};
use crate::value::{Spanned, fits};

/// The exceptions of a file in which another tool keeps them; `None` when its name is that of no such file.
pub fn importable(source: &SourceFile) -> Option<Vec<Listed>> {
    let (_, read) = FILES.iter().chain(BASELINES).find(|(name, _)| *name == source.name())?;
    Some(read(source))
}

/// An exception with what it takes to know whether it covers a finding.
pub(super) struct Matcher {
    pub(super) listed: Listed,
    /// Ids of the checks that it names.
    pub(super) ids: HashSet<&'static str>,
    scope: Scope,
    paths: Gitignore,
}

/// Every exception of the configuration and of other tools' files at the scan root.
pub(super) fn read(
    configuration: &Configuration,
    files: &dyn Files,
    sources: &SourceMap,
    registry: &Registry,
) -> Vec<Matcher> {
    let mut matchers = Vec::new();
    for layer in configuration.layers() {
        let entries = layer.exceptions.iter().map(|entry| configured(entry, layer));
        matchers.extend(entries.map(|listed| Matcher::new(listed, layer.scope.clone(), registry)));
    }
    for (name, read) in FILES {
        let Ok(text) = files.read(name) else { continue };
        let source = sources.add(*name, text);
        matchers.extend(read(source).into_iter().map(|listed| Matcher::new(listed, Scope::default(), registry)));
    }
    matchers
}

fn configured(entry: &Spanned<config::Exception>, layer: &Layer) -> Listed {
    let config::Exception { checks, paths, resources, reason, owner, until } = entry.value.clone();
    Listed {
        syntax: super::native::SYNTAX,
        place: entry.range.in_file(layer.file),
        is_configured: true,
        checks: checks.into_iter().map(|name| (name.value, name.range)).collect(),
        paths: paths.into_iter().map(|path| path.value).collect(),
        platform: None,
        resources: resources.into_iter().map(|pattern| pattern.value).collect(),
        reason,
        owner,
        until: until.map(|date| (date.value, date.range)),
    }
}

impl Matcher {
    fn new(listed: Listed, scope: Scope, registry: &Registry) -> Self {
        let ids = listed.checks.iter().flat_map(|(name, _)| registry.find(name)).map(|check| check.id).collect();
        let paths = config::patterns(listed.paths.iter().map(String::as_str));
        Self { listed, ids, scope, paths }
    }

    /// Whether it covers a finding in the file at `path`.
    pub(super) fn covers(&self, finding: &Finding, path: &str) -> bool {
        self.ids.contains(finding.check.id)
            && self.listed.platform.is_none_or(|platform| platform == finding.platform)
            && self.scope.local(path).is_some_and(|local| self.has_path(&local))
            && self.has_resources(finding)
    }

    fn has_path(&self, local: &str) -> bool {
        self.listed.paths.is_empty() || self.paths.matched_path_or_any_parents(local, false).is_ignore()
    }

    /// Every resource that shares the cause must be covered, or the finding stays.
    fn has_resources(&self, finding: &Finding) -> bool {
        let is_meant = |address: &String| self.listed.resources.iter().any(|pattern| fits(pattern, address));
        self.listed.resources.is_empty() || finding.addresses.iter().all(is_meant)
    }
}
