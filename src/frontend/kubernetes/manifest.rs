//! One file of manifests to resources.

use std::collections::HashSet;

use super::claim;
use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::api::Output;
use crate::frontend::yaml_blocks;
use crate::model::{Document, Platform, Resource, hide_secret};
use crate::source::{SourceFile, Span};
use crate::syntax::SyntaxError;
use crate::syntax::yaml::{self, Dialect};
use crate::value::{Address, Entry, Map, Value};

/// Reads and lowers one file.
pub(super) fn read(file: &SourceFile) -> Output {
    let mut output = Output::default();
    let values = documents(file, Dialect::Kubernetes, false, &mut output);
    let mut objects = Objects::default();
    for value in &values {
        objects.add(value, None);
    }
    Output { resources: objects.resources, ..output }
}

/// The documents of a file as another program reads it, nulls included, and what there is to say about the file.
pub(in crate::frontend) fn read_yaml(file: &SourceFile, dialect: Dialect) -> (Vec<Value>, Output) {
    let mut output = Output::default();
    let values = documents(file, dialect, true, &mut output);
    (values, output)
}

fn documents(file: &SourceFile, dialect: Dialect, keep_nulls: bool, output: &mut Output) -> Vec<Value> {
    let stream = yaml::parse(file.text(), dialect);
    let blocks = yaml_blocks::of(&stream);
    output.diagnostics = problems(file, &stream.errors);
    let notes = stream.notes.iter();
    output.diagnostics.extend(notes.map(|note| note.diagnostic(Level::Warning, "yaml-duplicate-key", file)));
    let mut complete = stream.errors.is_empty();
    let mut values = Vec::with_capacity(stream.documents.len());
    for document in &stream.documents {
        let place = |range| file.span(range);
        let value = match keep_nulls {
            true => document.root.to_value(&place),
            false => document.root.to_value_without_nulls(&place),
        };
        if let Some(unknown) = value.first_unknown() {
            complete = false;
            let message = format!("this was not assessed: {}", unknown.reason);
            output.diagnostics.push(Diagnostic::at(Level::Error, "yaml-limit", unknown.span, message));
        }
        values.push(value);
    }
    output.documents.push(Document {
        file: file.id(),
        comments: stream.comments,
        directives: Vec::new(),
        blocks,
        complete,
    });
    values
}

/// What did not parse. In a template of another program that is no mistake, and one note is enough.
fn problems(file: &SourceFile, errors: &[SyntaxError]) -> Vec<Diagnostic> {
    let Some(first) = errors.first() else {
        return Vec::new();
    };
    if claim::is_template(file.text()) {
        let message = "this looks like a template, which is read only once it is rendered";
        return vec![Diagnostic::at(Level::Note, "template", file.span(first.range), message)];
    }
    errors.iter().map(|error| error.diagnostic(Level::Error, "yaml-syntax", file)).collect()
}

/// The objects of one file.
#[derive(Default)]
struct Objects {
    resources: Vec<Resource>,
    /// What was looked at. An alias of an object declares nothing new, and a few aliases can stand for very many.
    seen: HashSet<Span>,
}

impl Objects {
    /// Adds the objects that `value` declares, which may be an item of a typed list.
    fn add(&mut self, value: &Value, typed: Option<Typed<'_>>) {
        let Some(body) = value.as_map().filter(|_| self.seen.insert(value.span)) else {
            return;
        };
        let text = |key| body.get(key).and_then(Value::as_str);
        let kind = match (text("apiVersion"), text("kind"), typed) {
            (Some(version), Some(kind), _) if claim::is_for_clusters(version) => kind,
            (_, kind, Some(typed)) => kind.unwrap_or(typed.kind),
            _ => return,
        };
        let items = body.get("items").and_then(Value::as_list);
        match (kind.strip_suffix("List"), items) {
            (Some(item_kind), Some(items)) => {
                // Lists of lists are no deeper than the document, whose depth is limited.
                let version = body.entry("apiVersion");
                let typed = Some(Typed { kind: item_kind, version }).filter(|typed| !typed.kind.is_empty());
                items.items.iter().for_each(|item| self.add(item, typed));
            }
            (Some(""), None) => {}
            _ => {
                let mut resource = named(value, body, kind);
                if let Some(typed) = typed {
                    typed.complete(&mut resource);
                }
                self.resources.push(resource);
            }
        }
    }
}

/// What a typed list says of its items, which need not say it themselves.
#[derive(Clone, Copy)]
struct Typed<'v> {
    kind: &'v str,
    version: Option<&'v Entry>,
}

impl Typed<'_> {
    /// Adds to an item what its list says. The version stands in the list alone, which is where it is to be changed.
    fn complete(self, resource: &mut Resource) {
        let header = resource.header;
        let Some(body) = resource.body.as_map_mut() else { return };
        if body.entry("kind").is_none() {
            body.insert("kind", header, Value::string(self.kind, header));
        }
        if let Some(version) = self.version.filter(|_| body.entry("apiVersion").is_none()) {
            body.insert("apiVersion", version.key_span, version.value.clone());
            resource.grounds.push(version.value.span);
        }
    }
}

/// The resource of an object that says its kind.
pub(in crate::frontend) fn resource(value: &Value) -> Option<Resource> {
    let body = value.as_map()?;
    let kind = body.get("kind").and_then(Value::as_str)?;
    Some(named(value, body, kind))
}

fn named(value: &Value, body: &Map, kind: &str) -> Resource {
    let metadata = body.get("metadata");
    let text = |key| metadata.and_then(|metadata| metadata.member(key)).and_then(Value::as_str);
    let name = text("name").or_else(|| text("generateName")).unwrap_or("(unnamed)");
    let address = Address::object(text("namespace"), kind, name);
    let header = header(value, body);
    let mut body = value.clone();
    hide_secret(kind, &mut body);
    Resource::new(Platform::Kubernetes, kind, name, &address, body, header)
}

/// The entry of `kind`, or the first key where an item of a typed list has none.
fn header(value: &Value, body: &Map) -> Span {
    match body.entry("kind") {
        Some(entry) if entry.key_span.range.end <= entry.value.span.range.start => {
            Span { range: entry.key_span.range.cover(entry.value.span.range), ..entry.key_span }
        }
        Some(entry) => entry.key_span,
        None => body.entries().next().map_or(value.span, |entry| entry.key_span),
    }
}
