//! Which module a call means.
//!
//! A source that is no literal is evaluated, as `OpenTofu` does it, and Terraform since 1.15 with variables that are `const`.
//! Where the tool is not known, this is right as well: all others reject such a source, and deploy nothing.

use std::sync::Arc;

use super::convert::to_text;
use super::instance::Instance;
use super::interpreter::Interpreter;
use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::terraform::load::declaration::{Declaration, literal};
use crate::frontend::terraform::load::module::Module;
use crate::frontend::terraform::load::project::Target;
use crate::frontend::terraform::load::sources::Sources;
use crate::frontend::terraform::load::unknown_source::Folders;
use crate::value::{Reason, Unknown};

/// The source of a call.
enum Source {
    /// It is known.
    Known(Arc<str>),
    /// It is not: the folders that it may mean.
    Open(Vec<Folders>),
}

impl<'p> Interpreter<'p> {
    fn source(&self, instance: &Instance<'p>, call: &Declaration<'p>, item: usize) -> Source {
        let Some(written) = call.argument("source") else { return Source::Open(Vec::new()) };
        if let Some(source) = literal(written.node) {
            return Source::Known(source.into());
        }
        let source = self.argument(instance, call, item, "source");
        match to_text(&source, source.span) {
            Ok(source) => Source::Known(source),
            Err(_) => Source::Open(Folders::of_value(&source, instance.module.folder)),
        }
    }

    /// The module that a call means.
    ///
    /// # Errors
    /// Why it cannot be evaluated, which is reported.
    pub(super) fn called_module(
        &self,
        instance: &Instance<'p>,
        call: &Declaration<'p>,
        item: usize,
    ) -> Result<&'p Module<'p>, Arc<Unknown>> {
        let (span, name) = (call.header(), call.label(0));
        let source = match self.source(instance, call, item) {
            Source::Known(source) => source,
            Source::Open(_) => "".into(),
        };
        let downloaded = || self.project.downloaded(self.root, &self.call_path(instance, name));
        let diagnostic = match self.project.target(instance.module, &source) {
            Target::Module(module) => return Ok(module),
            Target::Missing => {
                let message = format!("module `{name}` was not assessed: there is no module at `{source}`");
                Diagnostic::at(Level::Error, "module-missing", span, message)
            }
            Target::Remote => match downloaded() {
                Some(module) => return Ok(module),
                None if !source.is_empty() => {
                    let message =
                        format!("module `{name}` was not assessed: its source `{source}` is not on this machine");
                    Diagnostic::at(Level::Note, "module-remote", span, message)
                        .with_help("`terraform init` downloads it to where Ravelin finds it")
                }
                None => self.without_source(instance, call),
            },
        };
        self.report(span, diagnostic);
        Err(Arc::new(Unknown::new(Reason::MissingModule(source), span)))
    }

    /// What is said of a call of which the source is not known.
    fn without_source(&self, instance: &Instance<'p>, call: &Declaration<'p>) -> Diagnostic {
        let (span, name) = (call.header(), call.label(0));
        let message = format!("module `{name}` was not assessed: its source is not known");
        if self.project.may_be_here(instance.module, call) {
            Diagnostic::at(Level::Error, "module-source", span, message)
                .with_help("the modules that it may mean were assessed without the defaults of their variables")
        } else {
            Diagnostic::at(Level::Note, "module-remote", span, message)
                .with_help("`--var` and `--var-file` give values to the variables of which it is made")
        }
    }

    /// The names of the calls that lead from the root module to the call `name` of `instance`, joined by dots.
    fn call_path(&self, instance: &Instance<'p>, name: &str) -> String {
        let mut names = vec![name];
        let mut caller = instance.caller.as_ref();
        while let Some(call) = caller {
            names.push(call.declaration.label(0));
            caller = self.instance(call.instance).caller.as_ref();
        }
        names.reverse();
        names.join(".")
    }

    /// Follows all calls, and adds what the sources mean that are no literals.
    pub(in crate::frontend::terraform) fn add_sources(&self, sources: &mut Sources) {
        let mut open = vec![self.root_instance().id];
        while let Some(id) = open.pop() {
            let instance = self.instance(id);
            let folder = instance.module.folder;
            for call in instance.module.calls().filter(|_| !self.is_on_reserve()) {
                let is_literal = call.argument("source").is_some_and(|source| literal(source.node).is_some());
                for item in 0..self.expansion(instance, call).items.len() {
                    match self.source(instance, call, item) {
                        _ if is_literal => {}
                        Source::Known(source) => {
                            sources.add_target(folder, call.index, self.project.folder_of(&source, instance.module));
                        }
                        Source::Open(folders) => sources.add_open(folder, call.index, folders),
                    }
                    open.extend(self.child(instance, call, item));
                }
            }
        }
    }
}
