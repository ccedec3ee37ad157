//! The modules of a scan: which module a call leads to, and which are roots.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::declaration::{Declaration, literal};
use super::inputs::Inputs;
use super::loader::ParsedFile;
use super::manifest::{Manifests, is_downloaded};
use super::module::Module;
use super::paths;
use super::sources::Sources;
use super::unknown_source::{Folders, is_fixed};
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
    /// The folders that calls with a literal source mean, by the folder and the position of the call.
    calls: BTreeMap<(&'p str, usize), Option<String>>,
    /// What is known of the sources that are not.
    sources: Sources,
    /// The folders that such calls may mean, by the folder and the position of the call.
    meant: BTreeMap<(&'p str, usize), Vec<Folders>>,
    manifests: Manifests,
    /// The folders that symbolic links stand for.
    links: BTreeMap<String, String>,
    inputs: Inputs<'p>,
}

impl<'p> Project<'p> {
    /// Groups files by folder.
    pub(in crate::frontend::terraform) fn new(
        files: &'p [ParsedFile<'p>],
        manifests: Manifests,
        links: BTreeMap<String, String>,
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
                let place = (folder, call.index);
                match call.argument("source").map(|source| (literal(source.node), source.node)) {
                    Some((Some(source), _)) => {
                        calls.insert(place, folder_of(source, folder, &links));
                    }
                    Some((None, source)) => {
                        meant.insert(place, Folders::of(source, folder).into_iter().collect());
                    }
                    None => {}
                }
            }
            modules.insert(folder, module);
        }
        Self { modules, calls, sources: Sources::default(), meant, manifests, links, inputs }
    }

    /// Whether there are calls whose source is not a literal.
    pub(in crate::frontend::terraform) fn has_open_sources(&self) -> bool {
        !self.meant.is_empty()
    }

    /// What is known of the sources that are no literals.
    pub(in crate::frontend::terraform) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Sets what evaluating the calls told of their sources. What they are made of may have other values another time, so a
    /// folder that the written source fits may be meant, unless nothing in it can change.
    pub(in crate::frontend::terraform) fn set_sources(&mut self, sources: Sources) {
        for ((folder, index), meant) in &mut self.meant {
            let Some(module) = self.modules.get(folder) else { continue };
            let Some(source) = module.declarations[*index].argument("source") else { continue };
            let is_found = sources.is_found(folder, *index);
            let written = Folders::of(source.node, folder).filter(|_| !is_found || !is_fixed(source.node, module));
            *meant = sources.open(folder, *index).cloned().chain(written).collect();
        }
        self.sources = sources;
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

    /// The folder that a local source in `module` means.
    pub(in crate::frontend::terraform) fn folder_of(&self, source: &str, module: &Module<'p>) -> Option<String> {
        folder_of(source, module.folder, &self.links)
    }

    /// Where a source leads in `module`.
    pub(in crate::frontend::terraform) fn target(&self, module: &Module<'p>, source: &str) -> Target<'_, 'p> {
        if !paths::is_local(source) {
            return Target::Remote;
        }
        let target = self.folder_of(source, module).and_then(|folder| self.modules.get(folder.as_str()));
        target.map_or(Target::Missing, Target::Module)
    }

    /// The call with a source that is not wholly known that may mean `module`, which is not deployed on its own.
    pub(in crate::frontend::terraform) fn possible_call(&self, module: &Module<'p>) -> Option<Span> {
        let mut meant = self.meant.iter().filter(|_| !module.is_deployed());
        let may_be = |folders: &[Folders]| folders.iter().any(|folders| folders.may_be(module.folder));
        let (&(caller, index), _) = meant.find(|((caller, _), folders)| *caller != module.folder && may_be(folders))?;
        Some(self.modules.get(caller)?.declarations[index].header())
    }

    /// Whether a call with a source that is not wholly known may mean a module of this project.
    pub(in crate::frontend::terraform) fn may_be_here(&self, module: &Module<'p>, call: &Declaration<'p>) -> bool {
        let meant = self.meant.get(&(module.folder, call.index)).map_or(&[][..], Vec::as_slice);
        let mut others = self.modules.keys().filter(|folder| **folder != module.folder);
        others.any(|folder| meant.iter().any(|folders| folders.may_be(folder)))
    }

    /// The modules that are judged on their own: those that nothing calls, and of modules that only call each other
    /// the first.
    pub(in crate::frontend::terraform) fn roots(&self) -> Vec<&Module<'p>> {
        let mut callees: HashMap<&str, Vec<&str>> = HashMap::new();
        for ((caller, _), target) in &self.calls {
            if let Some(target) = target {
                callees.entry(caller).or_default().push(target);
            }
        }
        for (caller, target) in self.sources.targets() {
            callees.entry(caller).or_default().push(target);
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

/// The folder that a local source in `folder` means.
fn folder_of(source: &str, folder: &str, links: &BTreeMap<String, String>) -> Option<String> {
    let path = if paths::is_local(source) { paths::join(folder, source) } else { None };
    path.map(|path| links.get(&path).cloned().unwrap_or(path))
}
