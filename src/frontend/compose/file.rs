//! One file as Compose sees it before files are put together.

use std::collections::HashSet;
use std::sync::Arc;

use indexmap::IndexMap;

use super::claim::TOP_LEVEL;
use super::interpolate::{Environment, resolve};
use super::merge::{Tag, Tags, merge};
use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::embedded::Embedded;
use crate::frontend::yaml_blocks;
use crate::model::{Document, Reading as Read};
use crate::source::{SourceFile, Span};
use crate::syntax::yaml::{self, Dialect, Node, Stream};
use crate::value::{Entry, Kind, Map, Value};

/// Most documents of one file, which are put on top of each other.
const DOCUMENT_LIMIT: usize = 32;

/// What holds words that are judged each by itself.
const TEXTS: [&str; 6] = ["command", "content", "entrypoint", "healthcheck", "post_start", "pre_stop"];

/// Elements of one section in the order of their file: services, volumes, configs.
pub(super) type Services = IndexMap<Arc<str>, Service, foldhash::quality::RandomState>;

/// A service as far as it is put together, or another element of a project. `extends` stands in the body until it is
/// followed.
#[derive(Clone, Debug)]
pub(super) struct Service {
    /// The key.
    pub(super) header: Span,
    /// From the key to the end.
    pub(super) declaration: Span,
    /// What it says, with nulls.
    pub(super) body: Value,
    /// The texts of which the body is made.
    pub(super) grounds: Vec<Span>,
    /// The files of variables that it reads.
    pub(super) readings: Vec<Read>,
}

impl Service {
    /// This service with all of `over` on top.
    pub(super) fn below(&self, over: &Self, tags: &Tags) -> Self {
        let mut service = over.clone();
        service.body = merge(&self.body, &over.body, "", tags);
        service.grounds.extend(&self.grounds);
        service.readings.extend(&self.readings);
        service
    }
}

/// Puts the elements of a file on top of those of another. The places of an element that both have are those below.
pub(super) fn add(elements: &mut Services, over: Services, tags: &Tags) {
    for (name, over) in over {
        match elements.get_mut(&name) {
            Some(element) => {
                let (header, declaration) = (element.header, element.declaration);
                *element = Service { header, declaration, ..element.below(&over, tags) };
            }
            None => {
                elements.insert(name, over);
            }
        }
    }
}

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) services: Services,
    /// Volumes that say more than their names.
    pub(super) volumes: Services,
    /// Texts and files that services are given.
    pub(super) configs: Services,
    /// The builds that have the text of a Dockerfile, by the names of their services, with their variables.
    pub(super) dockerfiles: Vec<(Arc<str>, Value)>,
    pub(super) tags: Tags,
    /// The paths that `include` names.
    pub(super) includes: Vec<Value>,
}

