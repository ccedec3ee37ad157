//! The Kubernetes front end: manifests in YAML and JSON.
//!
//! A file belongs to it when one of its documents has both `apiVersion` and `kind`. Templates of Helm charts are claimed
//! too, so that they are counted, but not read; and kustomizations, which are built. What is part of a kustomization is
//! judged as built, and not a second time on its own.

mod charts;
mod claim;
mod manifest;
mod skaffold;
#[cfg(test)]
mod tests;
mod unread;

use rayon::prelude::*;

pub(super) use manifest::{read_yaml, resource};

use super::api::{Context, Frontend, Output, isolate};
use super::kustomize;
use super::ties::{Pool, Ties};
use crate::model::{Platform, Unread};
use crate::source::SourceFile;
use charts::Charts;

/// The Kubernetes front end.
pub struct Kubernetes;

impl Frontend for Kubernetes {
    fn platform(&self) -> Platform {
        Platform::Kubernetes
    }

    fn may_claim(&self, path: &str) -> bool {
        claim::by_name(path) || kustomize::may_be_kustomization(path)
    }

    fn claims(&self, file: &SourceFile) -> bool {
        kustomize::is_kustomization(file)
            || claim::by_content(file.text())
            || (charts::may_be_template(file.path()) && claim::is_template(file.text()))
    }

    fn unread(&self, file: &SourceFile) -> Option<&'static str> {
        unread::reason(file)
    }

    fn name_for(&self, word: &str) -> Option<&'static str> {
        matches!(word, "apiVersion:" | "kind:" | "---" | "{").then_some("stdin.yaml")
    }

    fn pools(&self) -> &'static [Pool] {
        &[Pool::Objects]
    }

    fn ties(&self, path: &str, text: &str) -> Ties {
        let is_part = claim::may_be_one(text) || kustomize::may_be_kustomization(path) || charts::may_be_template(path);
        match is_part {
            true => Ties::mutual(&[Pool::Objects]),
            // A patch is none, but may be part of some.
            false => Ties { needs: vec![Pool::Objects], ..Ties::default() },
        }
    }

    fn load(&self, files: &[&SourceFile], context: &Context<'_>) -> Vec<Output> {
        let (project, mut all) = kustomize::build(files, context);
        let alone = |file: &&SourceFile| !project.reaches(file.path());
        let files: Vec<&SourceFile> = files.iter().copied().filter(alone).collect();
        let charts = Charts::find(&files, context.files);
        let read = |file: &&SourceFile| match charts.of(file.path()) {
            Some(_) => charts::unread(file),
            // Claimed for its path alone, which is not that of a chart after all.
            None if charts::may_be_template(file.path()) && !claim::by_content(file.text()) => {
                let unread = Unread { path: file.path().to_owned(), reason: Unread::TEMPLATE };
                Output { unread: vec![unread], ..Output::default() }
            }
            None => isolate(file.path(), || manifest::read(file)),
        };
        let outputs: Vec<Output> = files.par_iter().map(read).collect();
        all.diagnostics.extend(charts.notes());
        all.merge(outputs.into_iter().collect());
        skaffold::apply(&mut all.resources, context);
        vec![all]
    }
}
