//! All kustomizations of a scan with the files that they lead to, each read once.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::definition::{
    Entry, FILE_NAMES, Kustomization, PatchSource, Target, is_kustomization, items, patch_sources, strings, text,
};
use super::paths;
use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::api::{Context, Output};
use crate::frontend::kubernetes::read_yaml;
use crate::source::SourceFile;
use crate::syntax::yaml::Dialect;
use crate::value::Value;

/// A file of YAML documents, or why it could not be read.
pub(super) type Manifests<'s> = Result<(&'s SourceFile, Vec<Value>), String>;

/// Everything that the builds read.
#[derive(Debug, Default)]
pub(in crate::frontend) struct Project<'s> {
    /// By folder.
    kustomizations: BTreeMap<String, Kustomization<'s>>,
    manifests: BTreeMap<String, Manifests<'s>>,
    texts: BTreeMap<String, Result<&'s SourceFile, String>>,
    /// Folders and files that only configure how Kustomize works, and the kustomization files themselves.
    aside: BTreeSet<String>,
}

impl<'s> Project<'s> {
    /// The kustomization of a folder.
    pub(super) fn kustomization(&self, folder: &str) -> Option<&Kustomization<'s>> {
        self.kustomizations.get(folder)
    }

    /// The documents of a file that some kustomization names.
    pub(super) fn manifests(&self, path: &str) -> Result<&(&'s SourceFile, Vec<Value>), &str> {
        self.manifests.get(path).map_or(Err("was not read"), |file| file.as_ref().map_err(String::as_str))
    }

    /// A file that some generator names.
    pub(super) fn text(&self, path: &str) -> Result<&'s SourceFile, &str> {
        self.texts.get(path).map_or(Err("was not read"), |file| file.as_ref().copied().map_err(String::as_str))
    }

    /// Whether a file is part of some kustomization, so that it is not judged on its own.
    pub(in crate::frontend) fn reaches(&self, path: &str) -> bool {
        self.manifests.contains_key(path) || self.aside.contains(path)
    }

    /// What is said about the kustomization files themselves.
    pub(super) fn notes(&self) -> impl Iterator<Item = Diagnostic> {
        self.kustomizations.values().flat_map(Kustomization::notes)
    }

    /// The kustomizations that are built: those that no other one uses, and of those that only use each other the first.
    pub(super) fn roots(&self) -> Vec<&Kustomization<'s>> {
        let used: HashSet<&str> = self.kustomizations.values().flat_map(folders_of).collect();
        let mut reached: HashSet<&str> = HashSet::new();
        let mut roots = Vec::new();
        let is_free = |kustomization: &&Kustomization<'s>| {
            !used.contains(kustomization.folder.as_str()) && !self.aside.contains(&kustomization.folder)
        };
        for kustomization in self.kustomizations.values().filter(is_free).chain(self.kustomizations.values()) {
            let folder = kustomization.folder.as_str();
            if reached.contains(folder) || self.aside.contains(folder) {
                continue;
            }
            roots.push(kustomization);
            let mut open = vec![folder];
            while let Some(folder) = open.pop() {
                if reached.insert(folder) {
                    open.extend(self.kustomizations.get(folder).into_iter().flat_map(folders_of));
                }
            }
        }
        roots
    }
}

fn folders_of<'k>(kustomization: &'k Kustomization<'_>) -> impl Iterator<Item = &'k str> {
    kustomization.resources.iter().chain(&kustomization.components).filter_map(|entry| match &entry.target {
        Target::Folder(folder) => Some(folder.as_str()),
        _ => None,
    })
}

/// Reads the kustomizations among `files`, and everything that they lead to.
pub(super) fn read<'s>(files: &[&SourceFile], context: &Context<'s>) -> (Project<'s>, Output) {
    // The given files may be borrowed for a shorter time than the map that owns them.
    let given = files.iter().map(|file| (file.path().to_owned(), context.sources.get(file.id()))).collect();
    let mut reader = Reader {
        context,
        given,
        project: Project::default(),
        output: Output::default(),
        open: Vec::new(),
        seen: BTreeSet::new(),
    };
    let mut claimed: Vec<&SourceFile> = files.iter().copied().filter(|file| is_kustomization(file)).collect();
    claimed.sort_by_key(|file| file.path());
    for file in claimed {
        reader.open(file.folder());
    }
    while let Some(folder) = reader.open.pop() {
        reader.kustomization(&folder);
    }
    (reader.project, reader.output)
}

struct Reader<'r, 's> {
    context: &'r Context<'s>,
    given: BTreeMap<String, &'s SourceFile>,
    project: Project<'s>,
    output: Output,
    /// Folders that are still to be read.
    open: Vec<String>,
    /// Folders that were to be read at some time.
    seen: BTreeSet<String>,
}

