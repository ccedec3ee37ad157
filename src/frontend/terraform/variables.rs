//! Input variables: where their values come from.

use super::instance::{Caller, Instance, Key};
use super::interpreter::Interpreter;
use super::module::{Declaration, DeclarationKind};
use super::scope::Scope;
use super::types;
use crate::source::Span;
use crate::value::{Reason, Unknown, Value};

impl<'p> Interpreter<'p> {
    /// The value of `var.name` where it is used.
    pub(super) fn variable(&self, instance: &Instance<'p>, name: &str, span: Span) -> Value {
        let Some(declaration) = instance.module.find(DeclarationKind::Variable, name, "") else {
            return Value::unknown(Unknown::new(Reason::Undefined(format!("var.{name}").into()), span), span);
        };
        let name = declaration.block.labels.first().map_or("", |label| label.text.as_ref());
        let value = self.remember(
            instance,
            Key::Variable(name),
            || format!("var.{name}"),
            span,
            || self.variable_value(instance, declaration, name),
        );
        value.referenced_at(span, format!("variable `{name}`"))
    }

    fn variable_value(&self, instance: &Instance<'p>, declaration: &Declaration<'p>, name: &str) -> Value {
        let nullable = !self.is_argument(instance, declaration, "nullable", false);
        let given = self.given_value(instance, name).filter(|value| nullable || !value.is_null());
        let value = given.or_else(|| self.default_value(instance, declaration)).unwrap_or_else(|| {
            let header = declaration.header();
            let name = instance.absolute_variable(name).into();
            Value::unknown(Unknown { nullable, ..Unknown::new(Reason::UnsetVariable(name), header) }, header)
        });
        let mut value = match declaration.argument("type") {
            Some(constraint) => types::convert(value, constraint.node, &|default| {
                self.eval(default, Scope::new(instance, constraint.file))
            }),
            None => value,
        };
        value.sensitive |= self.is_marked_sensitive(instance, declaration);
        value
    }

    /// What the caller, or for the root module a file of values, says.
    fn given_value(&self, instance: &Instance<'p>, name: &str) -> Option<Value> {
        let Some(Caller { instance: parent, declaration, item }) = &instance.caller else {
            let place = instance.module.values.get(name)?;
            return Some(self.eval(place.node, Scope::new(instance, place.file)));
        };
        let (&name, _) = declaration.arguments.get_key_value(name)?;
        Some(self.argument(self.instance(*parent), declaration, *item, name))
    }

    fn default_value(&self, instance: &Instance<'p>, declaration: &Declaration<'p>) -> Option<Value> {
        let default = declaration.argument("default")?;
        Some(self.eval(default.node, Scope::new(instance, default.file)))
    }

    /// Whether a variable or output is declared as sensitive.
    pub(super) fn is_marked_sensitive(&self, instance: &Instance<'p>, declaration: &Declaration<'p>) -> bool {
        self.is_argument(instance, declaration, "sensitive", true)
    }

    /// Whether an argument is written and certainly has this truth value.
    fn is_argument(&self, instance: &Instance<'p>, declaration: &Declaration<'p>, name: &str, wanted: bool) -> bool {
        declaration
            .argument(name)
            .is_some_and(|place| self.eval(place.node, Scope::new(instance, place.file)).as_bool() == Some(wanted))
    }
}

impl Instance<'_> {
    /// A variable's name with the module path, for messages.
    fn absolute_variable(&self, name: &str) -> String {
        if self.address.is_empty() { name.to_owned() } else { self.absolute(&format!("var.{name}")) }
    }
}
