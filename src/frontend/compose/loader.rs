//! Files to projects: overrides, services that extend others, and what comes of them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;

use super::file::{self, Content, Service};
use super::inline;
use super::interpolate::Environment;
use super::lower::{leave_open, resource};
use super::shared;
use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::api::{Context, Output};
use crate::frontend::paths;
use crate::source::{FileId, SourceFile};
use crate::value::{Kind, Reason, Value};

/// The names that Compose looks for, the preferred one first.
const PROJECTS: [&str; 4] = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

/// The names of what it adds to the first of [`PROJECTS`].
const OVERRIDES: [&str; 4] =
    ["compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml"];

/// Most services that extend each other in a row.
const DEPTH_LIMIT: usize = 32;

type Table<K, V> = HashMap<K, V, foldhash::quality::RandomState>;

/// Services in the order of their file.
type Services = IndexMap<Arc<str>, Service, foldhash::quality::RandomState>;

/// Reads files, each once for every folder that its variables are taken from.
pub(super) struct Loader<'c> {
    context: &'c Context<'c>,
    /// By path.
    files: Table<String, &'c SourceFile>,
    /// Files that were not given, but are extended.
    extended: Table<String, &'c SourceFile>,
    environments: Table<String, Arc<Environment>>,
    contents: Table<(String, String), Arc<Content>>,
    /// Documents and diagnostics of what was read, and the Dockerfiles in it.
    read: Output,
    documented: HashSet<FileId>,
}

/// A service that another extends: file and name.
type Link = (String, Arc<str>);

impl<'c> Loader<'c> {
    pub(super) fn new(files: &[&'c SourceFile], context: &'c Context<'c>) -> Self {
        Self {
            context,
            files: files.iter().map(|file| (file.path().to_owned(), *file)).collect(),
            extended: Table::default(),
            environments: Table::default(),
            contents: Table::default(),
            read: Output::default(),
            documented: HashSet::new(),
        }
    }

    /// Documents and diagnostics.
    pub(super) fn finish(self) -> Output {
        self.read
    }

    /// Whether a file is read as a part of another.
    pub(super) fn is_override(&self, file: &SourceFile) -> bool {
        OVERRIDES.contains(&file.name())
            && self.first(file.folder(), &PROJECTS).is_some()
            && self.first(file.folder(), &OVERRIDES).is_some_and(|first| first.id() == file.id())
    }

    /// The services of one file, with those of its override.
    pub(super) fn project(&mut self, file: &'c SourceFile) -> Output {
        let folder = file.folder();
        let is_default = self.first(folder, &PROJECTS).is_some_and(|first| first.id() == file.id());
        let addition = self.first(folder, &OVERRIDES).filter(|_| is_default);
        let content = self.content(file, folder);
        let mut output = Output { diagnostics: self.includes(file, &content), ..Output::default() };
        let mut services = self.services(file, &content, folder, &mut output);
        if let Some(addition) = addition {
            let content = self.content(addition, folder);
            output.diagnostics.extend(self.includes(addition, &content));
            for (name, over) in self.services(addition, &content, folder, &mut output) {
                match services.get_mut(&name) {
                    // The places of the base are those of the service.
                    Some(service) => {
                        let (header, declaration) = (service.header, service.declaration);
                        *service = Service { header, declaration, ..service.below(&over, &content.tags) };
                    }
                    None => {
                        services.insert(name, over);
                    }
                }
            }
        }
        output.resources = services.iter().map(|(name, service)| resource(file, name, service)).collect();
        shared::mark(&mut output.resources);
        output
    }

    /// The services of a file, in its order, with what they extend.
    fn services(&mut self, file: &'c SourceFile, content: &Content, folder: &str, output: &mut Output) -> Services {
        let names = content.services.keys();
        names
            .filter_map(|name| {
                let service = self.service(file, name, folder, &mut Vec::new(), output)?;
                Some((Arc::clone(name), service))
            })
            .collect()
    }

    /// One service with what it extends. `chain` holds the services that extend it.
    fn service(
        &mut self,
        file: &'c SourceFile,
        name: &Arc<str>,
        folder: &str,
        chain: &mut Vec<Link>,
        output: &mut Output,
    ) -> Option<Service> {
        let content = self.content(file, folder);
        let mut service = content.services.get(name)?.clone();
        let Kind::Map(body) = &mut service.body.kind else {
            return Some(service);
        };
        let Some(extends) = Arc::make_mut(body).remove("extends").filter(|entry| !entry.value.is_null()) else {
            return Some(service);
        };
        chain.push((file.path().to_owned(), Arc::clone(name)));
        match self.base(file, &extends.value, folder, chain, output) {
            Ok(base) => service = base.below(&service, &content.tags),
            Err(reason) => {
                let span = extends.value.span;
                if let Reason::Invalid(why) = &reason {
                    output.diagnostics.push(Diagnostic::at(Level::Note, "compose-extends", span, &**why));
                }
                leave_open(&mut service.body, reason, span);
            }
        }
        chain.pop();
        Some(service)
    }

    /// The service that `extends` names.
    fn base(
        &mut self,
        file: &'c SourceFile,
        extends: &Value,
        folder: &str,
        chain: &mut Vec<Link>,
        output: &mut Output,
    ) -> Result<Service, Reason> {
        let text = |value: &Value| match value.first_unknown() {
            Some(unknown) => Err(unknown.reason.clone()),
            None => Ok(value.as_str().map(Arc::<str>::from)),
        };
        let name = text(extends.member("service").unwrap_or(extends))?;
        let name = name.ok_or(Reason::Invalid("this names no service".into()))?;
        let file = match extends.member("file").map(text).transpose()?.flatten() {
            Some(path) => self.file(file.folder(), &path)?,
            None => file,
        };
        let link = (file.path().to_owned(), Arc::clone(&name));
        if chain.contains(&link) {
            return Err(Reason::Cycle(name));
        }
        if chain.len() == DEPTH_LIMIT {
            return Err(Reason::Limit("services that extend others"));
        }
        let service = self.service(file, &name, folder, chain, output);
        service.ok_or_else(|| Reason::Invalid(format!("`{}` has no service `{name}`", file.path()).into()))
    }

    /// A file that another names.
    fn file(&mut self, folder: &str, path: &str) -> Result<&'c SourceFile, Reason> {
        let joined =
            paths::join(folder, path).ok_or_else(|| Reason::Invalid(format!("`{path}` lies elsewhere").into()))?;
        if let Some(file) = self.files.get(&joined).or_else(|| self.extended.get(&joined)) {
            return Ok(file);
        }
        let text = self.context.files.read(&joined);
        let text = text.map_err(|why| Reason::Invalid(format!("`{joined}` {why}").into()))?;
        let file = self.context.sources.add(joined.as_str(), text);
        self.extended.insert(joined, file);
        Ok(file)
    }

