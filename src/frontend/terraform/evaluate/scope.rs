//! What the names in an expression mean.

use super::instance::Instance;
use crate::frontend::terraform::load::declaration::Declaration;
use crate::source::{FileId, Span, TextRange};
use crate::value::{Map, Reason, Unknown, Value};

/// The surroundings of an expression: its module instance, its file, and the names that are bound around it.
#[derive(Clone, Copy)]
pub(in crate::frontend::terraform) struct Scope<'s, 'p> {
    /// The module instance that `var`, `local` and the resource types refer to.
    pub(in crate::frontend::terraform) instance: &'s Instance<'p>,
    /// The file of the expression.
    pub(in crate::frontend::terraform) file: FileId,
    /// What `self` refers to: a declaration, and which of its instances.
    pub(in crate::frontend::terraform) subject: Option<(&'s Declaration<'p>, usize)>,
    /// `each`, `count`, iterators of dynamic blocks and `for` variables, innermost first.
    bindings: Option<&'s Binding<'s>>,
    /// Set in a template of its own file or text.
    template: Option<Surroundings<'s>>,
}

/// The surroundings of a template that is not part of the configuration.
#[derive(Clone, Copy)]
struct Surroundings<'s> {
    /// All names that it knows.
    variables: &'s Map,
    /// The call that renders it, which stands for all places within, unless it is a file of its own.
    call: Span,
    /// The file that it is.
    file: Option<FileId>,
    /// Whether functions can be called.
    functions: bool,
}

/// One bound name.
pub(in crate::frontend::terraform) struct Binding<'s> {
    name: &'s str,
    value: &'s Value,
    outer: Option<&'s Self>,
}

impl<'s, 'p> Scope<'s, 'p> {
    /// A scope in which nothing is bound.
    pub(in crate::frontend::terraform) fn new(instance: &'s Instance<'p>, file: FileId) -> Self {
        Self { instance, file, subject: None, bindings: None, template: None }
    }

    /// This scope within an instance of a declaration, to which `self` refers.
    pub(in crate::frontend::terraform) fn about(self, declaration: &'s Declaration<'p>, item: usize) -> Self {
        Self { subject: Some((declaration, item)), ..self }
    }

    /// The same scope in another file of the module.
    pub(in crate::frontend::terraform) fn in_file(self, file: FileId) -> Self {
        Self { file, ..self }
    }

    /// A binding on top of those of this scope, for [`with`](Self::with).
    pub(in crate::frontend::terraform) fn bind(self, name: &'s str, value: &'s Value) -> Binding<'s> {
        Binding { name, value, outer: self.bindings }
    }

    /// This scope with one more binding.
    pub(in crate::frontend::terraform) fn with<'t>(self, binding: &'t Binding<'t>) -> Scope<'t, 'p>
    where
        's: 't,
    {
        Scope { bindings: Some(binding), ..self }
    }

    /// The value that is bound to a name.
    pub(in crate::frontend::terraform) fn bound(&self, name: &str) -> Option<&'s Value> {
        std::iter::successors(self.bindings, |binding| binding.outer)
            .find(|binding| binding.name == name)
            .map(|binding| binding.value)
            .or_else(|| self.template.and_then(|template| template.variables.get(name)))
    }

    /// The surroundings of a template that knows these variables and nothing else. Its places are those of `file`, where it is
    /// one.
    pub(in crate::frontend::terraform) fn template<'t>(
        self,
        variables: &'t Map,
        call: Span,
        file: Option<FileId>,
    ) -> Scope<'t, 'p>
    where
        's: 't,
    {
        Scope { bindings: None, template: Some(Surroundings { variables, call, file, functions: true }), ..self }
    }

    /// The surroundings of text that is plain values: no names, no functions.
    pub(in crate::frontend::terraform) fn plain<'t>(self, nothing: &'t Map, call: Span) -> Scope<'t, 'p>
    where
        's: 't,
    {
        let template = Surroundings { variables: nothing, call, file: None, functions: false };
        Scope { bindings: None, template: Some(template), ..self }
    }

    /// Whether functions can be called.
    pub(in crate::frontend::terraform) fn has_functions(&self) -> bool {
        self.template.is_none_or(|template| template.functions)
    }

    /// Whether this is within such a template.
    pub(in crate::frontend::terraform) fn is_template(&self) -> bool {
        self.template.is_some()
    }

    /// Why a name that is not bound is not known, where nothing else has names.
    pub(in crate::frontend::terraform) fn unbound(&self, name: &str) -> Option<Unknown> {
        let template = self.template?;
        Some(match template.variables.rest() {
            Some(rest) => Unknown::clone(rest),
            None => Unknown::new(Reason::Undefined(name.into()), template.call),
        })
    }

    /// The span of a range of this file.
    pub(in crate::frontend::terraform) fn span(&self, range: TextRange) -> Span {
        match (self.template, self.written_in()) {
            (Some(template), None) => template.call,
            (_, file) => range.in_file(file.unwrap_or(self.file)),
        }
    }

    /// The file to which ranges belong; none in a text that is no file.
    pub(in crate::frontend::terraform) fn written_in(&self) -> Option<FileId> {
        self.template.map_or(Some(self.file), |template| template.file)
    }
}
