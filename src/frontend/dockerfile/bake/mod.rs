//! Bake files: which Dockerfiles are built, which stage of them, and with which arguments
//! ([introduction](https://docs.docker.com/build/bake/)).
//!
//! | file | does |
//! |---|---|
//! | `source` | HCL and JSON to blocks |
//! | `evaluate`, `functions` | expressions to values |
//! | `targets` | targets with what they inherit, and their matrices |
//!
//! Each target block is a resource of the kind `bake_target` that has what the block itself says. The files that `docker buildx
//! bake` reads by default are read as one, every other one by itself.

mod evaluate;
mod functions;
mod source;
mod targets;

use std::collections::BTreeMap;

use super::document::document;
use super::{body, variant};
use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::api::{Context, Output, catch};
use crate::frontend::build::Build;
use crate::model::{Document, Platform, Resource};
use crate::source::SourceFile;
use crate::syntax::dockerfile::parse;
use crate::syntax::yaml::{self, Dialect, Node};
use crate::value::{Reason, Unknown, Value};
use evaluate::{Evaluator, Locals};
use source::{Block, Source};
use targets::Targets;

/// The names that are read by default, later ones over earlier ones.
const DEFAULT: [&str; 4] =
    ["docker-bake.json", "docker-bake.hcl", "docker-bake.override.json", "docker-bake.override.hcl"];

/// Most Dockerfiles in the files of one folder that are read.
const INLINE_LIMIT: usize = 1_000;

/// The kind of a target.
const KIND: &str = "bake_target";

/// Whether a file of this path can be one.
pub(super) fn may_be(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let stem = name.strip_suffix(".hcl").or_else(|| name.strip_suffix(".json"));
    stem.is_some_and(|stem| stem.split(['.', '-', '_']).any(|word| word == "bake"))
}

/// Whether a file is one, now that its text is known.
pub(super) fn is_one(file: &SourceFile) -> bool {
    if DEFAULT.contains(&file.name()) {
        return true;
    }
    if is_json(file) {
        let stream = yaml::parse(file.text(), Dialect::Json);
        let root = stream.documents.first().map(|document| &document.root);
        let has =
            |key: &str| root.and_then(|root| root.get(key)).is_some_and(|value: &Node| !value.entries().is_empty());
        return has("target") || has("group");
    }
    let is_block = |line: &str| line.starts_with("target \"") || line.starts_with("group \"");
    file.text().lines().any(|line| is_block(line.trim_start()))
}

fn is_json(file: &SourceFile) -> bool {
    file.name().rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("json"))
}

/// What the files declare, and the builds that they ask for.
pub(super) fn load(files: &[&SourceFile], context: &Context<'_>) -> (Output, Vec<Build>) {
    let mut projects: BTreeMap<(String, String), Vec<&SourceFile>> = BTreeMap::new();
    for file in files {
        let name = if DEFAULT.contains(&file.name()) { String::new() } else { file.name().to_owned() };
        projects.entry((file.folder().to_owned(), name)).or_default().push(file);
    }
    let mut output = Output::default();
    let mut builds = Vec::new();
    for mut files in projects.into_values() {
        files.sort_by_key(|file| DEFAULT.iter().position(|name| *name == file.name()));
        match catch(files[0].path(), || project(&files, context)) {
            Ok((read, asked)) => {
                output.merge(read);
                builds.extend(asked);
            }
            Err(diagnostic) => output.diagnostics.push(diagnostic),
        }
    }
    (output, builds)
}

/// Reads files of one folder as one.
fn project(files: &[&SourceFile], context: &Context<'_>) -> (Output, Vec<Build>) {
    let (mut output, mut builds) = (Output::default(), Vec::new());
    let mut sources: Vec<Source<'_>> = files.iter().map(|file| source::read(file, is_json(file))).collect();
    for source in &mut sources {
        output.diagnostics.append(&mut source.diagnostics);
    }
    let evaluator = Evaluator::new(&sources, context);
    let mut targets = Targets::new(&sources, &evaluator);
    for source in &sources {
        let blocks = source.blocks.iter().filter(|block| &*block.kind == "target");
        output.resources.extend(blocks.map(|block| resource(source.file, block, &targets)));
    }
    let bases = targets.bases();
    let (mut inner, mut count) = (Vec::new(), 0);
    for index in 0..targets.all.len() {
        let body = targets.resolve(index);
        if bases.contains(&targets.all[index].name) {
            continue;
        }
        match body.member("dockerfile-inline").filter(|inline| !inline.is_null()) {
            Some(text) if count == INLINE_LIMIT => {
                let name = &targets.all[index].name;
                let message =
                    format!("the Dockerfile of target `{name}` was not assessed: no more than {INLINE_LIMIT} are");
                output.diagnostics.push(Diagnostic::at(Level::Error, "bake-dockerfile", text.span, message));
            }
            Some(text) => {
                count += 1;
                let build = Build::read(&body, files[0].folder(), "contexts");
                inner.extend(inline(text, &targets.all[index].name, build.as_ref(), context, &mut output));
            }
            None => builds.extend(Build::read(&body, files[0].folder(), "contexts")),
        }
    }
    output.diagnostics.append(&mut targets.diagnostics);
    drop(targets);
    drop(evaluator);
    output.documents.extend(sources.into_iter().map(|source| with_inner(source.document, &inner)));
    (output, builds)
}

