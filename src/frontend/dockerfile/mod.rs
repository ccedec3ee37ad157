//! The Dockerfile front end: one resource for each file, whose body is the `dockerfile` shape of `docs/checks.md`.

mod body;
mod claim;
mod cleaning;
mod commands;
mod expand;
mod history;
mod inline;
mod instruction;
mod modifier;
mod origin;
mod packages;
mod ports;
mod problems;
mod program;
mod scope;
mod stage;
mod takes;
mod view;

#[cfg(test)]
mod tests;

use rayon::prelude::*;

pub(super) use inline::Inline;

use super::api::{Context, Frontend, Output, isolate};
use crate::diagnostic::Level;
use crate::model::{Document, Platform, Resource, Unread};
use crate::source::SourceFile;
use crate::syntax::dockerfile::{Parsed, parse};

/// The Dockerfile front end.
pub struct Dockerfile;

impl Frontend for Dockerfile {
    fn platform(&self) -> Platform {
        Platform::Dockerfile
    }

    fn may_claim(&self, path: &str) -> bool {
        claim::may_be(path)
    }

    fn claims(&self, file: &SourceFile) -> bool {
        claim::is_one(file.path(), file.text())
    }

    fn unread(&self, file: &SourceFile) -> Option<&'static str> {
        (claim::may_be(file.path()) && claim::is_template(file.text())).then_some(Unread::TEMPLATE)
    }

    fn name_for(&self, word: &str) -> Option<&'static str> {
        word.eq_ignore_ascii_case("from").then_some("Dockerfile")
    }

    fn load(&self, files: &[&SourceFile], _context: &Context<'_>) -> Vec<Output> {
        files.par_iter().map(|file| isolate(file.path(), || read(file))).collect()
    }
}

fn read(file: &SourceFile) -> Output {
    let parsed = parse(file.text());
    let errors = parsed.errors.iter();
    let mut diagnostics: Vec<_> =
        errors.map(|error| error.diagnostic(Level::Error, "dockerfile-syntax", file)).collect();
    let resource = body::build(file, &parsed).map(|body| {
        diagnostics.extend(body.diagnostics);
        Resource::new(Platform::Dockerfile, "Dockerfile", file.name(), file.path(), body.value, body.header)
    });
    Output {
        resources: resource.into_iter().collect(),
        diagnostics,
        documents: vec![document(file, parsed)],
        unread: Vec::new(),
    }
}

fn document(file: &SourceFile, parsed: Parsed<'_>) -> Document {
    let instructions = parsed.instructions.iter().map(|instruction| instruction.range);
    let blocks = instructions.chain(parsed.stages()).collect();
    let directives = parsed.directives.iter().map(|directive| directive.range).collect();
    Document { file: file.id(), blocks, complete: parsed.errors.is_empty(), comments: parsed.comments, directives }
}