    /// What a file holds, with the variables of a folder.
    fn content(&mut self, file: &'c SourceFile, folder: &str) -> Arc<Content> {
        let key = (file.path().to_owned(), folder.to_owned());
        if let Some(content) = self.contents.get(&key) {
            return Arc::clone(content);
        }
        let environment = self.environment(folder);
        let reading = file::read(file, &environment);
        // Diagnostics that are repeated are dropped by the engine, documents are not.
        if self.documented.insert(file.id()) {
            let mut document = reading.document;
            let dockerfiles = inline::dockerfiles(file, &reading.content);
            for inline in dockerfiles.documents {
                document.comments.extend(inline.comments);
                document.blocks.extend(inline.blocks);
                document.complete &= inline.complete;
            }
            document.comments.sort_by_key(|comment| comment.range);
            self.read.documents.push(document);
            self.read.resources.extend(dockerfiles.resources);
            self.read.diagnostics.extend(dockerfiles.diagnostics);
        }
        self.read.diagnostics.extend(reading.diagnostics);
        let content = Arc::new(reading.content);
        self.contents.insert(key, Arc::clone(&content));
        content
    }

    fn environment(&mut self, folder: &str) -> Arc<Environment> {
        if let Some(environment) = self.environments.get(folder) {
            return Arc::clone(environment);
        }
        let path = paths::within(folder, ".env");
        let environment = match self.context.files.read(&path) {
            Ok(text) => Environment::read(self.context.sources.add(path, text)),
            Err(_) => Environment::default(),
        };
        let environment = Arc::new(environment);
        self.environments.insert(folder.to_owned(), Arc::clone(&environment));
        environment
    }

    /// One note for each included file that is not scanned as a project of its own.
    fn includes(&self, file: &SourceFile, content: &Content) -> Vec<Diagnostic> {
        let paths = content.includes.iter().flat_map(|include| match include.member("path") {
            Some(Value { kind: Kind::List(list), .. }) => list.items.clone(),
            Some(path) => vec![path.clone()],
            None => vec![include.clone()],
        });
        let is_scanned = |path: &Value| {
            let joined = path.as_str().and_then(|path| paths::join(file.folder(), path));
            joined.is_some_and(|path| self.files.contains_key(&path))
        };
        let note = |path: Value| {
            let message = format!("the included file {} is not part of this scan", path.render());
            Diagnostic::at(Level::Note, "compose-include", path.span, message)
        };
        paths.filter(|path| !is_scanned(path)).map(note).collect()
    }

    /// The first file of a folder that has one of these names.
    fn first(&self, folder: &str, names: &[&str]) -> Option<&'c SourceFile> {
        names.iter().find_map(|name| self.files.get(&paths::within(folder, name)).copied())
    }
}
