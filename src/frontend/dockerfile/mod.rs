//! The Dockerfile front end: one resource for each file, whose body is the `dockerfile` shape of `docs/checks.md`.

mod body;
mod cleaning;
mod commands;
mod expand;
mod history;
mod inline;
mod instruction;
mod modifier;
mod origin;
mod packages;
mod program;
mod scope;
mod stage;
mod view;

#[cfg(test)]
mod tests;

use rayon::prelude::*;

pub(super) use inline::Inline;

use super::api::{Context, Frontend, Output, isolate};
use crate::diagnostic::Level;
use crate::model::{Document, Platform, Resource};
use crate::source::SourceFile;
use crate::syntax::dockerfile::{Keyword, Parsed, parse};

/// Endings of files that are named after a Dockerfile but are none.
const OTHER_ENDINGS: [&str; 14] = [
    "md",
    "j2",
    "jinja",
    "jinja2",
    "erb",
    "tpl",
    "tmpl",
    "template",
    "mustache",
    "in",
    "dockerignore",
    "orig",
    "rej",
    "bak",
];

/// The Dockerfile front end.
pub struct Dockerfile;

impl Frontend for Dockerfile {
    fn platform(&self) -> Platform {
        Platform::Dockerfile
    }

    fn may_claim(&self, path: &str) -> bool {
        let name = file_name(path);
        let (first, last) = (name.split('.').next().unwrap_or_default(), name.rsplit('.').next().unwrap_or_default());
        (is_own_name(first) || is_own_name(last)) && !OTHER_ENDINGS.contains(&last)
    }

    fn claims(&self, file: &SourceFile) -> bool {
        // A name that says nothing else is enough for a broken file to get its diagnostic.
        let exact = is_own_name(&file_name(file.path()));
        let mut keywords = file.text().lines().filter_map(|line| Keyword::parse(line.split_whitespace().next()?));
        keywords.any(|keyword| exact || keyword == Keyword::From)
    }

    fn name_for(&self, word: &str) -> Option<&'static str> {
        word.eq_ignore_ascii_case("from").then_some("Dockerfile")
    }

    fn load(&self, files: &[&SourceFile], _context: &Context<'_>) -> Vec<Output> {
        files.par_iter().map(|file| isolate(file.path(), || read(file))).collect()
    }
}

fn file_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_lowercase()
}

fn is_own_name(name: &str) -> bool {
    matches!(name, "dockerfile" | "containerfile")
}

fn read(file: &SourceFile) -> Output {
    let parsed = parse(file.text());
    let errors = parsed.errors.iter();
    let diagnostics = errors.map(|error| error.diagnostic(Level::Error, "dockerfile-syntax", file)).collect();
    let resource = body::build(file, &parsed).map(|body| {
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
