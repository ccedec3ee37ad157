//! The Terraform and `OpenTofu` front end.
//!
//! | folder | does |
//! |---|---|
//! | `load/` | files, native and JSON, to modules; which modules are roots; values of variables from outside |
//! | `early` | sources of modules that are no literals |
//! | `evaluate/` | one root module: instances, names, expressions, functions, types |
//! | `data_sources/` | data sources that only compute |
//! | `lower/` | blocks to resources, with the defaults of the version of the provider |
//! | `pure` | operators and functions, for bake files |
//! | `plan/` | plans as JSON, and what they know of the resources of the source |

mod data_sources;
mod early;
mod evaluate;
mod load;
mod lower;
mod plan;
pub(super) mod pure;

#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::api::{Context, Frontend, Output, isolate};
use super::ties::{Pool, Ties};
use crate::model::Platform;
use crate::source::SourceFile;
use evaluate::interpreter::Interpreter;
use load::glance;
use load::inputs::{self, Inputs};
use load::json;
use load::loader::{self, Loaded};
use load::project::Project;

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

    fn is_part(&self, path: &str) -> bool {
        loader::is_configuration(path)
    }

    fn pools(&self) -> &'static [Pool] {
        &[Pool::Configurations, Pool::Plans, Pool::Objects]
    }

    fn ties(&self, path: &str, text: &str) -> Ties {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let has_folder = loader::is_named_as_source(name);
        let (calls, gives, needs) = if has_folder {
            (glance::called(text, folder), Pool::Configurations, Pool::Plans)
        } else if plan::is_plan(text) {
            (Vec::new(), Pool::Plans, Pool::Configurations)
        } else {
            return Ties::default();
        };
        // Objects of clusters are linked beyond the configurations that declare them.
        let objects = text.contains("\"kubernetes_").then_some(Pool::Objects);
        let with_objects = |pool| std::iter::once(pool).chain(objects).collect();
        Ties { has_folder, calls, gives: with_objects(gives), needs: with_objects(needs) }
    }

    fn load(&self, files: &[&SourceFile], context: &Context<'_>) -> Vec<Output> {
        let json_texts = json::Texts::default();
        let (files, plans): (Vec<&SourceFile>, Vec<_>) =
            files.iter().partition(|file| loader::is_named_as_source(file.name()));
        let mut loaded = Loaded::read(&files, context, &json_texts);
        let texts = inputs::read(context, &json_texts, &mut loaded.output.diagnostics);
        // The modules of a source that must be evaluated may lie where nobody looked yet.
        loop {
            let (manifests, links) = (loaded.manifests.clone(), loaded.links.clone());
            let mut project = Project::new(&loaded.files, manifests, links, Inputs::new(&texts));
            let called = early::settle(&mut project, context);
            if !loaded.follow(called, context, &json_texts) {
                break;
            }
        }
        let mut project = Project::new(&loaded.files, loaded.manifests, loaded.links, Inputs::new(&texts));
        early::settle(&mut project, context);
        let mut output = loaded.output;
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
        let planned = plan::load(&plans, context, &mut results);
        // A module that several roots call says the same several times.
        let mut said = BTreeSet::new();
        for result in &mut results {
            result.diagnostics.retain(|new| said.insert((new.code, new.place.clone(), new.message.clone())));
        }
        results.insert(0, output);
        results.push(planned);
        results
    }
}
