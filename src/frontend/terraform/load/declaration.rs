//! The top-level blocks of a module.

use indexmap::IndexMap;

use crate::source::{FileId, Span};
use crate::syntax::hcl::{Attribute, Block, Body, Expr, ExprKind, TemplatePart};

/// A part of a syntax tree with its file.
#[derive(Debug)]
pub(in crate::frontend::terraform) struct Located<'p, T> {
    /// The file.
    pub(in crate::frontend::terraform) file: FileId,
    /// The part.
    pub(in crate::frontend::terraform) node: &'p T,
}

impl<T> Clone for Located<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Located<'_, T> {}

/// What a top-level block declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::frontend::terraform) enum DeclarationKind {
    /// `resource "type" "name"`.
    Resource,
    /// `data "type" "name"`.
    Data,
    /// `ephemeral "type" "name"`.
    Ephemeral,
    /// `provider "name"`.
    Provider,
    /// `module "name"`.
    Call,
    /// `variable "name"`.
    Variable,
    /// `output "name"`.
    Output,
    /// `terraform`.
    Settings,
}

impl DeclarationKind {
    pub(super) fn of(keyword: &str) -> Option<Self> {
        Some(match keyword {
            "resource" => Self::Resource,
            "data" => Self::Data,
            "ephemeral" => Self::Ephemeral,
            "provider" => Self::Provider,
            "module" => Self::Call,
            "variable" => Self::Variable,
            "output" => Self::Output,
            "terraform" => Self::Settings,
            _ => return None,
        })
    }

    /// Number of labels that such a block must have.
    pub(super) fn labels(self) -> usize {
        match self {
            Self::Resource | Self::Data | Self::Ephemeral => 2,
            Self::Provider | Self::Call | Self::Variable | Self::Output => 1,
            Self::Settings => 0,
        }
    }
}

/// A top-level block with the arguments and blocks of its overrides.
#[derive(Debug)]
pub(in crate::frontend::terraform) struct Declaration<'p> {
    /// Position in the declarations of its module.
    pub(in crate::frontend::terraform) index: usize,
    /// What it declares.
    pub(in crate::frontend::terraform) kind: DeclarationKind,
    /// The file.
    pub(in crate::frontend::terraform) file: FileId,
    /// The block as it is written.
    pub(in crate::frontend::terraform) block: &'p Block<'p>,
    /// Its arguments, by name.
    pub(in crate::frontend::terraform) arguments: IndexMap<&'p str, Located<'p, Attribute<'p>>>,
    /// Its nested blocks.
    pub(in crate::frontend::terraform) blocks: Vec<Located<'p, Block<'p>>>,
}

impl<'p> Declaration<'p> {
    pub(super) fn new(index: usize, kind: DeclarationKind, file: FileId, block: &'p Block<'p>) -> Self {
        let mut declaration = Self { index, kind, file, block, arguments: IndexMap::new(), blocks: Vec::new() };
        declaration.replace_arguments(file, &block.body);
        declaration.blocks = block.body.blocks.iter().map(|node| Located { file, node }).collect();
        declaration
    }

    /// Merges an override into this block: arguments replace those of their name, nested blocks all those of their type.
    pub(super) fn merge(&mut self, file: FileId, block: &'p Block<'p>) {
        self.replace_arguments(file, &block.body);
        self.blocks.retain(|old| {
            let old = nested_type(old.node);
            // These are merged argument by argument, when they are evaluated.
            is_single_block(old) || !block.body.blocks.iter().any(|new| nested_type(new) == old)
        });
        self.blocks.extend(block.body.blocks.iter().map(|node| Located { file, node }));
    }

    fn replace_arguments(&mut self, file: FileId, body: &'p Body<'p>) {
        for attribute in &body.attributes {
            self.arguments.insert(attribute.name.text, Located { file, node: attribute });
        }
    }

    /// The label at a position, or nothing.
    pub(in crate::frontend::terraform) fn label(&self, position: usize) -> &'p str {
        self.block.labels.get(position).map_or("", |label| label.text.as_ref())
    }

    /// An argument's expression.
    pub(in crate::frontend::terraform) fn argument(&self, name: &str) -> Option<Located<'p, Expr<'p>>> {
        self.arguments.get(name).map(|argument| Located { file: argument.file, node: &argument.node.value })
    }

    /// The condition on which there is an instance: `enabled` of `lifecycle`, where the last one counts.
    pub(in crate::frontend::terraform) fn enabled(&self) -> Option<Located<'p, Expr<'p>>> {
        let lifecycles = self.blocks.iter().rev().filter(|block| block.node.kind.text == "lifecycle");
        let mut conditions = lifecycles.flat_map(|block| {
            let own = block.node.body.attributes.iter().rev().filter(|attribute| attribute.name.text == "enabled");
            own.map(|attribute| Located { file: block.file, node: &attribute.value })
        });
        conditions.next()
    }

    /// The block header.
    pub(in crate::frontend::terraform) fn header(&self) -> Span {
        self.block.header.in_file(self.file)
    }

    /// The address within the module, without instance keys.
    pub(in crate::frontend::terraform) fn address(&self) -> String {
        match self.kind {
            DeclarationKind::Resource => format!("{}.{}", self.label(0), self.label(1)),
            DeclarationKind::Data => format!("data.{}.{}", self.label(0), self.label(1)),
            DeclarationKind::Ephemeral => format!("ephemeral.{}.{}", self.label(0), self.label(1)),
            DeclarationKind::Provider => format!("provider.{}", self.label(0)),
            DeclarationKind::Call => format!("module.{}", self.label(0)),
            DeclarationKind::Variable => format!("var.{}", self.label(0)),
            DeclarationKind::Output => format!("output.{}", self.label(0)),
            DeclarationKind::Settings => "terraform".to_owned(),
        }
    }
}

/// The alias of a provider.
pub(super) fn alias<'p>(block: &'p Block<'p>) -> Option<&'p str> {
    block.body.attributes.iter().find(|attribute| attribute.name.text == "alias").and_then(|it| literal(&it.value))
}

/// The type of block that a nested block stands for.
fn nested_type<'p>(block: &'p Block<'p>) -> &'p str {
    match (block.kind.text, block.labels.first()) {
        ("dynamic", Some(label)) => &label.text,
        (keyword, _) => keyword,
    }
}

/// Whether a block of this type belongs to Terraform itself and occurs once, so that several are overrides of the first.
pub(in crate::frontend::terraform) fn is_single_block(name: &str) -> bool {
    matches!(name, "lifecycle" | "required_providers")
}

/// The text of a string that has no holes.
pub(in crate::frontend::terraform) fn literal<'e>(expr: &'e Expr<'_>) -> Option<&'e str> {
    let ExprKind::Template(template) = &expr.kind else { return None };
    match template.parts.as_slice() {
        [] => Some(""),
        [TemplatePart::Text { text, .. }] => Some(text),
        _ => None,
    }
}
