//! The modules of a scan: which module a call leads to, and which are roots.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::declaration::{Declaration, literal};
use super::inputs::Inputs;
use super::loader::ParsedFile;
use super::manifest::{Manifests, is_downloaded};
use super::module::Module;
use super::paths;
use super::unknown_source::Folders;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Span;

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
    /// The folders that calls with a source that is not wholly known may mean, by the folder and the position of the call.
    meant: BTreeMap<(&'p str, usize), Folders>,
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
        let mut meant = BTreeMap::new();
        for (folder, mut files) in folders {
            files.sort_by_key(|file| file.file.name());
            let Some(module) = Module::new(folder, &files) else { continue };
            for call in module.calls() {
                let open = call.argument("source").and_then(|source| Folders::of(source.node, folder));
                meant.extend(open.map(|open| ((folder, call.index), open)));
                let (source, target) = source_of(call, folder);
                calls.insert((folder, call.index), (source, target));
            }
            modules.insert(folder, module);
        }
        Self { modules, calls, meant, manifests, inputs }
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

    /// The call with a source that is not wholly known that may mean `module`, which has no values of its own.
    pub(in crate::frontend::terraform) fn possible_call(&self, module: &Module<'p>) -> Option<Span> {
        let mut meant = self.meant.iter().filter(|_| module.values.is_empty());
        let (&(caller, index), _) =
            meant.find(|((caller, _), folders)| *caller != module.folder && folders.may_be(module.folder))?;
        Some(self.modules.get(caller)?.declarations[index].header())
    }

    /// Whether a call with a source that is not wholly known may mean a module of this project.
    pub(in crate::frontend::terraform) fn may_be_here(&self, module: &Module<'p>, call: &Declaration<'p>) -> bool {
        let folders = self.meant.get(&(module.folder, call.index));
        folders.is_some_and(|folders| self.modules.keys().any(|folder| folders.may_be(folder)))
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
