//! Which objects are deployed together, as far as their places say so.
//!
//! No manifest names its cluster. Objects of one kustomization, of one file and of one folder are deployed together, and so
//! are those of a folder and of the folders below it. Objects of different folders are where the folder that holds both holds
//! manifests itself, or where a namespace that is not `default` says that they are neighbors; tests and examples are not
//! deployed with what lies outside of them, and neither are stages and clusters with each other: their namespaces have the
//! same names. Whether others are is not known.

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::Resource;
use crate::source::SourceMap;

/// Folders of these names hold a sort of objects, and not an application: `web/services` and `web/deployments` are one.
const SORTS: [&str; 24] = [
    "authorization",
    "autoscaling",
    "configmap",
    "cronjob",
    "daemonset",
    "deploy",
    "deployment",
    "hpa",
    "ingress",
    "ingresse",
    "job",
    "namespace",
    "networking",
    "networkpolicie",
    "networkpolicy",
    "pdb",
    "pod",
    "policie",
    "rbac",
    "role",
    "secret",
    "service",
    "serviceaccount",
    "statefulset",
];

/// Folders of these names hold what is tried out, and not what is deployed with the rest.
const TRIALS: [&str; 10] =
    ["e2e", "example", "fixture", "integration", "mock", "playground", "sample", "test", "testdata", "testing"];

/// Folders of these names are one for each stage on the way to production.
const STAGES: [&str; 12] = [
    "dev",
    "development",
    "live",
    "preprod",
    "preproduction",
    "prod",
    "production",
    "qa",
    "sandbox",
    "stage",
    "staging",
    "uat",
];

/// Folders of these names hold others that are deployed in place of each other.
const VARIANTS: [&str; 6] = ["cluster", "env", "environment", "overlay", "region", "tenant"];

/// Where an object is deployed from.
#[derive(Clone)]
pub(super) struct Site<'s> {
    /// The kustomization that builds it.
    build: Option<Arc<str>>,
    /// The folder: of that kustomization, of the outermost call to its module, else of its own file.
    folder: &'s str,
}

impl<'s> Site<'s> {
    pub(super) fn of(resource: &Resource, sources: &'s SourceMap) -> Self {
        let file = resource.calls.first().map_or(resource.declaration.file, |call| call.span.file);
        Self { build: resource.build.clone(), folder: sources.get(file).folder() }
    }

    /// Whether one kustomization builds both.
    pub(super) fn is_build_of(&self, other: &Self) -> bool {
        self.build.is_some() && self.build == other.build
    }

    fn folder(&self) -> &str {
        self.build.as_deref().unwrap_or(self.folder)
    }
}

/// The folders that hold manifests themselves.
pub(super) struct Folders(HashSet<String>);

impl Folders {
    pub(super) fn of<'s>(sites: impl Iterator<Item = &'s Site<'s>>) -> Self {
        Self(sites.map(|site| site.folder().to_owned()).collect())
    }

    /// Whether two objects are certainly deployed together that meet in the namespace `within`, where that is known.
    pub(super) fn hold_together(&self, one: &Site<'_>, other: &Site<'_>, within: Option<&str>) -> bool {
        one.is_build_of(other) || self.are_near(one.folder(), other.folder(), within)
    }

    fn are_near(&self, one: &str, other: &str, within: Option<&str>) -> bool {
        if one == other {
            return true;
        }
        let (one, other): (Vec<_>, Vec<_>) = (parts(one).collect(), parts(other).collect());
        let common = one.iter().zip(&other).take_while(|(left, right)| left == right).count();
        let (own, foreign) = (&one[common..], &other[common..]);
        if own.iter().chain(foreign).any(|folder| is_trial(folder)) {
            return false;
        }
        let is_nested = own.is_empty() || foreign.is_empty();
        let is_divided = || one[..common].last().is_some_and(|parent| names_one_of(&VARIANTS, parent));
        let are_stages = || matches!((stage(own), stage(foreign)), (Some(here), Some(there)) if here != there);
        if !is_nested && (is_divided() || are_stages()) {
            return false;
        }
        let is_named = within.is_some_and(|namespace| namespace != "default");
        let are_sorts = || own.iter().chain(foreign).all(|folder| names_one_of(&SORTS, folder));
        is_named || is_nested || are_sorts() || self.0.contains(&one[..common].join("/"))
    }
}

fn parts(folder: &str) -> impl Iterator<Item = &str> {
    folder.split('/').filter(|part| !part.is_empty() && *part != ".")
}

/// Whether a folder holds what is tried out, by its name or a part of it: `e2e-tests`.
fn is_trial(folder: &str) -> bool {
    names_one_of(&TRIALS, folder) || folder.split(['-', '_']).any(|part| names_one_of(&TRIALS, part))
}

/// The stage for which these folders are.
fn stage(folders: &[&str]) -> Option<String> {
    folders.iter().find(|folder| names_one_of(&STAGES, folder)).map(|folder| folder.to_lowercase())
}

/// Whether a folder has one of these names, in the singular or in the plural.
fn names_one_of(names: &[&str], folder: &str) -> bool {
    let plain: String = folder.chars().filter(|char| !matches!(char, '-' | '_')).collect::<String>().to_lowercase();
    let singular = plain.strip_suffix('s').unwrap_or(&plain);
    names.iter().any(|name| *name == plain || *name == singular)
}