impl<'s> Reader<'_, 's> {
    fn open(&mut self, folder: &str) {
        if self.seen.insert(folder.to_owned()) {
            self.open.push(folder.to_owned());
        }
    }

    /// The path of the kustomization file in a folder.
    fn kustomization_file(&self, folder: &str) -> Option<String> {
        let given = FILE_NAMES.iter().map(|name| paths::within(folder, name));
        let given = given.into_iter().find(|path| self.given.contains_key(path));
        given.or_else(|| {
            let names = self.context.files.list(folder);
            let name = FILE_NAMES.iter().find(|name| names.iter().any(|other| other == *name))?;
            Some(paths::within(folder, name))
        })
    }

    fn file(&mut self, path: &str) -> Result<&'s SourceFile, String> {
        if let Some(file) = self.given.get(path) {
            return Ok(file);
        }
        let file = self.context.sources.add(path, self.context.files.read(path).map_err(|why| why.to_string())?);
        self.given.insert(path.to_owned(), file);
        Ok(file)
    }

    /// The documents of a file, with what there is to say about it.
    fn documents(&mut self, file: &'s SourceFile) -> Vec<Value> {
        let (documents, output) = read_yaml(file, Dialect::Kustomize);
        self.output.merge(output);
        documents
    }

    fn kustomization(&mut self, folder: &str) {
        let Some(path) = self.kustomization_file(folder) else { return };
        let file = match self.file(&path) {
            Ok(file) => file,
            Err(why) => {
                let message = format!("the file {why}");
                self.output.diagnostics.push(Diagnostic::on_file(Level::Error, "unreadable", path, message));
                return;
            }
        };
        self.project.aside.insert(path);
        let documents = self.documents(file);
        let Some(body) = documents.into_iter().find(|document| document.as_map().is_some()) else { return };
        let mut entries = |keys: &[&str], is_component| -> Vec<Entry> {
            let texts = keys.iter().flat_map(|key| strings(&body, key));
            texts.map(|text| self.entry(folder, text, is_component)).collect()
        };
        let (resources, components) = (entries(&["resources", "bases"], false), entries(&["components"], true));
        self.contents(folder, &body);
        let kustomization = Kustomization { file, folder: folder.to_owned(), body, resources, components };
        for folder in folders_of(&kustomization) {
            self.open(folder);
        }
        self.project.kustomizations.insert(folder.to_owned(), kustomization);
    }

    fn entry(&mut self, folder: &str, value: &Value, is_component: bool) -> Entry {
        let text: std::sync::Arc<str> = value.as_str().unwrap_or_default().into();
        let path = paths::join(folder, &text);
        let target = if paths::is_remote(&text) && !self.given.contains_key(&path) {
            Target::Remote
        } else if !is_component && self.given.contains_key(&path) {
            self.manifests(&path);
            Target::File(path)
        } else if self.kustomization_file(&path).is_some() {
            Target::Folder(path)
        } else if text.starts_with('/') {
            Target::Missing("is an absolute path".to_owned())
        } else if is_component || !self.context.files.list(&path).is_empty() {
            Target::Missing("has no kustomization".to_owned())
        } else {
            match self.manifests(&path) {
                None => Target::File(path),
                Some(why) => Target::Missing(why),
            }
        };
        Entry { text, span: value.span, target }
    }

    /// Reads a file of documents; gives the reason where it cannot be read.
    fn manifests(&mut self, path: &str) -> Option<String> {
        if !self.project.manifests.contains_key(path) {
            let read = self.file(path).map(|file| (file, self.documents(file)));
            self.project.manifests.insert(path.to_owned(), read);
        }
        self.project.manifests(path).err().map(str::to_owned)
    }

    fn text(&mut self, path: &str) {
        if !self.project.texts.contains_key(path) {
            let read = self.file(path);
            self.project.texts.insert(path.to_owned(), read);
        }
    }

    /// Reads the files that are no resources.
    fn contents(&mut self, folder: &str, body: &Value) {
        let join = |value: &Value| paths::join(folder, value.as_str().unwrap_or_default());
        for source in patch_sources(body) {
            if let PatchSource::Path(path) = source {
                self.manifests(&join(path));
            }
        }
        for replacement in items(body, "replacements") {
            if let Some(path) = text(replacement, "path") {
                self.manifests(&join(path));
            }
        }
        for generator in ["configMapGenerator", "secretGenerator"].iter().flat_map(|field| items(body, field)) {
            let paths = strings(generator, "envs").chain(text(generator, "env"));
            paths.for_each(|path| self.text(&join(path)));
            for source in strings(generator, "files") {
                let source = source.as_str().unwrap_or_default();
                let path = source.split_once('=').map_or(source, |(_, path)| path);
                self.text(&paths::join(folder, path));
            }
        }
        for field in ["generators", "transformers", "validators", "configurations"] {
            self.project.aside.extend(strings(body, field).map(join));
        }
    }
}
