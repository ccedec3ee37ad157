//! The Terraform and `OpenTofu` front end.
//!
//! | file | does |
//! |---|---|
//! | `loader`, `module`, `manifest`, `paths` | files to modules; which modules are roots; what was downloaded |
//! | `json/` | the JSON syntax as the tree of the native one |
//! | `inputs`, `variables`, `types` | values of variables, and their types |
//! | `interpreter`, `instance`, `scope` | the evaluation of one root module: module instances, what is remembered, limits |
//! | `eval/`, `functions/`, `convert`, `unify`, `identity`, `sets`, `text`, `unknowns` | expressions to values |
//! | `names`, `references`, `splat`, `expand` | what names mean; `count` and `for_each` |
//! | `lower`, `blocks` | blocks to resources |
//! | `policy_document`, `policy_merge`, `cloud_init` | data sources that only compute |
//! | `provider_versions`, `provider_defaults` | defaults that depend on the version of a provider |
//! | `plan/` | plans as JSON, and what they know of the resources of the source |
//!
//! Values are computed when they are first asked for, and once. Whatever is not known is a value too.

mod blocks;
mod cloud_init;
mod convert;
mod eval;
mod expand;
mod functions;
mod identity;
mod inputs;
mod instance;
mod interpreter;
mod json;
mod loader;
mod lower;
mod manifest;
mod mentions;
mod module;
mod names;
mod paths;
mod plain;
mod plan;
mod policy_document;
mod policy_merge;
mod provider_defaults;
mod provider_versions;
mod references;
mod scope;
mod sets;
mod splat;
mod text;
mod types;
mod unify;
mod unknowns;
mod variables;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::api::{Context, Frontend, Output, isolate};
use crate::model::{Platform, links};
use crate::source::SourceFile;
use inputs::Inputs;
use interpreter::Interpreter;
use loader::Project;

/// The Terraform and `OpenTofu` front end.
pub struct Terraform;

impl Frontend for Terraform {
    fn platform(&self) -> Platform {
        Platform::Terraform
    }

    fn may_claim(&self, path: &str) -> bool {
        loader::is_configuration(path) || plan::may_be_plan(path)
    }

    fn claims(&self, file: &SourceFile) -> bool {
        loader::is_named_as_source(file.name()) || plan::is_plan(file.text())
    }

    fn load(&self, files: &[&SourceFile], context: &Context<'_>) -> Output {
        let json_texts = json::Texts::default();
        let (files, plans): (Vec<&SourceFile>, Vec<_>) =
            files.iter().partition(|file| loader::is_named_as_source(file.name()));
        let (parsed, manifests, mut output) = loader::read(&files, context, &json_texts);
        let texts = inputs::read(context, &json_texts, &mut output.diagnostics);
        let project = Project::new(&parsed, manifests, Inputs::new(&texts));
        let roots = project.roots();
        output.diagnostics.extend(project.diagnostics());
        output.diagnostics.extend(project.inputs().undeclared(&roots));
        let mut results: Vec<Output> = roots
            .par_iter()
            .map(|root| {
                let path = context.sources.get(root.first_span().file).path();
                isolate(path, || {
                    let interpreter = Interpreter::new(&project, context, root);
                    let resources = interpreter.lower();
                    Output { resources, diagnostics: interpreter.into_diagnostics(), ..Output::default() }
                })
            })
            .collect();
        let mut planned = plan::load(&plans, context, &mut results);
        links::link_module(&mut planned.resources);
        results.par_iter_mut().for_each(|result| links::link_module(&mut result.resources));
        // A module that several roots call says the same several times.
        let mut said = BTreeSet::new();
        for mut result in results {
            result.diagnostics.retain(|new| said.insert((new.code, new.place.clone(), new.message.clone())));
            output.merge(result);
        }
        output.merge(planned);
        output
    }
}