/// What came of the text of a file.
pub(super) struct Reading {
    pub(super) content: Content,
    pub(super) document: Document,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads one file. Variables have their values from `environment`.
pub(super) fn read(file: &SourceFile, environment: &Environment) -> Reading {
    let stream = yaml::parse(file.text(), Dialect::Yaml12);
    let mut diagnostics = problems(file, &stream);
    let mut complete = stream.errors.is_empty();
    let mut content = Content::default();
    if stream.documents.len() > DOCUMENT_LIMIT {
        complete = false;
        let message = format!("only the first {DOCUMENT_LIMIT} documents were read");
        diagnostics.push(Diagnostic::on_file(Level::Error, "yaml-limit", file.path(), message));
    }
    for document in stream.documents.iter().take(DOCUMENT_LIMIT) {
        if file.text().contains('!') {
            let mut seen = HashSet::new();
            collect_tags(&document.root, file, &mut content.tags, &mut seen);
        }
        let root = document.root.to_value(&|range| file.span(range));
        if let Some(unknown) = root.first_unknown() {
            complete = false;
            let message = format!("this was not assessed: {}", unknown.reason);
            diagnostics.push(Diagnostic::at(Level::Error, "yaml-limit", unknown.span, message));
        }
        content.add(&root, file, environment);
    }
    if content.services.is_empty() && content.includes.is_empty() && complete {
        diagnostics.push(without_services(file, &stream));
    }
    let blocks = yaml_blocks::of(&stream);
    let document = Document { file: file.id(), comments: stream.comments, directives: Vec::new(), blocks, complete };
    Reading { content, document, diagnostics }
}

impl Content {
    fn add(&mut self, root: &Value, file: &SourceFile, environment: &Environment) {
        if let Some(include) = root.member("include") {
            let resolved = resolve(include, environment);
            match &resolved.kind {
                Kind::List(list) => self.includes.extend(list.items.iter().cloned()),
                _ => self.includes.push(resolved),
            }
        }
        let services = root.member("services").and_then(Value::as_map);
        let inline = |entry: &Entry| {
            let build = entry.value.member("build")?;
            build.member("dockerfile_inline").map(|_| (Arc::clone(&entry.key), build.clone()))
        };
        self.dockerfiles.extend(services.map(Map::entries).into_iter().flatten().filter_map(inline));
        for (section, elements) in
            [("services", &mut self.services), ("volumes", &mut self.volumes), ("configs", &mut self.configs)]
        {
            let map = root.member(section).and_then(Value::as_map);
            for entry in map.map(Map::entries).into_iter().flatten() {
                let Some(element) = element(entry, file, environment) else { continue };
                let element = match elements.get(&entry.key) {
                    Some(before) => before.below(&element, &self.tags),
                    None => element,
                };
                elements.insert(Arc::clone(&entry.key), element);
            }
        }
    }
}

/// What stands under a name in one of the sections.
fn element(entry: &Entry, file: &SourceFile, environment: &Environment) -> Option<Service> {
    let body = entry.value.as_map()?;
    let declaration = match entry.key_span.range.end <= entry.value.span.range.start {
        true => Span { range: entry.key_span.range.cover(entry.value.span.range), ..entry.key_span },
        // The body is an alias of what stands before it.
        false => entry.key_span,
    };
    let body = Value::map(variables(&with_places(body, file), environment), entry.value.span);
    Some(Service { header: entry.key_span, declaration, body, grounds: vec![declaration], readings: Vec::new() })
}

/// What is to be said of a file without services. Those of version 1 have them at the top.
fn without_services(file: &SourceFile, stream: &Stream) -> Diagnostic {
    let is_other = |name: &str| TOP_LEVEL.contains(&name) || name.starts_with("x-");
    let is_service = |node: &Node| node.get("image").is_some() || node.get("build").is_some();
    let mut entries = stream.documents.iter().flat_map(|document| document.root.entries());
    match entries.find(|entry| !is_other(&entry.key) && is_service(&entry.value)) {
        Some(service) => {
            let message = "this is version 1 of the format, which Compose reads no more; it was not assessed";
            Diagnostic::at(Level::Note, "compose-version-1", file.span(service.key_range), message)
                .with_help("write the services below `services`")
        }
        None => Diagnostic::on_file(Level::Note, "compose-empty", file.path(), "has no services"),
    }
}

/// An element in which commands and texts know where their words stand.
fn with_places(body: &Map, file: &SourceFile) -> Map {
    body.filter_map(|entry| match TEXTS.contains(&&*entry.key) {
        true => Some(with_places_of(&entry.value, file)),
        false => Some(entry.value.clone()),
    })
}

fn with_places_of(value: &Value, file: &SourceFile) -> Value {
    match &value.kind {
        Kind::String(text) => {
            let places = Embedded::new(file, value.span, text).places(text);
            Value { places: Some(Arc::new(places)), ..value.clone() }
        }
        _ => value.map_children(|child| with_places_of(child, file)),
    }
}

/// An element with its variables resolved. What `.env` puts into the environment or a file of a container is not written in
/// the Compose file: it stays out, so that it is not mistaken for a secret that everybody may read.
fn variables(body: &Map, environment: &Environment) -> Map {
    let outside = Environment::default();
    body.filter_map(|entry| {
        let environment = if matches!(&*entry.key, "environment" | "content") { &outside } else { environment };
        Some(resolve(&entry.value, environment))
    })
}

/// The tree's height is limited when it is built, and so is this recursion.
fn collect_tags(node: &Node, file: &SourceFile, tags: &mut Tags, seen: &mut HashSet<*const Node>) {
    if !seen.insert(std::ptr::from_ref(node)) {
        return;
    }
    match node.tag.as_deref() {
        Some("!reset") => tags.insert(file.span(node.range), Tag::Reset),
        Some("!override") => tags.insert(file.span(node.range), Tag::Override),
        _ => None,
    };
    let children = node.entries().iter().map(|entry| &*entry.value).chain(node.items().iter().map(|item| &**item));
    children.for_each(|child| collect_tags(child, file, tags, seen));
}

/// What did not parse, and repeated keys. In a template of another program a mistake is none, and one note is enough.
fn problems(file: &SourceFile, stream: &Stream) -> Vec<Diagnostic> {
    let text = file.text();
    if let Some(first) = stream.errors.first()
        && (text.contains("{{") || text.contains("{%"))
    {
        let message = "this looks like a template, which is read only once it is rendered";
        return vec![Diagnostic::at(Level::Note, "template", file.span(first.range), message)];
    }
    let errors = stream.errors.iter().map(|error| error.diagnostic(Level::Error, "yaml-syntax", file));
    let notes = stream.notes.iter().map(|note| note.diagnostic(Level::Warning, "yaml-duplicate-key", file));
    errors.chain(notes).collect()
}
