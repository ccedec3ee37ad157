//! The Dockerfile front end: one resource for each file, whose body is the `dockerfile` shape of `docs/checks.md`.

mod bake;
mod body;
mod caches;
mod casing;
mod claim;
mod commands;
mod configured;
mod credentials;
mod document;
mod expand;
mod flow;
mod heredoc;
mod history;
mod ignored;
mod inline;
mod instruction;
mod interpreter;
mod modifier;
mod origin;
mod packages;
mod pipeline;
mod platforms;
mod ports;
mod problems;
mod program;
mod programs;
mod reading;
mod references;
mod scope;
mod shell;
mod stage;
mod state;
mod takes;
mod undefined;
mod variant;
mod view;
mod windows;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

pub(super) use inline::Inline;

use self::document::document;
use self::ignored::Ignored;
use super::api::{Context, Frontend, Output, isolate};
use super::build::Build;
use super::ties::{Pool, Ties};
use crate::diagnostic::Level;
use crate::model::{Platform, Resource, Unread};
use crate::source::SourceFile;
use crate::syntax::dockerfile::parse;

/// The Dockerfile front end.
pub struct Dockerfile;

impl Frontend for Dockerfile {
    fn platform(&self) -> Platform {
        Platform::Dockerfile
    }

    fn may_claim(&self, path: &str) -> bool {
        claim::may_be(path) || bake::may_be(path)
    }

    fn claims(&self, file: &SourceFile) -> bool {
        match bake::may_be(file.path()) {
            true => bake::is_one(file),
            false => claim::is_one(file.path(), file.text()),
        }
    }

    fn unread(&self, file: &SourceFile) -> Option<&'static str> {
        (claim::may_be(file.path()) && claim::is_template(file.text())).then_some(Unread::TEMPLATE)
    }

    fn name_for(&self, word: &str) -> Option<&'static str> {
        word.eq_ignore_ascii_case("from").then_some("Dockerfile")
    }

    fn pools(&self) -> &'static [Pool] {
        &[Pool::Builds]
    }

    fn may_give(&self, path: &str) -> bool {
        bake::may_be(path)
    }

    fn ties(&self, path: &str, _text: &str) -> Ties {
        match bake::may_be(path) {
            true => Ties::mutual(&[Pool::Builds]),
            false => Ties { needs: vec![Pool::Builds], ..Ties::default() },
        }
    }

    fn is_built(&self) -> bool {
        true
    }

    fn load(&self, files: &[&SourceFile], context: &Context<'_>) -> Vec<Output> {
        self.load_built(files, &[], context)
    }

    fn load_built(&self, files: &[&SourceFile], builds: &[Build], context: &Context<'_>) -> Vec<Output> {
        let (bakes, files): (Vec<&SourceFile>, Vec<_>) = files.iter().partition(|file| bake::may_be(file.path()));
        let (output, asked) = bake::load(&bakes, context);
        let mut by_path: HashMap<&str, Vec<&Build>> = HashMap::new();
        for build in builds.iter().chain(&asked) {
            by_path.entry(&build.dockerfile).or_default().push(build);
        }
        let named = named(&by_path, &files, context);
        let files: Vec<&SourceFile> = files.into_iter().chain(named).collect();
        let builds = |file: &SourceFile| by_path.get(file.path()).map_or(&[][..], Vec::as_slice);
        let outputs = files.par_iter().map(|file| isolate(file.path(), || read(file, builds(file), context)));
        outputs.chain(rayon::iter::once(output)).collect()
    }
}

/// The files that builds name as their Dockerfiles, and that are not known as such by their own names.
fn named<'c>(builds: &HashMap<&str, Vec<&Build>>, files: &[&SourceFile], context: &Context<'c>) -> Vec<&'c SourceFile> {
    let known: HashSet<&str> = files.iter().map(|file| file.path()).collect();
    let mut paths: Vec<&str> = builds.keys().copied().filter(|path| !known.contains(path)).collect();
    // What has such a name and is not among the files was left out on purpose.
    paths.retain(|path| !path.starts_with("..") && !claim::may_be(path));
    paths.sort_unstable();
    let read = |path: &str| {
        // Whatever else is named there is nobody's to show.
        let text = context.files.read(path).ok().filter(|text| claim::is_one(path, text))?;
        Some(context.sources.add(path, text))
    };
    paths.into_iter().filter_map(read).collect()
}

fn read(file: &SourceFile, builds: &[&Build], context: &Context<'_>) -> Output {
    let parsed = parse(file.text());
    let errors = parsed.errors.iter();
    let mut diagnostics: Vec<_> =
        errors.map(|error| error.diagnostic(Level::Error, "dockerfile-syntax", file)).collect();
    let (variants, said) = variant::of(&parsed, builds, file.path());
    diagnostics.extend(said);
    let ignored = Ignored::of(file, context.files);
    let bodies = variants.iter().filter_map(|variant| body::build_as(file, &parsed, variant, ignored.as_ref()));
    let resource = |body: body::Body| {
        diagnostics.extend(body.diagnostics);
        Resource::new(Platform::Dockerfile, "Dockerfile", file.name(), file.path(), body.value, body.header)
    };
    let resources = bodies.map(resource).collect();
    Output { resources, diagnostics, documents: vec![document(file, parsed)], unread: Vec::new() }
}
