//! Objects to blocks and arguments.

use std::borrow::Cow;

use super::roles::{Body, COMMENT, Role, role};
use super::texts::Texts;
use crate::source::{SourceFile, TextRange};
use crate::syntax::SyntaxError;
use crate::syntax::hcl::{self, Attribute, Block, Expr, ExprKind, Ident, Label, ObjectItem, Template, TemplatePart};
use crate::syntax::yaml::{Entry, Node, NodeKind};

/// Converts one file. The recursion is limited by the height of the tree, which is limited when it is parsed.
pub(super) struct Converter<'p> {
    pub(super) file: &'p SourceFile,
    pub(super) texts: &'p Texts,
    pub(super) errors: Vec<SyntaxError>,
}

/// Blocks of one type that are being read.
struct Pending<'p> {
    kind: Ident<'p>,
    labels: Vec<Label<'p>>,
    /// Labels that are still missing.
    missing: usize,
    body: Body,
    /// The last name on the way to the body.
    header: TextRange,
    /// Whether the body is one of several below that name.
    listed: bool,
}

impl<'p> Converter<'p> {
    /// A converter that has read nothing.
    pub(super) fn new(file: &'p SourceFile, texts: &'p Texts) -> Self {
        Self { file, texts, errors: Vec::new() }
    }

    /// An object, or a list of objects that count as one, as a body.
    pub(super) fn body(&mut self, node: &Node, body: Body) -> hcl::Body<'p> {
        let mut converted = hcl::Body::default();
        match &node.kind {
            NodeKind::Mapping(entries) => self.members(entries, body, &mut converted),
            NodeKind::Sequence(items) => {
                for item in items {
                    self.members(item.entries(), body, &mut converted);
                }
            }
            _ => self.error(node.range, "expected an object"),
        }
        converted
    }

    fn members(&mut self, entries: &[Entry], body: Body, converted: &mut hcl::Body<'p>) {
        for entry in entries.iter().filter(|entry| &*entry.key != COMMENT) {
            let name = Ident { text: self.name(&entry.key, entry.key_range), range: entry.key_range };
            match role(body, &entry.key, &entry.value) {
                Role::Block(missing, body) => {
                    let header = entry.key_range;
                    let pending = Pending { kind: name, labels: Vec::new(), missing, body, header, listed: false };
                    self.blocks(&entry.value, pending, &mut converted.blocks);
                }
                role => {
                    let value = self.value(&entry.value, role);
                    converted.attributes.push(Attribute { name, value });
                }
            }
        }
    }

    fn blocks(&mut self, node: &Node, pending: Pending<'p>, blocks: &mut Vec<Block<'p>>) {
        match &node.kind {
            NodeKind::Null => {}
            NodeKind::Sequence(items) => {
                for item in items {
                    let labels = pending.labels.clone();
                    self.blocks(item, Pending { labels, listed: true, ..pending }, blocks);
                }
            }
            NodeKind::Mapping(entries) if pending.missing > 0 => {
                for entry in entries.iter().filter(|entry| &*entry.key != COMMENT) {
                    let mut labels = pending.labels.clone();
                    let text = Cow::Borrowed(self.name(&entry.key, entry.key_range));
                    labels.push(Label { text, range: entry.key_range });
                    let (missing, header) = (pending.missing - 1, entry.key_range);
                    self.blocks(&entry.value, Pending { labels, missing, header, listed: false, ..pending }, blocks);
                }
            }
            NodeKind::Mapping(_) => {
                let Pending { kind, labels, body, header, listed, .. } = pending;
                let range = if listed { node.range } else { header.cover(node.range) };
                blocks.push(Block { kind, labels, header, range, body: self.body(node, body) });
            }
            _ => self.error(node.range, "expected an object"),
        }
    }

    /// The value of an argument.
    fn value(&mut self, node: &Node, role: Role) -> Expr<'p> {
        let kind = match &node.kind {
            NodeKind::Null => ExprKind::Null,
            NodeKind::Bool(bool) => ExprKind::Bool(*bool),
            NodeKind::Number(_) => ExprKind::Number(node.range.slice(self.file.text())),
            NodeKind::String(text) => return self.string(text, node.range, role),
            NodeKind::Sequence(items) => ExprKind::List(items.iter().map(|item| self.value(item, role)).collect()),
            NodeKind::Mapping(entries) => {
                // Only values can be expressions.
                let keys = if role == Role::Expression { Role::Literal } else { role };
                let item = |entry: &Entry| ObjectItem {
                    key: self.string(&entry.key, entry.key_range, keys),
                    value: self.value(&entry.value, role),
                };
                ExprKind::Object(entries.iter().map(item).collect())
            }
        };
        Expr { kind, range: node.range }
    }

    fn string(&mut self, text: &str, range: TextRange, role: Role) -> Expr<'p> {
        match role {
            Role::Expression => self.fragment(text, range, hcl::parse_expression),
            Role::Literal => {
                let part = TemplatePart::Text { text: Cow::Owned(text.to_owned()), range };
                let parts = if text.is_empty() { Vec::new() } else { vec![part] };
                Expr { kind: ExprKind::Template(Template { parts, heredoc: false }), range }
            }
            Role::Template | Role::Block(..) => Expr { range, ..self.fragment(text, range, hcl::parse_template) },
        }
    }

    pub(super) fn error(&mut self, range: TextRange, message: &str) {
        self.errors.push(SyntaxError { range, message: message.to_owned(), help: None });
    }
}
