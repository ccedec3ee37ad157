//! Values of variables that come from outside: the environment, the command line, and the files that it names.
//!
//! What is not a file becomes a text of its own, so that a value can be shown where it was given.

use std::path::Path;

use indexmap::IndexMap;

use super::declaration::{DeclarationKind, Located};
use super::json;
use super::loader::syntax_errors;
use super::module::Module;
use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::api::{Context, VariableSource};
use crate::source::{FileId, SourceFile, Span, TextRange};
use crate::syntax::hcl::{self, Attribute, Expr, Parsed};

/// Path of the texts that the command line gives.
const COMMAND_LINE: &str = "<command line>";
/// Path of the texts that the environment gives.
const ENVIRONMENT: &str = "<environment>";
/// Start of the names in the environment.
const PREFIX: &str = "TF_VAR_";

/// One source of values as a text.
pub(in crate::frontend::terraform) struct InputText<'p> {
    form: Form,
    file: &'p SourceFile,
    parsed: Parsed<'p>,
    /// Whether it is a file of the repository, and so a part of the code.
    belongs: bool,
}

/// What a text is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `TF_VAR_NAME=VALUE`.
    Environment,
    /// `NAME=VALUE`.
    Assignment,
    /// A file of values.
    File,
}

/// Makes texts of the sources that the settings name.
pub(in crate::frontend::terraform) fn read<'p>(
    context: &Context<'p>,
    json_texts: &'p json::Texts,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<InputText<'p>> {
    let mut texts = Vec::new();
    for source in &context.settings.variables {
        let (form, path, text) = match source {
            VariableSource::Environment { name, value } => {
                (Form::Environment, ENVIRONMENT, format!("{PREFIX}{name}={value}"))
            }
            VariableSource::Assignment { name, value } => (Form::Assignment, COMMAND_LINE, format!("{name}={value}")),
            VariableSource::File { path, text } => (Form::File, path.as_str(), text.clone()),
        };
        let file = context.sources.add(path, text);
        let is_json = form == Form::File && Path::new(path).extension().is_some_and(|extension| extension == "json");
        let parsed = if is_json { json::parse_values(file, json_texts) } else { hcl::parse(file.text()) };
        if form == Form::File {
            diagnostics.extend(syntax_errors(file, if is_json { "json-syntax" } else { "hcl-syntax" }, &parsed));
        }
        let belongs = form == Form::File && context.files.belongs(path);
        texts.push(InputText { form, file, parsed, belongs });
    }
    texts
}

/// A value that was given from outside.
#[derive(Clone, Copy)]
pub(in crate::frontend::terraform) enum Given<'p> {
    /// By an argument of a file of values.
    Argument(Located<'p, Attribute<'p>>),
    /// By a text, which is an expression or a plain string: the type of the variable decides.
    Text {
        /// The text.
        text: &'p str,
        /// Its place.
        span: Span,
        /// The expression that it spells.
        expression: Option<&'p Expr<'p>>,
    },
}

impl Given<'_> {
    /// The text that gives the value.
    pub(in crate::frontend::terraform) fn file(&self) -> FileId {
        match self {
            Self::Argument(place) => place.file,
            Self::Text { span, .. } => span.file,
        }
    }
}

/// Values from outside by the names of their variables.
#[derive(Default)]
pub(in crate::frontend::terraform) struct Inputs<'p> {
    strong: IndexMap<&'p str, Given<'p>>,
    weak: IndexMap<&'p str, Given<'p>>,
    /// The texts that do not belong to the repository.
    outside: Vec<FileId>,
}

impl<'p> Inputs<'p> {
    /// The values in texts that are in the order in which they were given.
    pub(in crate::frontend::terraform) fn new(texts: &'p [InputText<'p>]) -> Self {
        let mut inputs = Self::default();
        for text in texts {
            let file = text.file.id();
            inputs.outside.extend((!text.belongs).then_some(file));
            match text.form {
                Form::File => inputs.strong.extend(
                    text.parsed
                        .body
                        .attributes
                        .iter()
                        .map(|node| (node.name.text, Given::Argument(Located { file, node }))),
                ),
                Form::Assignment => inputs.strong.extend(assignment(text, "")),
                Form::Environment => inputs.weak.extend(assignment(text, PREFIX)),
            }
        }
        inputs
    }

    /// Whether a text with values is no part of the code: it is not a file of the repository.
    pub(in crate::frontend::terraform) fn is_outside(&self, file: FileId) -> bool {
        self.outside.contains(&file)
    }

    /// What the command line says.
    pub(in crate::frontend::terraform) fn strong(&self, name: &str) -> Option<Given<'p>> {
        self.strong.get(name).copied()
    }

    /// What the environment says.
    pub(in crate::frontend::terraform) fn weak(&self, name: &str) -> Option<Given<'p>> {
        self.weak.get(name).copied()
    }

    /// Values for variables that are not there. The environment serves many purposes, so nothing is said of it.
    pub(in crate::frontend::terraform) fn undeclared(&self, roots: &[&Module<'p>]) -> Vec<Diagnostic> {
        let declares = |root: &Module<'p>, name: &str| root.find(DeclarationKind::Variable, name, "").is_some();
        let mut diagnostics = Vec::new();
        for (name, given) in &self.strong {
            if roots.is_empty() || roots.iter().any(|root| declares(root, name)) {
                continue;
            }
            let (level, span) = match given {
                Given::Argument(place) => (Level::Note, place.node.name.range.in_file(place.file)),
                Given::Text { span, .. } => (Level::Warning, *span),
            };
            let message = format!("no root module has a variable `{name}`, so this value is not used");
            diagnostics.push(Diagnostic::at(level, "undeclared-variable", span, message));
        }
        for root in roots {
            for (name, place) in root.values.iter().filter(|(name, _)| !declares(root, name)) {
                let span = place.node.name.range.in_file(place.file);
                let message = format!("this module has no variable `{name}`, so this value is not used");
                diagnostics.push(Diagnostic::at(Level::Note, "undeclared-variable", span, message));
            }
        }
        diagnostics
    }
}

fn assignment<'p>(input: &'p InputText<'p>, prefix: &str) -> Option<(&'p str, Given<'p>)> {
    let whole = input.file.text();
    let (name, text) = whole.split_once('=')?;
    let span = input.file.span(TextRange::new(whole.len() - text.len(), whole.len()));
    let expression = match input.parsed.body.attributes.as_slice() {
        [only] if input.parsed.errors.is_empty() && input.parsed.body.blocks.is_empty() => Some(&only.value),
        _ => None,
    };
    Some((name.strip_prefix(prefix)?, Given::Text { text, span, expression }))
}
