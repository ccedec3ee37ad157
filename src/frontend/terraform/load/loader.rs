//! Reading files, with those of the modules that they call.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rayon::prelude::*;

use super::declaration::literal;
use super::json::{self, Texts};
use super::manifest::Manifests;
use super::paths;
use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::api::{Context, Output, isolate};
use crate::model::Document;
use crate::source::{SourceFile, TextRange};
use crate::syntax::hcl::{self, Block, Expr, Parsed};

/// One file with its tree.
#[derive(Debug)]
pub(in crate::frontend::terraform) struct ParsedFile<'p> {
    /// The text.
    pub(in crate::frontend::terraform) file: &'p SourceFile,
    /// The tree.
    pub(in crate::frontend::terraform) parsed: Parsed<'p>,
}

impl ParsedFile<'_> {
    /// Whether this file gives values to variables.
    pub(in crate::frontend::terraform) fn is_values(&self) -> bool {
        split_name(self.file.name()).extension == "tfvars"
    }

    /// Whether the blocks of this file change those of the same name elsewhere.
    pub(in crate::frontend::terraform) fn is_override(&self) -> bool {
        let stem = split_name(self.file.name()).stem;
        stem == "override" || stem.ends_with("_override")
    }
}

/// The files of a folder that hold configuration: those that are in force, and those that are not. A `.tofu` file replaces
/// the `.tf` file of its name.
pub(in crate::frontend::terraform) fn in_force<'p>(
    files: &[&'p ParsedFile<'p>],
) -> (Vec<&'p ParsedFile<'p>>, Vec<&'p ParsedFile<'p>>) {
    let names = files.iter().map(|file| split_name(file.file.name()));
    let tofu: HashSet<Name<'_>> = names.filter(|name| name.extension == "tofu").collect();
    let is_replaced = |file: &&ParsedFile<'_>| {
        let name = split_name(file.file.name());
        name.extension == "tf" && tofu.contains(&Name { extension: "tofu", ..name })
    };
    let (replaced, in_force) = files.iter().copied().filter(|file| !file.is_values()).partition(is_replaced);
    (in_force, replaced)
}

/// The parts of a file name.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Name<'n> {
    stem: &'n str,
    /// What follows the last dot, without `.json`.
    extension: &'n str,
    /// Whether the name ends in `.json`: the JSON syntax.
    json: bool,
}

fn split_name(name: &str) -> Name<'_> {
    let plain = name.strip_suffix(".json");
    let (stem, extension) = plain.unwrap_or(name).rsplit_once('.').unwrap_or((name, ""));
    Name { stem, extension, json: plain.is_some() }
}

/// Whether a file of this path is read by this front end.
pub(in crate::frontend::terraform) fn is_configuration(path: &str) -> bool {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    let Name { stem, extension, .. } = split_name(name);
    let known = match extension {
        // Terraform also ignores what ends in `~`, or begins and ends with `#`; no such name has the extension.
        "tf" | "tofu" => !stem.is_empty() && !stem.starts_with('.'),
        "tfvars" => stem == "terraform" || stem.rsplit_once('.').is_some_and(|(_, last)| last == "auto"),
        _ => false,
    };
    known && !path.split('/').any(|part| part == ".terraform")
}

/// Whether a file of this name holds configuration or values of variables, if it is Terraform's at all.
pub(in crate::frontend::terraform) fn is_named_as_source(name: &str) -> bool {
    matches!(split_name(name).extension, "tf" | "tofu" | "tfvars")
}

/// The files that were read.
#[derive(Default)]
pub(in crate::frontend::terraform) struct Loaded<'p> {
    /// The files with their trees.
    pub(in crate::frontend::terraform) files: Vec<ParsedFile<'p>>,
    /// Where downloaded modules are.
    pub(in crate::frontend::terraform) manifests: Manifests,
    /// What there is to say of the files.
    pub(in crate::frontend::terraform) output: Output,
    /// The folders that links stand for, where those were looked at under their own path.
    pub(in crate::frontend::terraform) links: BTreeMap<String, String>,
    /// The folders that were looked at.
    known: BTreeSet<String>,
}

impl<'p> Loaded<'p> {
    /// Reads files, with those of the modules that they call.
    pub(in crate::frontend::terraform) fn read(files: &[&SourceFile], context: &Context<'p>, texts: &'p Texts) -> Self {
        let mut loaded = Self::default();
        // The given files may be borrowed for a shorter time than the map that owns them.
        loaded.read_all(files.iter().map(|file| context.sources.get(file.id())).collect(), context, texts);
        loaded
    }

