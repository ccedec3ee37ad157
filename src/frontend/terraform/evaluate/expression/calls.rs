//! Function calls.

use std::cell::Cell;
use std::sync::Arc;

use super::super::functions::{self, Arguments};
use super::super::interpreter::Interpreter;
use super::super::scope::Scope;
use super::super::types;
use super::super::unknowns::{certain_error, combine, error, leaves};
use crate::source::Span;
use crate::syntax::hcl::Call;
use crate::value::{Kind, Reason, Unknown, Value};

impl<'p> Interpreter<'p> {
    /// The value of a call.
    pub(super) fn call(&self, call: &Call<'_>, span: Span, scope: Scope<'_, 'p>) -> Value {
        let name = call.name.text.strip_prefix("core::").unwrap_or(call.name.text);
        if !scope.has_functions() {
            return error("functions are not available here", span);
        }
        match name {
            "provider::terraform::decode_tfvars" => return self.decode_values(call, span, scope),
            "try" => return self.try_arguments(call, span, scope),
            "can" => return self.can(call, span, scope),
            "convert" => return self.convert(call, span, scope),
            "templatefile" | "templatestring" => return self.template_call(name, call, span, scope),
            _ => {}
        }
        let mut values: Vec<Value> = call.arguments.iter().map(|argument| self.eval(argument, scope)).collect();
        if call.expand
            && let Some(last) = values.pop()
        {
            match &last.kind {
                Kind::List(list) if list.rest.is_none() => values.extend(list.items.iter().cloned()),
                Kind::List(_) | Kind::Unknown(_) | Kind::Either(_) => {
                    values.push(last);
                    let unknown = combine(values.iter().flat_map(leaves));
                    return unknown
                        .map_or_else(|| error("the arguments do not fit", span), |why| Value::unknown(why, span));
                }
                _ => return error("only a list can be expanded into arguments", span),
            }
        }
        let sensitive = values.iter().any(|value| value.sensitive);
        let steps = Cell::new(0);
        let arguments = Arguments { values, span, context: self.context, root: self.root.folder, steps };
        let mut value = functions::call(name, &arguments);
        self.count_steps(arguments.steps.get());
        if let ("file", [path]) = (name, arguments.values.as_slice()) {
            value = self.file_call(value, path);
        }
        value.sensitive |= sensitive && !matches!(name, "nonsensitive" | "issensitive");
        // What these choose or read knows itself where it comes from, whoever says which it is.
        if !matches!(name, "coalesce" | "element" | "file" | "filebase64" | "lookup") {
            value.made_of(&arguments.values);
        }
        self.count_size(&value);
        value.called(|| call_name(name, &arguments.values))
    }

    /// The first argument that does not fail. Whether one fails that is not known cannot be said.
    fn try_arguments(&self, call: &Call<'_>, span: Span, scope: Scope<'_, 'p>) -> Value {
        let mut failure = None;
        for argument in &call.arguments {
            let value = self.eval(argument, scope);
            match certain_error(&value) {
                None => return value,
                Some(unknown) => failure = Some(Arc::clone(unknown)),
            }
        }
        match failure {
            Some(unknown) => Value::unknown(unknown, span),
            None => error("`try` needs an argument", span),
        }
    }

    /// `convert` of Terraform 1.15 and OpenTofu: the value as the type wants it.
    fn convert(&self, call: &Call<'_>, span: Span, scope: Scope<'_, 'p>) -> Value {
        let [value, constraint] = call.arguments.as_slice() else {
            return error("`convert` needs two arguments", span);
        };
        let value = self.eval(value, scope).referenced_at(span, "`convert`");
        types::convert(value, constraint, &|default| self.eval(default, scope))
    }

    fn can(&self, call: &Call<'_>, span: Span, scope: Scope<'_, 'p>) -> Value {
        let [argument] = call.arguments.as_slice() else { return error("`can` needs one argument", span) };
        let value = self.eval(argument, scope);
        if certain_error(&value).is_some() {
            return Value::bool(false, span);
        }
        let unknown = leaves(&value);
        // A value that the provider computes is there; a value that nothing gives may lack the part that is asked for.
        match unknown.iter().find(|unknown| !matches!(unknown.reason, Reason::Computed(_))) {
            Some(unknown) => Value::unknown(Unknown { nullable: false, ..Unknown::clone(unknown) }, span),
            None => Value::bool(true, span),
        }
    }
}

/// What the result is called: a function gives the same for the same arguments, but for those that give another result
/// each time.
fn call_name(name: &str, arguments: &[Value]) -> Option<String> {
    if matches!(name, "bcrypt" | "timestamp" | "uuid") {
        return None;
    }
    let arguments = arguments.iter().map(Value::identity).collect::<Option<Vec<String>>>()?;
    Some(format!("{name}({})", arguments.join(", ")))
}
