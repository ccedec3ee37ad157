//! One folder of files as a module: its declarations by name.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::declaration::{Declaration, DeclarationKind, Located, alias};
use super::loader::{ParsedFile, in_force};
use super::provider_versions::Providers;
use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::terraform::data_sources::Mentions;
use crate::source::{FileId, Span, TextRange};
use crate::syntax::hcl::{Attribute, Block, Expr};

/// Top-level blocks that declare nothing that is deployed.
fn declares_nothing(keyword: &str) -> bool {
    matches!(keyword, "moved" | "import" | "removed" | "check")
}

/// Whether a block of `terraform` says where the state is.
fn is_backend(block: &Block<'_>) -> bool {
    matches!(block.kind.text, "backend" | "cloud")
}

/// All files of one folder.
#[derive(Debug)]
pub(in crate::frontend::terraform) struct Module<'p> {
    /// The folder relative to the scan root; empty for the scan root itself.
    pub(in crate::frontend::terraform) folder: &'p str,
    /// Every top-level block in the order of the files and of their text.
    pub(in crate::frontend::terraform) declarations: Vec<Declaration<'p>>,
    /// Local values.
    pub(in crate::frontend::terraform) locals: HashMap<&'p str, Located<'p, Expr<'p>>>,
    /// Values of variables from `terraform.tfvars` and `*.auto.tfvars`; the last file wins.
    pub(in crate::frontend::terraform) values: IndexMap<&'p str, Located<'p, Attribute<'p>>>,
    /// The providers of this module, and the versions that it asks for.
    pub(in crate::frontend::terraform) providers: Providers<'p>,
    /// Types and headers of the blocks that Terraform is not known to have.
    pub(in crate::frontend::terraform) unknown_blocks: Vec<(&'p str, Span)>,
    /// The policy documents that are mentioned beside being declared.
    pub(in crate::frontend::terraform) policy_documents: Mentions<'p>,
    /// What is wrong with blocks that were left out.
    pub(in crate::frontend::terraform) problems: Vec<Diagnostic>,
    names: HashMap<(DeclarationKind, &'p str, &'p str), usize>,
    first_file: FileId,
}

impl<'p> Module<'p> {
    /// A module of the files of a folder, in their order. `None` when there is no file but values of variables.
    pub(in crate::frontend::terraform) fn new(folder: &'p str, files: &[&'p ParsedFile<'p>]) -> Option<Self> {
        let (configuration, replaced) = in_force(files);
        let first_file = configuration.first()?.file.id();
        let mut module = Self {
            folder,
            declarations: Vec::new(),
            locals: HashMap::new(),
            values: IndexMap::new(),
            providers: Providers::default(),
            unknown_blocks: Vec::new(),
            policy_documents: Mentions::default(),
            problems: Vec::new(),
            names: HashMap::new(),
            first_file,
        };
        for file in replaced {
            let message =
                "a `.tofu` file stands for this file, as in OpenTofu: what Terraform reads here was not assessed";
            let start = TextRange::empty(0).in_file(file.file.id());
            module.problems.push(Diagnostic::at(Level::Note, "tofu-file", start, message));
        }
        for file in &configuration {
            module.policy_documents.add(file.file.text());
        }
        let (overrides, plain): (Vec<&ParsedFile<'_>>, Vec<_>) =
            configuration.into_iter().partition(|file| file.is_override());
        for file in plain {
            module.add_file(file, false);
        }
        for file in overrides {
            module.add_file(file, true);
        }
        let mut values: Vec<_> = files.iter().filter(|file| file.is_values()).collect();
        // `terraform.tfvars` and `terraform.tfvars.json` come before every `*.auto.tfvars` and `*.auto.tfvars.json`.
        values.sort_by_key(|file| (!file.file.name().starts_with("terraform.tfvars"), file.file.name()));
        for file in values {
            for attribute in &file.parsed.body.attributes {
                module.values.insert(attribute.name.text, Located { file: file.file.id(), node: attribute });
            }
        }
        module.providers = Providers::of(&module.declarations);
        Some(module)
    }

    fn add_file(&mut self, file: &'p ParsedFile<'p>, overriding: bool) {
        let id = file.file.id();
        for block in &file.parsed.body.blocks {
            if block.kind.text == "locals" {
                for attribute in &block.body.attributes {
                    self.locals.insert(attribute.name.text, Located { file: id, node: &attribute.value });
                }
            } else if let Some(kind) = DeclarationKind::of(block.kind.text) {
                self.add_block(kind, id, block, overriding);
            } else if block.kind.text == "check" {
                // A check may have a data source of its own.
                for data in block.body.blocks.iter().filter(|nested| nested.kind.text == "data") {
                    self.add_block(DeclarationKind::Data, id, data, false);
                }
            } else if !declares_nothing(block.kind.text) {
                self.unknown_blocks.push((block.kind.text, block.header.in_file(id)));
            }
        }
    }

    fn add_block(&mut self, kind: DeclarationKind, file: FileId, block: &'p Block<'p>, overriding: bool) {
        if block.labels.len() < kind.labels() {
            let message = format!("the `{}` block lacks a label and was left out", block.kind.text);
            self.problems.push(Diagnostic::at(Level::Error, "block-label", block.header.in_file(file), message));
            return;
        }
        let index = self.declarations.len();
        let declaration = Declaration::new(index, kind, file, block);
        let second = match kind {
            // Providers of one type differ by their alias.
            DeclarationKind::Provider => alias(block).unwrap_or_default(),
            _ => declaration.label(1),
        };
        let name = (kind, declaration.label(0), second);
        if overriding && let Some(&base) = self.names.get(&name) {
            if kind == DeclarationKind::Settings {
                self.forget_backend(block);
            }
            self.declarations[base].merge(file, block);
            return;
        }
        self.names.entry(name).or_insert(index);
        self.declarations.push(declaration);
    }

    /// A backend in an override replaces the one that there is, in whichever `terraform` block and of whichever kind.
    fn forget_backend(&mut self, overriding: &Block<'p>) {
        if overriding.body.blocks.iter().any(is_backend) {
            for settings in self.declarations.iter_mut().filter(|other| other.kind == DeclarationKind::Settings) {
                settings.blocks.retain(|block| !is_backend(block.node));
            }
        }
    }

    /// A declaration by its kind and labels.
    pub(in crate::frontend::terraform) fn find(
        &self,
        kind: DeclarationKind,
        first: &str,
        second: &str,
    ) -> Option<&Declaration<'p>> {
        self.names.get(&(kind, first, second)).map(|&index| &self.declarations[index])
    }

    /// Whether this is deployed on its own, whoever else calls it: it has values of variables, or says where its state is.
    pub(in crate::frontend::terraform) fn is_deployed(&self) -> bool {
        let mut settings = self.declarations.iter().filter(|declaration| declaration.kind == DeclarationKind::Settings);
        !self.values.is_empty() || settings.any(|settings| settings.blocks.iter().any(|block| is_backend(block.node)))
    }

    /// The module calls.
    pub(in crate::frontend::terraform) fn calls(&self) -> impl Iterator<Item = &Declaration<'p>> {
        self.declarations.iter().filter(|declaration| declaration.kind == DeclarationKind::Call)
    }

    /// The start of the first file, for what concerns the module as a whole.
    pub(in crate::frontend::terraform) fn first_span(&self) -> Span {
        TextRange::empty(0).in_file(self.first_file)
    }
}
