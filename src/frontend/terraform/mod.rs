//! The Terraform and `OpenTofu` front end.
//!
//! | file | does |
//! |---|---|
//! | `loader`, `module`, `paths` | files to modules; which modules are roots |
//! | `json/` | the JSON syntax as the tree of the native one |
//! | `interpreter`, `instance`, `scope` | the evaluation of one root module: module instances, what is remembered, limits |
//! | `eval/`, `functions/`, `convert`, `text`, `unknowns` | expressions to values |
//! | `names`, `references`, `splat`, `variables`, `types`, `expand` | what names mean; `count` and `for_each` |
//! | `lower`, `blocks`, `policy_document` | blocks to resources |
//! | `plan/` | plans as JSON, and what they know of the resources of the source |
//!
//! Values are computed when they are first asked for, and once. Whatever is not known is a value too.

mod blocks;
mod convert;
mod eval;
mod expand;
mod functions;
mod instance;
mod interpreter;
mod json;
mod loader;
mod lower;
mod module;
mod names;
mod paths;
mod plan;
mod policy_document;
mod references;
mod scope;
mod splat;
mod text;
mod types;
mod unknowns;
mod variables;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::api::{Context, Frontend, Output, isolate};
use crate::model::{Platform, links};
use crate::source::SourceFile;
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
        let texts = json::Texts::default();
        let (files, plans): (Vec<&SourceFile>, Vec<_>) =
            files.iter().partition(|file| loader::is_named_as_source(file.name()));
        let (parsed, mut output) = loader::read(&files, context, &texts);
        let project = Project::new(&parsed);
        let roots = project.roots();
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
