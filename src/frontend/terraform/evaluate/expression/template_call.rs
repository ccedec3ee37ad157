//! `templatefile`, `templatestring`, the data source `template_file` and `decode_tfvars`: texts that are not part of the
//! configuration, with names of their own or none.

use std::sync::Arc;

use super::super::convert::to_text;
use super::super::functions;
use super::super::instance::Instance;
use super::super::interpreter::Interpreter;
use super::super::scope::Scope;
use super::super::unknowns::{certain_error, combine, error, invalid, leaves};
use super::places;
use super::template::Form;
use crate::frontend::terraform::load::declaration::Declaration;
use crate::frontend::terraform::load::paths;
use crate::source::{SourceFile, Span};
use crate::syntax::hcl::{self, Call, ExprKind};
use crate::value::{Kind, Map, Reason, Typing, Unknown, Value};

impl<'p> Interpreter<'p> {
    /// The value of the template that the first argument names or is, with the second one as its variables.
    pub(super) fn template_call(&self, name: &str, call: &Call<'_>, span: Span, scope: Scope<'_, 'p>) -> Value {
        let [source, variables] = call.arguments.as_slice() else {
            return error(format!("`{name}` needs two arguments"), span);
        };
        if call.expand {
            return Value::unknown(Unknown::new(Reason::Unsupported("expanding arguments of a template"), span), span);
        }
        if scope.is_template() {
            return error(format!("`{name}` is not available within a template"), span);
        }
        // Terraform wants a reference as the template of `templatestring`, OpenTofu takes every text.
        let (source, variables) = (self.eval(source, scope), self.eval(variables, scope));
        let sensitive = source.sensitive || variables.sensitive;
        let text = to_text(&source, span).and_then(|text| match name {
            "templatefile" => self.template_text(&text, span),
            _ => Ok((text, None)),
        });
        let mut value = match text {
            Ok((text, file)) => self.render_template(&text, file, &variables, (span, scope)),
            Err(unknown) => {
                let all = std::iter::once(&unknown).chain(leaves(&variables));
                let combined = combine(all).unwrap_or_else(|| Arc::clone(&unknown));
                Value::unknown(combined, span)
            }
        };
        value.sensitive |= sensitive;
        // The path of a file does not get into it.
        if name == "templatestring" {
            value.made_of([&source]);
        }
        value
    }

    /// What the data source `template_file` renders: its `template` with its `vars`.
    pub(in crate::frontend::terraform) fn template_file(
        &self,
        instance: &Instance<'p>,
        declaration: &Declaration<'p>,
        item: usize,
    ) -> Value {
        let span = declaration.header();
        let scope = Scope::new(instance, span.file);
        let argument = |name| match declaration.arguments.get_key_value(name) {
            Some((&name, _)) => self.argument(instance, declaration, item, name),
            None => Value::null(span),
        };
        let variables = match argument("vars") {
            none if none.is_null() => Value::map(Map::new(), span),
            variables => variables,
        };
        let template = argument("template");
        match to_text(&template, span) {
            Ok(text) => {
                let written = template.places.as_ref().map(|places| self.context.sources.get(places.file()));
                let file = written.filter(|file| file.text() == &*text);
                self.render_template(&text, file, &variables, (span, scope))
            }
            Err(unknown) => Value::unknown(unknown, span),
        }
    }

