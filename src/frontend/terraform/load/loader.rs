//! Reading files, grouping them into modules, and finding the root modules and those that they call.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rayon::prelude::*;

use super::inputs::Inputs;
use super::json::{self, Texts};
use super::manifest::{Manifests, is_downloaded};
use super::module::{Declaration, Module, literal};
use super::paths;
use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::api::{Context, Output, isolate};
use crate::model::Document;
use crate::source::{SourceFile, Span, TextRange};
use crate::syntax::hcl::{self, Block, Parsed};

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

/// The files of a folder that hold configuration and are in force: a `.tofu` file replaces the `.tf` file of its name.
pub(in crate::frontend::terraform) fn in_force<'p>(files: &[&'p ParsedFile<'p>]) -> Vec<&'p ParsedFile<'p>> {
    let names = files.iter().map(|file| split_name(file.file.name()));
    let tofu: HashSet<Name<'_>> = names.filter(|name| name.extension == "tofu").collect();
    let replaced = |file: &ParsedFile<'_>| {
        let name = split_name(file.file.name());
        name.extension == "tf" && tofu.contains(&Name { extension: "tofu", ..name })
    };
    files.iter().copied().filter(|file| !file.is_values() && !replaced(file)).collect()
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
        "tf" | "tofu" => !stem.is_empty() && !stem.starts_with(['.', '#']),
        "tfvars" => stem == "terraform" || stem.rsplit_once('.').is_some_and(|(_, last)| last == "auto"),
        _ => false,
    };
    known && !path.split('/').any(|part| part == ".terraform")
}

/// Whether a file of this name holds configuration or values of variables, if it is Terraform's at all.
pub(in crate::frontend::terraform) fn is_named_as_source(name: &str) -> bool {
    matches!(split_name(name).extension, "tf" | "tofu" | "tfvars")
}

