//! Plans as `terraform show -json` prints them.
//!
//! | file | does |
//! |---|---|
//! | `document` | the parts of a plan, found by address |
//! | `values` | planned values to resources |
//! | `configuration` | what a plan says about providers and module calls |
//! | `references` | what the expressions of a plan refer to |
//! | `elsewhere` | which texts nobody wrote |
//! | `join`, `fill` | plans of modules that are scanned as well |
//!
//! A plan knows the values of variables, and the source has the places. Where both are there, the resources of the source
//! are judged, with what the plan knows; a plan without its source is judged on its own.

mod configuration;
mod document;
mod elsewhere;
mod fill;
mod join;
#[cfg(test)]
mod later_tests;
mod references;
#[cfg(test)]
mod tests;
mod values;

use std::sync::Arc;

use super::load::loader::is_named_as_source;
use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::api::{Context, Output, isolate};
use crate::model::Document;
use crate::source::SourceFile;
use crate::syntax::yaml::{self, Dialect, Node, NodeKind};
use document::Plan;

/// Well-known files of other programs, which need not be opened.
const OTHERS: [&str; 5] =
    ["composer.json", "npm-shrinkwrap.json", "package-lock.json", "package.json", "tsconfig.json"];

/// Whether a file of this path can be a plan.
pub(super) fn may_be_plan(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let Some(stem) = name.strip_suffix(".json") else { return false };
    stem.strip_suffix(".lock").is_none()
        && !is_named_as_source(name)
        && !OTHERS.contains(&name)
        && !path.split('/').any(|part| part == ".terraform")
}

/// Whether a text is a plan, by the names at its top.
pub(super) fn is_plan(text: &str) -> bool {
    text.trim_start().starts_with('{')
        && text.contains("\"format_version\"")
        && text.contains("\"planned_values\"")
        && (text.contains("\"resource_changes\"") || text.contains("\"configuration\""))
}

/// Reads plans. What they know of the resources of a root module goes there; the rest is in the output.
pub(super) fn load(files: &[&SourceFile], context: &Context<'_>, roots: &mut [Output]) -> Output {
    let mut output = Output::default();
    for file in files {
        output.merge(isolate(file.path(), || read(file, context, roots)));
    }
    output
}

fn read(file: &SourceFile, context: &Context<'_>, roots: &mut [Output]) -> Output {
    let mut output = Output::default();
    let root = parse(file, &mut output);
    let complete = root.is_some() && output.diagnostics.is_empty();
    output.documents.push(Document {
        file: file.id(),
        comments: Vec::new(),
        directives: Vec::new(),
        blocks: Vec::new(),
        complete,
    });
    let Some(root) = root else { return output };
    let plan = Plan::new(file.id(), &root);
    let joined = join::join(&plan, roots, context.sources);
    if let Some(diagnostic) = joined.note {
        output.diagnostics.push(diagnostic);
    }
    let own = (0..plan.planned.len()).filter(|index| !joined.consumed.contains(index));
    output.resources.extend(own.map(|index| values::resource(&plan, index, values::Extent::Written)));
    if !joined.found {
        output.resources.extend(configuration::resources(&plan));
    }
    output
}

/// The root of a plan of a version that is understood.
fn parse(file: &SourceFile, output: &mut Output) -> Option<Arc<Node>> {
    let stream = yaml::parse(file.text(), Dialect::Json);
    let errors = stream.errors.iter();
    output.diagnostics.extend(errors.map(|error| error.diagnostic(Level::Error, "json-syntax", file)));
    let root = Arc::clone(&stream.documents.first()?.root);
    let version = root.get("format_version")?;
    if !matches!(version.as_str().and_then(|text| text.split_once('.')), Some(("0" | "1", _))) {
        let message = "the plan has a format version that is not known, and was not assessed";
        output.diagnostics.push(Diagnostic::at(Level::Error, "plan-version", file.span(version.range), message));
        return None;
    }
    if let Some(errored) = root.get("errored").filter(|errored| matches!(errored.kind, NodeKind::Bool(true))) {
        let message = "the plan ended with errors: resources may be missing from it";
        output.diagnostics.push(Diagnostic::at(Level::Warning, "plan-errored", file.span(errored.range), message));
    }
    Some(root)
}