    /// `provider::terraform::decode_tfvars`: the values that a text in the form of a `.tfvars` file gives.
    pub(super) fn decode_values(&self, call: &Call<'_>, span: Span, scope: Scope<'_, 'p>) -> Value {
        let [source] = call.arguments.as_slice() else { return error("`decode_tfvars` needs one argument", span) };
        let source = self.eval(source, scope);
        let text = match to_text(&source, span) {
            Ok(text) => text,
            Err(unknown) => return Value::unknown(unknown, span),
        };
        self.count_steps(u32::try_from(text.len() / 16).unwrap_or(u32::MAX));
        let parsed = hcl::parse(&text);
        if !parsed.errors.is_empty() || !parsed.body.blocks.is_empty() {
            return error("the text is not in the form of a `.tfvars` file", span);
        }
        let (nothing, mut map) = (Map::new(), Map::new());
        for attribute in &parsed.body.attributes {
            let value = self.eval(&attribute.value, scope.plain(&nothing, span));
            if let Some(unknown) = certain_error(&value) {
                return Value::unknown(Arc::clone(unknown), span);
            }
            map.insert(attribute.name.text, span, value);
        }
        Value { sensitive: source.sensitive, ..Value::map(map, span).typed(Typing::Structural) }
    }

    /// The text of a file, and the file where places in it matter. One that cannot be read may be there when Terraform runs, so
    /// this is no error.
    fn template_text(&self, path: &str, span: Span) -> Result<(Arc<str>, Option<&'p SourceFile>), Arc<Unknown>> {
        let joined = paths::join(self.root.folder, path);
        let read = joined.and_then(|path| self.context.files.read(&path).ok().map(|text| (path, text)));
        let Some((path, text)) = read else {
            let reason = Reason::Function(format!("templatefile({path})").into());
            return Err(Arc::new(Unknown { nullable: false, ..Unknown::new(reason, span) }));
        };
        let file = self.file_with_places(&path, &text);
        Ok((text, file))
    }

    /// What a call of `file` gives, with the places of its text where they matter.
    pub(super) fn file_call(&self, value: Value, path: &Value) -> Value {
        let joined = path.as_str().and_then(|path| paths::join(self.root.folder, path));
        match joined.zip(value.as_str()).and_then(|(path, text)| self.file_with_places(&path, text)) {
            Some(file) => places::whole(value, file),
            None => value,
        }
    }

    /// The file where places in its text matter: it holds JSON or YAML, or makes it.
    fn file_with_places(&self, path: &str, text: &str) -> Option<&'p SourceFile> {
        let matter = places::matter(text) || text.trim_start().starts_with("${");
        matter.then(|| self.file_of_text(path, text)).filter(|file| file.text() == text)
    }

    fn render_template(
        &self,
        text: &str,
        file: Option<&'p SourceFile>,
        variables: &Value,
        (span, scope): (Span, Scope<'_, 'p>),
    ) -> Value {
        self.count_steps(u32::try_from(text.len() / 16).unwrap_or(u32::MAX));
        let map = match &variables.kind {
            Kind::Map(map) => map,
            Kind::Unknown(unknown) => return Value::unknown(Arc::clone(unknown), span),
            Kind::Either(either) => return Value::unknown(Arc::clone(&either.cause), span),
            _ => return error("the variables of a template must be a map", span),
        };
        if let Some(wrong) = map.entries().find(|entry| !functions::is_name(&entry.key)) {
            return error(format!("`{}` is no name of a variable", wrong.key), span);
        }
        let fragment = hcl::parse_template_file(text);
        match (fragment.errors.first(), &fragment.expr.kind) {
            (None, ExprKind::Template(template)) => {
                let inside = file.map_or(span, SourceFile::whole);
                let scope = scope.template(map, span, file.map(SourceFile::id));
                let value = self.template(&template.parts, Form::Text, inside, scope);
                match file {
                    Some(file) => read_from(value, file, span),
                    None => value,
                }
            }
            (mistake, _) => {
                let why = mistake.map_or("it cannot be read", |mistake| mistake.message.as_str());
                Value::unknown(invalid(format!("the template is wrong: {why}"), span), span)
            }
        }
    }
}

/// A value that stands in a file, at the call that reads it; what is in it stays there. A variable of the template stands
/// where the call has it.
fn read_from(value: Value, file: &SourceFile, call: Span) -> Value {
    if value.span.file == file.id() { Value { span: call, ..value } } else { value }
}