/// The document of a file with the comments of the Dockerfiles in it.
fn with_inner(mut document: Document, inner: &[Document]) -> Document {
    for inline in inner.iter().filter(|inline| inline.file == document.file) {
        document.comments.extend(&inline.comments);
        document.blocks.extend(&inline.blocks);
        document.complete &= inline.complete;
    }
    document.comments.sort_by_key(|comment| comment.range);
    document.comments.dedup_by_key(|comment| comment.range);
    document
}

fn resource(file: &SourceFile, block: &Block<'_>, targets: &Targets<'_>) -> Resource {
    let matrix = block.attribute("matrix").map(|matrix| targets.own_names(file, matrix)).unwrap_or_default();
    let unknown = |span| Value::unknown(Unknown::new(Reason::Unsupported("a matrix"), span), span);
    let locals: Locals = matrix.into_iter().map(|(name, span)| (name, unknown(span))).collect();
    let body = targets.own(file, block, &locals);
    let address = Platform::Dockerfile.address(file.path()).join(&block.name);
    let mut resource = Resource::new(Platform::Dockerfile, KIND, &block.name, &address, body, block.header);
    resource.declaration = block.declaration;
    resource.grounds = vec![block.declaration];
    resource
}

/// Reads a Dockerfile that stands in a bake file, at its place.
fn inline(
    text: &Value,
    name: &str,
    build: Option<&Build>,
    context: &Context<'_>,
    output: &mut Output,
) -> Option<Document> {
    let file = context.sources.get(text.span.file);
    let written = text.span.range.slice(file.text());
    let known = text.as_str().filter(|text| !text.trim().is_empty());
    // Lines may be indented, and are the same otherwise.
    let first = known.and_then(|known| known.lines().map(str::trim).find(|line| !line.is_empty()));
    let lines = |text: &str| {
        text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect::<Vec<_>>()
    };
    let start = first.and_then(|first| written.find(first));
    let end = start.and_then(|_| written.trim_end().rfind('\n'));
    let body = start.zip(end).and_then(|(start, end)| written.get(start..end));
    let Some((body, start)) =
        body.zip(start).filter(|(body, _)| known.is_some_and(|known| lines(known) == lines(body)))
    else {
        let message = format!(
            "the Dockerfile of target `{name}` was not assessed: with variables or escapes it has no places here"
        );
        let diagnostic = Diagnostic::at(Level::Error, "bake-dockerfile", text.span, message);
        output.diagnostics.push(diagnostic.with_help("write it as a file of its own, or between `<<EOF` and `EOF`"));
        return None;
    };
    // Every place in this text is the same in the file.
    let mut placed = " ".repeat(text.span.range.start as usize + start);
    placed.push_str(body);
    let parsed = parse(&placed);
    let errors = parsed.errors.iter();
    output.diagnostics.extend(errors.map(|error| error.diagnostic(Level::Error, "dockerfile-syntax", file)));
    let builds: Vec<&Build> = build.into_iter().collect();
    let (mut variants, said) = variant::of(&parsed, &builds, file.path());
    output.diagnostics.extend(said);
    // Nobody builds it in another way.
    let variant = variants.pop().unwrap_or_default();
    let body = body::build_as(file, &parsed, &variant, None)?;
    let address = Platform::Dockerfile.address(file.path()).join(name).join("dockerfile-inline");
    let mut resource = Resource::new(Platform::Dockerfile, "Dockerfile", name, &address, body.value, body.header);
    resource.declaration = text.span;
    resource.grounds = vec![text.span];
    output.resources.push(resource);
    output.diagnostics.extend(body.diagnostics);
    Some(document(file, parsed))
}
