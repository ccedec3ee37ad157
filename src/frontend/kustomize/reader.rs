//! Reads kustomizations and everything that they lead to.

use std::collections::{BTreeMap, BTreeSet};

use super::definition::{
    Entry, FILE_NAMES, Kustomization, PatchSource, Target, is_kustomization, items, patch_sources, strings, text,
};
use super::project::{Project, folders_of};
use super::{crds, fields, paths, plugin, schema};
use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::api::{Context, Output};
use crate::frontend::embedded::Embedded;
use crate::frontend::kubernetes::read_yaml;
use crate::source::{SourceFile, Span};
use crate::syntax::yaml::{self, Dialect};
use crate::value::{Map, Value};

/// Reads the kustomizations among `files`, and everything that they lead to.
pub(super) fn read<'s>(files: &[&SourceFile], context: &Context<'s>) -> (Project<'s>, Output) {
    // The given files may be borrowed for a shorter time than the map that owns them.
    let given = files.iter().map(|file| (file.path().to_owned(), context.sources.get(file.id()))).collect();
    let mut reader = Reader {
        context,
        given,
        project: Project::new(context.sources),
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
    reader.plugins();
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

    /// Tells of other kustomization files in the folder.
    fn rivals(&mut self, folder: &str, path: &str) {
        let names = self.context.files.list(folder);
        for name in FILE_NAMES {
            let other = paths::within(folder, name);
            let is_there = names.iter().any(|listed| listed == name) || self.given.contains_key(&other);
            if is_there && other != path {
                let message =
                    format!("this folder has several kustomizations, which Kustomize refuses: `{path}` was read");
                self.output.diagnostics.push(Diagnostic::on_file(Level::Error, "kustomize-file", other, message));
            }
        }
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
        self.rivals(folder, &path);
        self.project.aside.insert(path);
        // The file itself is read as manifests are by the API server: `y` is true.
        let (documents, output) = read_yaml(file, Dialect::Kubernetes);
        let is_whole = output.diagnostics.iter().all(|diagnostic| diagnostic.level != Level::Error);
        self.output.merge(output);
        let said = &mut self.output.diagnostics;
        let Some(body) = documents.iter().find(|document| document.as_map().is_some()) else {
            if is_whole {
                said.push(refused(file.whole(), "this kustomization is empty"));
            }
            return;
        };
        let body = schema::read(body, fields::KUSTOMIZATION, "a kustomization", said);
        said.extend(mistakes(&body));
        let mut entries = |keys: &[&str], role| -> Vec<Entry> {
            let texts = keys.iter().flat_map(|key| strings(&body, key));
            texts.map(|text| self.entry(folder, text, role)).collect()
        };
        let (resources, components) =
            (entries(&["resources", "bases"], Role::Resource), entries(&["components"], Role::Component));
        let mut plugins = |key| entries(&[key], Role::Plugin);
        let (generators, transformers, validators) =
            (plugins("generators"), plugins("transformers"), plugins("validators"));
        let configurations = self.configurations(folder, &body);
        self.contents(folder, &body);
        let folder = folder.to_owned();
        let kustomization = Kustomization {
            file,
            folder,
            body,
            resources,
            components,
            generators,
            transformers,
            validators,
            configurations,
        };
        for folder in folders_of(&kustomization) {
            self.open(folder);
        }
        self.project.kustomizations.insert(kustomization.folder.clone(), kustomization);
    }

    /// What `configurations` and `crds` say about fields.
    fn configurations(&mut self, folder: &str, body: &Value) -> Vec<Value> {
        let mut read = Vec::new();
        for (field, is_schema) in [("configurations", false), ("crds", true)] {
            for entry in strings(body, field) {
                let Some(documents) = self.named(folder, entry) else { continue };
                for document in documents.iter().filter(|document| document.as_map().is_some()) {
                    let said = &mut self.output.diagnostics;
                    if !is_schema {
                        let name = "a configuration of transformers";
                        read.push(schema::read(document, fields::CONFIGURATION, name, said));
                    } else if let Some(configuration) = crds::configuration(document) {
                        read.push(configuration);
                    } else {
                        let message = "this is no schema of custom objects: definitions by their names are expected";
                        said.push(Diagnostic::at(Level::Error, "kustomize-field", entry.span, message));
                    }
                }
            }
        }
        read
    }

    /// The documents of a file that an entry names, told where it cannot be read.
    fn named(&mut self, folder: &str, entry: &Value) -> Option<Vec<Value>> {
        let name = entry.as_str().unwrap_or_default();
        let path = paths::join(folder, name);
        self.outside(folder, &path, entry.span);
        if let Some(why) = self.manifests(&path) {
            let message = format!("the file `{name}` {why}");
            self.output.diagnostics.push(Diagnostic::at(Level::Error, "kustomize-file", entry.span, message));
            return None;
        }
        self.project.manifests(&path).ok().map(|(_, documents)| documents.clone())
    }

    /// Tells of a file that is not in or below the folder of its kustomization.
    fn outside(&mut self, folder: &str, path: &str, span: Span) {
        let below = match folder {
            "" => !path.starts_with(".."),
            _ => path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')),
        };
        // What is not there at all is told elsewhere.
        if !below && !path.starts_with('/') && self.file(path).is_ok() {
            let message = "this file is outside of the folder of its kustomization: Kustomize refuses it without \
                           `--load-restrictor LoadRestrictionsNone`";
            self.output.diagnostics.push(Diagnostic::at(Level::Warning, "kustomize-outside", span, message));
        }
    }

    fn entry(&mut self, folder: &str, value: &Value, role: Role) -> Entry {
        let text: std::sync::Arc<str> = value.as_str().unwrap_or_default().into();
        let path = paths::join(folder, &text);
        let is_component = role == Role::Component;
        let target = if let Some(documents) = self.inline(value).filter(|_| role == Role::Plugin) {
            Target::Inline(documents)
        } else if text.is_empty() {
            Target::Missing("names nothing".to_owned())
        } else if paths::is_remote(&text) && !self.given.contains_key(&path) {
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
        if let Target::File(path) = &target {
            self.outside(folder, path, value.span);
        }
        Entry { text, span: value.span, target }
    }

    /// The documents that an entry holds itself, if it is no path.
    fn inline(&self, value: &Value) -> Option<Vec<Value>> {
        let text = value.as_str().filter(|text| text.contains(['\n', '{']))?;
        let places = Embedded::new(self.project.file(value.span), value.span, text);
        let stream = yaml::parse(text, Dialect::Kustomize);
        let documents = stream.documents.iter().map(|document| document.root.to_value(&|range| places.place(range)));
        let documents: Vec<Value> = documents.filter(|document| document.as_map().is_some()).collect();
        (stream.errors.is_empty() && !documents.is_empty()).then_some(documents)
    }

    /// Reads a file of documents; gives the reason where it cannot be read.
    fn manifests(&mut self, path: &str) -> Option<String> {
        if !self.project.manifests.contains_key(path) {
            let read = self.file(path).map(|file| (file, self.documents(file)));
            self.project.manifests.insert(path.to_owned(), read);
        }
        self.project.manifests(path).err().map(str::to_owned)
    }

    /// Reads the files that are no resources.
    fn contents(&mut self, folder: &str, body: &Value) {
        for source in patch_sources(body) {
            if let PatchSource::Path(path) = source {
                self.document(folder, path);
            }
        }
        for replacement in items(body, "replacements") {
            if let Some(path) = text(replacement, "path") {
                self.document(folder, path);
            }
        }
        for generator in ["configMapGenerator", "secretGenerator"].iter().flat_map(|field| items(body, field)) {
            for path in strings(generator, "envs").chain(text(generator, "env")) {
                self.text(folder, path.as_str().unwrap_or_default(), path.span);
            }
            for source in strings(generator, "files") {
                let path = source.as_str().unwrap_or_default();
                let path = path.split_once('=').map_or(path, |(_, path)| path);
                self.text(folder, path, source.span);
            }
        }
    }

    /// Reads what the generators and transformers of all kustomizations name. Their paths start at the kustomization that
    /// uses them, wherever they are written.
    fn plugins(&mut self) {
        let mut found: Vec<(String, Value)> = Vec::new();
        for own in self.project.kustomizations.values() {
            let mut open: Vec<&Entry> = own.generators.iter().chain(&own.transformers).collect();
            let mut seen: BTreeSet<&str> = BTreeSet::new();
            while let Some(entry) = open.pop() {
                let documents = match &entry.target {
                    Target::Inline(documents) => documents.as_slice(),
                    Target::File(path) => self.project.manifests(path).map_or(&[][..], |(_, documents)| documents),
                    Target::Folder(folder) => {
                        let next = self.project.kustomizations.get(folder).filter(|_| seen.insert(folder));
                        open.extend(next.into_iter().flat_map(|next| next.resources.iter().chain(&next.components)));
                        &[]
                    }
                    Target::Remote | Target::Missing(_) => &[],
                };
                // What is wrong with them is told when they are applied.
                let bodies = documents.iter().filter_map(|document| plugin::fields(document, &mut Vec::new()));
                found.extend(bodies.map(|body| (own.folder.clone(), body)));
            }
        }
        for (folder, body) in found {
            self.contents(&folder, &body);
        }
    }

    fn document(&mut self, folder: &str, path: &Value) {
        let joined = paths::join(folder, path.as_str().unwrap_or_default());
        self.outside(folder, &joined, path.span);
        self.manifests(&joined);
    }

    fn text(&mut self, folder: &str, path: &str, span: Span) {
        let path = paths::join(folder, path);
        self.outside(folder, &path, span);
        if !self.project.texts.contains_key(&path) {
            let read = self.file(&path);
            self.project.texts.insert(path, read);
        }
    }
}

/// What an entry is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Resource,
    Component,
    Plugin,
}

fn refused(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::at(Level::Error, "kustomize-field", span, message)
}

/// What Kustomize refuses in a kustomization, beside unknown fields.
fn mistakes(body: &Value) -> Vec<Diagnostic> {
    const ASIDE: [&str; 3] = ["apiVersion", "kind", "metadata"];
    let mut said = Vec::new();
    let kind = text(body, "kind");
    let is = |name| kind.and_then(Value::as_str) == Some(name);
    if let Some(kind) = kind.filter(|_| !is("Kustomization") && !is("Component")) {
        said.push(refused(kind.span, "`kind` must be `Kustomization` or `Component`"));
    }
    let version = if is("Component") { "v1alpha1" } else { "v1beta1" };
    let expected = format!("kustomize.config.k8s.io/{version}");
    if let Some(version) = text(body, "apiVersion").filter(|version| version.as_str() != Some(&*expected)) {
        said.push(refused(version.span, format!("`apiVersion` must be `{expected}`")));
    }
    let mut entries = body.as_map().into_iter().flat_map(Map::entries);
    // An empty list is something.
    let says_nothing = |value: &Value| value.is_null() || value.as_str() == Some("");
    if entries.all(|entry| ASIDE.contains(&&*entry.key) || says_nothing(&entry.value)) {
        said.push(refused(body.span, "this kustomization is empty"));
    }
    let order = body.member("sortOptions").and_then(|options| text(options, "order"));
    if let Some(order) = order.filter(|order| !matches!(order.as_str(), Some("fifo" | "legacy"))) {
        said.push(refused(order.span, "`order` must be `fifo` or `legacy`"));
    }
    said
}
