//! How far a front end reaches beyond its folder: what a new one would have to touch.

use std::collections::{BTreeMap, BTreeSet};

use crate::layering::library::library;

/// The names of front ends, and of the one that builds manifests for another.
const NAMES: [&str; 5] = ["terraform", "kubernetes", "kustomize", "compose", "dockerfile"];

/// The files outside of the folder of a front end, below `src`, whose code has its name in an identifier, and why. Tests
/// are not counted. A new front end needs a line in the first two; the list is to get shorter.
const MENTIONS: &[(&str, &[&str], &str)] = &[
    ("frontend/mod.rs", &["terraform", "kubernetes", "kustomize", "compose", "dockerfile"], "The table of front ends."),
    ("vocabulary/platform.rs", &["terraform", "kubernetes", "compose", "dockerfile"], "The names of the languages."),
    (
        "vocabulary/scope.rs",
        &["terraform", "kubernetes", "dockerfile"],
        "Frameworks are about providers and languages.",
    ),
    ("vocabulary/shape.rs", &["kubernetes", "dockerfile"], "Two shapes are named after what they show."),
    ("shape/mod.rs", &["terraform", "kubernetes", "compose", "dockerfile"], "Shapes say whose resources have them."),
    ("shape/compose/service.rs", &["compose"], "Makes a workload of a service."),
    ("shape/dockerfile.rs", &["dockerfile"], "Is the body of a Dockerfile."),
    ("shape/images.rs", &["compose", "dockerfile"], "Images stand in stages, services and containers."),
    ("shape/kubernetes_object.rs", &["kubernetes"], "Is the body of a manifest, and of what looks like one."),
    (
        "shape/secrets/mod.rs",
        &["terraform", "compose", "dockerfile"],
        "Instructions, variables and texts of configs hold secrets in their own way.",
    ),
    ("shape/workload/mod.rs", &["terraform"], "Terraform has types for objects of Kubernetes."),
    ("shape/workload/object.rs", &["terraform", "kubernetes"], "Terraform declares objects of Kubernetes as well."),
    ("link/mod.rs", &["terraform", "kubernetes"], "References and selectors are linked apart."),
    ("link/roles.rs", &["terraform", "kubernetes"], "Each has roles of its own."),
    ("check/import/kind.rs", &["terraform", "kubernetes", "dockerfile"], "Policies name kinds, and no language."),
    (
        "check/import/mod.rs",
        &["kubernetes"],
        "Policies are read in the dialect of manifests, which is that of Checkov.",
    ),
    ("check/scaffold/kind.rs", &["kubernetes", "terraform", "dockerfile"], "Writes examples in each language."),
    ("check/scaffold/shape.rs", &["kubernetes", "dockerfile"], "Writes examples for each shape."),
    ("shape/fields.rs", &["kubernetes", "dockerfile"], "Shapes are named after what they show."),
    (
        "engine/configuration.rs",
        &["terraform", "compose"],
        "Variables get values, and files are combined, from outside.",
    ),
    ("engine/request.rs", &["compose"], "Files are combined from outside."),
    ("frontend/api.rs", &["compose"], "Files are combined from outside."),
    ("exception/listed/foreign.rs", &["kubernetes"], "kube-linter knows no other files."),
    ("exception/annotation.rs", &["terraform", "kubernetes"], "Only objects of Kubernetes have annotations."),
    ("syntax/mod.rs", &["dockerfile"], "The grammar has the name of the language."),
    (
        "syntax/yaml/scalar.rs",
        &["terraform", "kubernetes", "kustomize"],
        "Each reads scalars and merge keys as its own library does.",
    ),
    ("syntax/yaml/write.rs", &["kubernetes"], "What is written has to mean the same to all who read it."),
    ("fix/mod.rs", &["terraform", "compose", "dockerfile"], "Each language is edited in its own way."),
    (
        "fix/language.rs",
        &["terraform", "kubernetes", "compose", "dockerfile"],
        "Each language is edited in its own way.",
    ),
    ("fix/act.rs", &["terraform", "compose", "dockerfile"], "Views are written in the words of the language."),
    ("fix/content.rs", &["terraform"], "Only Terraform has references."),
    ("fix/manifest.rs", &["terraform"], "Texts of Terraform's JSON are templates."),
    ("fix/op.rs", &["dockerfile"], "Only Dockerfiles have instructions."),
    ("fix/instructions.rs", &["dockerfile"], "Edits Dockerfiles."),
    ("fix/dockerfile/add.rs", &["dockerfile"], "Edits Dockerfiles."),
    ("fix/dockerfile/mod.rs", &["dockerfile"], "Edits Dockerfiles."),
    ("fix/dockerfile/remove.rs", &["dockerfile"], "Edits Dockerfiles."),
    ("fix/dockerfile/replace.rs", &["dockerfile"], "Edits Dockerfiles."),
    ("fix/dockerfile/script.rs", &["dockerfile"], "Edits Dockerfiles."),
    ("fix/dockerfile/source.rs", &["dockerfile"], "Edits Dockerfiles."),
    (
        "lint/specimen.rs",
        &["kubernetes", "dockerfile"],
        "Instructions are no attributes, and a shape is asked as it is written.",
    ),
    ("frontend/build.rs", &["dockerfile"], "A build names a Dockerfile."),
    ("frontend/dockerfile/bake/evaluate.rs", &["terraform"], "Bake files have the operators of HCL."),
    ("frontend/dockerfile/bake/functions.rs", &["terraform"], "Bake files have many functions of HCL."),
    ("frontend/compose/file.rs", &["dockerfile"], "A Compose file may hold a Dockerfile."),
    ("frontend/compose/inline.rs", &["dockerfile"], "A Compose file may hold a Dockerfile."),
    ("frontend/compose/loader.rs", &["dockerfile"], "A Compose file may hold a Dockerfile."),
    ("frontend/kubernetes/claim.rs", &["kustomize"], "A kustomization is no manifest."),
    ("frontend/kubernetes/mod.rs", &["kustomize"], "Kustomizations are built and read as manifests."),
    ("frontend/kustomize/mod.rs", &["kubernetes"], "What is built is read as manifests."),
    ("frontend/kustomize/reader.rs", &["kubernetes"], "What is built is read as manifests."),
    ("frontend/kustomize/replacements.rs", &["kubernetes"], "Values are read in the dialect of manifests."),
    ("config/hadolint.rs", &["dockerfile"], "hadolint knows no other files."),
    ("config/file.rs", &["terraform", "compose"], "Variables get values, and files are combined, from outside."),
    ("config/layer.rs", &["terraform", "compose"], "Variables get values, and files are combined, from outside."),
    ("config/settings.rs", &["terraform", "compose"], "Variables get values, and files are combined, from outside."),
    ("cli/shared.rs", &["terraform"], "Its variables get values from outside."),
    ("cli/commands/setup.rs", &["terraform"], "Its variables get values from outside."),
];

#[test]
fn front_ends_stay_in_their_folders() {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for file in library().values() {
        let mentioned = NAMES.into_iter().filter(|name| {
            let has_name = |identifier: &String| identifier.to_lowercase().contains(name);
            !file.path.starts_with(&format!("frontend/{name}/")) && file.identifiers.iter().any(has_name)
        });
        let mentioned: BTreeSet<&str> = mentioned.collect();
        if !mentioned.is_empty() {
            found.insert(&file.path, mentioned);
        }
    }
    let meant: BTreeMap<&str, BTreeSet<&str>> =
        MENTIONS.iter().map(|(path, names, _)| (*path, names.iter().copied().collect())).collect();
    let new: Vec<_> = found.iter().filter(|(path, names)| meant.get(*path) != Some(names)).collect();
    let gone: Vec<_> = meant.iter().filter(|(path, _)| !found.contains_key(*path)).collect();
    assert!(new.is_empty() && gone.is_empty(), "not as MENTIONS says: {new:#?}\nno longer there: {gone:#?}");
}
