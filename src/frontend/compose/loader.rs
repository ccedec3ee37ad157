//! What files hold, each read once, and services that extend others.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::env_files::EnvFiles;
use super::file::{self, Content, Service, Services};
use super::inline;
use super::interpolate::Environment;
use super::lower::leave_open;
use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::api::{Context, Output};
use crate::frontend::paths;
use crate::source::{FileId, SourceFile};
use crate::value::{Kind, Reason, Value};

/// Most services that extend each other in a row.
const DEPTH_LIMIT: usize = 32;

type Table<K, V> = HashMap<K, V, foldhash::quality::RandomState>;

/// Reads files, each once for every folder that its variables are taken from.
pub(super) struct Loader<'c> {
    pub(super) context: &'c Context<'c>,
    /// By path.
    files: Table<String, &'c SourceFile>,
    /// Files that were not given, but are extended.
    extended: Table<String, &'c SourceFile>,
    environments: Table<String, Arc<Environment>>,
    env_files: EnvFiles<'c>,
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
            env_files: EnvFiles::new(context),
            contents: Table::default(),
            read: Output::default(),
            documented: HashSet::new(),
        }
    }

    /// Documents and diagnostics.
    pub(super) fn finish(self) -> Output {
        self.read
    }

    /// The services of a file, in its order, with what they extend.
    pub(super) fn services(
        &mut self,
        file: &'c SourceFile,
        content: &Content,
        folder: &str,
        output: &mut Output,
    ) -> Services {
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
        // Paths in the file of another project start from that file, all others from the project's folder.
        let is_foreign = chain.first().is_some_and(|(path, _)| path != file.path());
        let start = if is_foreign { file.folder() } else { folder };
        self.env_files.add_to(&mut service, start);
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
                leave_open(&mut service.body, Reason::Partial(reason.to_string().into()), span);
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
    pub(super) fn file(&mut self, folder: &str, path: &str) -> Result<&'c SourceFile, Reason> {
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
    pub(super) fn content(&mut self, file: &'c SourceFile, folder: &str) -> Arc<Content> {
        let key = (file.path().to_owned(), folder.to_owned());
        if let Some(content) = self.contents.get(&key) {
            return Arc::clone(content);
        }
        let environment = self.environment(folder);
        let reading = file::read(file, &environment);
        // Diagnostics that are repeated are dropped by the engine, documents are not.
        if self.documented.insert(file.id()) {
            let mut document = reading.document;
            let dockerfiles = inline::dockerfiles(file, &reading.content, &environment);
            for inline in dockerfiles.documents {
                document.comments.extend(inline.comments);
                document.blocks.extend(inline.blocks);
                document.complete &= inline.complete;
            }
            document.comments.sort_by_key(|comment| comment.range);
            document.comments.dedup_by_key(|comment| comment.range);
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
            // What it sets stays out of the code.
            Ok(text) => Environment::read(self.context.sources.add(path, text)).given(),
            Err(_) => Environment::default(),
        };
        let environment = Arc::new(environment);
        self.environments.insert(folder.to_owned(), Arc::clone(&environment));
        environment
    }

    /// The file that was given with this path, relative to the scan root.
    pub(super) fn given(&self, path: &str) -> Option<&'c SourceFile> {
        self.files.get(path).copied()
    }
}