/// Reads files in parallel, with those of the modules that they call, round by round until none is missing.
pub(in crate::frontend::terraform) fn read<'p>(
    files: &[&SourceFile],
    context: &Context<'p>,
    texts: &'p Texts,
) -> (Vec<ParsedFile<'p>>, Manifests, Output) {
    let mut output = Output::default();
    let mut manifests = Manifests::default();
    let mut parsed = Vec::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    // The given files may be borrowed for a shorter time than the map that owns them.
    let mut round: Vec<&'p SourceFile> = files.iter().map(|file| context.sources.get(file.id())).collect();
    while !round.is_empty() {
        known.extend(round.iter().map(|file| file.folder().to_owned()));
        let results: Vec<_> = round.into_par_iter().map(|file| parse_file(file, texts)).collect();
        let mut wanted = BTreeSet::new();
        for (file, messages) in results {
            output.merge(messages);
            if let Some(file) = file {
                let folder = file.file.folder();
                for source in file.parsed.body.blocks.iter().filter_map(call_source) {
                    if paths::is_local(source) {
                        wanted.extend(paths::join(folder, source));
                    } else {
                        wanted.extend(manifests.read(folder, context, &mut output.diagnostics));
                    }
                }
                parsed.push(file);
            }
        }
        wanted.retain(|folder| !known.contains(folder));
        round = wanted.iter().flat_map(|folder| add_folder(folder, context, &mut output)).collect();
    }
    (parsed, manifests, output)
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
        let documents = vec![Document { file: file.id(), comments, blocks, complete }];
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
fn call_source<'b>(block: &'b Block<'_>) -> Option<&'b str> {
    let source = block.body.attributes.iter().rev().find(|attribute| attribute.name.text == "source")?;
    literal(&source.value).filter(|_| block.kind.text == "module")
}

/// Where the module of a call is.
pub(in crate::frontend::terraform) enum Target<'m, 'p> {
    /// In this project.
    Module(&'m Module<'p>),
    /// At a local path where there is no module.
    Missing,
    /// Elsewhere.
    Remote,
}

/// All modules.
pub(in crate::frontend::terraform) struct Project<'p> {
    modules: BTreeMap<&'p str, Module<'p>>,
    calls: BTreeMap<(&'p str, usize), (String, Option<String>)>,
    manifests: Manifests,
    inputs: Inputs<'p>,
}

impl<'p> Project<'p> {
    /// Groups files by folder.
    pub(in crate::frontend::terraform) fn new(
        files: &'p [ParsedFile<'p>],
        manifests: Manifests,
        inputs: Inputs<'p>,
    ) -> Self {
        let mut folders: BTreeMap<&str, Vec<&ParsedFile<'_>>> = BTreeMap::new();
        for file in files {
            folders.entry(file.file.folder()).or_default().push(file);
        }
        let mut modules = BTreeMap::new();
        let mut calls = BTreeMap::new();
        for (folder, mut files) in folders {
            files.sort_by_key(|file| file.file.name());
            let Some(module) = Module::new(folder, &files) else { continue };
            for call in module.calls() {
                let (source, target) = source_of(call, folder);
                calls.insert((folder, call.index), (source, target));
            }
            modules.insert(folder, module);
        }
        Self { modules, calls, manifests, inputs }
    }

    /// Values of variables from outside.
    pub(in crate::frontend::terraform) fn inputs(&self) -> &Inputs<'p> {
        &self.inputs
    }

    /// The module that was downloaded for a call of `root`: `call` has the names of the calls that lead to it.
    pub(in crate::frontend::terraform) fn downloaded(&self, root: &Module<'p>, call: &str) -> Option<&Module<'p>> {
        self.modules.get(self.manifests.folder(root.folder, call)?)
    }

    /// What is wrong with blocks of the modules, and which blocks are not known, one message for each type.
    pub(in crate::frontend::terraform) fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut diagnostics: Vec<_> = self.modules.values().flat_map(|module| &module.problems).cloned().collect();
        let mut unknown: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
        for (keyword, span) in self.modules.values().flat_map(|module| &module.unknown_blocks) {
            unknown.entry(keyword).or_default().push(*span);
        }
        diagnostics.extend(unknown.into_iter().map(|(keyword, spans)| {
            let times = if spans.len() == 1 { "once".to_owned() } else { format!("{} times", spans.len()) };
            let message = format!("blocks of the type `{keyword}` are not known and were left out ({times})");
            Diagnostic::at(Level::Note, "unknown-block", spans[0], message)
        }));
        diagnostics
    }

    /// Where a call of `module` leads, and its source as it is written.
    pub(in crate::frontend::terraform) fn target(
        &self,
        module: &Module<'p>,
        call: &Declaration<'p>,
    ) -> (&str, Target<'_, 'p>) {
        match self.calls.get(&(module.folder, call.index)) {
            Some((source, Some(folder))) => match self.modules.get(folder.as_str()) {
                Some(module) => (source, Target::Module(module)),
                None => (source, Target::Missing),
            },
            Some((source, None)) if paths::is_local(source) => (source, Target::Missing),
            Some((source, None)) => (source, Target::Remote),
            None => ("", Target::Remote),
        }
    }

    /// The modules that are judged on their own: those that nothing calls, and of modules that only call each other
    /// the first.
    pub(in crate::frontend::terraform) fn roots(&self) -> Vec<&Module<'p>> {
        let mut callees: HashMap<&str, Vec<&str>> = HashMap::new();
        for ((caller, _), (_, target)) in &self.calls {
            if let Some(target) = target {
                callees.entry(caller).or_default().push(target);
            }
        }
        let called: HashSet<&str> = callees.values().flatten().copied().collect();
        let mut reached: HashSet<&str> = HashSet::new();
        let mut roots = Vec::new();
        let own = || self.modules.values().filter(|module| !is_downloaded(module.folder));
        let uncalled = own().filter(|module| !called.contains(module.folder));
        for module in uncalled.chain(own()) {
            if reached.contains(module.folder) {
                continue;
            }
            roots.push(module);
            let mut open = vec![module.folder];
            while let Some(folder) = open.pop() {
                if reached.insert(folder) {
                    open.extend(callees.get(folder).into_iter().flatten());
                }
            }
        }
        roots.sort_by_key(|module| module.folder);
        roots
    }
}

fn source_of(call: &Declaration<'_>, folder: &str) -> (String, Option<String>) {
    let Some(argument) = call.argument("source") else { return (String::new(), None) };
    let Some(source) = literal(argument.node) else { return (String::new(), None) };
    let target = if paths::is_local(source) { paths::join(folder, source) } else { None };
    (source.to_owned(), target)
}