    /// Reads the files of more folders. Gives whether there were any that are new.
    pub(in crate::frontend::terraform) fn follow(
        &mut self,
        folders: impl IntoIterator<Item = String>,
        context: &Context<'p>,
        texts: &'p Texts,
    ) -> bool {
        let count = self.files.len();
        let files = self.add_folders(folders.into_iter().collect(), context);
        self.read_all(files, context, texts);
        self.files.len() > count
    }

    /// Reads files in parallel, with those of the modules that they call, round by round until none is missing.
    fn read_all(&mut self, mut round: Vec<&'p SourceFile>, context: &Context<'p>, texts: &'p Texts) {
        while !round.is_empty() {
            self.known.extend(round.iter().map(|file| file.folder().to_owned()));
            let results: Vec<_> = round.into_par_iter().map(|file| parse_file(file, texts)).collect();
            let mut wanted = BTreeSet::new();
            for (file, messages) in results {
                self.output.merge(messages);
                let Some(file) = file else { continue };
                let folder = file.file.folder();
                for source in file.parsed.body.blocks.iter().filter_map(call_source) {
                    match literal(source) {
                        Some(source) if paths::is_local(source) => wanted.extend(paths::join(folder, source)),
                        _ => wanted.extend(self.manifests.read(folder, context, &mut self.output.diagnostics)),
                    }
                }
                self.files.push(file);
            }
            round = self.add_folders(wanted, context);
        }
    }

    /// The files of those folders that were not looked at yet.
    fn add_folders(&mut self, mut folders: BTreeSet<String>, context: &Context<'p>) -> Vec<&'p SourceFile> {
        folders.retain(|folder| {
            if self.known.contains(folder) || self.links.contains_key(folder) {
                return false;
            }
            let real = context.files.real_folder(folder);
            if self.known.contains(&real) {
                self.links.insert(folder.clone(), real);
                return false;
            }
            self.known.insert(folder.clone())
        });
        folders.iter().flat_map(|folder| add_folder(folder, context, &mut self.output)).collect()
    }
}

fn parse_file<'p>(file: &'p SourceFile, texts: &'p Texts) -> (Option<ParsedFile<'p>>, Output) {
    let mut result = None;
    let output = isolate(file.path(), || {
        let is_json = split_name(file.name()).json;
        let parsed = if is_json { json::parse(file, texts) } else { hcl::parse(file.text()) };
        let code = if is_json { "json-syntax" } else { "hcl-syntax" };
        let diagnostics = syntax_errors(file, code, &parsed).collect();
        let mut blocks = Vec::new();
        collect_blocks(&parsed.body.blocks, &mut blocks);
        let (comments, complete) = (parsed.comments.clone(), parsed.errors.is_empty());
        let documents = vec![Document { file: file.id(), comments, directives: Vec::new(), blocks, complete }];
        result = Some(ParsedFile { file, parsed });
        Output { documents, diagnostics, ..Output::default() }
    });
    (result, output)
}

/// What does not parse, under this code.
pub(in crate::frontend::terraform) fn syntax_errors(
    file: &SourceFile,
    code: &'static str,
    parsed: &Parsed<'_>,
) -> impl Iterator<Item = Diagnostic> {
    parsed.errors.iter().map(move |error| error.diagnostic(Level::Error, code, file))
}

fn collect_blocks(blocks: &[Block<'_>], ranges: &mut Vec<TextRange>) {
    let mut open: Vec<&Block<'_>> = blocks.iter().rev().collect();
    while let Some(block) = open.pop() {
        ranges.push(block.range);
        open.extend(block.body.blocks.iter().rev());
    }
}

/// Adds the files of a folder below the scan root to the texts.
fn add_folder<'p>(folder: &str, context: &Context<'p>, output: &mut Output) -> Vec<&'p SourceFile> {
    let mut names = context.files.list(folder);
    names.sort();
    let mut added = Vec::new();
    for name in names {
        // Values of variables belong to root modules only. What was downloaded lies in a folder that is not searched.
        if !is_configuration(&name) || split_name(&name).extension == "tfvars" {
            continue;
        }
        let path = paths::within(folder, &name);
        match context.files.read(&path) {
            Ok(text) => added.push(context.sources.add(path, text)),
            Err(why) => {
                let message = format!("the file {why}");
                output.diagnostics.push(Diagnostic::on_file(Level::Error, "unreadable", path, message));
            }
        }
    }
    added
}

/// The source of a module call.
fn call_source<'b, 's>(block: &'b Block<'s>) -> Option<&'b Expr<'s>> {
    let source = block.body.attributes.iter().rev().find(|attribute| attribute.name.text == "source")?;
    Some(&source.value).filter(|_| block.kind.text == "module")
}
