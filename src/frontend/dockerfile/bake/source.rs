//! Bake files to blocks, from HCL and from JSON
//! ([reference](https://docs.docker.com/build/bake/reference/)).

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::yaml_blocks;
use crate::model::Document;
use crate::source::{SourceFile, Span};
use crate::syntax::hcl::{self, Expr};
use crate::syntax::yaml::{self, Dialect, Entry};
use crate::value::Value;

/// An expression as it is written.
pub(super) enum Written<'s> {
    /// In HCL.
    Native(Expr<'s>),
    /// In JSON, where strings are templates of HCL.
    Json(Value),
}

/// An argument of a block.
pub(super) struct Attribute<'s> {
    pub(super) name: Arc<str>,
    pub(super) span: Span,
    pub(super) value: Written<'s>,
}

/// `kind "name" { … }`.
pub(super) struct Block<'s> {
    pub(super) kind: Arc<str>,
    pub(super) name: Arc<str>,
    pub(super) header: Span,
    pub(super) declaration: Span,
    pub(super) attributes: Vec<Attribute<'s>>,
}

impl<'s> Block<'s> {
    /// The argument of a name.
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute<'s>> {
        self.attributes.iter().rfind(|attribute| &*attribute.name == name)
    }
}

/// What a file holds.
pub(super) struct Source<'s> {
    pub(super) file: &'s SourceFile,
    pub(super) blocks: Vec<Block<'s>>,
    /// What stands at the top: variables with their values.
    pub(super) values: Vec<Attribute<'s>>,
    pub(super) document: Document,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads a file.
pub(super) fn read(file: &SourceFile, is_json: bool) -> Source<'_> {
    if is_json { json(file) } else { native(file) }
}

fn native(file: &SourceFile) -> Source<'_> {
    let parsed = hcl::parse(file.text());
    let diagnostics: Vec<_> =
        parsed.errors.iter().map(|error| error.diagnostic(Level::Error, "bake-syntax", file)).collect();
    let document = Document {
        file: file.id(),
        comments: parsed.comments,
        directives: Vec::new(),
        blocks: parsed.body.blocks.iter().map(|block| block.range).collect(),
        complete: diagnostics.is_empty(),
    };
    let values = parsed.body.attributes.into_iter().map(|one| attribute(one, file)).collect();
    let mut blocks = Vec::new();
    for block in parsed.body.blocks {
        let Some(name) = block.labels.first().map(|label| Arc::from(&*label.text)) else { continue };
        blocks.push(Block {
            kind: block.kind.text.into(),
            name,
            header: file.span(block.header),
            declaration: file.span(block.range),
            attributes: block.body.attributes.into_iter().map(|one| attribute(one, file)).collect(),
        });
    }
    Source { file, blocks, values, document, diagnostics }
}

fn attribute<'s>(attribute: hcl::Attribute<'s>, file: &SourceFile) -> Attribute<'s> {
    Attribute {
        name: attribute.name.text.into(),
        span: file.span(attribute.name.range),
        value: Written::Native(attribute.value),
    }
}

fn json(file: &SourceFile) -> Source<'_> {
    let stream = yaml::parse(file.text(), Dialect::Json);
    let errors = stream.errors.iter().chain(&stream.notes);
    let diagnostics: Vec<_> = errors.map(|error| error.diagnostic(Level::Error, "bake-syntax", file)).collect();
    let document = Document {
        file: file.id(),
        comments: Vec::new(),
        directives: Vec::new(),
        blocks: yaml_blocks::of(&stream),
        complete: diagnostics.is_empty(),
    };
    let mut source = Source { file, blocks: Vec::new(), values: Vec::new(), document, diagnostics };
    let root = stream.documents.first().map(|document| &document.root);
    for kind in root.map(|root| root.entries()).unwrap_or_default() {
        if !matches!(&*kind.key, "variable" | "target" | "group" | "function") {
            source.values.push(member(kind, file));
            continue;
        }
        for entry in kind.value.entries() {
            source.blocks.push(Block {
                kind: (&*kind.key).into(),
                name: (&*entry.key).into(),
                header: file.span(entry.key_range),
                declaration: file.span(entry.key_range.cover(entry.value.range)),
                attributes: entry.value.entries().iter().map(|entry| member(entry, file)).collect(),
            });
        }
    }
    source
}

fn member<'s>(entry: &Entry, file: &SourceFile) -> Attribute<'s> {
    Attribute {
        name: (&*entry.key).into(),
        span: file.span(entry.key_range),
        value: Written::Json(entry.value.to_value(&|range| file.span(range))),
    }
}
